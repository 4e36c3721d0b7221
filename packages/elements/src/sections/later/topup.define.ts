import '../../topup/topup.define.ts';
