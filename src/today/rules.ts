import { Temporal } from 'temporal-polyfill';

import { clockTime, daysApart, londonDate, londonInstant } from '../platform/calendar/index.ts';
import { paths } from '../paths.ts';
import type { SharedLine } from '../sharing/index.ts';
import { itemsWords } from '../sharing/index.ts';
import type { TaskLine } from '../tasks/index.ts';
import type { WorkRowProps } from '../ui/index.ts';
import type { Approval, AskedTask, CorrectedReceipt, Escalated, MyReport, NewReport, PromiseDue, Reopened, StoppedMessages, SupervisorReview, UnreadMessages } from './queries.ts';
import { unassessedItem, unpromisedItem } from './beginnings.ts';
import { agoWhen, base, day, dayEnd, isPast, lateOrDue, newUntil, personWords, whenOf, type Group, type TodayTime, type WorkItem } from './row.ts';

/** Something that another room wants done. */
export interface RoomWork {
  readonly title: string;
  readonly why: string;
  readonly reference: string;
  readonly href: string;
  readonly action: string;
  readonly at: Temporal.Instant;
  readonly due: boolean;
}

export interface Sources {
  readonly rooms: readonly RoomWork[];
  readonly mine: readonly MyReport[];
  readonly promises: readonly PromiseDue[];
  readonly unpromised: readonly string[];
  readonly unread: readonly UnreadMessages[];
  readonly corrected: readonly CorrectedReceipt[];
  readonly stopped: readonly StoppedMessages[];
  readonly reopened: readonly Reopened[];
  readonly tasks: readonly TaskLine[];
  readonly asked: readonly AskedTask[];
  readonly approvals: readonly Approval[];
  readonly reviews: readonly SupervisorReview[];
  readonly escalated: readonly Escalated[];
  readonly fresh: readonly NewReport[];
  readonly shared: readonly SharedLine[];
}

function promiseItem(line: PromiseDue, report: MyReport, now: Temporal.Instant): WorkItem {
  const late = line.state === 'missed' || isPast(line.due_at, now);
  return {
    group: late ? 'late' : 'due', at: line.due_at,
    row: {
      ...whenOf(line.due_at, now, 'promised'), ...base(report), title: line.what, href: paths.case(report.case_id, 'promise'),
      why: `Promised to ${personWords(report)} for ${day(line.due_at, now)}. ${line.who}.`,
      action: late ? { label: 'Give a new date', href: paths.promiseLine(line.report_id, line.line_id, 'new-date') } : { label: 'Say it is kept', href: paths.promiseLine(line.report_id, line.line_id, 'kept') },
    },
  };
}

function silenceItem(report: MyReport, by: Temporal.Instant, now: Temporal.Instant): WorkItem {
  const since = report.last_told_at ?? report.received_at ?? by;
  const days = daysApart(since, now);
  return {
    group: lateOrDue(by, now), at: by,
    row: {
      ...whenOf(by, now, 'say something new'), ...base(report), title: `Tell ${personWords(report)} something new`, href: paths.case(report.case_id),
      why: report.last_told_at === null ? `They have heard nothing new since they reported, ${days} ${days === 1 ? 'day' : 'days'} ago.` : `They last heard something new ${days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`}.`,
      action: { label: 'Write to them', href: `${paths.report(report.report_id ?? '')}#write` },
    },
  };
}

function reviewItem(report: MyReport, on: Temporal.PlainDate, time: TodayTime): WorkItem {
  const at = londonInstant(on, time.closesAt);
  return {
    group: lateOrDue(at, time.now), at,
    row: { ...whenOf(at, time.now, 'risk review'), ...base(report), title: `Look again at the risk: ${report.title}`, href: paths.case(report.case_id, 'risk'), why: 'Its band says when it is looked at again.', action: { label: 'Review risk', href: paths.assessRisk(report.case_id) } },
  };
}

/** What people did that nobody has answered. */
function newsItems(sources: Sources, of: ReadonlyMap<string, MyReport>, now: Temporal.Instant): WorkItem[] {
  const item = (reportId: string, at: Temporal.Instant, row: (report: MyReport) => Pick<WorkRowProps, 'title' | 'href' | 'why' | 'action' | 'late'>, group: Group = 'new'): WorkItem[] => {
    const report = of.get(reportId);
    return report === undefined ? [] : [{ group, at, row: { ...agoWhen(at, now), ...base(report), ...row(report) } }];
  };
  return [
    ...sources.reopened.flatMap((one) => item(one.report_id, one.raised_at, (report) => ({
      title: `${personWords(report)} says that it is not over`, href: paths.case(report.case_id), why: `Opened again. Answer by ${day(one.due_at, now)}.`, ...(newUntil(one.due_at, now) === 'new' ? {} : whenOf(one.due_at, now, 'answer')), action: { label: 'Read and answer', href: `${paths.report(one.report_id)}#messages` },
    }), newUntil(one.due_at, now))),
    ...sources.unread.flatMap((one) => item(one.report_id, one.at, (report) => ({
      title: `Read what ${personWords(report)} wrote`, href: `${paths.report(one.report_id)}#messages`, why: one.messages === 1 ? 'One message that nobody has read.' : `${one.messages} messages that nobody has read.`, action: { label: 'Read and answer', href: `${paths.report(one.report_id)}#messages` },
    }))),
    ...sources.corrected.flatMap((one) => item(one.report_id, one.answered_at, (report) => ({
      title: `${personWords(report)} says we have not understood`, href: paths.reportPart(one.report_id, 'heard'), why: 'They corrected your summary.', action: { label: 'Write it again', href: paths.reportPart(one.report_id, 'heard') },
    }))),
    ...sources.stopped.flatMap((one) => item(one.report_id, one.at, (report) => ({
      title: `A message to ${personWords(report)} did not leave`, href: `${paths.report(one.report_id)}#messages`, why: 'They do not know yet. Choose another way to reach them.', late: true, action: { label: 'Decide what to do', href: `${paths.report(one.report_id)}#messages` },
    }))),
  ];
}

function taskItem(task: TaskLine, now: Temporal.Instant, end: Temporal.Instant): WorkItem[] {
  const dueNow = Temporal.Instant.compare(task.due_at, end) <= 0;
  if (!dueNow && task.state !== 'asked') {
    return [];
  }
  const outside = task.asked_agency !== task.agency_id;
  return [{
    group: dueNow ? lateOrDue(task.due_at, now) : 'new', at: task.due_at,
    row: {
      ...whenOf(task.due_at, now, 'task'), title: task.title, href: paths.task(task.id), reference: `Task ${task.reference}`,
      why: `${outside ? `${task.asked_by_name ?? 'Somebody'}, ${task.asked_agency_name}, asks` : `${task.asked_by_name ?? 'Somebody'} asks`}${task.assignee_id === null ? ' your agency; nobody has it yet' : ' you'}.`,
      action: task.state === 'asked' ? { label: 'Answer', href: paths.task(task.id) } : { label: 'Say it is done', href: `${paths.task(task.id)}#answer` },
    },
  }];
}

function askedItem(task: AskedTask, now: Temporal.Instant): WorkItem {
  const reference = `Task ${task.reference}${task.case_reference === null ? '' : ` · ${task.case_reference}`}`;
  const who = task.own ? (task.assignee ?? 'A colleague') : task.agency;
  if (task.state === 'done' || task.state === 'declined') {
    return { group: 'new', at: task.updated_at, row: { ...agoWhen(task.updated_at, now), title: `${who} ${task.state === 'done' ? 'has done' : 'cannot do'}: ${task.title}`, href: paths.task(task.id), reference, why: task.answer, action: { label: 'See the answer', href: paths.task(task.id) } } };
  }
  const days = daysApart(task.created_at, now);
  const late = isPast(task.due_at, now);
  const due = late ? `Was due ${day(task.due_at, now)}.` : `Due ${day(task.due_at, now)}.`;
  return {
    group: 'wait', at: task.due_at,
    row: {
      when: days === 0 ? 'today' : days === 1 ? '1 day' : `${days} days`, whenNote: `asked ${day(task.created_at, now)}`, late, title: `${who}: ${task.title}`, href: paths.task(task.id), reference,
      why: `${due}${task.answer === '' ? (task.state === 'asked' ? ' Not answered yet.' : '') : ` ${task.answer}`}`, action: { label: 'See task', href: paths.task(task.id), kind: 'secondary' },
    },
  };
}

function approvalItem(one: Approval, supervises: boolean, now: Temporal.Instant): WorkItem[] {
  const link = paths.riskAssessment(one.case_id, one.id);
  const row = { ...agoWhen(one.at, now), href: link, reference: one.case_reference };
  if (one.approval !== 'asked') {
    return [{ group: 'back', at: one.at, row: { ...row, title: `${one.by_name ?? 'A supervisor'} ${one.approval === 'approved' ? 'agreed to' : 'did not agree to'} a lower band: ${one.title}`, why: `It is ${one.band} now.`, action: { label: 'Read why', href: link, kind: 'secondary' } } }];
  }
  if (one.mine) {
    return [{ group: 'wait', at: one.at, row: { ...row, title: `A supervisor: lower the risk to ${one.proposed_band}?`, why: `${one.title}. Until they answer it stays ${one.band}.`, action: { label: 'See it', href: link, kind: 'secondary' } } }];
  }
  return supervises ? [{ group: 'supervise', at: one.at, row: { ...row, title: `${one.by_name ?? 'An officer'} asks to lower a risk to ${one.proposed_band}`, why: one.title, action: { label: 'Answer', href: link } } }] : [];
}

const reasonWords: Record<Escalated['reason'], string> = { triage: 'nobody has answered the report', silence: 'they have not heard by the day we named', promise: 'a promise was missed and has no new date', reopened: 'they opened it again' };

function escalatedItem(one: Escalated, now: Temporal.Instant): WorkItem {
  const href = one.case_id === null ? (one.reason === 'triage' ? paths.triageReport(one.report_id) : paths.report(one.report_id)) : paths.case(one.case_id);
  return { group: 'supervise', at: one.due_at, row: { ...whenOf(one.due_at, now), title: one.title, href, reference: one.case_reference ?? one.reference, why: `${one.owner ?? 'Nobody has it'}: ${reasonWords[one.reason]}.`, action: { label: 'Look at it', href, kind: 'secondary' } } };
}

function supervisorReviewItem(one: SupervisorReview, time: TodayTime): WorkItem {
  const at = londonInstant(one.supervisor_review_on, time.closesAt);
  return {
    group: 'supervise', at,
    row: { ...whenOf(at, time.now, 'supervisor’s review'), title: `Look at the risk: ${one.title}`, href: paths.case(one.case_id, 'risk'), reference: one.case_reference, risk: one.risk_band ?? 'none', why: `${one.owner ?? 'Nobody'} owns it.`, action: { label: 'Review risk', href: paths.assessRisk(one.case_id), kind: 'secondary' } },
  };
}

const channelWords: Readonly<Record<string, string>> = { trusted: 'From a trusted reporter', desk: 'At a desk', phone: 'By phone', web: 'On the web', api: 'From another system' };

function freshItem(report: NewReport, now: Temporal.Instant): WorkItem {
  const at = report.answer_by ?? report.received_at;
  const late = isPast(at, now);
  const why = [report.priority === 'urgent' ? (report.priority_reason === '' ? 'Urgent' : report.priority_reason) : '', report.hate ? 'Hate' : '', report.anonymous ? 'Anonymous' : (channelWords[report.channel] ?? '')].filter((part) => part !== '').join('. ');
  return {
    group: 'new', at,
    row: { when: daysApart(report.received_at, now) === 0 ? clockTime(report.received_at) : day(report.received_at, now), whenNote: late ? `answer was due ${day(at, now)}` : `answer by ${daysApart(now, at) === 0 ? clockTime(at) : day(at, now)}`, late, title: report.title, href: paths.triageReport(report.id), reference: report.place_words === '' ? report.reference : `${report.reference} · ${report.place_words}`, why: `${why}.`, action: { label: 'Triage', href: paths.triageReport(report.id), kind: 'secondary' } },
  };
}

function sharedItem(line: SharedLine, now: Temporal.Instant): WorkItem {
  const whole = line.scope === 'case';
  const href = whole && line.case_id !== null ? paths.case(line.case_id) : paths.disclosure(line.id);
  return { group: 'new', at: line.decided_at, row: { ...agoWhen(line.decided_at, now), title: whole ? `${line.from_agency_name} works on a case with you` : `${line.from_agency_name} shared: ${itemsWords(line.labels, 2)}`, href, reference: line.reference, why: line.purpose, action: { label: 'Read it', href: paths.disclosure(line.id), kind: 'secondary' } } };
}

function roomItem(work: RoomWork, now: Temporal.Instant): WorkItem {
  const row = { title: work.title, why: work.why, reference: work.reference, href: work.href, action: { label: work.action, href: work.href } };
  if (!work.due) {
    return { group: 'new', at: work.at, row: { ...agoWhen(work.at, now), ...row } };
  }
  // What another room wants by a later day stands here with its day; only its own day makes it due today.
  const group = daysApart(now, work.at) > 0 ? 'new' : lateOrDue(work.at, now);
  return { group, at: work.at, row: { ...whenOf(work.at, now), ...row } };
}

/** How many rows stand in the first two groups of Today, for the number beside the navigation. */
export function pressing(items: readonly WorkItem[]): number {
  return items.filter(({ group }) => group === 'late' || group === 'due').length;
}

/** Rows for what other rooms want done. */
export function roomItems(works: readonly RoomWork[], now: Temporal.Instant): WorkItem[] {
  return works.map((work) => roomItem(work, now));
}

/** Everything that Today shows, in its groups, the most pressing first. */
export function workItems(sources: Sources, time: TodayTime, supervises: boolean): WorkItem[] {
  const { now } = time;
  const end = dayEnd(now);
  const reports = sources.mine.filter((report) => report.report_id !== null);
  const of = new Map(reports.map((report) => [report.report_id ?? '', report]));
  const cases = [...new Map(sources.mine.map((report) => [report.case_id, report])).values()];
  const today = londonDate(now);
  return [
    ...sources.promises.flatMap((line) => {
      const report = of.get(line.report_id);
      return report === undefined ? [] : [promiseItem(line, report, now)];
    }),
    ...reports.flatMap((report) => (report.next_told_by !== null && Temporal.Instant.compare(report.next_told_by, end) <= 0 ? [silenceItem(report, report.next_told_by, now)] : [])),
    ...cases.flatMap((file) => (file.review_on !== null && Temporal.PlainDate.compare(file.review_on, today) <= 0 ? [reviewItem(file, file.review_on, time)] : file.risk_band === null ? [unassessedItem(file, time)] : [])),
    ...sources.unpromised.flatMap((id) => {
      const report = of.get(id);
      return (report === undefined ? undefined : unpromisedItem(report, time)) ?? [];
    }),
    ...newsItems(sources, of, now),
    ...sources.tasks.flatMap((task) => taskItem(task, now, end)),
    ...sources.asked.map((task) => askedItem(task, now)),
    ...sources.approvals.flatMap((one) => approvalItem(one, supervises, now)),
    ...sources.escalated.map((one) => escalatedItem(one, now)),
    ...sources.reviews.map((one) => supervisorReviewItem(one, time)),
    ...sources.fresh.map((report) => freshItem(report, now)),
    ...roomItems(sources.rooms, now),
    ...sources.shared.filter(({ opened }) => !opened).map((line) => sharedItem(line, now)),
  ].toSorted((one, other) => Temporal.Instant.compare(one.at, other.at));
}

const numbers = ['Nothing', 'One thing', 'Two things', 'Three things', 'Four things', 'Five things', 'Six things', 'Seven things', 'Eight things', 'Nine things'];

/** "Two things are late. Start with: Tell the Whitlocks what their landlord answered." */
export function leadWords(items: readonly WorkItem[]): string {
  const late = items.filter(({ group }) => group === 'late');
  const due = items.filter(({ group }) => group === 'due');
  const first = late[0] ?? due[0];
  if (first === undefined) {
    return 'Nothing is late, and nothing is due today.';
  }
  const count = late.length > 0 ? late.length : due.length;
  const says = `${numbers[count] ?? `${count} things`} ${count === 1 ? 'is' : 'are'} ${late.length > 0 ? 'late' : 'due today'}.`;
  return `${says} Start with: ${first.row.title.replace(/[.]$/, '')}.`;
}
