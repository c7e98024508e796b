import type { Temporal } from 'temporal-polyfill';

import { dateWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, type FieldError } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ActionButton, AsTyped, Checkboxes, Columns, ErrorBox, Note, Pairs, Section, Side, TitleLine, Warn, Warns } from '../../ui/index.ts';
import type { Link } from '../link-queries.ts';
import type { Dissemination, Product } from '../product-queries.ts';
import { acceptanceWords, gradeCode, handlingWords, intelligenceWords, sourceWords } from '../rules.ts';
import { Marked } from './marked.tsx';
import { LinkLines } from './report-page.tsx';

export interface SharedProps {
  readonly given: Dissemination;
  /** Undefined until the conditions are accepted: the database gives nothing before. */
  readonly product: Product | undefined;
  readonly links: readonly Link[];
  readonly errors: readonly FieldError[];
  readonly now: Temporal.Instant;
}

function Accept({ given, errors }: Pick<SharedProps, 'given' | 'errors'>) {
  return (
    <>
      <Warns><Warn lead="On conditions.">Accept them and you can read it. If you cannot keep to them, do not open it: ring {given.from_agency_name}.</Warn></Warns>
      <Section id="conditions" title="The conditions">
        <AsTyped>{given.conditions}</AsTyped>
        <form class="hub-form" method="post" action={paths.acceptIntelligence(given.id)} novalidate>
          <Checkboxes name="accept" errorMessage={errorOf(errors, 'accept')} items={[{ value: 'yes', text: acceptanceWords(given.conditions, given.purpose, given.valid_until) }]} />
          <button class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">Accept and read</button>
        </form>
      </Section>
    </>
  );
}

function Read({ product, given, links }: { product: Product; given: Dissemination; links: readonly Link[] }) {
  return (
    <>
      <Section id="words" title="What it says"><AsTyped>{product.words}</AsTyped></Section>
      {given.conditions === '' ? null : <Note>Conditions: {given.conditions}</Note>}
      {links.length === 0 ? null : <Section id="links" title="Linked to, as far as you may see"><LinkLines links={links} /></Section>}
    </>
  );
}

/** Intelligence that was given to the reader: what for, on which conditions, and once these are accepted what it says. */
export function SharedIntelligencePage({ given, product, links, errors, now }: SharedProps) {
  const content = (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={product?.title ?? `Intelligence from ${given.from_agency_name}`} says={`${given.reference}, ${momentWords(given.decided_at, now)}`}>
        {product === undefined ? undefined : <ActionButton label="PDF" kind="secondary" href={paths.intelligencePdf(given.id)} />}
      </TitleLine>
      <Columns shape="case">
        <div>{product === undefined ? <Accept given={given} errors={errors} /> : <Read product={product} given={given} links={links} />}</div>
        <Side label="Facts">
          <Section id="facts" title="Facts" side>
            <Pairs pairs={[
              { term: 'From', value: given.from_agency_name }, { term: 'For', value: given.purpose }, { term: 'Under', value: given.gateway }, { term: 'You see it until', value: dateWords(given.valid_until) },
              ...(product === undefined ? [] : [{ term: 'Grading', value: <><b class="num">{gradeCode(product)}</b><br />{sourceWords[product.source_grade]}. {intelligenceWords[product.intelligence_grade]}. {handlingWords[product.handling]}</> }]),
            ]} />
            <p class="small quiet">Each reading is recorded, and {given.from_agency_name} sees it.</p>
          </Section>
        </Side>
      </Columns>
    </>
  );
  return product === undefined ? content : <Marked marking={product.marking}>{content}</Marked>;
}
