/** The pattern of the route that a request took, such as `/v1/wallets/:wallet`; `none` where there is none. */
export function routeOf(request: object): string {
  const path = 'route' in request ? (request.route as { path?: unknown } | undefined)?.path : undefined;
  return typeof path === 'string' ? path : 'none';
}
