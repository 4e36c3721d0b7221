import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

const periods: Words['budgets']['periods'] = { day: 'يوميًا', week: 'أسبوعيًا', month: 'شهريًا' };

export const budgets: Words['budgets'] = {
  title: 'ميزانيات الأعضاء',
  none: 'يمكن لكل عضو إنفاق كل ما في المحفظة. حدّد ميزانية لوضع حد لأحدهم.',
  noneOwn: 'يمكنك إنفاق كل ما في المحفظة.',
  member: 'العضو',
  memberId: 'معرّف العضو',
  limit: 'الحد بالنقاط',
  period: 'الفترة',
  periods,
  per: (limit, period) => `${creditsOf(limit)} ${periods[period]}`,
  spent: (spent, limit) => `أُنفق ${spent} من ${limit}`,
  resets: (when) => `تتجدد: ${when}`,
  add: 'تحديد ميزانية',
  edit: 'تعديل',
  editOf: (name) => `تعديل ميزانية ${name}`,
  save: 'حفظ',
  lift: 'إزالة الميزانية',
  cancel: 'إلغاء',
  saved: 'حُفظت الميزانية',
  noMember: 'حدّد العضو.',
  notANumber: 'أدخل مبلغًا بالنقاط.',
};
