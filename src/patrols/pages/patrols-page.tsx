import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { Empty, ErrorBox, Input, Section, Select, Textarea, TitleLine } from '../../ui/index.ts';
import type { PatrolPlace, PatrolRow } from '../queries.ts';
import { PatrolTable } from './patrols-section.tsx';

interface Props {
  readonly going: PatrolRow | undefined;
  readonly patrols: readonly PatrolRow[];
  readonly places: readonly PatrolPlace[];
  readonly cases: readonly { readonly id: string; readonly reference: string; readonly title: string }[];
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

function Start({ places, cases, typed, errors }: Props) {
  return (
    <Section id="start" title="Start a patrol">
      <form class="hub-form" method="post" action={paths.patrolStart()} novalidate data-position="">
        <Select name="place" label="Where?" value={typedText(typed, 'place')} errorMessage={errorOf(errors, 'place')} items={[{ value: '', text: 'Choose a place, or write it below' }, ...places.map(({ id, name }) => ({ value: id, text: name }))]} />
        <Input name="words" label="Or in words" value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
        {cases.length === 0 ? null : <Select name="case" label="For a plan? (optional)" value={typedText(typed, 'case')} errorMessage={errorOf(errors, 'case')} items={[{ value: '', text: 'No' }, ...cases.map(({ id, reference, title }) => ({ value: id, text: `${reference} ${title}` }))]} />}
        <input type="hidden" name="position" value={typedText(typed, 'position')} />
        <button class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">Start now</button>
      </form>
    </Section>
  );
}

function Stop({ going, typed, errors }: Props & { going: PatrolRow }) {
  return (
    <Section id="stop" title={`On patrol: ${going.place_words}`} lede={`Since ${momentWords(going.started_at)}.`}>
      <form class="hub-form" method="post" action={paths.patrol(going.id)} novalidate>
        <Textarea name="seen" label="What did you see?" hint="Places and what happened. No names" rows={4} value={typedText(typed, 'seen')} errorMessage={errorOf(errors, 'seen')} />
        <Input name="spoke" label="How many people did you speak to? (optional)" classes="govuk-input--width-3" inputmode="numeric" value={typedText(typed, 'spoke')} errorMessage={errorOf(errors, 'spoke')} />
        <button class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">Stop the patrol</button>
      </form>
    </Section>
  );
}

/** Start, stop and what was seen, for a phone in a hand; the position is only ever given by choice. */
export function PatrolsPage(props: Props) {
  const over = props.patrols.filter(({ id }) => id !== props.going?.id);
  return (
    <>
      <ErrorBox errors={props.errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title="Patrols" says="Where we walked, and what was seen." />
      {props.going === undefined ? <Start {...props} /> : <Stop {...props} going={props.going} />}
      <Section id="before" title="Patrols of our agency">
        {over.length === 0 ? <Empty lead="None yet." /> : <PatrolTable label="Patrols of our agency" patrols={over} />}
      </Section>
    </>
  );
}
