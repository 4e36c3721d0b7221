import type { Words } from '../words.ts';
import { credits, creditsAfter, creditsOf } from './credits.ts';

export const wallet: Words['wallet'] = {
  balance: 'الرصيد',
  available: 'المتاح',
  held: 'محجوز للرسائل',
  debt: 'المستحق عليك',
  unit: credits,
  worth: (dollars) => `≈ ${dollars}`,
  topup: 'شحن الرصيد',
  close: 'إغلاق',
  low: 'رصيدك على وشك النفاد.',
  inDebt: (amount) =>
    `عليك سداد ${creditsAfter(amount)}: استُردت دفعة أو جرى الاعتراض عليها بعد إنفاق نقاطها. الرسائل متوقفة مؤقتًا، وعملية الشحن التالية تسدد هذا المبلغ أولًا.`,
  empty: 'اشحن رصيدك لبدء إرسال الرسائل.',
  used: 'لم تتبقَّ أي نقاط. يمكن للمالك أو المشرف شحن الرصيد.',
  changed: (amount) => `الرصيد: ${creditsOf(amount)}`,
};
