/** What every section says when it has nothing to show. */
export const section = {
  retry: 'Try again',
  requestId: (id: string) => `Request ${id}`,
  signedOut: 'Sign in to see this wallet.',
  signIn: 'Sign in',
  loading: 'Loading',
  failed: 'Something went wrong.',
};
