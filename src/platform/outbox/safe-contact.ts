/** How a person may be reached, in the order they like it. 'link': they look at their private page themselves. */
export type ContactRoute = 'email' | 'text' | 'phone' | 'letter' | 'link';

export const contactRoutes: readonly ContactRoute[] = ['text', 'email', 'phone', 'letter', 'link'];

export interface Contact {
  /** Routes that the person said are safe. Whatever is not here is not used, by anything. */
  readonly routes: readonly ContactRoute[];
  /** What must never happen, in their words: "ring after 4pm". */
  readonly never?: string | undefined;
  readonly note?: string | undefined;
  /** Messages must not say who they come from or what they are about. */
  readonly plain: boolean;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly address?: string | undefined;
}

export type Channel = 'email' | 'sms' | 'letter';

export interface SafeRoute {
  readonly channel: Channel;
  readonly address: string;
}

/** The columns of hub.party that say how someone is reached. */
export interface PartyContact {
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly postcode?: string | null;
  readonly safe_contact: unknown;
}

function isRoute(value: unknown): value is ContactRoute {
  return typeof value === 'string' && contactRoutes.some((route) => route === value);
}

const hasPostcode = /\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b/i;

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A contact from its row. Anything that cannot be read counts as unsafe. */
export function contactOf(party: PartyContact): Contact {
  const safe: { routes?: unknown; never?: unknown; note?: unknown; plain?: unknown } = Object(party.safe_contact);
  const written = text(party.address);
  // An address that has its postcode is whole: the one of the report may be an older one.
  const address = written === undefined || party.postcode == null || hasPostcode.test(written) ? written : `${written}\n${party.postcode}`;
  return {
    routes: Array.isArray(safe.routes) ? safe.routes.filter(isRoute) : [],
    never: text(safe.never),
    note: text(safe.note),
    // A person who did not say otherwise may be written to by name; a row that says nothing at all may not.
    plain: safe.plain !== false,
    email: text(party.email),
    phone: text(party.phone),
    address,
  };
}

// "Never text after six" cannot be kept by a machine that sends at any hour, so it rules the whole route out for the machine.
const saysNever: Record<ContactRoute, RegExp> = {
  text: /\b(texts?|texting|sms|whatsapp|mobile)\b/i,
  email: /\be-?mails?\b/i,
  phone: /\b(ring|rings|ringing|call|calls|calling|phone|phones|voicemail|mobile)\b/i,
  letter: /\b(letters?|post|posts|posting|write to|mail)\b/i,
  link: /(?!)/,
};

// Hours, days and conditions in which it is not safe. A machine cannot know when he is home.
const saysWhen = /\b(\d{1,2}(?:[:.]\d{2})? ?[ap]\.?m|\d{1,2}:\d{2}|o[’']?clock|after|before|between|until|till|past|during|mornings?|midday|noon|lunch\w*|afternoons?|evenings?|nights?|midnight|weekdays?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|hours|when|whenever|while|unless|if)\b/i;
const saysContact = /\b(contact\w*|get in touch|reach me)\b/i;
const saysVisit = /\b(visit\w*|come|comes|coming|knock\w*|doors?)\b/i;

/** A time at which nothing may arrive, by whatever way: "after 6pm", "contact me when he is home". Only what comes by post has no hour. */
function bansAnHour(clause: string): boolean {
  const named = saysVisit.test(clause) || contactRoutes.some((route) => saysNever[route].test(clause));
  return saysWhen.test(clause) && (saysContact.test(clause) || !named);
}

/** "Only text between 9 and 3" is a ban on every other hour, in whichever field it stands. */
function allowsAnHour(clause: string): boolean {
  return /\bonly\b/i.test(clause) && saysWhen.test(clause);
}

function clausesOf(words: string | undefined): string[] {
  // The full stop of "a.m." and of "16.30" ends nothing.
  return words === undefined ? [] : words.split(/[;\n]|(?<![ap])\.(?!\d|m\b)/i).filter((clause) => clause.trim() !== '');
}

// A route named in `never` after a "but" or in "only by text" would be a wish, not a ban; such words stand in `note`, and here caution wins.
function ruledOut(route: ContactRoute, contact: Contact): boolean {
  const named = contact.never !== undefined && saysNever[route].test(contact.never.replaceAll(/\be-mail/gi, 'email'));
  const arrivesAtAnHour = route === 'text' || route === 'email';
  return named || (arrivesAtAnHour && (clausesOf(contact.never).some((clause) => bansAnHour(clause) || allowsAnHour(clause)) || clausesOf(contact.note).some(allowsAnHour)));
}

// UK numbers that take texts; a landline would have the text read out loud to whoever picks up.
const mobile = /^(?:\+44|0044|0)7\d{9}$/;

function mobileNumber(phone: string | undefined): string | undefined {
  const digits = phone?.replaceAll(/[\s().-]/g, '');
  return digits !== undefined && mobile.test(digits) ? digits : undefined;
}

function emailAddress(email: string | undefined): string | undefined {
  return email !== undefined && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : undefined;
}

/** Every way in which the system itself may write to this person, in their order. */
export function safeRoutes(contact: Contact): SafeRoute[] {
  const found: SafeRoute[] = [];
  for (const route of contact.routes) {
    if (ruledOut(route, contact)) {
      continue;
    }
    const email = route === 'email' ? emailAddress(contact.email) : undefined;
    const phone = route === 'text' ? mobileNumber(contact.phone) : undefined;
    const address = route === 'letter' ? text(contact.address) : undefined;
    if (email !== undefined) {
      found.push({ channel: 'email', address: email });
    } else if (phone !== undefined) {
      found.push({ channel: 'sms', address: phone });
    } else if (address !== undefined) {
      found.push({ channel: 'letter', address });
    }
  }
  return found;
}

/** The one rule for everything that leaves: the first route the person said is safe, or none. */
export function safeRoute(contact: Contact | undefined): SafeRoute | undefined {
  return contact === undefined ? undefined : safeRoutes(contact)[0];
}
