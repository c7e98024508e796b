/** What a page may fetch: nothing but our own, and for a map the one origin that the partnership chose. */
export function securityPolicy(mapOrigin?: string): string {
  const map = mapOrigin === undefined ? '' : ` ${mapOrigin}`;
  return `default-src 'self'; img-src 'self' data:${map};${map === '' ? '' : ` connect-src 'self'${map};`} object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}
