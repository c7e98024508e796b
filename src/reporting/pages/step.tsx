import type { ComponentChildren } from 'preact';

import { errorOf, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Button, FileUpload, FormPage } from '../../ui/index.ts';
import type { Guidance } from '../guidance.ts';
import type { ReportCategory } from '../reference-data.ts';
import type { StepKey } from '../steps.ts';
import { DangerFields, formErrors, ImpactFields, WantsField, WhatFields, WhenFields, YouFields } from './fields.tsx';
import { AfterForm, type AfterFormProps, GuidanceNote, StepHead } from './frame.tsx';

export interface StepPageProps extends AfterFormProps {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  /** The person came from the check page and goes back there. */
  readonly fromCheck: boolean;
  readonly guidance?: Guidance | undefined;
}

function hidden(fromCheck: boolean): Readonly<Record<string, string>> {
  return fromCheck ? { from: 'check' } : {};
}

/** Titles of the pages, and how a question ends a "Change" link. */
export const stepTitles: Readonly<Record<StepKey, { title: string; change: string }>> = {
  danger: { title: 'Is anyone in danger now?', change: 'whether anyone is in danger' },
  what: { title: 'What happened?', change: 'what happened' },
  where: { title: 'Where did it happen?', change: 'where' },
  when: { title: 'When, and how often?', change: 'when' },
  impact: { title: 'How does it affect you?', change: 'how it affects you' },
  wants: { title: 'What do you want to happen?', change: 'what you want' },
  you: { title: 'How can we reach you safely?', change: 'how to reach you' },
};

export interface BeginPageProps extends StepPageProps {
  /** A report begun before on this device: when it was saved, and where it goes on. */
  readonly begun?: { readonly savedAt: string; readonly goOn: string } | undefined;
}

/** The first question. It stands before everything else. */
export function DangerPage({ typed, errors, fromCheck, begun, savedAt, soFar }: BeginPageProps) {
  return (
    <>
      {begun === undefined ? null : (
        <div class="govuk-inset-text">
          You began a report on this device, saved {begun.savedAt}. <a href={begun.goOn}>Go on with it</a>, or answer below to change your first answer.
          <form method="post" action={paths.reportStep('begin-again')}><button class="govuk-button govuk-button--secondary" type="submit">Throw it away and begin again</button></form>
        </div>
      )}
      <FormPage
        errors={formErrors(errors)}
        steps={<StepHead step="danger" />}
        action={paths.reportStart()}
        hidden={hidden(fromCheck)}
        after={
          <>
            <p class="hub-q__saved"><b>Before you begin.</b> No account. You can stay anonymous. Each answer is saved, so you can stop and come back. In danger: <a href="tel:999">999</a>. Not urgent: <a href="tel:101">101</a>.</p>
            <AfterForm savedAt={savedAt} soFar={soFar} />
          </>
        }
      >
        <DangerFields typed={typed} errors={errors} heading />
      </FormPage>
    </>
  );
}

function QuestionPage({ step, props, children, lede }: { step: StepKey; props: StepPageProps; children: ComponentChildren; lede?: string }) {
  return (
    <FormPage
      errors={formErrors(props.errors)}
      steps={<StepHead step={step} />}
      heading={stepTitles[step].title}
      lede={lede}
      action={paths.reportStep(step)}
      hidden={hidden(props.fromCheck)}
      after={<AfterForm savedAt={props.savedAt} soFar={props.soFar} />}
    >
      <GuidanceNote guidance={props.guidance} />
      {children}
    </FormPage>
  );
}

export function WhatPage(props: StepPageProps & { readonly categories: readonly ReportCategory[] }) {
  return <QuestionPage step="what" props={props}><WhatFields {...props} /></QuestionPage>;
}

export function WhenPage(props: StepPageProps) {
  return <QuestionPage step="when" props={props}><WhenFields {...props} /></QuestionPage>;
}

export function ImpactPage(props: StepPageProps) {
  return <QuestionPage step="impact" props={props}><ImpactFields {...props} /></QuestionPage>;
}

export function YouPage(props: StepPageProps) {
  return <QuestionPage step="you" props={props}><YouFields {...props} /></QuestionPage>;
}

export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly size: string;
}

/** Files that have arrived, each with a button to take it away again. */
export function KeptFiles({ files }: { files: readonly KeptFile[] }) {
  return files.length === 0 ? null : (
    <div class="govuk-form-group">
      <h2 class="govuk-heading-s">We have {files.length === 1 ? 'this file' : `these ${files.length} files`}</h2>
      <ul class="hub-list">
        {files.map((file) => (
          <li key={file.id}>
            {file.name} <span class="quiet">{file.kind}, {file.size}</span>{' '}
            <button class="govuk-button govuk-button--secondary" name="do" value={`remove:${file.id}`} type="submit">Remove<span class="govuk-visually-hidden"> {file.name}</span></button>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function FileField({ errors, most }: { errors: readonly FieldError[]; most: string }) {
  return (
    <FileUpload
      name="files"
      multiple
      label={{ text: 'Photos, sound, video or documents', classes: 'govuk-label--s' }}
      hint={`Up to ${most} each. We keep the original sealed for court. People who work on your report see a copy without hidden information such as where your phone was.`}
      errorMessage={errorOf(errors, 'files')}
    />
  );
}

export function WantsPage(props: StepPageProps & { readonly files: readonly KeptFile[]; readonly most: string }) {
  return (
    <FormPage
      errors={formErrors(props.errors)}
      steps={<StepHead step="wants" />}
      action={paths.reportStep('wants')}
      files
      hidden={hidden(props.fromCheck)}
      beside={<Button classes="govuk-button--secondary" name="do" value="add" type="submit">Add these files</Button>}
      after={<AfterForm savedAt={props.savedAt} soFar={props.soFar} />}
    >
      <GuidanceNote guidance={props.guidance} />
      <WantsField typed={props.typed} errors={props.errors} heading />
      <FileField errors={props.errors} most={props.most} />
      <KeptFiles files={props.files} />
    </FormPage>
  );
}
