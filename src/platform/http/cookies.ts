import type { CookieToSet } from './reply.ts';

export const sessionCookie = 'hub_session';
export const draftCookie = 'hub_draft';
export const noticeCookie = 'hub_notice';

/** Reads a Cookie header. The first of a repeated name counts. */
export function readCookies(header: string | undefined): Record<string, string | undefined> {
  const cookies: Record<string, string | undefined> = Object.create(null);
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0) {
      const name = part.slice(0, at).trim();
      cookies[name] ??= decode(part.slice(at + 1).trim());
    }
  }
  return cookies;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

/** A Set-Cookie header: unreadable to scripts, sent only from our own pages and links to them. */
export function writeCookie(cookie: CookieToSet, secure: boolean): string {
  const age = cookie.value === null ? 0 : cookie.maxAgeSeconds;
  return [
    `${cookie.name}=${encodeURIComponent(cookie.value ?? '')}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(age === undefined ? [] : [`Max-Age=${age}`]),
    ...(secure ? ['Secure'] : []),
  ].join('; ');
}
