import { type ChoiceItem, Choices, type ChoicesOptions } from './choices.tsx';

export interface RadiosProps extends ChoicesOptions {
  /** The value chosen. */
  value?: string | number | undefined;
}

export function Radios(options: RadiosProps) {
  const isChecked = (item: ChoiceItem): boolean => {
    if (item.checked === true) return true;
    if (options.value === undefined || options.value === '' || item.checked === false) return false;
    return String(item.value) === String(options.value);
  };
  return <Choices kind="radios" options={options} describedBy={options.fieldset?.describedBy} isChecked={isChecked} />;
}
