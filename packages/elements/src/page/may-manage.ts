import type { KopaiPage } from './kopai-page.ts';

/**
 * Whether to offer what is left to owners and admins of an organization. The server decides by itself; a session that doesn't say what
 * its user is gets the benefit of the doubt.
 */
export async function mayManage({ session }: KopaiPage, wallet: string): Promise<boolean> {
  const current = await session.current();
  return current?.orgs?.find(({ id }) => wallet === `org:${id}`)?.role !== 'member';
}
