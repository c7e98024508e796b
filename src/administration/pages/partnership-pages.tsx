import { paths } from '../../paths.ts';
import { errorOf, type FieldError } from '../../platform/http/index.ts';
import { Checkboxes, Fieldset, FormPage, Input, PageTabs, Textarea, TitleLine } from '../../ui/index.ts';
import { summaryOf, type Filled } from '../desk.tsx';
import { listParts, type ListPart } from '../partnership-form.ts';

export function PartnershipTabs({ current }: { current: string }) {
  return (
    <>
      <TitleLine title="The partnership" says="Changes show on every page within ten seconds." />
      <PageTabs label="Settings of the partnership" links={[
        { href: paths.administrationPart('partnership'), label: 'About', current: current === 'about' },
        { href: paths.administrationItem('partnership', 'colour'), label: 'Colour', current: current === 'colour' },
        ...listParts.map(({ part, title }) => ({ href: paths.administrationItem('partnership', part), label: title, current: current === part })),
      ]} />
    </>
  );
}

export function AboutForm({ form }: { form: Filled }) {
  const field = (name: string, label: string, hint?: string) => ({ name, label, hint, value: form.text(name), errorMessage: errorOf(form.errors, name) });
  return (
    <div class="hub-narrow">
      <FormPage errors={summaryOf(form.errors)} action={paths.administrationPart('partnership')} submit="Save">
        <Input {...field('name', 'Name of the partnership')} />
        <Input {...field('service', 'Name of the service', 'Top left on every page')} classes="govuk-input--width-20" />
        <Input {...field('hubPhone', 'Phone of the hub', 'Shown wherever someone may need to ring')} type="tel" classes="govuk-input--width-20" />
        <Input {...field('opensAt', 'Opens at')} classes="govuk-input--width-5" />
        <Input {...field('closesAt', 'Closes at', 'A working day ends then: deadlines are by this time')} classes="govuk-input--width-5" />
        <Input {...field('runBy', 'Run by', 'Foot of each public page. Such as: the council with police, fire and housing partners')} />
        <Input {...field('portfolioHolder', 'Councillor or board member who answers for it', 'Sees the longest silences')} />
        <Input {...field('exitAddress', 'Where “Exit this page” leads', 'A page that anyone might look at, such as the weather')} type="url" />
        <Input {...field('basemap', 'Basemap of the live map (optional)', 'Tiles with {z}/{x}/{y}, vector tiles (.pbf) or a .pmtiles file. Without it a plain map that needs no network')} />
        <Input {...field('basemapCredit', 'Whom to credit for it')} />
      </FormPage>
    </div>
  );
}

export function ColourForm({ form, standard }: { form: Filled; standard: string }) {
  return (
    <div class="hub-narrow">
      <FormPage errors={summaryOf(form.errors)} action={paths.administrationItem('partnership', 'colour')} submit="Save">
        <Input name="accent" label="Colour of links, buttons and bands" hint={`As # and six letters or figures. ${standard} is the one that came with the hub. Words must be readable on it, so light colours are refused`} classes="govuk-input--width-10" spellcheck={false} value={form.text('accent')} errorMessage={errorOf(form.errors, 'accent')} />
      </FormPage>
    </div>
  );
}

export interface ListFormProps {
  readonly part: ListPart;
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly errors: readonly FieldError[];
}

export function ListForm({ part, rows, errors }: ListFormProps) {
  return (
    <div class="hub-narrow">
      <FormPage lede={`${part.says} Empty a block to take it away; the last three are for new ones.`} errors={summaryOf(errors)} action={paths.administrationItem('partnership', part.part)} submit="Save">
        {rows.map((row, at) => (
          <Fieldset key={at} legend={{ text: `${part.one} ${at + 1}`, classes: 'govuk-fieldset__legend--s' }}>
            {part.columns.map(({ name, label, hint, long, tick }) => {
              const shared = { name: `${name}[]`, id: `${name}-${at}`, label, hint, value: row[name] ?? '', errorMessage: errorOf(errors, `${name}-${at}`) };
              if (tick === true) {
                return <Checkboxes key={name} name={`${name}[]`} idPrefix={`${name}-${at}`} values={row[name] === 'yes' ? [at] : []} items={[{ value: at, text: label }]} />;
              }
              return long === true ? <Textarea key={name} {...shared} rows={2} /> : <Input key={name} {...shared} />;
            })}
          </Fieldset>
        ))}
        {errorOf(errors, 'none') === undefined ? null : <Checkboxes name="none" idPrefix="none" errorMessage={errorOf(errors, 'none')} items={[{ value: 'yes', text: 'Yes, leave the list empty', hint: `It is not empty now. ${part.says}` }]} />}
      </FormPage>
    </div>
  );
}
