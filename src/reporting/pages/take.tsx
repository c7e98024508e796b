import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Columns, Empty, FormPage, LineList, Radios, Section, Side, TitleLine } from '../../ui/index.ts';
import type { PlaceRow } from '../queries.ts';
import type { ReportCategory } from '../reference-data.ts';
import { DangerFields, formErrors, ImpactFields, WantsField, WhatFields, WhenFields, YouFields } from './fields.tsx';
import { FileField, type KeptFile, KeptFiles } from './step.tsx';
import { WhereFields } from './where.tsx';

export interface NearbyReport {
  readonly href: string;
  readonly reference: string;
  readonly title: string;
  /** "120 m away, 6 days ago, new" */
  readonly says: string;
}

export interface TakePageProps {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  readonly secret: string;
  readonly categories: readonly ReportCategory[];
  readonly found: readonly PlaceRow[];
  /** undefined: no place has been found yet. */
  readonly nearby: readonly NearbyReport[] | undefined;
  readonly files: readonly KeptFile[];
  readonly most: string;
}

function Nearby({ nearby }: { nearby: readonly NearbyReport[] | undefined }) {
  if (nearby === undefined) {
    return <p class="quiet">Find the place to see what has been reported around it.</p>;
  }
  return nearby.length === 0
    ? <Empty lead="Nothing within 200 metres in the last three months.">What you may see of other reports would stand here.</Empty>
    : <LineList small items={nearby.map((report) => <><a href={report.href}>{report.reference}</a> {report.title} <span class="quiet">{report.says}</span></>)} />;
}

/** A report taken by phone or at a desk: the resident's own questions on one page, each typed once. */
export function TakePage({ typed, errors, secret, categories, found, nearby, files, most }: TakePageProps) {
  const group = { typed, errors };
  return (
    <>
      <TitleLine title="Take a report" says="Read the questions out as they stand. The person gets the same private page, promise and rights as online." />
      <Columns shape="case">
        <div>
          <FormPage errors={formErrors(errors)} action={paths.takeReport()} hidden={{ draft: secret }} files submit="Send this report">
            <Radios name="channel" value={typedText(typed, 'channel')} fieldset={{ legend: { text: 'How do you speak with them?', classes: 'govuk-fieldset__legend--s' } }} classes="govuk-radios--inline" errorMessage={errorOf(errors, 'channel')} items={[{ value: 'phone', text: 'On the phone' }, { value: 'desk', text: 'At a desk' }]} />
            <DangerFields {...group} />
            <p class="govuk-hint">If someone is in danger: stop here and ring 999 with them.</p>
            <Section id="what" title="What happened"><WhatFields {...group} categories={categories} /></Section>
            <Section id="place-part" title="Where"><WhereFields {...group} found={found} spot={undefined} heading={false} /></Section>
            <Section id="when-part" title="When and how often"><WhenFields {...group} /></Section>
            <Section id="impact-part" title="What it does to them"><ImpactFields {...group} /></Section>
            <Section id="wants-part" title="What they want, and files">
              <WantsField {...group} />
              <FileField errors={errors} most={most} />
              <KeptFiles files={files} />
            </Section>
            <Section id="you-part" title="Who they are, and how it is safe to reach them"><div data-likely={paths.peopleTyping()}><YouFields {...group} /></div></Section>
          </FormPage>
        </div>
        <Side label="Reports nearby"><Section id="nearby" title="Reports nearby" side><Nearby nearby={nearby} /></Section></Side>
      </Columns>
    </>
  );
}

export interface TakenPageProps {
  readonly reference: string;
  readonly link: string;
  readonly sentTo: string;
  readonly holder: string;
  readonly steps: readonly { readonly when: string; readonly what: string }[];
  /** The person who reported, if the officer may see the report. */
  readonly partyId: string | undefined;
}

/** To read out, or to print and hand over. */
export function TakenPage({ reference, link, sentTo, holder, steps, partyId }: TakenPageProps) {
  return (
    <>
      <TitleLine title={`Report ${reference}`} says={`Sent to ${holder}.`} />
      <Section id="say" title="Read this out, or print it">
        <p>Your reference is <b class="num">{reference}</b>.</p>
        <p>Your private page: <b class="hub-typed">{link}</b></p>
        <p>It shows who has your report and what comes next, and you can write to us there. Anyone with the link can read it, so keep it where only you look.</p>
        <p>{sentTo === '' ? 'We have sent you nothing, because you gave us no safe way to.' : `We also sent it ${sentTo}.`}</p>
        <LineList items={steps.map((step) => <><b>{step.when}</b> {step.what}</>)} />
      </Section>
      <p class="hub-more hub-noprint">{partyId === undefined ? null : <><a href={paths.personPart(partyId, 'likely')}>Is this person known already?</a> </>}<a href={paths.takeReport()}>Take another report</a> <a href={paths.triage()}>Triage</a></p>
    </>
  );
}
