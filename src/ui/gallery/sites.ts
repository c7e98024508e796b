import type { PublicSite } from '../layout/public-page.tsx';
import type { StaffSite } from '../layout/staff-page.tsx';

/* Invented places and people, for looking at the kit and for its tests. */

export const assets = { 'public.css': 'public.css', 'staff.css': 'staff.css', 'public.js': 'public.js', 'staff.js': 'staff.js', 'passkey.js': 'passkey.js', 'fonts/hub-text.woff2': 'fonts/hub-text.woff2', 'images/icon.svg': 'images/icon.svg' };

export const publicSite: PublicSite = {
  service: 'Safer Hub',
  place: 'Harlow',
  homeHref: 'public-home.html',
  assets,
  languages: { href: '#languages', label: 'Other languages' },
  footerLinks: [
    { href: '#languages', label: 'Other languages and formats' },
    { href: '#use', label: 'How we use what you tell us' },
    { href: '#access', label: 'Accessibility' },
    { href: '#standards', label: 'Our contact standards' },
    { href: '#complain', label: 'Complain' },
  ],
  footerText: 'Safer Hub Harlow is run by the council with police, fire, probation, health and housing partners. The partner that holds your report is always named on its page.',
};

export function staffSite(current: 'Today' | 'Triage' | 'Cases'): StaffSite {
  const links = [
    { href: 'staff-today.html', label: 'Today', count: 11 },
    { href: 'staff-triage.html', label: 'Triage', count: 9 },
    { href: 'staff-case.html', label: 'Cases' },
    { href: 'panel.html', label: 'Panels' },
    { href: 'hotspots.html', label: 'Hotspots' },
    { href: '#resources', label: 'Resources' },
  ];
  return {
    service: 'Safer Hub',
    place: 'Harlow',
    homeHref: 'staff-today.html',
    assets,
    nav: links.map((link) => ({ ...link, current: link.label === current })),
    findHref: '#find',
    findTypeaheadHref: 'found.json',
    person: { name: 'Priya Nair, Harlow Council', href: '#account' },
  };
}
