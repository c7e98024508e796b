import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'node-html-parser';
import type { VNode } from 'preact';
import { describe, expect, test } from 'vitest';
import { renderDocument } from '../layout/render.ts';
import { PublicHome } from './public-home.tsx';
import { ReportCheck, ReportStep } from './report.tsx';
import { StaffCase } from './staff-case.tsx';
import { StaffToday } from './staff-today.tsx';
import { StaffTriage } from './staff-triage.tsx';
import { Track } from './track.tsx';

/* Whole pages from the kit. With GALLERY=/some/folder they are written there, to be looked at in a browser. */

const pages: readonly { name: string; page: VNode }[] = [
  { name: 'public-home', page: <PublicHome /> },
  { name: 'report-step', page: <ReportStep wrong={false} /> },
  { name: 'report-step-error', page: <ReportStep wrong /> },
  { name: 'report-check', page: <ReportCheck /> },
  { name: 'track', page: <Track /> },
  { name: 'staff-today', page: <StaffToday /> },
  { name: 'staff-triage', page: <StaffTriage /> },
  { name: 'staff-case', page: <StaffCase /> },
];

describe.each(pages)('$name', ({ name, page }) => {
  const html = renderDocument(page);
  const document = parse(html);

  test('is a whole British English document with one heading and one main part', () => {
    expect(html.startsWith('<!doctype html>\n<html lang="en-GB"')).toBe(true);
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect(document.querySelectorAll('main#main')).toHaveLength(1);
    expect(document.querySelector('a.govuk-skip-link')?.getAttribute('href')).toBe('#main');
    const { GALLERY } = process.env;
    if (GALLERY !== undefined) {
      mkdirSync(GALLERY, { recursive: true });
      writeFileSync(join(GALLERY, `${name}.html`), html);
    }
  });

  test('needs no inline script or style, which the content policy forbids', () => {
    expect(document.querySelectorAll('[style]')).toHaveLength(0);
    expect(document.querySelectorAll('style')).toHaveLength(0);
    expect(document.querySelectorAll('script').filter((script) => script.getAttribute('src') === undefined)).toHaveLength(0);
    expect(html).not.toMatch(/\son[a-z]+="/);
  });

  test('has every id once, and every reference reaches its id', () => {
    const ids = document.querySelectorAll('[id]').map((element) => element.id);
    expect(ids).toEqual([...new Set(ids)]);
    const referring = ['for', 'aria-labelledby', 'aria-describedby', 'data-aria-controls'];
    const wanted = referring.flatMap((attribute) => document.querySelectorAll(`[${attribute}]`).flatMap((element) => (element.getAttribute(attribute) ?? '').split(' ')));
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('hides every drawing of days and cells from screen readers, and names every other picture', () => {
    for (const drawing of document.querySelectorAll('.hub-days, .hub-cells, .hub-steps, .hub-pic, .hub-weeks, .hub-leaf')) {
      expect(drawing.getAttribute('aria-hidden')).toBe('true');
    }
    for (const picture of document.querySelectorAll('svg')) {
      const named = picture.getAttribute('role') === 'img' && picture.querySelector('title') !== null;
      expect(named || picture.getAttribute('aria-hidden') === 'true').toBe(true);
    }
  });
});
