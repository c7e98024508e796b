import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';
import type { LinkItem } from '../link-item.ts';
import type { Assets } from './assets.ts';
import { Brand } from './brand.tsx';
import { DocumentShell } from './document-shell.tsx';
import { type ExitOption, ExitThisPage } from './exit-this-page.tsx';
import { type Flash, FlashNotice } from './flash.tsx';

/** What stays the same on all public pages of one partnership. */
export interface PublicSite {
  service: string;
  place: string;
  homeHref: string;
  assets: Assets;
  brandSheetHref?: string | undefined;
  languages?: LinkItem | undefined;
  footerLinks: readonly LinkItem[];
  /** Who runs the hub, in one or two sentences. */
  footerText: ComponentChildren;
  /** The line with the emergency numbers; without it, the national ones. */
  footerHelp?: ComponentChildren;
}

export interface PublicPageProps {
  site: PublicSite;
  title: string;
  error?: boolean | undefined;
  description?: string | undefined;
  noindex?: boolean | undefined;
  exit?: ExitOption | undefined;
  back?: { href: string; label?: string | undefined } | undefined;
  /** One question a page: a narrow measure. */
  question?: boolean | undefined;
  flash?: Flash | undefined;
  /** A strip above all, such as "Demonstration: everyone here is invented". */
  status?: ComponentChildren;
  /** Logical names of scripts beside `public.js`. */
  scripts?: readonly string[] | undefined;
  bodyClass?: string | undefined;
  lang?: string | undefined;
  children?: ComponentChildren;
}

function Help() {
  return (
    <>
      In danger: <a href="tel:999">999</a>. Not urgent: police <a href="tel:101">101</a>. Deaf or cannot speak: text <a href="tel:18000">18000</a>, or press 55 when 999 answers.
    </>
  );
}

function PublicHeader({ site }: { site: PublicSite }) {
  return (
    <header class="hub-head">
      <div class="hub-wrap hub-head__in">
        <Brand service={site.service} place={site.place} href={site.homeHref} />
        <div class="hub-head__side">
          {site.languages === undefined ? null : <a class="hub-lang" href={site.languages.href}>{site.languages.label}</a>}
          <p class="hub-999">In danger<span class="hub-999__now"> now</span>? <a href="tel:999">Call 999</a></p>
        </div>
      </div>
    </header>
  );
}

function PublicFooter({ site }: { site: PublicSite }) {
  return (
    <footer class="hub-foot">
      <div class="hub-wrap">
        <p class="hub-foot__help">{site.footerHelp ?? <Help />}</p>
        <ul>{site.footerLinks.map((link) => <li key={link.href}><a href={link.href}>{link.label}</a></li>)}</ul>
        <p>{site.footerText}</p>
      </div>
    </footer>
  );
}

/** A page for residents. */
export function PublicPage(props: PublicPageProps) {
  const { site, exit, back, flash } = props;
  return (
    <DocumentShell
      title={props.title}
      suffix={`${site.service} ${site.place}`}
      assets={site.assets}
      sheet="public.css"
      scripts={['public.js', ...(props.scripts ?? [])]}
      bodyClass={classes('hub-public', exit !== undefined && 'has-exit', props.bodyClass) ?? ''}
      error={props.error}
      description={props.description}
      noindex={props.noindex}
      brandSheetHref={site.brandSheetHref}
      lang={props.lang}
    >
      {props.status === undefined ? null : <aside class="hub-status" aria-label="About this site"><div class="hub-wrap">{props.status}</div></aside>}
      <PublicHeader site={site} />
      <main class="hub-main" id="main">
        <div class={classes('hub-wrap', props.question === true && 'hub-q')}>
          {exit === undefined ? null : <ExitThisPage {...exit} />}
          {back === undefined ? null : <a class="govuk-back-link" href={back.href}>{back.label ?? 'Back'}</a>}
          {flash === undefined ? null : <FlashNotice {...flash} />}
          {props.children}
        </div>
      </main>
      <PublicFooter site={site} />
    </DocumentShell>
  );
}
