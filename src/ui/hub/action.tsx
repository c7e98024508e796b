import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';

export type ActionKind = 'primary' | 'secondary' | 'warning';

/** One thing to do: a link to a page, or a button that changes something. */
export type Action =
  & { label: ComponentChildren; kind?: ActionKind | undefined; id?: string | undefined; /** Key of the triage lists, such as `a`. */ shortcut?: string | undefined }
  & (
    | { href: string; /** With script, the form of that page opens here. */ inPlace?: boolean | undefined }
    | { post: string; hidden?: Readonly<Record<string, string>> | undefined; /** Asked before sending, where a script can ask. */ confirm?: string | undefined }
  );

/** Hidden fields, such as the token against forged requests. */
export function HiddenFields({ fields }: { fields: Readonly<Record<string, string>> | undefined }) {
  return <>{Object.entries(fields ?? {}).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}</>;
}

export function ActionButton(action: Action) {
  const { kind = 'primary', label, id, shortcut } = action;
  const className = classes('govuk-button', kind !== 'primary' && `govuk-button--${kind}`);
  if ('href' in action) {
    return <a class={className} id={id} href={action.href} data-key={shortcut} data-in-place={action.inPlace === true ? '' : undefined}>{label}</a>;
  }
  return (
    <form class="hub-act1" method="post" action={action.post} data-confirm={action.confirm}>
      <HiddenFields fields={action.hidden} />
      <button class={className} id={id} data-key={shortcut} data-prevent-double-click="true" data-module="govuk-button">{label}</button>
    </form>
  );
}

/** Actions side by side. */
export function Actions({ actions, bar }: { actions: readonly Action[]; /** Ruled off above and below. */ bar?: boolean | undefined }) {
  return <div class={bar === true ? 'hub-actbar' : 'govuk-button-group'}>{actions.map((action, place) => <ActionButton key={place} {...action} />)}</div>;
}
