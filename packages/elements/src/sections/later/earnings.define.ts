import '../../earnings/earnings.define.ts';
