import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { AsTyped, Button, Checkboxes, ErrorBox, Input, Note, Pairs, Radios, Section, Select, Textarea, TitleLine } from '../../ui/index.ts';
import type { FoundFile } from '../files.ts';
import type { Exemption, ItemRow, RequestRow } from '../queries.ts';
import type { Proposal } from '../rules.ts';

export interface ItemPageProps {
  readonly request: RequestRow;
  readonly item: ItemRow;
  /** The file behind it, where it is one and still there. */
  readonly file: FoundFile | undefined;
  readonly proposals: readonly Proposal[];
  readonly exemptions: readonly Exemption[];
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
  readonly now: Temporal.Instant;
}

/** What was decided before, as the form would have it typed. */
export function typedOf({ decision, strikes, covers, exemption_id: exemption, reason }: ItemRow, proposals: readonly Proposal[]): Typed {
  const proposed = proposals.map(({ passage }) => passage);
  return decision === null
    ? { strike: proposed }
    : { decision, strike: strikes.filter((one) => proposed.includes(one)), more: strikes.filter((one) => !proposed.includes(one)).join('\n'), covers, exemption: exemption ?? '', reason };
}

/** The file under the grid that names its squares, and what of it is covered. */
function Covers({ request, item, file, errors, typed }: Pick<ItemPageProps, 'request' | 'item' | 'errors' | 'typed'> & { file: FoundFile }) {
  const squares = typedText(typed, 'covers');
  const pages = file.shown.as === 'pages';
  return (
    <>
      <figure class="hub-exhibit">
        <img src={paths.subjectPicture(request.id, item.id, 1, squares)} alt="The file, first page, with a grid of columns A to L and rows 1 to 12" />
        <figcaption>What goes in is a copy drawn anew, without the grid, its name and what the camera wrote into it.{pages ? <> Other pages: {[2, 3, 4, 5].map((page) => <><a key={page} class="hub-back" href={paths.subjectPicture(request.id, item.id, page, squares)}>{page}</a> </>)}</> : null}</figcaption>
      </figure>
      <Input name="covers" label="Cover squares of it" hint={`As on the picture, for example B3:D5, F1.${pages ? ' For page 2 write 2: B3:D5.' : ''} What is covered is not in the copy`} value={squares} errorMessage={errorOf(errors, 'covers')} />
    </>
  );
}

export function ItemPage({ request, item, file, proposals, exemptions, errors, typed, now }: ItemPageProps) {
  const open = request.state === 'open';
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={item.label} says={momentWords(item.at, now)} />
      {item.consult === null ? null : <Note><b>{item.consult} gave this.</b> Ask them first whether it may go, and write down what they say. What they hold themselves is theirs to answer.</Note>}
      <Section id="words" title="As it stands"><AsTyped>{item.words}</AsTyped>{file === undefined ? (item.source === 'file' ? <p>The file itself is no longer kept.</p> : null) : <p><a href={paths.evidence(file.id, 'original')}>Download the original</a></p>}</Section>
      {open ? (
        <Section id="decide" title="Does it go into the pack?">
          <form class="hub-form" method="post" action={paths.subjectItem(request.id, item.id)} novalidate>
            <Radios name="decision" fieldset={{ legend: 'Your decision' }} value={typedText(typed, 'decision')} errorMessage={errorOf(errors, 'decision')} items={[
              { value: 'include', text: file === undefined ? 'It goes in as it is' : 'The file goes in as it was received', hint: file === undefined ? undefined : 'With what its camera or program wrote into it, such as place and time' },
              { value: 'redact', text: 'It goes in, with parts taken out', hint: file?.shown.as === 'slip' ? 'Not for this kind of file: nothing in it can be covered' : undefined, conditional: (
                <>
                  {file === undefined || file.shown.as === 'slip' ? null : <Covers request={request} item={item} file={file} errors={errors} typed={typed} />}
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
        <Pairs pairs={[{ term: 'Decision', value: item.decision === null ? 'None yet' : { include: 'Goes in', redact: 'Goes in, parts taken out', withhold: 'Held back' }[item.decision] }, ...(item.strikes.length === 0 ? [] : [{ term: 'Taken out', value: item.strikes.join('; ') }]), ...(item.covers === '' ? [] : [{ term: 'Covered', value: item.covers }]), ...(item.exemption === null ? [] : [{ term: 'Exemption', value: item.exemption }]), ...(item.reason === '' ? [] : [{ term: 'Why', value: item.reason }]), { term: 'By', value: item.decider ?? '–' }]} />
      )}
      <p class="hub-back"><a href={paths.subjectRequest(request.id, 'items')}>All that was found</a></p>
    </>
  );
}
