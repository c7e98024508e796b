import { z } from 'zod';

/** The three bands, lowest first. Names are fixed; cut points and review days are each partnership's own. */
export const bandKeys = ['standard', 'medium', 'high'] as const;
export type BandKey = (typeof bandKeys)[number];

export const bandWords: Record<BandKey, string> = { standard: 'Standard', medium: 'Medium', high: 'High' };

const words = (most: number) => z.string().trim().min(1).max(most);

const option = z.object({
  key: words(40),
  text: words(200),
  points: z.number().int().min(0).max(50),
  /** Key of a flag that this answer raises, whatever the score. */
  flag: words(40).optional(),
  /** The band is at least this when the answer is given. */
  atLeast: z.enum(bandKeys).optional(),
});

const question = z.object({
  key: words(40),
  text: words(300),
  hint: z.string().trim().max(300).default(''),
  /** 'information' is asked and kept, and does not count. */
  kind: z.enum(['scored', 'information']),
  /** More than one answer; points add up. */
  many: z.boolean().default(false),
  /** Empty: answered in one's own words. */
  options: z.array(option).max(12),
});

const flag = z.object({
  key: words(40),
  name: words(80),
  /** What to do, read by the officer. */
  words: z.string().trim().max(2000).default(''),
  /** The words are shown, and what was done is asked, before anything is saved. */
  first: z.boolean().default(false),
});

export const templateQuestions = z.object({ source: z.string().max(400).default(''), list: z.array(question).min(1).max(40), flags: z.array(flag).max(12) });

export const templateBand = z.object({
  key: z.enum(bandKeys),
  /** The score from which it holds. */
  from: z.number().int().min(0).max(500),
  officerDays: z.number().int().min(1).max(366),
  /** null: a supervisor need not look. */
  supervisorDays: z.number().int().min(1).max(366).nullable(),
});

export const templateBands = z.array(templateBand).length(3);

export type RiskOption = z.output<typeof option>;
export type RiskQuestion = z.output<typeof question>;
export type RiskFlag = z.output<typeof flag>;
export type RiskBand = z.output<typeof templateBand>;

export interface RiskTemplateContent {
  readonly name: string;
  readonly questions: z.output<typeof templateQuestions>;
  readonly bands: readonly RiskBand[];
}

/** What the rules need of a template: its questions and its bands. */
export interface RiskTemplate extends RiskTemplateContent {
  readonly id: string;
  readonly version: number;
}
