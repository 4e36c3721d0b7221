import '../../budgets/budgets.define.ts';
