/** When something moved: "23 Nov 2026, 14:05", as people of this locale write it. One format per locale. */
const formats = new Map<string | undefined, Intl.DateTimeFormat>();

export function instantText(instant: string, locale: string | undefined): string {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    formats.set(locale, format);
  }
  return format.format(new Date(instant));
}
