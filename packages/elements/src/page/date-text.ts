import { systemNowMs } from './clock.ts';

/** A few formats per locale, of which a page has one, seldom two. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** When something happened, as people of this locale write it: "Nov 23, 2:05 PM", and with its year if that isn't this one. */
export const instantText = (instant: string, locale: string): string =>
  text(instant, locale, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });

/** The day of something, where the hour doesn't matter: "Nov 23". */
export const dayText = (instant: string, locale: string): string =>
  text(instant, locale, { month: 'long', day: 'numeric' });

function text(instant: string, locale: string, style: Intl.DateTimeFormatOptions): string {
  const date = new Date(instant);
  const thisYear = date.getFullYear() === new Date(systemNowMs()).getFullYear();
  const name = `${locale} ${thisYear} ${style.hour}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, thisYear ? style : { ...style, year: 'numeric' });
    formats.set(name, format);
  }
  return format.format(date);
}
