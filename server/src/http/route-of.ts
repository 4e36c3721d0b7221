/** The pattern of the route that a request took, such as `/v1/wallets/:wallet`; `none` where there is none. */
export function routeOf(request: object): string {
  const { route, baseUrl } = request as { readonly route?: { readonly path?: unknown }; readonly baseUrl?: unknown };
  if (typeof route?.path !== 'string') return 'none';
  const base = typeof baseUrl === 'string' ? baseUrl : '';
  return route.path === '/' && base !== '' ? base : base + route.path;
}
