import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { DataTable, Empty, FormPage, Input, Section, TitleLine } from '../../ui/index.ts';
import type { BundleRow, BundleState, CaseRow } from '../queries.ts';

export const stateWords: Readonly<Record<BundleState, string>> = { draft: 'Being put together', waiting: 'Waiting to be made', working: 'Being made', ready: 'Ready', failed: 'Could not be made' };

export interface BundlesPageProps {
  readonly file: CaseRow;
  readonly bundles: readonly BundleRow[];
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

/** Evidence bundles of a case, and the start of a new one. */
export function BundlesPage({ file, bundles, now, errors, typed }: BundlesPageProps) {
  return (
    <>
      <TitleLine title={`Evidence bundles of ${file.reference}`} says={file.title} />
      {bundles.length === 0 ? <Empty lead="No bundle yet.">A bundle is one numbered file for a court: index, incidents, chronology, exhibits with their hashes, and what is blacked out and why.</Empty> : (
        <DataTable
          label="Bundles"
          columns={[{ label: 'Bundle' }, { label: 'State' }, { label: 'Pages', numeric: true }]}
          rows={bundles.map((bundle) => [<><a href={paths.bundle(file.id, bundle.id)}>{bundle.title}</a><br /><span class="small quiet">Begun {bundle.created_by === null ? '' : `by ${bundle.created_by}, `}{momentWords(bundle.created_at, now)}</span></>, stateWords[bundle.state], bundle.pages ?? ''])}
        />
      )}
      <Section id="new" title="Start a bundle">
        <FormPage errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.bundles(file.id)} submit="Start" beside={<a href={paths.case(file.id)}>Back to the case</a>}>
          <Input name="title" label="What it is for" hint="It stands on the cover, for example “Application for an injunction”" value={typedText(typed, 'title')} errorMessage={errorOf(errors, 'title')} />
          <Input name="court" label="Court and hearing, if there is one" value={typedText(typed, 'court')} errorMessage={errorOf(errors, 'court')} />
        </FormPage>
      </Section>
    </>
  );
}
