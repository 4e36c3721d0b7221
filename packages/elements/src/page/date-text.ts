import { systemNowMs } from './clock.ts';

/** Two formats per locale, of which a page has one, seldom two. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** When something happened, as people of this locale write it: "Nov 23, 2:05 PM", and with its year if that isn't this one. */
export function instantText(instant: string, locale: string | undefined): string {
  const date = new Date(instant);
  const thisYear = date.getFullYear() === new Date(systemNowMs()).getFullYear();
  const name = `${locale} ${thisYear}`;
  let format = formats.get(name);
  if (!format) {
    const time = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat(locale, thisYear ? time : { ...time, year: 'numeric' });
    formats.set(name, format);
  }
  return format.format(date);
}
