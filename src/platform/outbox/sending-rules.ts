import { plainMessage } from './queue.ts';
import { contactOf, safeRoutes, type Channel, type PartyContact, type SafeRoute } from './safe-contact.ts';

/** A message as it was claimed, and what is known of its person at this moment. */
export interface AboutToLeave {
  readonly reportId: string | null;
  readonly channel: Channel;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
  readonly unbranded: boolean;
  readonly party: PartyContact | undefined;
}

export type Leaving =
  | { readonly go: true; readonly to: SafeRoute; readonly subject: string; readonly body: string; readonly unbranded: boolean }
  | { readonly go: false; readonly code: 'no_safe_route' };

/**
 * Looks once more just before a message leaves, because contact may have become unsafe since it was written. A route that is no
 * longer safe is changed for one that is; with none left nothing is sent and a person is told. Someone who has asked since for
 * messages that say nothing gets those words instead.
 */
export function lastLook(message: AboutToLeave): Leaving {
  if (message.reportId === null) {
    return { go: true, to: { channel: message.channel, address: message.address }, subject: message.subject, body: message.body, unbranded: message.unbranded };
  }
  const contact = message.party === undefined ? undefined : contactOf(message.party);
  const routes = contact === undefined ? [] : safeRoutes(contact);
  const to = routes.find((route) => route.channel === message.channel && route.address === message.address) ?? routes[0];
  if (to === undefined || contact === undefined) {
    return { go: false, code: 'no_safe_route' };
  }
  const hide = contact.plain && !message.unbranded;
  return { go: true, to, subject: hide ? plainMessage.subject : message.subject, body: hide ? plainMessage.body : message.body, unbranded: contact.plain || message.unbranded };
}

const firstWaitSeconds = 30;
const longestWaitSeconds = 3600;

/** Tries before a person has to look: about nine hours of waiting. */
export const mostAttempts = 14;

/** Seconds until the next try: doubling, an hour at most; a provider that names a longer wait is believed. */
export function waitBeforeRetry(attempts: number, asked: number | undefined): number {
  const doubled = Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** Math.max(0, attempts - 1));
  return Math.max(doubled, asked ?? 0);
}

// What a mail server answered itself, or a failure before any line to it was open.
const certainlyNotSent = /^smtp-(\d{3}|edns|eauth|etls|eenvelope)$/;

/** Whether a sender that cannot recognise a message sent twice may have sent this one before it failed. */
export function mayHaveGone(code: string, cause: unknown): boolean {
  const { syscall }: { syscall?: unknown } = Object(cause);
  return !certainlyNotSent.test(code) && syscall !== 'connect' && syscall !== 'getaddrinfo';
}
