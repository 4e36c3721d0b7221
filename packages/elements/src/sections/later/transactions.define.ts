import '../../transactions/transactions.define.ts';
