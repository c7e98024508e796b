/** The built files: logical name (`public.css`, `staff.js`, `fonts/hub-text.woff2`) to address. */
export type Assets = Readonly<Record<string, string>>;

/** A name that the build does not know keeps a plain address, so that its absence shows as a 404 and not as a silent gap. */
export function assetUrl(assets: Assets, name: string): string {
  return assets[name] ?? `/assets/${name}`;
}
