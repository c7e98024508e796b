import { Temporal } from 'temporal-polyfill';

import { typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import { bandKeys, type RiskBand, type RiskOption, type RiskQuestion, type RiskTemplateContent } from './template.ts';

/* A template as a form that works without script: one block a question, one line an option. */

/** Empty blocks at the end of the form, for new questions. */
const spareBlocks = 3;
const mostBlocks = 43;

/** "Most weeks | 3 | hate | high": words, points, flag, lowest band. */
export function optionLine(option: RiskOption): string {
  const parts = [option.text, String(option.points), option.flag ?? '', option.atLeast ?? ''];
  while (parts.at(-1) === '') {
    parts.pop();
  }
  return parts.join(' | ');
}

/** "suicidal | Thoughts of suicide | first | Ring 999" */
export function flagLines({ questions }: Pick<RiskTemplateContent, 'questions'>): string {
  return questions.flags.map((flag) => `${flag.key} | ${flag.name} | ${flag.first ? 'first' : ''} | ${flag.words.replaceAll('\n', ' // ')}`).join('\n');
}

/** The fields of the form, filled in from a template. */
export function typedOf(template: RiskTemplateContent): Typed {
  const fields: Record<string, string> = { name: template.name, source: template.questions.source, flags: flagLines(template) };
  for (const band of template.bands) {
    fields[`${band.key}-from`] = String(band.from);
    fields[`${band.key}-officer`] = String(band.officerDays);
    fields[`${band.key}-supervisor`] = band.supervisorDays === null ? '' : String(band.supervisorDays);
  }
  template.questions.list.forEach((question, place) => {
    fields[`key-${place}`] = question.key;
    fields[`text-${place}`] = question.text;
    fields[`hint-${place}`] = question.hint;
    fields[`kind-${place}`] = question.many ? 'many' : question.kind;
    fields[`options-${place}`] = question.options.map(optionLine).join('\n');
    fields[`order-${place}`] = String((place + 1) * 10);
  });
  return fields;
}

/** How many question blocks the form shows. */
export function blocksOf(typed: Typed): number {
  const places = Object.keys(typed).flatMap((name) => (name.startsWith('text-') && typedText(typed, name).trim() !== '' ? [Number(name.slice(5))] : []));
  return Math.min(mostBlocks, Math.max(-1, ...places) + 1 + spareBlocks);
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  return /^\d{1,4}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;
}

function slug(text: string, taken: ReadonlySet<string>): string {
  const base = text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 30) || 'question';
  let key = base;
  for (let count = 2; taken.has(key); count += 1) {
    key = `${base}-${count}`;
  }
  return key;
}

class Reader {
  readonly errors: FieldError[] = [];
  readonly #typed: Typed;

  constructor(typed: Typed) {
    this.#typed = typed;
  }

  text(field: string): string {
    return typedText(this.#typed, field).trim();
  }

  wrong(field: string, text: string): void {
    this.errors.push({ field, text });
  }

  words(field: string, most: number, missing: string): string {
    const text = this.text(field);
    if (text === '') {
      this.wrong(field, missing);
    } else if (text.length > most) {
      this.wrong(field, `Use ${most} characters or fewer`);
    }
    return text;
  }

  number(field: string, least: number, most: number, what: string): number {
    const number = wholeNumber(this.text(field), least, most);
    if (number === undefined) {
      this.wrong(field, `${what}: give a whole number from ${least} to ${most}`);
    }
    return number ?? least;
  }
}

function readFlags(reader: Reader): RiskTemplateContent['questions']['flags'] {
  const flags = new Map<string, RiskTemplateContent['questions']['flags'][number]>();
  for (const line of reader.text('flags').split('\n').map((one) => one.trim()).filter((one) => one !== '')) {
    const [key = '', name = '', first = '', ...words] = line.split('|').map((part) => part.trim());
    if (!/^[a-z][a-z0-9-]{1,38}$/.test(key) || name === '' || (first !== '' && first !== 'first')) {
      reader.wrong('flags', `Write each flag as: key | name | first, or nothing | what to do. This line is not so: “${line.slice(0, 60)}”`);
    } else {
      flags.set(key, { key, name: name.slice(0, 80), first: first === 'first', words: words.join(' | ').replaceAll(/ ?\/\/ ?/g, '\n').slice(0, 2000) });
    }
  }
  return [...flags.values()].slice(0, 12);
}

function readOption(reader: Reader, field: string, line: string, key: string, flags: ReadonlySet<string>): RiskOption | undefined {
  const [text = '', points = '', flag = '', atLeast = ''] = line.split('|').map((part) => part.trim());
  const number = wholeNumber(points === '' ? '0' : points, 0, 50);
  const lowest = bandKeys.find((band) => band === atLeast.toLowerCase());
  if (text === '' || text.length > 200 || number === undefined) {
    reader.wrong(field, `Write each answer as: words | points from 0 to 50. This line is not so: “${line.slice(0, 60)}”`);
  } else if (flag !== '' && !flags.has(flag)) {
    reader.wrong(field, `There is no flag “${flag.slice(0, 40)}”. Add it under Flags, or correct the line`);
  } else if (atLeast !== '' && lowest === undefined) {
    reader.wrong(field, 'The lowest band is standard, medium or high');
  } else {
    return { key, text, points: number, ...(flag === '' ? {} : { flag }), ...(lowest === undefined ? {} : { atLeast: lowest }) };
  }
  return undefined;
}

/** Options keep their key while their words stay, so that answers of old versions compare. */
function readOptions(reader: Reader, place: number, questionKey: string, before: RiskQuestion | undefined, flags: ReadonlySet<string>): RiskOption[] {
  const field = `options-${place}`;
  const taken = new Set(before?.options.map(({ key }) => key) ?? []);
  const lines = reader.text(field).split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.slice(0, 12).flatMap((line) => {
    const text = line.split('|')[0]?.trim() ?? '';
    const known = before?.options.find((option) => option.text === text)?.key;
    const key = known ?? slug(`${questionKey.slice(0, 12)}-${text}`, taken);
    taken.add(key);
    const option = readOption(reader, field, line, key, flags);
    return option === undefined ? [] : [option];
  });
}

function readQuestions(reader: Reader, typed: Typed, before: RiskTemplateContent | undefined, flags: ReadonlySet<string>): RiskQuestion[] {
  const known = new Map(before?.questions.list.map((question) => [question.key, question]) ?? []);
  const taken = new Set(known.keys());
  const rows: { order: number; question: RiskQuestion }[] = [];
  for (let place = 0; place < blocksOf(typed); place += 1) {
    const text = reader.text(`text-${place}`);
    if (text === '' || reader.text(`remove-${place}`) === 'yes') {
      if (text === '' && reader.text(`options-${place}`) !== '') {
        reader.wrong(`text-${place}`, 'Write the question');
      }
      continue;
    }
    const given = reader.text(`key-${place}`);
    const key = known.has(given) ? given : slug(text, taken);
    taken.add(key);
    const kind = reader.text(`kind-${place}`);
    const options = readOptions(reader, place, key, known.get(key), flags);
    if (text.length > 300) {
      reader.wrong(`text-${place}`, 'Use 300 characters or fewer');
    }
    if (kind !== 'information' && options.length < 2) {
      reader.wrong(`options-${place}`, 'A question that counts needs at least two answers');
    }
    const order = wholeNumber(reader.text(`order-${place}`), 0, 9999) ?? 9999;
    rows.push({ order, question: { key, text, hint: reader.text(`hint-${place}`).slice(0, 300), kind: kind === 'information' ? 'information' : 'scored', many: kind === 'many', options } });
  }
  return rows.toSorted((one, other) => one.order - other.order).map(({ question }) => question);
}

function readBands(reader: Reader): RiskBand[] {
  const bands = bandKeys.map((key): RiskBand => {
    const supervisor = reader.text(`${key}-supervisor`);
    return {
      key,
      from: key === 'standard' ? 0 : reader.number(`${key}-from`, 1, 500, 'Cut point'),
      officerDays: reader.number(`${key}-officer`, 1, 366, 'Days'),
      supervisorDays: supervisor === '' ? null : reader.number(`${key}-supervisor`, 1, 366, 'Days'),
    };
  });
  const [, medium, high] = bands;
  if (medium !== undefined && high !== undefined && high.from <= medium.from) {
    reader.wrong('high-from', 'High must start above medium');
  }
  return bands;
}

export interface TemplateVersion {
  readonly content: RiskTemplateContent;
  readonly from: Temporal.PlainDate;
}

function readDay(reader: Reader, today: Temporal.PlainDate, before: Temporal.PlainDate | undefined): Temporal.PlainDate {
  const text = reader.text('from');
  let from = today;
  try {
    from = text === '' ? today : Temporal.PlainDate.from(text);
  } catch {
    reader.wrong('from', 'Give the first day as a date, such as 2026-12-01');
  }
  const earliest = before !== undefined && Temporal.PlainDate.compare(before, today) >= 0 ? before.add({ days: 1 }) : today;
  if (Temporal.PlainDate.compare(from, earliest) < 0) {
    reader.wrong('from', `The first day is ${earliest.toString()} at the earliest: what was assessed before keeps its version`);
  }
  return from;
}

/** A template from its form, or what is wrong with it. */
export function readTemplateForm(typed: Typed, before: RiskTemplateContent | undefined, today: Temporal.PlainDate, beforeFrom?: Temporal.PlainDate): { ok: true; value: TemplateVersion } | { ok: false; errors: FieldError[] } {
  const reader = new Reader(typed);
  const name = before?.name ?? reader.words('name', 120, 'Give the form a name');
  const flags = readFlags(reader);
  const list = readQuestions(reader, typed, before, new Set(flags.map(({ key }) => key)));
  const bands = readBands(reader);
  const from = readDay(reader, today, beforeFrom);
  if (list.length === 0) {
    reader.wrong('text-0', 'Write at least one question');
  } else if (list.length > 40) {
    reader.wrong('text-0', 'Ask 40 questions or fewer');
  }
  const most = list.filter(({ kind }) => kind === 'scored').reduce((sum, { many, options }) => sum + (many ? options.reduce((all, { points }) => all + points, 0) : Math.max(0, ...options.map(({ points }) => points))), 0);
  const high = bands.at(-1);
  if (reader.errors.length === 0 && high !== undefined && high.from > most) {
    reader.wrong('high-from', `Nobody could reach high: all answers together give ${most}`);
  }
  const errors = reader.errors.filter((error, place) => reader.errors.findIndex(({ field }) => field === error.field) === place);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { content: { name, questions: { source: reader.text('source').slice(0, 400), list, flags }, bands }, from } };
}
