import { z } from 'zod';

import { paths } from '../paths.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { route, seeOther, typedText, type FieldError, type Reply, type Typed } from '../platform/http/index.ts';
import { makeSecret, uuidv7 } from '../platform/references/index.ts';
import { secretHash } from '../platform/http/index.ts';
import { datedWhen, checkStep, fieldsOf, type StepKey } from './steps.ts';
import { noAnswers, stepAfter, withStep } from './draft.ts';
import { guidanceFor } from './guidance.ts';
import { RingNinesPage, RingPolicePage } from './pages/danger-now.tsx';
import { DangerPage, ImpactPage, stepTitles, WhatPage, WhenPage, YouPage, type StepPageProps } from './pages/step.tsx';
import { draftOf, insertDraft, saveAnswers, type DraftRow } from './queries.ts';
import { backFrom, cookieFor, draftOfDevice, elsewhere, fromQuery, goOnAt, isFromCheck, pageFacts, reportPage, type ReportVisit } from './visit-draft.ts';

const nothingPersonal = { none: 'a report that is being written is its writer’s alone' } as const;

/** The steps that are one plain form; where and wants have routes of their own. */
const plainSteps = ['what', 'when', 'impact', 'you'] as const;
type PlainStep = (typeof plainSteps)[number];
const plainParams = z.object({ step: z.enum(plainSteps) });

async function beginPage(visit: ReportVisit, draft: DraftRow | undefined, typed: Typed, errors: readonly FieldError[], fromCheck: boolean): Promise<Reply> {
  const open = draft?.submitted_report_id === null ? draft : undefined;
  const { today, savedAt, soFar } = await pageFacts(visit, open);
  const begun = open === undefined || fromCheck || errors.length > 0 ? undefined : { savedAt: savedAt ?? '', goOn: goOnAt(open.answers, today) };
  return reportPage(visit, {
    title: `${stepTitles.danger.title} Step 1 of 7`, back: backFrom('danger', fromCheck), error: errors.length > 0,
    children: <DangerPage typed={typed} errors={errors} fromCheck={fromCheck} begun={begun} savedAt={savedAt} soFar={begun === undefined ? soFar : []} />,
  });
}

const begin = [paths.reportStart(), paths.reportStep('danger')].map((path) =>
  route({
    method: 'GET', path, admits: 'public', audit: nothingPersonal, query: fromQuery,
    handle: async (visit) => {
      const draft = await draftOfDevice(visit);
      return await beginPage(visit, draft, draft?.submitted_report_id === null ? (draft.answers.steps.danger ?? {}) : {}, [], isFromCheck(visit.query.from));
    },
  }),
);

/** The first answer makes the draft: nothing is kept of people who only look. */
const answerDanger = route({
  method: 'POST', path: paths.reportStart(), admits: 'public', audit: nothingPersonal,
  handle: async (visit) => {
    const { typed } = visit.form;
    const today = londonDate(visit.now);
    const fromCheck = isFromCheck(typed['from']);
    const found = await draftOfDevice(visit, true);
    const draft = found?.submitted_report_id === null ? found : undefined;
    const checked = checkStep('danger', typed, today);
    if (!checked.ok) {
      return await beginPage(visit, draft, typed, checked.errors, fromCheck);
    }
    const answers = withStep(draft?.answers ?? noAnswers, 'danger', fieldsOf('danger', typed));
    const next = checked.value.danger === 'no' ? stepAfter(answers, 'danger', fromCheck, today) : 'danger-now';
    const to = next === 'check' ? paths.reportCheck() : paths.reportStep(next);
    if (draft !== undefined) {
      saveAnswers(visit.tx, draft.id, answers, visit.now);
      return seeOther(to);
    }
    const secret = makeSecret();
    insertDraft(visit.tx, { partnershipId: visit.partnership.id, id: uuidv7(), secretHash: secretHash(secret), answers, takenBy: null, now: visit.now });
    return seeOther(to, { cookies: [cookieFor(secret)] });
  },
});

const dangerNow = route({
  method: 'GET', path: paths.reportStep('danger-now'), admits: 'draft', audit: nothingPersonal,
  handle: async (visit) => {
    const draft = await draftOf(visit.tx, visit.actor.draftId);
    const today = londonDate(visit.now);
    const moved = elsewhere(draft, today);
    if (moved !== undefined) {
      return moved;
    }
    const goOn = goOnAt(draft.answers, today);
    const inDanger = typedText(draft.answers.steps.danger ?? {}, 'danger') === 'yes';
    return reportPage(visit, {
      title: inDanger ? 'Ring 999 now' : 'It is happening now', back: paths.reportStep('danger'),
      children: inDanger ? <RingNinesPage goOn={goOn} /> : <RingPolicePage goOn={goOn} />,
    });
  },
});

/** A device forgets its draft. The draft itself is thrown away with the other old ones, so that its own link still opens it. */
const beginAgain = route({
  method: 'POST', path: paths.reportStep('begin-again'), admits: 'public', audit: nothingPersonal,
  handle: async () => seeOther(paths.reportStart(), { cookies: [{ ...cookieFor(''), value: null }] }),
});

function guided(step: StepKey): boolean {
  return step === 'impact' || step === 'you' || step === 'when';
}

async function plainPage(visit: ReportVisit, draft: DraftRow, step: PlainStep, typed: Typed, errors: readonly FieldError[], fromCheck: boolean): Promise<Reply> {
  const { facts, savedAt, soFar } = await pageFacts(visit, draft);
  const category = facts.categories.find(({ id }) => id === typedText(draft.answers.steps.what ?? {}, 'category'));
  const props: StepPageProps = { typed, errors, fromCheck, savedAt, soFar, guidance: guided(step) ? guidanceFor(category) : undefined };
  const children = {
    what: () => <WhatPage {...props} categories={facts.categories} />,
    when: () => <WhenPage {...props} />,
    impact: () => <ImpactPage {...props} />,
    you: () => <YouPage {...props} />,
  }[step]();
  return reportPage(visit, { title: stepTitles[step].title, back: backFrom(step, fromCheck), error: errors.length > 0, children });
}

const showStep = route({
  method: 'GET', path: '/report/:step', admits: 'draft', audit: nothingPersonal, params: plainParams, query: fromQuery,
  handle: async (visit) => {
    const draft = await draftOf(visit.tx, visit.actor.draftId);
    const { step } = visit.params;
    return elsewhere(draft, londonDate(visit.now)) ?? (await plainPage(visit, draft, step, draft.answers.steps[step] ?? {}, [], isFromCheck(visit.query.from)));
  },
});

const answerStep = route({
  method: 'POST', path: '/report/:step', admits: 'draft', audit: nothingPersonal, params: plainParams,
  handle: async (visit) => {
    const { step } = visit.params;
    const { typed } = visit.form;
    const today = londonDate(visit.now);
    const fromCheck = isFromCheck(typed['from']);
    const draft = await draftOf(visit.tx, visit.actor.draftId, true);
    const moved = elsewhere(draft, today);
    if (moved !== undefined) {
      return moved;
    }
    const checked = checkStep(step, typed, today);
    if (!checked.ok) {
      return await plainPage(visit, draft, step, typed, checked.errors, fromCheck);
    }
    const wrong = step === 'what' ? await wrongCategory(visit, typed) : undefined;
    if (wrong !== undefined) {
      return await plainPage(visit, draft, step, typed, [wrong], fromCheck);
    }
    const when = step === 'when' ? checkStep('when', typed, today) : undefined;
    const kept = when?.ok === true ? datedWhen(fieldsOf(step, typed), when.value) : fieldsOf(step, typed);
    const answers = withStep(draft.answers, step, kept);
    saveAnswers(visit.tx, draft.id, answers, visit.now);
    const next = stepAfter(answers, step, fromCheck, today);
    return seeOther(next === 'check' ? paths.reportCheck() : paths.reportStep(next));
  },
});

async function wrongCategory(visit: ReportVisit, typed: Typed): Promise<FieldError | undefined> {
  const { categories } = await pageFacts(visit, undefined).then(({ facts }) => facts);
  const chosen = typedText(typed, 'category');
  return chosen === 'unsure' || categories.some(({ id }) => id === chosen) ? undefined : { field: 'category', text: 'Choose the one it is closest to, or “I am not sure”' };
}

export const stepRoutes = [...begin, answerDanger, dangerNow, beginAgain, showStep, answerStep];
