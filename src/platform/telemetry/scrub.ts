/** Fields that hold what people said or who they are. They are not logged even by mistake. */
const privateFields = new Set(
  ('body query querystring params cookie cookies headers authorization url href path ip hostname remoteAddress email mail phone telephone mobile address postcode ' +
    'name firstName lastName words subject to from recipient password secret token session link dob dateOfBirth lat lon easting northing').split(' '),
);

const notLogged = '[not logged]';
const deepest = 3;

const patterns: readonly (readonly [RegExp, string])[] = [
  [/[^\s<>"'()=,;]+@[^\s<>"'(),;]+\.[a-z]{2,}/gi, '[e-mail]'],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, '[address]'],
  [/(?:\+44\s?|\b0)\d(?:[\s-]?\d){8,9}\b/g, '[phone]'],
  [/\b[a-z]{1,2}\d[a-z\d]?\s?\d[abd-hjlnp-uw-z]{2}\b/gi, '[postcode]'],
];

/** A sentence without e-mail addresses, links, telephone numbers and postcodes. */
export function scrubWords(words: string): string {
  return patterns.reduce((text, [pattern, instead]) => text.replace(pattern, instead), words);
}

function scrubValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrubWords(value);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Error) return errorFacts(value);
  if (depth >= deepest) return notLogged;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => scrubValue(item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return notLogged;
  return scrubFields(Object.entries(value), depth + 1);
}

function scrubFields(entries: readonly (readonly [string, unknown])[], depth: number): Record<string, unknown> {
  return Object.fromEntries(entries.map(([field, value]) => [field, privateFields.has(field) ? notLogged : scrubValue(value, depth)]));
}

/** What a log line may say of its facts. Ids, references and counts pass; anything a person typed does not. */
export function scrub(facts: Record<string, unknown>): Record<string, unknown> {
  return scrubFields(Object.entries(facts), 0);
}

const textField = (error: Error, field: string): string | undefined => {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' && /^[\w.:-]{1,60}$/.test(value) ? value : undefined;
};

/** The kind and place of an error. Its message stays out: it may quote what someone typed, or a row of the database. */
export function errorFacts(error: Error, depth = 0): Record<string, unknown> {
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const facts: Record<string, unknown> = { kind: error.name, place: stack.slice(0, 8).map((line) => line.trim().replace(/^at /, '')) };
  for (const field of ['code', 'table', 'column', 'constraint', 'routine', 'syscall']) {
    const value = textField(error, field);
    if (value !== undefined) facts[field] = value;
  }
  if (error.cause instanceof Error && depth < 3) facts['cause'] = errorFacts(error.cause, depth + 1);
  return facts;
}
