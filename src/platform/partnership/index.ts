import { z } from 'zod';

/** What an administrator sets for the partnership; every field has a default, so old rows stay readable. */
export const partnershipSettings = z.object({
  demo: z.boolean().default(false),
  service: z.string().default('Safer Hub'),
  hubPhone: z.string().default(''),
  runBy: z.string().default(''),
  exitAddress: z.url().default('https://www.bbc.co.uk/weather'),
  accent: z.string().regex(/^#[0-9a-f]{6}$/).default('#0b4f63'),
  closesAt: z.string().default('17:00'),
  opensAt: z.string().default('09:00'),
  helplines: z.array(z.object({ name: z.string(), phone: z.string(), words: z.string() })).default([]),
  /** Who deals with what, for the front page. */
  directory: z.array(z.object({ about: z.string(), by: z.string(), phone: z.string(), when: z.string() })).default([]),
  meetings: z.array(z.object({ when: z.string(), words: z.string() })).default([]),
  saidDid: z.array(z.object({ place: z.string(), said: z.string(), did: z.string(), not: z.boolean().default(false) })).default([]),
  portfolioHolder: z.string().default(''),
  /** Tiles of pictures ({z}/{x}/{y}), vector tiles (.pbf, .mvt) or a .pmtiles file; without it the plain map that needs no network. */
  basemap: z.string().default(''),
  basemapCredit: z.string().default(''),
});

export type PartnershipSettings = z.output<typeof partnershipSettings>;

export interface Partnership {
  readonly id: string;
  readonly name: string;
  readonly town: string;
  readonly settings: PartnershipSettings;
}

export { agencies, categories, localTime, staffNames, type Agency, type Category, type LocalTime, type StaffName } from './queries.ts';
export { keptNames, staffName, type KeptAgency, type KeptNames } from './kept-names.ts';
export { keptRules } from './kept-rules.ts';
