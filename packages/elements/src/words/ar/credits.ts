import type { Counted } from '../counted.ts';
import { plural } from '../plural.ts';

/** الوحدة إلى جانب رقم معروض: «٣ نقاط»، لكن «١١ نقطة». */
export const credits = (count: number): string => plural('ar', count, { few: 'نقاط', other: 'نقطة' });

/** عدد من النقاط في جملة؛ الواحد والاثنان يُكتبان بلا رقم. */
export const creditsOf = ({ text, count }: Counted): string =>
  plural('ar', count, {
    zero: `${text} نقطة`,
    one: 'نقطة واحدة',
    two: 'نقطتان',
    few: `${text} نقاط`,
    many: `${text} نقطة`,
    other: `${text} نقطة`,
  });

/** العدد نفسه مجرورًا أو منصوبًا. */
export const creditsAfter = (amount: Counted): string =>
  plural('ar', amount.count, { two: 'نقطتين', other: creditsOf(amount) });
