import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { HintAndError, isWrong } from './field.tsx';
import { Fieldset, type FieldsetOptions } from './fieldset.tsx';
import { Input } from './input.tsx';
import { asOptions, type ErrorOptions, idList, type InputsGroupOptions, isThere, type Maybe, type TextOptions, type Words } from './options.ts';

/** One of day, month and year. */
export interface DateInputItem {
  name?: string | undefined;
  id?: string | undefined;
  label?: string | undefined;
  value?: string | number | undefined;
  classes?: string | undefined;
  error?: boolean | undefined;
  inputmode?: string | undefined;
  autocomplete?: string | undefined;
  pattern?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface DateInputProps {
  id?: string | undefined;
  namePrefix?: string | undefined;
  items?: readonly Maybe<DateInputItem>[] | undefined;
  day?: DateInputItem | false | undefined;
  month?: DateInputItem | false | undefined;
  year?: DateInputItem | false | undefined;
  /** By field name, with its prefix: "when-day". */
  values?: Readonly<Record<string, string | number | undefined>> | undefined;
  fieldset?: FieldsetOptions | undefined;
  hint?: Words<TextOptions> | undefined;
  errorMessage?: Words<ErrorOptions> | undefined;
  formGroup?: InputsGroupOptions | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

type Part = 'day' | 'month' | 'year';

const parts: readonly Part[] = ['day', 'month', 'year'];

interface DatePart {
  item: DateInputItem;
  /** Day, month or year, where it is one of them. */
  part: Part | undefined;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

function hasError(item: DateInputItem): boolean {
  return item.error === true || item.classes?.includes('govuk-input--error') === true;
}

function ownOption(options: DateInputProps, part: Part): DateInputItem | undefined {
  const option = options[part];
  return option === false ? undefined : option;
}

/** A given item belongs to the part of its name; the three own options are their parts whatever they are called. */
function dateParts(options: DateInputProps): readonly DatePart[] {
  const items = options.items?.filter(isThere) ?? [];
  if (items.length > 0) {
    return items.map((item) => ({
      item,
      part: parts.find((part) => item.name !== undefined && (item.name === part || item.name === ownOption(options, part)?.name)),
    }));
  }
  return parts.flatMap((part) => (options[part] === false ? [] : [{ item: ownOption(options, part) ?? { name: part }, part }]));
}

function partValue(options: DateInputProps, part: Part | undefined): string | number | undefined {
  if (part === undefined || options[part] === false) return undefined;
  const option = ownOption(options, part);
  return option === undefined ? options.values?.[part] : option.value;
}

function itemClasses({ item, part }: DatePart, wrong: boolean, anyItemWrong: boolean): string | undefined {
  const own = item.classes ?? '';
  const error = !own.includes('govuk-input--error') && (hasError(item) || (item.error !== false && wrong && !anyItemWrong));
  const width = own.includes('govuk-input--width-') ? undefined : `govuk-input--width-${part === 'year' ? 4 : 2}`;
  return classes('govuk-date-input__input', error && 'govuk-input--error', width, own);
}

function DateItem({ options, datePart, anyItemWrong }: { options: DateInputProps; datePart: DatePart; anyItemWrong: boolean }) {
  const { item, part } = datePart;
  const name = item.name ?? part ?? '';
  const fullName = options.namePrefix === undefined || options.namePrefix === '' ? name : `${options.namePrefix}-${name}`;
  const value = item.value ?? partValue(options, part) ?? options.values?.[fullName];
  return (
    <div class="govuk-date-input__item">
      <Input
        label={{ text: item.label ?? capitalised(name), classes: 'govuk-date-input__label' }}
        id={item.id ?? `${options.id ?? ''}-${name}`}
        classes={itemClasses(datePart, isWrong(options), anyItemWrong)}
        name={fullName}
        value={value}
        inputmode={item.inputmode ?? 'numeric'}
        autocomplete={item.autocomplete}
        pattern={item.pattern}
        attributes={item.attributes}
      />
    </div>
  );
}

export function DateInput(options: DateInputProps) {
  const id = options.id ?? '';
  const all = dateParts(options);
  const anyItemWrong = all.some(({ item }) => hasError(item));
  const described = idList(
    options.fieldset?.describedBy,
    asOptions<TextOptions>(options.hint) !== undefined && `${id}-hint`,
    isWrong(options) && `${id}-error`,
  );
  const inside = (
    <>
      <HintAndError id={id} hint={options.hint} errorMessage={options.errorMessage} />
      <div class={classes('govuk-date-input', options.classes)} {...options.attributes} id={options.id}>
        {options.formGroup?.beforeInputs}
        {all.map((datePart, place) => <DateItem key={place} options={options} datePart={datePart} anyItemWrong={anyItemWrong} />)}
        {options.formGroup?.afterInputs}
      </div>
    </>
  );
  return (
    <div class={classes('govuk-form-group', isWrong(options) && 'govuk-form-group--error', options.formGroup?.classes)} {...options.formGroup?.attributes}>
      {options.fieldset === undefined ? inside : <Fieldset {...options.fieldset} role="group" describedBy={described}>{inside}</Fieldset>}
    </div>
  );
}
