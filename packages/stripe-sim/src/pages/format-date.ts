/** A day as people read it, in UTC: `23 Nov 2026`. @param instant Unix seconds. */
export function formatDate(instant: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(instant * 1000));
}
