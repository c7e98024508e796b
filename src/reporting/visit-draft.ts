import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { publicPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { enterDraft } from '../platform/access/index.ts';
import { londonDate, timeWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { draftCookie, page, secretHash, seeOther, type CookieToSet, type House, type Reply, type RequestFacts } from '../platform/http/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import type { Answer } from '../ui/index.ts';
import { firstUnanswered, noAnswers, stepBefore, type DraftAnswers } from './draft.ts';
import { draftOf, type DraftRow } from './queries.ts';
import { referenceData, type ReferenceData } from './reference-data.ts';
import type { StepKey } from './steps.ts';
import { summaryOf } from './summary.ts';

/** How long an unsent report is kept. */
export const draftDays = 28;

/** How long the receipt page shows the private link again to whoever holds the device. */
export const receiptSeconds = 60 * 60;

export interface ReportVisit {
  readonly tx: Transaction;
  readonly house: House;
  readonly partnership: Partnership;
  readonly now: Temporal.Instant;
  readonly request: RequestFacts;
}

/** `?from=check`: the person came to change one answer and goes back there. */
export const fromQuery = z.object({ from: z.string().optional().catch(undefined) });

export function isFromCheck(from: unknown): boolean {
  return from === 'check';
}

export function cookieFor(secret: string, sent = false): CookieToSet {
  return { name: draftCookie, value: secret, maxAgeSeconds: sent ? receiptSeconds : draftDays * 24 * 60 * 60 };
}

/** The draft of this device, if there is one, for routes that everyone may come to. The actor becomes its writer. */
export async function draftOfDevice(visit: ReportVisit, forUpdate = false): Promise<DraftRow | undefined> {
  const secret = visit.request.cookies[draftCookie];
  const actor = secret === undefined || secret === '' ? undefined : await enterDraft(visit.tx, secretHash(secret));
  return actor === undefined || actor.partnershipId !== visit.partnership.id ? undefined : await draftOf(visit.tx, actor.draftId, forUpdate);
}

/** Everything a page of the report needs of its draft. */
export interface ReportPageFacts {
  readonly facts: ReferenceData;
  readonly today: Temporal.PlainDate;
  readonly savedAt: string | undefined;
  readonly soFar: readonly Answer[];
}

export async function pageFacts(visit: ReportVisit, draft: DraftRow | undefined): Promise<ReportPageFacts> {
  const facts = await referenceData(visit);
  const today = londonDate(visit.now);
  const answers = draft?.answers ?? noAnswers;
  return {
    facts, today,
    savedAt: draft === undefined ? undefined : timeWords(draft.updated_at),
    soFar: summaryOf(answers, { categories: facts.categories, today, files: draft?.files ?? 0 }, false),
  };
}

/** A page of the report: narrow, with "Exit this page", kept out of search engines. */
export function reportPage(visit: ReportVisit, content: { title: string; back?: string | undefined; error?: boolean; children: preact.ComponentChildren }): Reply {
  const html = publicPage(visit, {
    title: content.title, question: true, exit: true, noindex: true, error: content.error === true, back: content.back === undefined ? undefined : { href: content.back }, children: content.children,
  });
  return page(html, content.error === true ? 422 : 200);
}

export function backFrom(step: StepKey, fromCheck: boolean): string {
  const before = stepBefore(step);
  return fromCheck ? paths.reportCheck() : before === undefined ? paths.home() : paths.reportStep(before);
}

/** A report that has been sent is not changed any more, and danger is asked first. Undefined: this step may be shown. */
export function elsewhere(draft: Pick<DraftRow, 'submitted_report_id' | 'answers'>, today: Temporal.PlainDate): Reply | undefined {
  if (draft.submitted_report_id !== null) {
    return seeOther(paths.reportSent(draft.answers.sent?.reference));
  }
  return firstUnanswered(draft.answers, today) === 'danger' ? seeOther(paths.reportStart()) : undefined;
}

/** The step at which an unfinished report goes on. */
export function goOnAt(answers: DraftAnswers, today: Temporal.PlainDate): string {
  const step = firstUnanswered(answers, today);
  return step === undefined ? paths.reportCheck() : paths.reportStep(step);
}
