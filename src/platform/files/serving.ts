/** A name for saving that cannot break a header or a folder. */
function plainName(name: string): string {
  return name.replace(/[^\w .()-]/g, '_').replace(/^\.+/, '').slice(-100).trim() || 'file';
}

const always = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, no-store',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Originals are only ever saved, never opened in the hub's own pages. */
export function downloadHeaders(contentType: string, name: string): Record<string, string> {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return { ...always, 'content-type': contentType, 'content-disposition': `attachment; filename="${plainName(name)}"; filename*=UTF-8''${encoded}` };
}

/** Safe copies, which the hub drew itself, may be shown in a page. */
export function safeCopyHeaders(contentType: 'image/webp'): Record<string, string> {
  return { ...always, 'content-type': contentType, 'content-disposition': 'inline' };
}
