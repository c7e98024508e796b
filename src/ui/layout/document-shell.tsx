import type { ComponentChildren } from 'preact';
import { type Assets, assetUrl } from './assets.ts';

export interface DocumentShellProps {
  /** What this page is, without the name of the service. */
  title: string;
  /** Added after the title, for example "Safer Hub Harlow". */
  suffix: string;
  assets: Assets;
  /** Logical name of the sheet. */
  sheet: string;
  /** Logical names of the scripts. */
  scripts: readonly string[];
  bodyClass: string;
  /** Single-key shortcuts are off for this person. */
  withoutShortcuts?: boolean | undefined;
  /** The page shows an error beside a field: the title says so first. */
  error?: boolean | undefined;
  description?: string | undefined;
  /** Pages about one person's report must never be found by a search engine. */
  noindex?: boolean | undefined;
  /** Accent and logo of the partnership, served as a sheet of its own. */
  brandSheetHref?: string | undefined;
  /** A forced scheme; without it the reader's own setting decides. */
  scheme?: 'light' | 'dark' | undefined;
  lang?: string | undefined;
  children?: ComponentChildren;
}

/** The document around every page. */
export function DocumentShell(props: DocumentShellProps) {
  const { assets } = props;
  const title = `${props.error === true ? 'Error: ' : ''}${props.title} – ${props.suffix}`;
  return (
    <html lang={props.lang ?? 'en-GB'} data-scheme={props.scheme}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={props.scheme ?? 'light dark'} />
        {props.description === undefined ? null : <meta name="description" content={props.description} />}
        {props.noindex === true ? <meta name="robots" content="noindex, nofollow" /> : null}
        <link rel="icon" type="image/svg+xml" href={assetUrl(assets, 'images/icon.svg')} />
        <link rel="preload" href={assetUrl(assets, 'fonts/hub-text.woff2')} as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="stylesheet" href={assetUrl(assets, props.sheet)} />
        {props.brandSheetHref === undefined ? null : <link rel="stylesheet" href={props.brandSheetHref} />}
        {props.scripts.map((name) => <script key={name} type="module" src={assetUrl(assets, name)} defer></script>)}
      </head>
      <body class={props.bodyClass} data-shortcuts={props.withoutShortcuts === true ? 'off' : undefined}>
        <a class="govuk-skip-link" href="#main" data-module="govuk-skip-link">Skip to main content</a>
        {props.children}
      </body>
    </html>
  );
}
