import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, type FieldError } from '../../platform/http/index.ts';
import { DataTable, Empty, FileUpload, FormPage, Note, Section, Select } from '../../ui/index.ts';
import type { PartnerOutcome } from '../partner.ts';
import { partnerFields, type PartnerColumns } from '../partner-rows.ts';
import type { RunRow } from '../run-list.ts';
import { Outcome } from './outcome.tsx';

interface Props {
  /** The header of a file whose columns have to be chosen. */
  readonly header: readonly string[] | undefined;
  readonly columns: PartnerColumns | undefined;
  readonly outcome: PartnerOutcome | undefined;
  readonly errors: readonly FieldError[];
  readonly runs: readonly RunRow[];
  readonly now: Temporal.Instant;
}

export function PartnerImportPage({ header, columns, outcome, errors, runs, now }: Props) {
  const items = [{ value: '', text: 'No column' }, ...(header ?? []).map((name, at) => ({ value: String(at), text: name === '' ? `Column ${at + 1}` : name }))];
  return (
    <>
      <FormPage
        heading="Bring in your records" lede="A CSV file of incidents from your agency’s own system. They stay your agency’s: others see them only in counts that are not small." files
        errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.hotspotPart('imports')} submit="Bring them in" beside={<a href={paths.hotspots()}>Back to hotspots</a>}
        {...(header === undefined ? {} : { hidden: { chosen: 'yes' } })}
      >
        {header === undefined ? <Note>Names and addresses of people do not belong in this file: only date, time, kind and place are kept. Rows of domestic abuse, hate and the like are kept as counts and never become points.</Note> : partnerFields.map(({ name, label }) => (
          <Select key={name} name={`column-${name}`} label={`${label}: which column?`} value={columns?.[name] === undefined ? '' : String(columns[name])} items={items} errorMessage={errorOf(errors, `column-${name}`)} />
        ))}
        <FileUpload name="file" label="File" errorMessage={errorOf(errors, 'file')} attributes={{ accept: '.csv,.txt,text/csv' }} />
      </FormPage>
      {outcome === undefined ? null : <Outcome outcome={outcome} />}
      <Section id="runs" title="Files so far">
        {runs.length === 0 ? <Empty lead="None yet." /> : <DataTable label="Files so far" columns={[{ label: 'File' }, { label: 'When' }, { label: 'Who' }, { label: 'Read', numeric: true }, { label: 'Kept', numeric: true }, { label: 'Bad', numeric: true }]} rows={runs.map((run) => [run.file_name, momentWords(run.finished_at, now), run.who ?? '', run.rows_read, run.rows_kept, run.rows_bad])} />}
      </Section>
    </>
  );
}
