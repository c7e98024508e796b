export type Postcode = {
  /** "CM20 3AF" */
  readonly whole: string;
  /** "CM20" */
  readonly outward: string;
  /** "CM20 3" */
  readonly sector: string;
};

/** A9 9AA, A99 9AA, A9A 9AA, AA9 9AA, AA99 9AA, AA9A 9AA; the last two letters are never C, I, K, M, O or V. */
const form = /^([A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][ABEHMNPRVWXY])|GIR)([0-9])([ABD-HJLNP-UW-Z]{2})$/;

/** A postcode as people type it; a letter O for a nought is put right where only a digit can stand. */
export function parsePostcode(text: string): Postcode | undefined {
  const compact = text.toUpperCase().replace(/[\s.-]/g, '');
  if (compact.length < 5 || compact.length > 7) return undefined;
  const inward = compact.slice(-3).replace(/^O/, '0').replace(/^I/, '1');
  const outward = compact.slice(0, -3).replace(/^([A-Z]{1,2}[0-9])O$/, '$10');
  const found = form.exec(outward + inward);
  if (found === null) return undefined;
  const [, area = '', sector = '', unit = ''] = found;
  return { whole: `${area} ${sector}${unit}`, outward: area, sector: `${area} ${sector}` };
}
