/** A format per locale, of which a page has one, seldom two. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A calendar day, `2026-11-23`, as people of this locale write it: "Nov 23". It is that day everywhere: no time zone moves it. */
export function calendarDayText(date: string, locale: string): string {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });
    formats.set(locale, format);
  }
  return format.format(new Date(`${date}T00:00Z`));
}
