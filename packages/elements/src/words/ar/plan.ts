import { plural } from '../plural.ts';
import type { Words } from '../words.ts';

export const plan: Words['plan'] = {
  title: 'الخطة',
  compare: 'ما تشمله الخطط',
  feature: 'الميزة',
  price: (dollars, interval) => `${dollars} / ${interval === 'month' ? 'شهر' : 'سنة'}`,
  free: 'بلا رسوم',
  current: 'خطتك',
  yes: 'مشمول',
  no: 'غير مشمول',
  some: ({ text, count }, size) =>
    plural('ar', count, {
      one: `ملف واحد، ${size}`,
      two: `ملفان، ${size} لكل منهما`,
      few: `${text} ملفات، ${size} لكل منها`,
      other: `${text} ملفًا، ${size} لكل منها`,
    }),
  status: { free: '', active: 'نشطة', past_due: 'الدفع متأخر', ended: 'منتهية' },
  renews: (day) => `تتجدد في ${day}.`,
  ends: (name, day) => `أُلغيت خطتك. تبقى ${name} حتى ${day}، وتبقى النقاط المشتراة بعد ذلك أيضًا.`,
  pastDue: (name, day) => `تعذّرت دفعتك الأخيرة. حدّث بطاقتك قبل ${day} للاحتفاظ بخطة ${name}.`,
  pastDueSoon: (name) => `تعذّرت دفعتك الأخيرة. حدّث بطاقتك للاحتفاظ بخطة ${name}.`,
  ended: (name) => `انتهت خطتك المدفوعة، وأنت الآن على خطة ${name}. لم تُمسّ النقاط المشتراة.`,
  upgrade: (name) => `الترقية إلى ${name}`,
  updateCard: 'تحديث البطاقة',
  manage: 'إدارة الخطة',
  opening: 'جارٍ الفتح…',
  signIn: 'سجّل الدخول للترقية',
  secure: 'تدفع في صفحة آمنة من Stripe، ويمكنك الإلغاء في أي وقت.',
  confirming: 'جارٍ تأكيد دفعتك. سيستغرق ذلك لحظة.',
  changed: (name) => `أنت الآن على خطة ${name}.`,
};
