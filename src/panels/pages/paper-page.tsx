import { errorOf, typedList, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ItemChoice, TermsFields, type Gateway, type OfferedGroup } from '../../sharing/index.ts';
import { Checkboxes, FormPage, Note } from '../../ui/index.ts';
import type { Item } from '../item-queries.ts';
import type { Caseworker, Meeting } from '../panel-queries.ts';
import { Marked } from './marked.tsx';
import { personChoice } from './panels-pages.tsx';

export interface PaperProps {
  readonly meeting: Meeting;
  readonly item: Item;
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly Caseworker[];
  readonly groups: readonly OfferedGroup[];
  readonly gateways: readonly Gateway[];
  readonly aims: readonly string[];
  /** Why no agreement covers what was sent. */
  readonly outside: readonly string[];
  readonly supervisor: boolean;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

/** Who needs to know, what they get, and under which law: frozen for this meeting, a disclosure for each receiver. */
export function PaperPage({ meeting, item, agencies, people, groups, gateways, aims, outside, supervisor, typed, errors }: PaperProps) {
  return (
    <Marked marking={meeting.marking}>
      <FormPage heading={`Paper: ${item.title}`} lede="The chosen words are copied and do not change with the case. Each receiver gets a disclosure of their own in the ledger, and opens it only after signing." errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
        action={paths.panelPaper(item.id)} submit="Freeze the paper and give it" beside={<a href={paths.panelItem(item.id)}>Back to the item</a>}>
        {item.restricted ? <Note>This item is restricted: name people, one by one.</Note> : (
          <Checkboxes name="agencies" fieldset={{ legend: 'Which agencies need to know?' }} values={[...typedList(typed, 'agencies')]} errorMessage={errorOf(errors, 'agencies')} classes="govuk-checkboxes--small" items={agencies.map(({ id, name }) => ({ value: id, text: name }))} />
        )}
        <Checkboxes name="people" fieldset={{ legend: 'Which people, by name?' }} hint="They are invited to this meeting if they are not" values={[...typedList(typed, 'people')]} errorMessage={errorOf(errors, 'people')} classes="govuk-checkboxes--small" items={people.map(personChoice)} />
        <Checkboxes name="figures" values={[...typedList(typed, 'figures')]} classes="govuk-checkboxes--small" fieldset={{ legend: 'For the screen' }} items={[{ value: 'yes', text: 'Incidents in six weeks, and the risk score', hint: 'Numbers that say nothing of who. Shown large only while everyone in the room may read the paper' }]} />
        <ItemChoice groups={groups} typed={typed} errors={errors} />
        <TermsFields gateways={gateways} aims={aims} outside={outside} supervisor={supervisor} typed={typed} errors={errors} />
      </FormPage>
    </Marked>
  );
}
