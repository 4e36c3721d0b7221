import type { Counted } from '../counted.ts';
import { plural } from '../plural.ts';
import type { Words } from '../words.ts';
import { creditsAfter, creditsOf } from './credits.ts';

const days = ({ text, count }: Counted) =>
  plural('ar', count, {
    one: 'اليوم',
    two: 'آخر يومين',
    few: `آخر ${text} أيام`,
    many: `آخر ${text} يومًا`,
    other: `آخر ${text} يوم`,
  });

const during = (counted: Counted) => (counted.count === 1 ? days(counted) : `خلال ${days(counted)}`);

export const charts: Words['charts'] = {
  spending: 'الإنفاق',
  earnings: 'الأرباح حسب اليوم',
  days,
  noSpending: 'لا إنفاق بعد.',
  noEarnings: 'لا أرباح بعد.',
  day: 'اليوم',
  spent: 'المنفق',
  earned: 'المكتسب',
  messages: 'الرسائل',
  credits: creditsOf,
  average: (amount) => `بمعدل ${creditsAfter(amount)} يوميًا`,
  messagesOf: ({ text, count }) =>
    plural('ar', count, {
      one: 'رسالة واحدة',
      two: 'رسالتان',
      few: `${text} رسائل`,
      other: `${text} رسالة`,
    }),
  failed: 'تعذّر تحميل المخطط.',
  spentIn: (total, counted) => `الإنفاق ${during(counted)}: ${creditsOf(total)}.`,
  earnedIn: (total, counted) => `الأرباح ${during(counted)}: ${creditsOf(total)}.`,
  most: (amount, day) => `الأعلى في ${day}: ${creditsOf(amount)}.`,
  showTable: 'عرض كجدول',
  showChart: 'عرض كمخطط',
};
