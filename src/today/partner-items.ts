import { Temporal } from 'temporal-polyfill';

import type { AgreementReminder } from '../agreements/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { dateWords, londonInstant } from '../platform/calendar/index.ts';
import { paths } from '../paths.ts';
import type { RequestLine } from '../requests/index.ts';
import type { NoticeRow, WaitingDecision } from '../sharing/index.ts';
import type { TransferLine } from '../transfers/index.ts';
import { agoWhen, day, newUntil, whenOf, type WorkItem } from './row.ts';

/** What partners ask of each other, owe each other and offer each other, as rows of Today. */
export interface PartnerSources {
  readonly requests: readonly RequestLine[];
  readonly lateRequests: readonly RequestLine[];
  readonly transfers: readonly TransferLine[];
  readonly agreements: readonly AgreementReminder[];
  readonly decisions: readonly WaitingDecision[];
  readonly notices: readonly NoticeRow[];
}

export interface Reader {
  readonly actor: Pick<StaffActor, 'accountId' | 'agencyId'>;
  readonly supervises: boolean;
  readonly now: Temporal.Instant;
  readonly closesAt: string;
}

function short(words: string): string {
  return words.length > 90 ? `${words.slice(0, 88)}…` : words;
}

function askedOfUs(line: RequestLine, now: Temporal.Instant): WorkItem {
  const href = paths.request(line.id);
  const row = { title: `Answer ${line.from_agency_name}: ${short(line.wanted)}`, href, reference: `Request ${line.reference}`, action: { label: 'Answer', href } };
  if (line.state === 'needs_clarification') {
    return { group: 'wait', at: line.due_at, row: { ...row, ...agoWhen(line.updated_at, now), why: 'You asked what they mean. The clock stands.', action: { label: 'See request', href, kind: 'secondary' } } };
  }
  return { group: newUntil(line.due_at, now), at: line.due_at, row: { ...row, ...whenOf(line.due_at, now, 'request'), why: line.holder_id === null ? 'Nobody has it yet.' : line.state === 'partly_answered' ? 'Answered in part. The rest is owed.' : 'You have it.' } };
}

function askedByUs(line: RequestLine, now: Temporal.Instant): WorkItem {
  const href = paths.request(line.id);
  const base = { href, reference: `Request ${line.reference}` };
  if (line.state === 'needs_clarification') {
    return { group: 'new', at: line.updated_at, row: { ...base, ...agoWhen(line.updated_at, now), title: `${line.to_agency_name} asks what you mean: ${short(line.wanted)}`, why: 'Their clock stands until you explain.', action: { label: 'Explain', href: paths.requestAct(line.id, 'clarify') } } };
  }
  if (line.state === 'answered' || line.state === 'refused' || line.state === 'partly_answered') {
    const words = { answered: 'has answered', refused: 'refused', partly_answered: 'has answered in part' }[line.state];
    return { group: line.state === 'partly_answered' ? 'wait' : 'new', at: line.updated_at, row: { ...base, ...agoWhen(line.updated_at, now), title: `${line.to_agency_name} ${words}: ${short(line.wanted)}`, why: line.state === 'refused' ? 'They say why.' : 'What they gave is shared with you.', action: { label: 'See the answer', href } } };
  }
  const late = Temporal.Instant.compare(line.due_at, now) < 0;
  return { group: 'wait', at: line.due_at, row: { ...base, ...agoWhen(line.asked_at, now), late, title: `${line.to_agency_name}: ${short(line.wanted)}`, why: late ? `Was due ${day(line.due_at, now)}.` : `Due ${day(line.due_at, now)}.`, action: { label: 'See request', href, kind: 'secondary' } } };
}

function lateItem(line: RequestLine, now: Temporal.Instant): WorkItem {
  const href = paths.request(line.id);
  return { group: 'supervise', at: line.due_at, row: { ...whenOf(line.due_at, now), title: `Late answer to ${line.from_agency_name}: ${short(line.wanted)}`, href, reference: `Request ${line.reference}`, why: `${line.holder ?? 'Nobody'} of ${line.to_agency_name} has it.`, action: { label: 'Look at it', href, kind: 'secondary' } } };
}

function transferItem(line: TransferLine, reader: Reader): WorkItem {
  const { now } = reader;
  const href = paths.transfer(line.id);
  const base = { href, reference: `${line.kind === 'transfer' ? 'Transfer' : 'Referral'} ${line.reference}` };
  if (line.to_agency === reader.actor.agencyId) {
    return { group: newUntil(line.answer_by, now), at: line.answer_by, row: { ...base, ...whenOf(line.answer_by, now, 'say yes or no'), title: `${line.from_agency_name} ${line.kind === 'transfer' ? 'offers you a case' : 'refers a case to you'}`, why: short(line.reason), action: { label: 'Read and answer', href } } };
  }
  if (line.state === 'offered') {
    return { group: 'wait', at: line.answer_by, row: { ...base, ...agoWhen(line.offered_at, now), title: `${line.to_agency_name}: will they take ${line.case_reference ?? 'the case'}?`, why: `Answer by ${day(line.answer_by, now)}.`, action: { label: 'See offer', href, kind: 'secondary' } } };
  }
  const taken = line.state === 'accepted';
  const at = line.answered_at ?? line.offered_at;
  return {
    group: 'new', at,
    row: {
      ...base, ...agoWhen(at, now), title: `${line.to_agency_name} ${taken ? 'has accepted' : 'did not accept'} ${line.case_reference ?? 'the case'}`, why: taken ? (line.kind === 'transfer' ? 'They hold it now, and the people who reported are told.' : 'Tell the people who reported who helps now.') : line.answer_reason,
      action: taken && line.kind === 'referral' && line.case_id !== null ? { label: 'Tell them', href: paths.case(line.case_id) } : { label: 'See the answer', href, kind: 'secondary' },
    },
  };
}

const reminderWords = { expired: 'has expired', expires: 'expires', review: 'is to be reviewed' } as const;

function agreementItem({ agreement, reminder, on }: AgreementReminder, reader: Reader): WorkItem {
  const at = londonInstant(on, reader.closesAt);
  const href = paths.agreement(agreement.id);
  return {
    group: newUntil(at, reader.now), at,
    row: { ...whenOf(at, reader.now, 'agreement'), title: `${agreement.code} ${reminderWords[reminder]}`, href, reference: agreement.title, why: reminder === 'review' ? `Review it by ${dateWords(on)}.` : `Its last day is ${dateWords(on)}. Without it nothing can be shared under it.`, action: { label: 'Renew or end it', href: paths.agreementAct(agreement.id, 'renew') } },
  };
}

function decisionItem(one: WaitingDecision, reader: Reader): WorkItem[] {
  const base = { ...agoWhen(one.decided_at, reader.now), href: paths.disclosure(one.id), reference: one.case_reference === null ? one.reference : `${one.reference} · ${one.case_reference}` };
  if (one.asked_by === reader.actor.accountId) {
    return [{ group: 'wait', at: one.decided_at, row: { ...base, title: `A supervisor: may ${one.to_agency_name} have it?`, why: 'No agreement covers it. They see nothing until then.', action: { label: 'See it', href: base.href, kind: 'secondary' } } }];
  }
  return reader.supervises ? [{ group: 'supervise', at: one.decided_at, row: { ...base, title: `${one.asked_by_name ?? 'An officer'} asks to share with ${one.to_agency_name}`, why: `${one.outside.join('. ')}.`, action: { label: 'Decide', href: paths.disclosureAct(one.id, 'decide') } } }] : [];
}

function noticeItem(one: NoticeRow, now: Temporal.Instant): WorkItem {
  const href = paths.sharingNotice(one.id);
  return { group: 'new', at: one.at, row: { ...agoWhen(one.at, now), title: `${one.from_agency_name} ${one.kind === 'withdrawn' ? 'has withdrawn' : 'has corrected'} what it shared`, href, reference: one.reference, why: 'Say that you have read it.', action: { label: 'Read it', href } } };
}

export function partnerItems(sources: PartnerSources, reader: Reader): WorkItem[] {
  const { now } = reader;
  return [
    ...sources.requests.map((line) => (line.to_agency === reader.actor.agencyId ? askedOfUs(line, now) : askedByUs(line, now))),
    ...sources.lateRequests.map((line) => lateItem(line, now)),
    ...sources.transfers.map((line) => transferItem(line, reader)),
    ...sources.agreements.map((one) => agreementItem(one, reader)),
    ...sources.decisions.flatMap((one) => decisionItem(one, reader)),
    ...sources.notices.map((one) => noticeItem(one, now)),
  ];
}
