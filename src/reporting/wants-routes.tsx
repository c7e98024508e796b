import { paths } from '../paths.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { route, seeOther, typedText, type FieldError, type Reply, type Typed, type UploadOutcome } from '../platform/http/index.ts';
import { isUuid } from '../platform/references/index.ts';
import { stepAfter, withStep } from './draft.ts';
import { keptFile, sizeWords } from './file-words.ts';
import { guidanceFor } from './guidance.ts';
import { WantsPage } from './pages/step.tsx';
import { discardEvidence, draftOf, evidenceOfDraft, insertEvidence, saveAnswers, type DraftRow } from './queries.ts';
import { checkStep, fieldsOf } from './steps.ts';
import { backFrom, elsewhere, fromQuery, isFromCheck, pageFacts, reportPage, type ReportVisit } from './visit-draft.ts';

const nothingPersonal = { none: 'a report that is being written is its writer’s alone' } as const;

/** More than anyone needs, and little enough that a draft cannot fill the store. */
export const mostFilesOfReport = 20;

async function wantsPage(visit: ReportVisit, draft: DraftRow, typed: Typed, errors: readonly FieldError[], fromCheck: boolean): Promise<Reply> {
  const [{ facts, savedAt, soFar }, files] = await Promise.all([pageFacts(visit, draft), evidenceOfDraft(visit.tx, draft.id)]);
  const category = facts.categories.find(({ id }) => id === typedText(draft.answers.steps.what ?? {}, 'category'));
  return reportPage(visit, {
    title: 'What do you want to happen? Step 6 of 7', back: backFrom('wants', fromCheck), error: errors.length > 0,
    children: (
      <WantsPage typed={typed} errors={errors} fromCheck={fromCheck} savedAt={savedAt} soFar={soFar} guidance={guidanceFor(category)} files={files.map(keptFile)} most={sizeWords(visit.house.settings.uploadLimitBytes)} />
    ),
  });
}

const show = route({
  method: 'GET', path: paths.reportStep('wants'), admits: 'draft', audit: nothingPersonal, query: fromQuery,
  handle: async (visit) => {
    const draft = await draftOf(visit.tx, visit.actor.draftId);
    return elsewhere(draft, londonDate(visit.now)) ?? (await wantsPage(visit, draft, draft.answers.steps.wants ?? {}, [], isFromCheck(visit.query.from)));
  },
});

/** Sentences for the files that were not taken. Those that were stay, and so does every word that was typed. */
export function refusals(uploads: readonly UploadOutcome[], room: number): FieldError[] {
  const refused = uploads.flatMap((upload) => (upload.ok ? [] : [{ field: 'files', text: `${upload.name}: ${upload.sentence}` }]));
  const tooMany = uploads.filter(({ ok }) => ok).length - room;
  return tooMany > 0 ? [...refused, { field: 'files', text: `A report takes ${mostFilesOfReport} files. We kept the first ones: bring the others when we speak` }] : refused;
}

const answer = route({
  method: 'POST', path: paths.reportStep('wants'), admits: 'draft', audit: nothingPersonal, takesFiles: true,
  handle: async (visit) => {
    const { typed } = visit.form;
    const today = londonDate(visit.now);
    const fromCheck = isFromCheck(typed['from']);
    const draft = await draftOf(visit.tx, visit.actor.draftId, true);
    const away = elsewhere(draft, today);
    if (away !== undefined) {
      return away;
    }
    const checked = checkStep('wants', typed, today);
    if (checked.ok) {
      saveAnswers(visit.tx, draft.id, withStep(draft.answers, 'wants', fieldsOf('wants', typed)), visit.now);
    }
    const room = Math.max(0, mostFilesOfReport - draft.files);
    for (const upload of visit.uploads.filter((one) => one.ok).slice(0, room)) {
      insertEvidence(visit.tx, { partnershipId: visit.partnership.id, draftId: draft.id, from: 'resident', by: null, now: visit.now }, upload);
    }
    const act = typedText(typed, 'do');
    if (act.startsWith('remove:') && isUuid(act.slice(7))) {
      const key = await discardEvidence(visit.tx, draft.id, act.slice(7));
      if (key !== undefined) {
        visit.afterCommit(() => void visit.house.files.remove(key).catch(() => undefined));
      }
    }
    const errors = [...(checked.ok ? [] : checked.errors), ...refusals(visit.uploads, room)];
    if (errors.length > 0) {
      return await wantsPage(visit, draft, typed, errors, fromCheck);
    }
    if (act !== '') {
      return seeOther(paths.reportStep('wants') + (fromCheck ? '?from=check' : ''));
    }
    const next = stepAfter(withStep(draft.answers, 'wants', fieldsOf('wants', typed)), 'wants', fromCheck, today);
    return seeOther(next === 'check' ? paths.reportCheck() : paths.reportStep(next));
  },
});

export const wantsRoutes = [show, answer];
