import '../../auto-topup/auto-topup.define.ts';
