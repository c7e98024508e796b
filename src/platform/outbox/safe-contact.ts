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

// "Do not contact me at all", "please leave me alone": no hour, no route, so everything stops, post too.
const saysAlone = /\b(?:leave|let)\s+(?:me|us|my family)\s+(?:alone|be|in peace)\b|\b(?:left|let)\s+alone\b/i;
const saysReach = /\b(?:contact\w*|get(?:ting)? (?:in|into|back in) (?:touch|contact)|reach(?:ing)? (?:out to )?(?:me|us)|approach\w*|bother\w*|disturb\w*|hear from|messag(?:e|es|ing)|(?:speak|talk) to (?:me|us))\b/i;
const saysMe = /\b(?:me|us|myself)\b|\bbe (?:contacted|bothered|disturbed|approached)\b|\b(?:no|any|all|further|more|want) (?:\w+ )?(?:contact|messages?)\b|\bhear from\b/i;
const saysNot = /\b(?:never|no|not|nobody|no ?one|none|stop|without|don[’']?t|do not|cannot|can[’']?t|won[’']?t|mustn[’']?t)\b/i;
const saysAltogether = /\b(?:at all|in any way|any more|anymore|ever|ever again|again|altogether|whatsoever|by any means|of any kind)\b/i;
const onlyAnything = /^\W*(?:please\s+)?(?:at all|ever|ever again|in any way|by any means|any(?:thing)? at all|anything|any contact(?: at all)?|all contact|everything|no contact(?: at all)?|get(?:ting)? in touch)\W*$/i;
// Said of somebody else: "contact me through my sister", "no contact with my ex".
const saysThrough = /\b(?:through|via|at|with|between|about|in front of|near)\s+(?:my|the|his|her|their|him|them|work|home|school)\b/i;

/** Whether one breath of it asks for no contact of any kind. In `never` the "no" is in the question; in a note it has to be said. */
function stopsAll(breath: string, saidNever: boolean): boolean {
  const negated = saidNever || saysNot.test(breath);
  if (saysAlone.test(breath)) {
    return !saidNever || !/\bdo(?: not|n[’']?t)\b/i.test(breath);
  }
  // An hour, a day or a condition is kept by the rule of hours; "until I ask" is no hour.
  if (!negated || saysWhen.test(breath.replaceAll(/\b(?:until|till|unless) (?:I|we)\b/gi, '')) || /\bonly\b/i.test(breath)) {
    return false;
  }
  const routed = contactRoutes.some((route) => saysNever[route].test(breath.replaceAll(/\be-mail/gi, 'email'))) || saysVisit.test(breath) || saysThrough.test(breath);
  return (saidNever && onlyAnything.test(breath)) || (saysReach.test(breath) && saysMe.test(breath) && (!routed || saysAltogether.test(breath)));
}

function breathsOf(words: string | undefined): string[] {
  return clausesOf(words).flatMap((clause) => clause.split(/,|\bbut\b/i)).filter((breath) => breath.trim() !== '');
}

/** They want nothing from us. What the law asks for is then a person's decision; the hub itself sends nothing. */
export function asksForNoContact(contact: Pick<Contact, 'never' | 'note'>): boolean {
  return breathsOf(contact.never).some((breath) => stopsAll(breath, true)) || breathsOf(contact.note).some((breath) => stopsAll(breath, false));
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
  if (asksForNoContact(contact)) {
    return found;
  }
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
