import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { AsTyped, Button, Checkboxes, ErrorBox, Note, Pairs, Radios, Section, Select, Textarea, TitleLine } from '../../ui/index.ts';
import type { Exemption, ItemRow, RequestRow } from '../queries.ts';
import type { Proposal } from '../rules.ts';

export interface ItemPageProps {
  readonly request: RequestRow;
  readonly item: ItemRow;
  readonly proposals: readonly Proposal[];
  readonly exemptions: readonly Exemption[];
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
  readonly now: Temporal.Instant;
}

/** What was decided before, as the form would have it typed. */
export function typedOf({ decision, strikes, exemption_id: exemption, reason }: ItemRow, proposals: readonly Proposal[]): Typed {
  const proposed = proposals.map(({ passage }) => passage);
  return decision === null
    ? { strike: proposed }
    : { decision, strike: strikes.filter((one) => proposed.includes(one)), more: strikes.filter((one) => !proposed.includes(one)).join('\n'), exemption: exemption ?? '', reason };
}

export function ItemPage({ request, item, proposals, exemptions, errors, typed, now }: ItemPageProps) {
  const open = request.state === 'open';
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={item.label} says={momentWords(item.at, now)} />
      {item.consult === null ? null : <Note><b>{item.consult} gave this.</b> Ask them first whether it may go, and write down what they say. What they hold themselves is theirs to answer.</Note>}
      <Section id="words" title="As it stands"><AsTyped>{item.words}</AsTyped></Section>
      {open ? (
        <Section id="decide" title="Does it go into the pack?">
          <form method="post" action={paths.subjectItem(request.id, item.id)} novalidate>
            <Radios name="decision" fieldset={{ legend: 'Your decision' }} value={typedText(typed, 'decision')} errorMessage={errorOf(errors, 'decision')} items={[
              { value: 'include', text: 'It goes in as it is' },
              { value: 'redact', text: 'It goes in, with parts taken out', conditional: (
                <>
                  {proposals.length === 0 ? <p class="quiet">Nothing in it looks like somebody else’s.</p> : <Checkboxes name="strike" fieldset={{ legend: 'Found in it: take out what is ticked', classes: 'govuk-fieldset__legend--s' }} values={[...typedList(typed, 'strike')]} items={proposals.map(({ passage, what }) => ({ value: passage, text: passage, hint: what }))} />}
                  <Textarea name="more" label="Also take out" hint="One passage on each line, as it stands" rows={3} value={typedText(typed, 'more')} errorMessage={errorOf(errors, 'more')} />
                </>
              ) },
              { value: 'withhold', text: 'It is held back', conditional: <Select name="exemption" label="Under which exemption" value={typedText(typed, 'exemption')} errorMessage={errorOf(errors, 'exemption')} items={[{ value: '', text: 'Choose one' }, ...exemptions.map((one) => ({ value: one.id, text: `${one.name} (${one.source})` }))]} /> },
            ]} />
            <Textarea name="reason" label="Why" hint="Needed if it is held back. Stays in the file, not in the pack" rows={3} value={typedText(typed, 'reason')} errorMessage={errorOf(errors, 'reason')} />
            <Button>Save and go on</Button>
          </form>
        </Section>
      ) : (
        <Pairs pairs={[{ term: 'Decision', value: item.decision === null ? 'None yet' : { include: 'Goes in', redact: 'Goes in, parts taken out', withhold: 'Held back' }[item.decision] }, ...(item.strikes.length === 0 ? [] : [{ term: 'Taken out', value: item.strikes.join('; ') }]), ...(item.exemption === null ? [] : [{ term: 'Exemption', value: item.exemption }]), ...(item.reason === '' ? [] : [{ term: 'Why', value: item.reason }]), { term: 'By', value: item.decider ?? '–' }]} />
      )}
      <p class="hub-back"><a href={paths.subjectRequest(request.id, 'items')}>All that was found</a></p>
    </>
  );
}
