import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ComponentChildren, ComponentType, VNode } from 'preact';
import { describe, expect, test } from 'vitest';
import { renderFragment } from '../layout/render.ts';
import { jsx } from '../markup/jsx-runtime.ts';
import { parsedDom } from '../parsed-dom.test-support.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { Button } from './button.tsx';
import { CharacterCount } from './character-count.tsx';
import { Checkboxes } from './checkboxes.tsx';
import { DateInput } from './date-input.tsx';
import { ErrorMessage } from './error-message.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { ExitThisPageButton } from './exit-this-page.tsx';
import { Fieldset } from './fieldset.tsx';
import { FileUpload } from './file-upload.tsx';
import { Hint } from './hint.tsx';
import { Input } from './input.tsx';
import { Label } from './label.tsx';
import { NotificationBanner } from './notification-banner.tsx';
import { Pagination } from './pagination.tsx';
import { Panel } from './panel.tsx';
import { PasswordInput } from './password-input.tsx';
import { Radios } from './radios.tsx';
import { Select } from './select.tsx';
import { ServiceNavigation } from './service-navigation.tsx';
import { SummaryList } from './summary-list.tsx';
import { Table } from './table.tsx';
import { Tabs } from './tabs.tsx';
import { TaskList } from './task-list.tsx';
import { BackLink, Details, InsetText, PhaseBanner, SkipLink, Tag, WarningText } from './text-blocks.tsx';
import { Textarea } from './textarea.tsx';

/* Each fixture that govuk-frontend ships is rendered by our component and compared with the HTML of the fixture as parsed DOM. */

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };
type Props = Record<string, unknown>;

interface Fixture {
  name: string;
  options: JsonObject;
  html: string;
}

const require = createRequire(import.meta.url);

function fixturesOf(component: string): readonly Fixture[] {
  const file = require.resolve(`govuk-frontend/dist/govuk/components/${component}/fixtures.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { fixtures: Fixture[] }).fixtures;
}

const given: string[] = [];

/** HTML that Nunjucks takes as a string. No view writes what is not made of elements, so a mark holds its place until the view is drawn. */
function Html({ html }: { html: string }) {
  return <raw-html>{`[html ${given.push(html) - 1}]`}</raw-html>;
}

function drawn(view: ComponentType<Props>, of: Props): string {
  return renderFragment(jsx(view as (of: Props) => unknown, of) as VNode).replace(/\[html (\d+)\]/g, (_, at: string) => given[Number(at)] ?? '');
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'raw-html': { children: string };
    }
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function truthy(value: Json): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}

/** `html` wins over `text`, as in Nunjucks. */
function content(html: Json, text: Json): ComponentChildren {
  if (truthy(html)) return <Html html={String(html)} />;
  return typeof text === 'string' || typeof text === 'number' ? text : undefined;
}

/** Nunjucks prints every attribute it gets; `{value, optional}` may leave it out or leave its value out. */
function attributes(given: Json): Props {
  if (typeof given === 'string') {
    return Object.fromEntries([...given.matchAll(/([^\s=]+)="([^"]*)"/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
  }
  if (!isObject(given)) return {};
  return Object.fromEntries(Object.entries(given).map(([name, item]) => {
    const options = isObject(item) ? item : { value: item, optional: false };
    const { value } = options;
    if (options.optional === true) return [name, value === undefined || value === null || value === false ? undefined : value === true ? true : String(value)];
    return [name, value === undefined || value === null ? '' : String(value)];
  }));
}

const slotNames = ['beforeInput', 'afterInput', 'beforeInputs', 'afterInputs'];

function adaptEntry(key: string, value: Json): [string, unknown] {
  if (/attributes$/i.test(key)) return [key, attributes(value)];
  if (slotNames.includes(key) && isObject(value)) return [key, content(value.html, value.text)];
  if (key === 'conditional' && isObject(value)) return [key, content(value.html, undefined)];
  if (key === 'panel' && isObject(value)) {
    return [key, { content: truthy(value.html) ? <Html html={String(value.html)} /> : value.text, attributes: attributes(value.attributes) }];
  }
  return [key, adapt(value)];
}

/** Nunjucks options as our props: the pairs of `...Html` and `...Text` become one. */
function adapt(value: Json): unknown {
  if (Array.isArray(value)) return value.map((item: Json) => adapt(item));
  if (!isObject(value)) return value;
  const { html, text, ...others } = value;
  const props: Props = Object.fromEntries(Object.entries(others).map(([key, item]) => adaptEntry(key, item)).filter(([, item]) => item !== null));
  if (html !== undefined || text !== undefined) props.text = content(html, text);
  for (const name of ['title', 'summary', 'description']) {
    const words = content(others[`${name}Html`], others[`${name}Text`]);
    if (words !== undefined) props[name] = words;
  }
  return props;
}

function adaptItems(value: Json): unknown {
  return Array.isArray(value) ? value.map((item: Json) => (item === null ? null : adapt(item))) : adapt(value);
}

function props(options: JsonObject): Props {
  const adapted = adapt(options) as Props;
  for (const key of ['items', 'rows', 'navigation']) if (options[key] !== undefined) adapted[key] = adaptItems(options[key]);
  return adapted;
}

/** Content that our component takes as children. */
function withChildren(options: JsonObject): Props {
  const { text, ...others } = props(options);
  return { ...others, children: text };
}

function bannerProps(options: JsonObject): Props {
  const { text: _, ...others } = props(options);
  return truthy(options.html) ? { ...others, children: <Html html={String(options.html)} /> } : { ...others, text: options.text };
}

function navigationProps(options: JsonObject): Props {
  const { slots } = options;
  if (!isObject(slots)) return props(options);
  const slot = (value: Json): ComponentChildren => (typeof value === 'string' ? <Html html={value} /> : undefined);
  const { end } = slots;
  return {
    ...props(options),
    slots: {
      start: slot(slots.start),
      navigationStart: slot(slots.navigationStart),
      navigationEnd: slot(slots.navigationEnd),
      end: isObject(end) ? slot(end.html) : slot(end),
      endInline: isObject(end) && end.align === 'inline',
    },
  };
}

function tableProps(options: JsonObject): Props {
  const { rows } = options;
  return { ...props(options), rows: Array.isArray(rows) ? rows.map((row: Json) => (Array.isArray(row) ? row.map((cell: Json) => adapt(cell)) : row)) : [] };
}

interface Case {
  component: string;
  // The props come from JSON that the fixtures promise to be right; each component is checked by what it renders.
  view: ComponentType<never>;
  adapted?: (options: JsonObject) => Props;
}

const cases: readonly Case[] = [
  { component: 'back-link', view: BackLink },
  { component: 'breadcrumbs', view: Breadcrumbs },
  { component: 'button', view: Button },
  { component: 'character-count', view: CharacterCount },
  { component: 'checkboxes', view: Checkboxes },
  { component: 'date-input', view: DateInput },
  { component: 'details', view: Details, adapted: withChildren },
  { component: 'error-message', view: ErrorMessage },
  { component: 'error-summary', view: ErrorSummary },
  { component: 'exit-this-page', view: ExitThisPageButton },
  { component: 'fieldset', view: Fieldset, adapted: withChildren },
  { component: 'file-upload', view: FileUpload },
  { component: 'hint', view: Hint },
  { component: 'input', view: Input },
  { component: 'inset-text', view: InsetText, adapted: withChildren },
  { component: 'label', view: Label },
  { component: 'notification-banner', view: NotificationBanner, adapted: bannerProps },
  { component: 'pagination', view: Pagination },
  { component: 'panel', view: Panel, adapted: withChildren },
  { component: 'password-input', view: PasswordInput },
  { component: 'phase-banner', view: PhaseBanner },
  { component: 'radios', view: Radios },
  { component: 'select', view: Select },
  { component: 'service-navigation', view: ServiceNavigation, adapted: navigationProps },
  { component: 'skip-link', view: SkipLink },
  { component: 'summary-list', view: SummaryList },
  { component: 'table', view: Table, adapted: tableProps },
  { component: 'tabs', view: Tabs },
  { component: 'tag', view: Tag },
  { component: 'task-list', view: TaskList },
  { component: 'textarea', view: Textarea },
  { component: 'warning-text', view: WarningText },
];

describe.each(cases)('$component', ({ component, view, adapted = props }) => {
  test.each(fixturesOf(component))('$name', ({ options, html }) => {
    const rendered = drawn(view as ComponentType<Props>, adapted(options));
    expect(parsedDom(rendered)).toEqual(parsedDom(html));
  });
});
