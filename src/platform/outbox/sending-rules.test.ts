import { describe, expect, test } from 'vitest';

import { openLink, sealLink } from './link-seal.ts';
import { plainMessage } from './queue.ts';
import { lastLook, mayHaveGone, waitBeforeRetry, type AboutToLeave } from './sending-rules.ts';

const party = { email: 'amara@example.org', phone: '07700900142', address: null, safe_contact: { routes: ['email', 'text'], plain: false } };
const message: AboutToLeave = { reportId: 'r', channel: 'email', address: 'amara@example.org', subject: 'New', body: 'Read {link}', unbranded: false, party };

describe('the last look', () => {
  test('goes as written while the route is safe', () => {
    expect(lastLook(message)).toEqual({ go: true, to: { channel: 'email', address: 'amara@example.org' }, subject: 'New', body: 'Read {link}', unbranded: false });
  });
  test('uses another safe route when that one is not safe any more', () => {
    expect(lastLook({ ...message, party: { ...party, safe_contact: { routes: ['text'], plain: false } } })).toMatchObject({ go: true, to: { channel: 'sms', address: '07700900142' } });
  });
  test('follows a changed address', () => {
    expect(lastLook({ ...message, party: { ...party, email: 'new@example.org' } })).toMatchObject({ to: { channel: 'email', address: 'new@example.org' } });
  });
  test('stops when no route is safe, or nobody is known', () => {
    expect(lastLook({ ...message, party: { ...party, safe_contact: { routes: [] } } })).toEqual({ go: false, code: 'no_safe_route' });
    expect(lastLook({ ...message, party: undefined })).toEqual({ go: false, code: 'no_safe_route' });
  });
  test('says nothing when the person has asked for that since', () => {
    expect(lastLook({ ...message, party: { ...party, safe_contact: { routes: ['email'], plain: true } } })).toMatchObject({ ...plainMessage, unbranded: true });
  });
  test('keeps words that were written plain', () => {
    expect(lastLook({ ...message, unbranded: true, body: 'Hello', party: { ...party, safe_contact: { routes: ['email'], plain: true } } })).toMatchObject({ body: 'Hello', unbranded: true });
  });
  test('leaves messages to staff alone', () => {
    expect(lastLook({ ...message, reportId: null, party: undefined })).toMatchObject({ go: true, body: 'Read {link}' });
  });
});

test.each([[1, undefined, 30], [2, undefined, 60], [7, undefined, 1920], [8, undefined, 3600], [14, undefined, 3600], [1, 600, 600], [8, 10, 3600]])(
  'after try %i (asked %s) it waits %i seconds', (attempts, asked, seconds) => expect(waitBeforeRetry(attempts, asked)).toBe(seconds));

test.each<[string, unknown, boolean]>([
  ['smtp-451', undefined, false], ['smtp-edns', undefined, false], ['smtp-esocket', { syscall: 'connect' }, false], ['smtp-esocket', { syscall: 'read' }, true],
  ['smtp-etimedout', undefined, true], ['smtp-econnection', undefined, true], ['sender_broke', undefined, true],
])('%s %j may have gone: %s', (code, cause, expected) => expect(mayHaveGone(code, cause)).toBe(expected));

describe('a sealed link', () => {
  test('opens with its key, and differs each time', () => {
    const sealed = sealLink('the-secret', 'k'.repeat(32));
    expect(openLink(sealed, 'k'.repeat(32))).toBe('the-secret');
    expect(sealLink('the-secret', 'k'.repeat(32))).not.toBe(sealed);
    expect(sealed).not.toContain('the-secret');
  });
  test('does not open with another key, altered or as something else', () => {
    const sealed = sealLink('the-secret', 'k'.repeat(32));
    expect(() => openLink(sealed, 'x'.repeat(32))).toThrow();
    expect(() => openLink(`${sealed.slice(0, -2)}AA`, 'k'.repeat(32))).toThrow();
    expect(() => openLink('the-secret', 'k'.repeat(32))).toThrow('not a sealed link');
  });
});
