import { parse } from 'node-html-parser';
import { describe, expect, test } from 'vitest';
import { publicSite, staffSite } from '../gallery/sites.ts';
import { assetUrl } from './assets.ts';
import { PublicPage } from './public-page.tsx';
import { renderDocument } from './render.ts';
import { StaffPage } from './staff-page.tsx';

describe('public page', () => {
  const page = (extra: object) => parse(renderDocument(<PublicPage site={publicSite} title="Report" {...extra} />));

  test('names itself, and says first that something is wrong', () => {
    expect(page({}).querySelector('title')?.text).toBe('Report – Safer Hub Harlow');
    expect(page({ error: true }).querySelector('title')?.text).toBe('Error: Report – Safer Hub Harlow');
  });

  test('always says whom to call in danger', () => {
    expect(page({}).querySelector('.hub-999')?.text).toBe('In danger now? Call 999');
    expect(page({}).querySelector('.hub-999 a')?.getAttribute('href')).toBe('tel:999');
  });

  test('offers the way out only where asked, and leaves no trace of where one came from', () => {
    expect(page({}).querySelector('.hub-exit')).toBeNull();
    const exit = page({ exit: { href: 'https://www.bbc.co.uk/weather' } });
    expect(exit.querySelector('body')?.getAttribute('class')).toBe('hub-public has-exit');
    expect(exit.querySelector('.hub-exit a')?.getAttribute('rel')).toBe('nofollow noreferrer');
  });

  test('keeps a private page out of search engines', () => {
    expect(page({}).querySelector('meta[name=robots]')).toBeNull();
    expect(page({ noindex: true }).querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex, nofollow');
  });

  test('shows what has just happened', () => {
    expect(page({ flash: { kind: 'done', text: 'Sent.' } }).querySelector('[role=alert]')?.text).toBe('Done. Sent.');
    expect(page({ flash: { kind: 'problem', text: 'The file is too large.' } }).querySelector('.hub-flash--problem')?.text).toBe('Not done. The file is too large.');
  });

  test('follows light and dark, with module scripts only', () => {
    expect(page({}).querySelector('meta[name=color-scheme]')?.getAttribute('content')).toBe('light dark');
    expect(page({ scripts: ['passkey.js'] }).querySelectorAll('script').map((script) => [script.getAttribute('type'), script.getAttribute('src')])).toEqual([['module', 'public.js'], ['module', 'passkey.js']]);
  });
});

describe('staff page', () => {
  const page = (extra: object) => parse(renderDocument(<StaffPage site={{ ...staffSite('Triage'), ...extra }} title="Triage" />));

  test('marks the current part and shows counts', () => {
    expect(page({}).querySelectorAll('[aria-current=page]').map((link) => link.text)).toEqual(['Triage 9']);
  });

  test('has a find box that works without script', () => {
    const form = page({}).querySelector('form[role=search]');
    expect([form?.getAttribute('method'), form?.querySelector('input')?.getAttribute('name'), form?.querySelector('label')?.getAttribute('for')]).toEqual(['post', 'q', 'find']);
    expect(page({ findHref: undefined }).querySelector('form[role=search]')).toBeNull();
  });

  test('lets a person switch single keys off', () => {
    expect(page({ withoutShortcuts: true }).querySelector('body')?.getAttribute('data-shortcuts')).toBe('off');
    expect(page({ withoutShortcuts: true }).querySelector('kbd')).toBeNull();
  });

  test('before sign-in has neither parts nor person', () => {
    const bare = page({ nav: [], person: undefined, findHref: undefined });
    expect(bare.querySelector('nav')).toBeNull();
    expect(bare.querySelector('.hub-who')).toBeNull();
  });
});

test('an asset that the build does not know shows as a missing file, not as nothing', () => {
  expect(assetUrl({}, 'public.css')).toBe('/assets/public.css');
  expect(assetUrl({ 'public.css': '/assets/public.9f.css' }, 'public.css')).toBe('/assets/public.9f.css');
});
