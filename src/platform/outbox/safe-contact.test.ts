import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { contactOf, contactRoutes, safeRoute, safeRoutes, type Contact } from './safe-contact.ts';

const everything: Contact = { routes: ['text', 'email', 'letter'], plain: false, email: 'amara@example.org', phone: '07700 900142', address: '24 The Stow\nCM20 3AH' };

describe('the route that the system itself uses', () => {
  test.each<[string, Partial<Contact>, string | undefined]>([
    ['the first they named', {}, 'sms +07700900142'],
    ['in their order', { routes: ['email', 'text'] }, 'email amara@example.org'],
    ['none, when they named none', { routes: [] }, undefined],
    ['never the telephone: only a person rings', { routes: ['phone'] }, undefined],
    ['none, when they look at their page', { routes: ['link'] }, undefined],
    ['no text to a landline, which reads it out aloud', { routes: ['text'], phone: '01279 446655' }, undefined],
    ['the next one, when a number is a landline', { routes: ['text', 'email'], phone: '01279 446655' }, 'email amara@example.org'],
    ['text to +44 numbers', { routes: ['text'], phone: '+44 7700 900142' }, 'sms +447700900142'],
    ['no e-mail to half an address', { routes: ['email'], email: 'amara@' }, undefined],
    ['no address given at all', { routes: ['text', 'email', 'letter'], phone: undefined, email: undefined, address: undefined }, undefined],
    ['a ban on ringing leaves texts', { never: 'ring after 4pm' }, 'sms +07700900142'],
    ['a ban on texts at some hour rules texts out for a machine', { never: 'text after six' }, 'email amara@example.org'],
    ['a ban on e-mail', { routes: ['email', 'letter'], never: 'send e-mails, he reads them' }, 'letter 24 The Stow\nCM20 3AH'],
    ['a ban on post does not touch e-mail', { routes: ['email'], never: 'anything by post' }, 'email amara@example.org'],
    ['a ban on post', { routes: ['letter'], never: 'anything by post' }, undefined],
    ['a ban on the mobile', { routes: ['text'], never: 'use my mobile' }, undefined],
    ['an hour without a way: nothing that arrives at an hour', { never: 'after 6pm' }, 'letter 24 The Stow\nCM20 3AH'],
    ['an hour for every way', { routes: ['text', 'email'], never: 'contact me when he is home' }, undefined],
    ['days', { routes: ['text'], never: 'at weekends' }, undefined],
    ['an hour in a sentence of its own', { routes: ['text'], never: 'ring me at work. Never in the evenings' }, undefined],
    ['an hour with a full stop in it is one clause with its way', { never: 'ring after 4.30 p.m' }, 'sms +07700900142'],
    ['contact in the same breath as ringing', { routes: ['text'], never: 'contact me or ring after ten' }, undefined],
    ['an hour for visits leaves texts', { never: 'come to my door after dark' }, 'sms +07700900142'],
    ['somebody, not an hour, leaves texts', { never: 'tell my landlord' }, 'sms +07700900142'],
    ['the only safe hours, said as a note', { routes: ['text'], note: 'Only text between 9 and 3' }, undefined],
    ...['contact me', 'do not contact me at all', 'please leave me alone', 'contact me in any way, by text or phone or anything', 'get in touch', 'anything at all', 'no contact', 'I do not want to be contacted', 'contact me until I ask for it', 'Stop contacting me', 'bother me again', 'any contact from the council', 'hear from you', 'message me', 'get in touch with me. Ever']
      .map((never): [string, Partial<Contact>, undefined] => [`no contact at all: never “${never}”`, { never }, undefined]),
    ...['Please leave me alone', 'Do not contact me at all', 'I don’t want any more contact', 'Nobody is to contact me, please', 'No further messages please']
      .map((note): [string, Partial<Contact>, undefined] => [`no contact at all: a note “${note}”`, { note }, undefined]),
    ...['tell my landlord', 'contact my landlord', 'contact me through my husband', 'contact me at work', 'no contact with my ex', 'leave a voicemail', 'knock at the door', 'ring me']
      .map((never): [string, Partial<Contact>, string] => [`not a stop: never “${never}”`, { never }, 'sms +07700900142']),
    ...['Contact me any way you like', 'No need to write to me, text is fine', 'I am not often in, message me', 'Do not contact my husband', 'I am happy to be contacted']
      .map((note): [string, Partial<Contact>, string] => [`not a stop: a note “${note}”`, { note }, 'sms +07700900142']),
    ['a note about something else', { note: 'Text first, I sleep after nights' }, 'sms +07700900142'],
  ])('%s', (_, change, expected) => {
    const route = safeRoute({ ...everything, ...change });
    expect(route && `${route.channel} ${route.channel === 'sms' && !route.address.startsWith('+') ? '+' : ''}${route.address}`).toBe(expected);
  });

  test('no contact, no route', () => expect(safeRoute(undefined)).toBeUndefined());

  test('is always one that the person named and gave an address for', () => {
    const word = fc.option(fc.string(), { nil: undefined });
    const contact = fc.record({ routes: fc.uniqueArray(fc.constantFrom(...contactRoutes)), never: word, plain: fc.boolean(), email: word, phone: word, address: word });
    const named = { sms: 'text', email: 'email', letter: 'letter' } as const;
    fc.assert(fc.property(contact, (one) => {
      for (const route of safeRoutes(one)) {
        expect(one.routes).toContain(named[route.channel]);
        expect(route.address).not.toBe('');
      }
    }));
  });
});

describe('a contact from its row', () => {
  const row = { email: 'a@example.org', phone: null, address: null };
  test.each<[unknown, Partial<Contact>]>([
    [{ routes: ['email'], plain: false }, { routes: ['email'], plain: false }],
    [{ routes: ['email', 'pigeon', 3] }, { routes: ['email'], plain: true }],
    [{}, { routes: [], plain: true }],
    [null, { routes: [], plain: true }],
    ['email', { routes: [], plain: true }],
    [{ routes: 'email', never: '  ' }, { routes: [], never: undefined }],
  ])('%j', (safe_contact, expected) => expect(contactOf({ ...row, safe_contact })).toMatchObject(expected));
  test.each([
    ['24 The Stow', 'CM20 3AH', '24 The Stow\nCM20 3AH'], ['24 The Stow\nCM20 3AH', 'CM19 5AA', '24 The Stow\nCM20 3AH'], ['24 The Stow', null, '24 The Stow'], [null, 'CM20 3AH', undefined],
  ])('address %j with postcode %j is %j', (address, postcode, expected) => expect(contactOf({ ...row, address, postcode, safe_contact: {} }).address).toBe(expected));
});
