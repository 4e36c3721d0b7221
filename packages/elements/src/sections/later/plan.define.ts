import '../../plan/plan.define.ts';
