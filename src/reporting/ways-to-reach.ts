/** A UK phone number as digits from its 0; undefined for anything else. Forgives spaces, dashes, brackets and +44. */
export function parsePhone(text: string): string | undefined {
  const digits = text.replace(/\(0\)/g, '').replace(/[\s().-]/g, '').replace(/^(?:\+|00)44/, '0');
  return /^0[1-9]\d{8,9}$/.test(digits) ? digits : undefined;
}

/** A number that takes texts. A landline would have the text read out to whoever picks up. */
export function parseMobile(text: string): string | undefined {
  const digits = parsePhone(text);
  return digits !== undefined && /^07\d{9}$/.test(digits) ? digits : undefined;
}

/** An e-mail address, trimmed, its domain in small letters; undefined for what cannot be one. */
export function parseEmail(text: string): string | undefined {
  const found = /^([^\s@<>(),;:"]{1,64})@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})$/i.exec(text.trim());
  const [, name = '', domain = ''] = found ?? [];
  return found === null || text.length > 254 || name.startsWith('.') || name.endsWith('.') || name.includes('..') ? undefined : `${name}@${domain.toLowerCase()}`;
}

/** A number to show on a shared screen: "ending 417". */
export function ending(value: string): string {
  return `ending ${value.slice(-3)}`;
}

/** An address to show on a shared screen: "am…@example.org". */
export function shortEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@');
  return `${name.slice(0, 2)}…@${domain}`;
}
