import type { ComponentChildren } from 'preact';

import { staffPage } from '../frame/index.ts';
import { page, typedList, typedText, type FieldError, type Reply, type Typed, type Visit } from '../platform/http/index.ts';
import { paths } from '../paths.ts';

/** A visit of someone who may change how the partnership works. */
export type Desk<Params = unknown, Query = unknown, Body = unknown> = Visit<'administer' | 'edit_templates', Params, Query, Body>;

export interface AdminPage {
  readonly title: string;
  readonly errors?: readonly FieldError[];
  readonly back?: { readonly href: string; readonly label: string } | undefined;
  readonly children: ComponentChildren;
}

export async function adminPage(visit: Desk, { title, errors = [], children, ...rest }: AdminPage, status = errors.length > 0 ? 422 : 200): Promise<Reply> {
  const back = 'back' in rest ? rest.back : { href: paths.administration(), label: 'Administration' };
  return page(await staffPage(visit, { section: 'administration', title, error: errors.length > 0, ...(back === undefined ? {} : { back }), children }), status);
}

/** What a form shows: what was typed, or else what is there now. */
export interface Filled {
  readonly errors: readonly FieldError[];
  text(field: string): string;
  list(field: string): readonly string[];
}

export function filled(now: Typed, typed: Typed = {}, errors: readonly FieldError[] = []): Filled {
  const sent = Object.keys(typed).length > 0;
  return {
    errors,
    text: (field) => typedText(sent ? typed : now, field),
    list: (field) => typedList(sent ? typed : now, field),
  };
}

/** Errors as the summary above a form links to them. */
export function summaryOf(errors: readonly FieldError[]): { href: string; text: string }[] {
  return errors.map(({ field, text }) => ({ href: `#${field}`, text }));
}
