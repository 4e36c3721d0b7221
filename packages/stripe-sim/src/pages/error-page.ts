import { messagePage } from './message-page.ts';
import type { Page } from './page.ts';

export function errorPage(status: number, text: string): Page {
  const title = status === 404 ? 'Not found' : 'That did not work';
  return messagePage({ tone: 'bad', title, text, link: null, framed: false, status });
}
