import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { dayWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { answerTask, assignTask, chronicleTask, insertTask, moveTask, type Doer, type FullTask } from './queries.ts';
import { stateWords, resultOf, type TaskAct } from './rules.ts';
import type { AnswerAct, NewTaskForm } from './schema.ts';

interface Acting {
  readonly actor: StaffActor;
  readonly baseUrl: string;
  readonly now: Temporal.Instant;
}

function mail(tx: Transaction, about: Acting, accountIds: readonly string[], subject: string, reference: string, taskId: string): void {
  const others = accountIds.filter((id) => id !== about.actor.accountId);
  tellColleagues(tx, { partnershipId: about.actor.partnershipId, accountIds: others, subject, body: `${subject}: ${reference}.\n\n${about.baseUrl}${paths.task(taskId)}`, now: about.now });
}

function sentence(words: string): string {
  const trimmed = words.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** Asks a colleague or another agency for something. Whoever is named gets an e-mail; an agency without a name on it tells all who work there. */
export function askTask(tx: Transaction, about: Acting & { caseId: string; task: NewTaskForm; disclosureId: string | null; people: readonly Doer[]; agencyName: string }): { id: string; reference: string } {
  const { actor, task, now } = about;
  const id = uuidv7();
  const reference = makeReference('T');
  insertTask(tx, actor, { id, reference, caseId: about.caseId, task, disclosureId: about.disclosureId }, now);
  const person = about.people.find((one) => one.id === task.assigneeId);
  const who = person === undefined ? about.agencyName : person.agency_id === actor.agencyId ? person.name : `${person.name}, ${about.agencyName}`;
  chronicle(tx, {
    partnershipId: actor.partnershipId, caseId: about.caseId, at: now, kind: 'task', words: `Asked ${who}: ${sentence(task.title)} By ${dayWords(task.dueAt, now)}. ${reference}`, byAccount: actor.accountId, byAgency: actor.agencyId,
  });
  const told = person === undefined ? (task.agencyId === actor.agencyId ? [] : about.people.filter((one) => one.agency_id === task.agencyId).map((one) => one.id)) : [person.id];
  mail(tx, about, told, 'You have a new task in Safer Hub', reference, id);
  return { id, reference };
}

const heading: Record<AnswerAct, string> = { accept: 'accepted', start: 'started', done: 'done', decline: 'declined', say: 'answered' };

/** The answer of those who were asked: state, words, chronology of the case, and an e-mail to whoever asked. */
export async function answer(tx: Transaction, about: Acting & { task: FullTask; act: AnswerAct; words: string }): Promise<void> {
  const { actor, task, act, words, now } = about;
  if (act === 'say') {
    await answerTask(tx, actor, task, words, now);
  } else {
    await moveTask(tx, actor, task, act, words, now);
  }
  chronicleTask(tx, task.id, `Task ${heading[act]}: ${sentence(task.title)}${words === '' ? '' : ` “${words}”`} ${task.reference}`, now);
  mail(tx, about, [task.asked_by], 'A task that you asked for has an answer in Safer Hub', task.reference, task.id);
}

/** Whoever asked takes it back. */
export async function cancel(tx: Transaction, about: Acting & { task: FullTask; words: string }): Promise<void> {
  const { actor, task, words, now } = about;
  await moveTask(tx, actor, task, 'cancel', words, now);
  chronicle(tx, { partnershipId: actor.partnershipId, caseId: task.case_id, at: now, kind: 'task', words: `Task cancelled: ${sentence(task.title)} ${sentence(words)} ${task.reference}`, byAccount: actor.accountId, byAgency: actor.agencyId });
  mail(tx, about, task.assignee_id === null ? [] : [task.assignee_id], 'A task of yours in Safer Hub has been cancelled', task.reference, task.id);
}

/** Given to somebody within the agency that was asked. */
export async function assign(tx: Transaction, about: Acting & { task: FullTask; assignee: Doer | undefined }): Promise<void> {
  const { actor, task, assignee, now } = about;
  await assignTask(tx, actor, task, assignee?.id ?? null, now);
  chronicleTask(tx, task.id, `Task ${assignee === undefined ? 'has nobody on it now' : `given to ${assignee.name}`}: ${sentence(task.title)} ${task.reference}`, now);
  mail(tx, about, assignee === undefined ? [] : [assignee.id], 'You have a new task in Safer Hub', task.reference, task.id);
}

export function doneNotice(act: TaskAct | 'say'): string {
  return act === 'say' ? 'Your answer is with whoever asked.' : `${stateWords[resultOf[act]]}. Whoever asked has been told.`;
}
