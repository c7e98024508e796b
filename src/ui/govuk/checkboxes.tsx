import { type ChoiceItem, Choices, type ChoicesOptions } from './choices.tsx';

export interface CheckboxesProps extends ChoicesOptions {
  /** The values chosen. */
  values?: readonly (string | number)[] | undefined;
  describedBy?: string | undefined;
}

export function Checkboxes(options: CheckboxesProps) {
  const isChecked = (item: ChoiceItem): boolean => {
    if (item.checked === true) return true;
    if (options.values === undefined || item.checked === false) return false;
    return options.values.some((value) => String(value) === String(item.value));
  };
  return <Choices kind="checkboxes" options={options} describedBy={options.fieldset?.describedBy ?? options.describedBy} isChecked={isChecked} />;
}
