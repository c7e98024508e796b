/* What people are called on pages. */

export const roleWords = { complainant: 'Reported it', victim: 'Victim', witness: 'Witness', alleged: 'Alleged', other: 'Other' } as const;
export type Role = keyof typeof roleWords;

export const kindWords = { person: 'A person', group: 'A group', unknown: 'Not yet named' } as const;

export const factKinds = {
  alias: { title: 'Another name', plural: 'Other names', label: 'Name', hint: 'As it is used: “Jaz”' },
  address: { title: 'An address', plural: 'Addresses', label: 'Address', hint: 'House number and street' },
  vehicle: { title: 'A vehicle', plural: 'Vehicles', label: 'Vehicle', hint: 'Make, colour and registration: red Honda moped, AB12 CDE' },
  phone: { title: 'A phone number', plural: 'Phone numbers', label: 'Phone number', hint: '' },
  email: { title: 'An e-mail address', plural: 'E-mail addresses', label: 'E-mail address', hint: '' },
} as const;
export type FactKind = keyof typeof factKinds;

export const warningKinds = {
  violence: 'Has been violent', weapon: 'Has used or carried a weapon', animal: 'Dangerous animal', two_visitors: 'Visit in twos', health: 'A danger to health', other: 'Something else',
} as const;
export type WarningKind = keyof typeof warningKinds;

/** Seen from the first person to the second, and back. */
export const associationKinds = {
  family: ['Family', 'Family'], household: ['Lives with', 'Lives with'], partner: ['Partner', 'Partner'], friend: ['Friend', 'Friend'], associate: ['Is seen with', 'Is seen with'], member: ['Member of', 'Member'],
  rival: ['In conflict with', 'In conflict with'], neighbour: ['Neighbour', 'Neighbour'], exploits: ['Is thought to exploit', 'Is thought to be exploited by'], other: ['Knows', 'Knows'],
} as const satisfies Record<string, readonly [string, string]>;
export type AssociationKind = keyof typeof associationKinds;

/** What somebody is called where no name is known. */
export function calledWords(person: { readonly name: string; readonly kind: string; readonly description: string }): string {
  if (person.name !== '') {
    return person.name;
  }
  const start = person.description.split(/\s+/).slice(0, 9).join(' ');
  return start === '' ? (person.kind === 'group' ? 'A group' : 'Not named') : start;
}
