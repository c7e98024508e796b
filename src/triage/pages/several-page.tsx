import type { Temporal } from 'temporal-polyfill';

import type { Colleague, TeamName } from '../../cases/index.ts';
import { paths } from '../../paths.ts';
import { leftWords, shortDay } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { DataTable, Empty, ErrorBox, Input, Select, TitleLine } from '../../ui/index.ts';
import type { WaitingRow } from '../queries.ts';

export interface SeveralPageProps {
  readonly rows: readonly WaitingRow[];
  readonly query: string;
  readonly colleagues: readonly Colleague[];
  readonly teams: readonly TeamName[];
  readonly me: string;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
  readonly now: Temporal.Instant;
}

/** Several reports at once: into one case, or to a team. */
export function SeveralPage(props: SeveralPageProps) {
  const { rows, typed, errors, now } = props;
  const chosen = typedList(typed, 'reports');
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title="Choose several reports" says="Accept them into one case, or give them to a team." />
      {rows.length === 0 ? <Empty lead="No report waits for a decision." /> : (
        <form method="post" action={paths.triageSeveral(props.query)} id="reports">
          <DataTable
            label="Reports that wait"
            headerColumn={1}
            columns={[{ label: 'Choose' }, { label: 'Report' }, { label: 'Where' }, { label: 'Came', numeric: true }, { label: 'Clock', numeric: true }]}
            rows={rows.map((row) => [
              <span class="hub-check"><input type="checkbox" name="reports" value={row.id} checked={chosen.includes(row.id)} aria-label={`Choose ${row.reference} ${row.title}`} /></span>,
              <a href={paths.triageReport(row.id)}>{row.reference} {row.title}</a>,
              row.place_words,
              shortDay(row.received_at),
              row.answer_by === null ? '' : leftWords(row.answer_by, now),
            ])}
          />
          <div class="hub-previewgrid">
            <fieldset class="govuk-fieldset">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Accept into one case</legend>
              <Input name="title" label="Title of the case" hint="No names: titles stand in lists" value={typedText(typed, 'title')} errorMessage={errorOf(errors, 'title')} />
              <Select name="owner" label="Owner" value={'owner' in typed ? typedText(typed, 'owner') : props.me} errorMessage={errorOf(errors, 'owner')} items={props.colleagues.map(({ id, name }) => ({ value: id, text: name }))} />
              <button class="govuk-button" name="act" value="accept" data-prevent-double-click="true" data-module="govuk-button">Open one case</button>
            </fieldset>
            <fieldset class="govuk-fieldset">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Give to a team</legend>
              <Select name="team" label="Team" value={typedText(typed, 'team')} errorMessage={errorOf(errors, 'team')} items={[{ value: '', text: 'Choose' }, ...props.teams.map(({ id, name }) => ({ value: id, text: name }))]} />
              <button class="govuk-button govuk-button--secondary" name="act" value="assign">Give to the team</button>
            </fieldset>
          </div>
        </form>
      )}
      <p class="hub-more"><a href={paths.triage(props.query)}>Back to triage</a></p>
    </>
  );
}
