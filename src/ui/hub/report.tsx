import type { ComponentChildren } from 'preact';

export interface StepsProps {
  now: number;
  of: number;
  /** "about 3 minutes left" */
  left?: string | undefined;
  /** All done: this is said in place of "Step 3 of 7". */
  done?: string | undefined;
}

/** How far along: in words, then one cell a step. */
export function Steps({ now, of, left, done }: StepsProps) {
  const state = (step: number): string | undefined => (done !== undefined || step < now ? 'done' : step === now ? 'now' : undefined);
  return (
    <>
      <p class="hub-q__step">{done ?? `Step ${now} of ${of}`}{left === undefined ? null : <span class="quiet"> · {left}</span>}</p>
      <div class="hub-steps" aria-hidden="true">
        {Array.from({ length: of }, (_, place) => <span key={place} class={state(place + 1)}></span>)}
      </div>
    </>
  );
}

export interface Answer {
  question: string;
  answer: ComponentChildren;
  changeHref?: string | undefined;
  /** Ends the link for screen readers: "Change what happened". */
  changeWhat?: string | undefined;
  /** Another word than "Change". */
  changeWord?: string | undefined;
}

/** Answers so far, each of which can be changed without losing the others. */
export function AnswerList({ answers }: { answers: readonly Answer[] }) {
  return (
    <dl class="govuk-summary-list">
      {answers.map((row) => (
        <div key={row.question} class={row.changeHref === undefined ? 'govuk-summary-list__row govuk-summary-list__row--no-actions' : 'govuk-summary-list__row'}>
          <dt class="govuk-summary-list__key">{row.question}</dt>
          <dd class="govuk-summary-list__value">{typeof row.answer === 'string' ? <span class="hub-typed">{row.answer}</span> : row.answer}</dd>
          {row.changeHref === undefined ? null : (
            <dd class="govuk-summary-list__actions">
              <a class="govuk-link" href={row.changeHref}>{row.changeWord ?? 'Change'}<span class="govuk-visually-hidden"> {row.changeWhat ?? row.question.toLowerCase()}</span></a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** That nothing is lost, said under the form. */
export function SavedNote({ lead, children }: { lead: string; children?: ComponentChildren }) {
  return <p class="hub-q__saved"><b>{lead}</b>{children === undefined ? null : <> {children}</>}</p>;
}
