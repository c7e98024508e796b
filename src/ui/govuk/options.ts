import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';

/** Words with the classes and attributes of the element that holds them. */
export interface TextOptions {
  text?: ComponentChildren;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface LabelOptions extends TextOptions {
  /** The label is the heading of the page. */
  isPageHeading?: boolean | undefined;
}

export interface ErrorOptions extends TextOptions {
  /** The word before the message for screen readers; '' for none. */
  visuallyHiddenText?: string | undefined;
}

/** Plain words stand for the options that hold them. */
export type Words<Options> = string | Options;

/** Something that a list may leave out. */
export type Maybe<Item> = Item | false | '' | null | undefined;

export interface FormGroupOptions {
  classes?: string | undefined;
  attributes?: Attributes | undefined;
  beforeInput?: ComponentChildren;
  afterInput?: ComponentChildren;
}

export interface InputsGroupOptions {
  classes?: string | undefined;
  attributes?: Attributes | undefined;
  beforeInputs?: ComponentChildren;
  afterInputs?: ComponentChildren;
}

export function asOptions<Options extends TextOptions>(words: Words<Options> | undefined): Options | TextOptions | undefined {
  if (typeof words !== 'string') return words;
  return words === '' ? undefined : { text: words };
}

/** Whether there is anything to show. */
export function isPresent(content: ComponentChildren): boolean {
  return content !== undefined && content !== null && content !== false && content !== '';
}

export function isThere<Item>(item: Maybe<Item>): item is Item {
  return item !== undefined && item !== null && item !== false && item !== '';
}

/** Ids joined for aria-describedby. */
export function idList(...ids: readonly (string | false | undefined)[]): string | undefined {
  const kept = ids.filter((id): id is string => typeof id === 'string' && id !== '');
  return kept.length > 0 ? kept.join(' ') : undefined;
}

/** Translated words as the data attributes that govuk-frontend's scripts read. */
export function i18n(key: string, message: string | Readonly<Record<string, string>> | undefined): Attributes {
  if (message === undefined) return {};
  if (typeof message === 'string') return { [`data-i18n.${key}`]: message };
  return Object.fromEntries(Object.entries(message).map(([rule, words]) => [`data-i18n.${key}.${rule}`, words]));
}
