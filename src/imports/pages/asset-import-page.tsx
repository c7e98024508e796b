import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { DataTable, Empty, FileUpload, FormPage, Input, Note, Section, Select } from '../../ui/index.ts';
import { assetFields, type AssetColumns } from '../asset-rows.ts';
import type { PartnerOutcome } from '../partner.ts';
import type { RunRow } from '../run-list.ts';
import { Outcome } from './outcome.tsx';

interface Props {
  readonly header: readonly string[] | undefined;
  readonly columns: AssetColumns | undefined;
  readonly outcome: PartnerOutcome | undefined;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  readonly runs: readonly RunRow[];
  readonly now: Temporal.Instant;
}

const kinds = [{ value: '', text: 'As each row says' }, { value: 'underpass', text: 'Underpasses' }, { value: 'camera', text: 'Cameras' }, { value: 'light', text: 'Lights' }, { value: 'other', text: 'Something else' }];

export function AssetImportPage({ header, columns, outcome, typed, errors, runs, now }: Props) {
  const items = [{ value: '', text: 'No column' }, ...(header ?? []).map((name, at) => ({ value: String(at), text: name === '' ? `Column ${at + 1}` : name }))];
  return (
    <>
      <FormPage
        heading="Underpasses, cameras and lights from a file" lede="A CSV file or GeoJSON. One with the same kind and number is mended, any other is added; the same file again changes nothing." files
        errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.hotspotPart('asset-imports')} submit="Bring them in" beside={<a href={paths.hotspotPart('assets')}>Back to the list</a>}
        {...(header === undefined ? {} : { hidden: { chosen: 'yes' } })}
      >
        {header === undefined ? <Note>Everyone who works here sees this list. What is secret, such as a camera that nobody should know of, does not belong in it.</Note> : assetFields.map(({ name, label }) => (
          <Select key={name} name={`column-${name}`} label={`${label}: which column?`} value={columns?.[name] === undefined ? '' : String(columns[name])} items={items} errorMessage={errorOf(errors, `column-${name}`)} />
        ))}
        <Select name="all" label="All of them are" value={typedText(typed, 'all')} items={kinds} errorMessage={errorOf(errors, 'all')} />
        <Input name="source" label="Whose list is it?" value={typedText(typed, 'source')} errorMessage={errorOf(errors, 'source')} />
        <FileUpload name="file" label="File" errorMessage={errorOf(errors, 'file')} attributes={{ accept: '.csv,.txt,.json,.geojson,text/csv,application/geo+json' }} />
      </FormPage>
      {outcome === undefined ? null : <Outcome outcome={outcome} />}
      <Section id="runs" title="Files so far">
        {runs.length === 0 ? <Empty lead="None yet." /> : <DataTable label="Files so far" columns={[{ label: 'File' }, { label: 'When' }, { label: 'Who' }, { label: 'Read', numeric: true }, { label: 'Kept', numeric: true }, { label: 'Bad', numeric: true }]} rows={runs.map((run) => [run.file_name, momentWords(run.finished_at, now), run.who ?? '', run.rows_read, run.rows_kept, run.rows_bad])} />}
      </Section>
    </>
  );
}
