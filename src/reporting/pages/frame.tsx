import type { ComponentChildren } from 'preact';

import { paths } from '../../paths.ts';
import { type Answer, AnswerList, Details, SavedNote, Steps } from '../../ui/index.ts';
import { stepNumber, timeLeft } from '../draft.ts';
import type { Guidance } from '../guidance.ts';
import { stepKeys, type StepKey } from '../steps.ts';

/** How far along: "Step 3 of 7 · about 3 minutes left". */
export function StepHead({ step }: { step: StepKey }) {
  return <Steps now={stepNumber(step)} of={stepKeys.length} left={timeLeft(step)} />;
}

export interface AfterFormProps {
  /** "11:48pm"; undefined before the first answer. */
  readonly savedAt: string | undefined;
  readonly soFar: readonly Answer[];
}

/** Under every question: that it is saved, how to come back, and what has been said so far. */
export function AfterForm({ savedAt, soFar }: AfterFormProps) {
  return (
    <>
      {savedAt === undefined ? null : (
        <SavedNote lead={`Saved at ${savedAt}.`}>You can close this page. <a href={paths.reportStep('come-back')}>Get a link to come back</a></SavedNote>
      )}
      {soFar.length === 0 ? null : <Details summary="What you have told us so far"><AnswerList answers={soFar} /></Details>}
    </>
  );
}

export function telephone(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}

/** What someone should know before going on with this kind of report. */
export function GuidanceNote({ guidance }: { guidance: Guidance | undefined }): ComponentChildren {
  return guidance === undefined ? null : (
    <div class="govuk-inset-text">
      <b>{guidance.lead}</b> {guidance.words}
      {guidance.phone === undefined ? null : <> <a href={telephone(guidance.phone.number)}>{guidance.phone.number}</a>, {guidance.phone.says}.</>}
    </div>
  );
}
