// The provider first: what stands inside one then finds it at once.
import './provider/provider.define.ts';
import './cost-badge/cost-badge.define.ts';
import './auto-topup/auto-topup.define.ts';
import './chart/chart.define.ts';
import './budgets/budgets.define.ts';
import './earnings/earnings.define.ts';
import './plan/plan.define.ts';
import './topup/topup.define.ts';
import './transactions/transactions.define.ts';
import './wallet/wallet.define.ts';

export * from './index.ts';
