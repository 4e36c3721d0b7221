import { plural } from '../plural.ts';
import type { Words } from '../words.ts';
import { credits } from './credits.ts';

export const badge: Words['badge'] = {
  perMessage: (count) => `${credits(count)} / رسالة`,
  free: 'مجانًا',
  freeIncluded: ({ text, count }) =>
    plural('ar', count, {
      zero: 'لا رسائل مجانية',
      one: 'رسالة مجانية واحدة',
      two: 'رسالتان مجانيتان',
      few: `${text} رسائل مجانية`,
      other: `${text} رسالة مجانية`,
    }),
  freeLeft: ({ text, count }) =>
    plural('ar', count, {
      zero: 'لم تتبقَّ رسائل مجانية',
      one: 'تبقت رسالة مجانية واحدة',
      two: 'تبقت رسالتان مجانيتان',
      few: `تبقت ${text} رسائل مجانية`,
      other: `تبقت ${text} رسالة مجانية`,
    }),
  unavailable: 'السعر غير متاح',
  retry: 'إعادة المحاولة',
  details: 'تكلفة الرسالة',
  infra: 'التشغيل',
  addOn: 'إضافة الناشر',
  total: 'لكل رسالة',
  unit: credits,
  affordable: ({ text, count }) =>
    plural('ar', count, {
      zero: 'رصيدك لا يكفي لأي رسالة.',
      one: 'رصيدك يكفي لرسالة واحدة تقريبًا.',
      two: 'رصيدك يكفي لرسالتين تقريبًا.',
      few: `رصيدك يكفي لنحو ${text} رسائل.`,
      other: `رصيدك يكفي لنحو ${text} رسالة.`,
    }),
};
