import { plainMessage, type Channel } from '../platform/outbox/index.ts';

export interface SentWords {
  readonly subject: string;
  readonly body: string;
}

/** What leaves when a report has been received. Nothing of what was reported is in it, so that nobody learns it from a stolen phone. */
export function acknowledgement(about: { reference: string; urgent: boolean; hub: string; phone: string; plain: boolean; channel: Channel }): SentWords {
  if (about.plain) {
    return { subject: plainMessage.subject, body: 'Thank you. This is the page you asked for, keep the link: {link}' };
  }
  const urgent = about.urgent ? ' We are treating it as urgent.' : '';
  if (about.channel === 'sms') {
    return { subject: '', body: `${about.hub}: we have your report ${about.reference}.${urgent} See who has it and when you will hear: {link} In danger, call 999.` };
  }
  const ring = about.phone === '' ? '' : `\n\nTo speak to someone, ring ${about.phone}.`;
  return {
    subject: `We have your report ${about.reference}`,
    body: `We have your report. Your reference is ${about.reference}.${urgent}\n\nThis private page says who has it, by when you will hear from us, and lets you write to us:\n{link}\n\nAnyone with the link can read the page, so keep it to yourself.${ring}\n\nIf someone is in danger, call 999.\n\n${about.hub}`,
  };
}

/** What leaves when there is something to read on the private page. The words themselves stay on the page. */
export function newMessageNotice(about: { reference: string; hub: string; plain: boolean; channel: Channel }): SentWords {
  if (about.plain) {
    return plainMessage;
  }
  if (about.channel === 'sms') {
    return { subject: '', body: `${about.hub}: you have a new message about your report ${about.reference}. Read it and answer here: {link}` };
  }
  return {
    subject: `A new message about your report ${about.reference}`,
    body: `You have a new message about your report ${about.reference}.\n\nRead it and answer on your private page:\n{link}\n\n${about.hub}`,
  };
}
