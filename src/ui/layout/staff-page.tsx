import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';
import type { CountedLink } from '../link-item.ts';
import type { Assets } from './assets.ts';
import { Brand } from './brand.tsx';
import { DocumentShell } from './document-shell.tsx';
import { type Flash, FlashNotice } from './flash.tsx';

/** What stays the same on all staff pages for the person signed in. */
export interface StaffSite {
  service: string;
  place: string;
  homeHref: string;
  assets: Assets;
  brandSheetHref?: string | undefined;
  nav: readonly CountedLink[];
  /** Where the find box sends `q`, as a form: names do not belong in addresses. Without it there is no box. */
  findHref?: string | undefined;
  /** Answers a posted `q` with results as the person types. */
  findTypeaheadHref?: string | undefined;
  /** "Priya Nair, Harlow Council"; nobody is signed in without it. */
  person?: { name: string; href: string } | undefined;
  /** This person has switched single-key shortcuts off. */
  withoutShortcuts?: boolean | undefined;
}

export interface StaffPageProps {
  site: StaffSite;
  title: string;
  error?: boolean | undefined;
  flash?: Flash | undefined;
  back?: { href: string; label?: string | undefined } | undefined;
  /** A strip above all, such as "Demonstration: everyone here is invented". */
  status?: ComponentChildren;
  /** Only on paper: who printed it, when, how sensitive it is. */
  printed?: ComponentChildren;
  /** Large type for a projector. */
  projector?: boolean | undefined;
  /** Logical names of scripts beside `staff.js`. */
  scripts?: readonly string[] | undefined;
  /** What the find box holds. */
  query?: string | undefined;
  children?: ComponentChildren;
}

function FindBox({ site, query }: { site: StaffSite; query: string | undefined }) {
  if (site.findHref === undefined) return null;
  return (
    <form class="hub-find" role="search" action={site.findHref} method="post" data-find="">
      <label for="find">Find{site.withoutShortcuts === true ? null : <> <kbd>/</kbd></>}</label>
      <input class="govuk-input" id="find" name="q" type="search" autocomplete="off" value={query} data-typeahead={site.findTypeaheadHref} />
    </form>
  );
}

function StaffBar({ site, query }: { site: StaffSite; query: string | undefined }) {
  return (
    <header class="hub-staffbar">
      <div class="hub-wrap hub-staffbar__in">
        <Brand service={site.service} place={site.place} href={site.homeHref} />
        {site.nav.length === 0 ? null : (
          <nav class="hub-nav" aria-label="Main">
            {site.nav.map((link) => (
              <a key={link.href} href={link.href} aria-current={link.current === true ? 'page' : undefined}>
                {link.label}{link.count === undefined ? null : <> <span>{link.count}</span></>}
              </a>
            ))}
          </nav>
        )}
        <FindBox site={site} query={query} />
        {site.person === undefined ? null : <p class="hub-who"><a href={site.person.href}>{site.person.name}</a></p>}
      </div>
    </header>
  );
}

/** A page for the people of the hub. */
export function StaffPage(props: StaffPageProps) {
  const { site, back, flash } = props;
  return (
    <DocumentShell
      title={props.title}
      suffix={site.service}
      assets={site.assets}
      sheet="staff.css"
      scripts={['staff.js', ...(props.scripts ?? [])]}
      bodyClass={classes('hub-staff', props.projector === true && 'hub-panel') ?? ''}
      error={props.error}
      withoutShortcuts={site.withoutShortcuts}
      noindex
      brandSheetHref={site.brandSheetHref}
    >
      {props.status === undefined ? null : <aside class="hub-status" aria-label="About this site"><div class="hub-wrap">{props.status}</div></aside>}
      <StaffBar site={site} query={props.query} />
      <main class="hub-main" id="main">
        <div class="hub-wrap">
          {props.printed === undefined ? null : <p class="hub-printonly">{props.printed}</p>}
          {back === undefined ? null : <a class="govuk-back-link" href={back.href}>{back.label ?? 'Back'}</a>}
          {flash === undefined ? null : <FlashNotice {...flash} />}
          {props.children}
        </div>
      </main>
    </DocumentShell>
  );
}
