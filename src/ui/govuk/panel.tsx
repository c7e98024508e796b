import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { Heading, type HeadingLevel } from '../heading.tsx';
import { Button } from './button.tsx';
import { isPresent } from './options.ts';

export interface PanelAction {
  text?: ComponentChildren;
  href?: string | undefined;
  type?: 'submit' | 'button' | 'reset' | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface PanelProps {
  title: ComponentChildren;
  headingLevel?: HeadingLevel | undefined;
  children?: ComponentChildren;
  actions?: { items?: readonly PanelAction[] | undefined; classes?: string | undefined; attributes?: Attributes | undefined } | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

function PanelActionLink(action: PanelAction) {
  if (action.href === undefined || action.href === '' || action.type === 'button') {
    return <Button text={action.text} type={action.type ?? 'button'} classes={classes('govuk-button--inverse', action.classes)} href={action.href} attributes={action.attributes} />;
  }
  return <a class={classes('govuk-link govuk-link--inverse', action.classes)} href={action.href} {...action.attributes}>{action.text}</a>;
}

export function Panel({ title, headingLevel, children, actions, classes: more, attributes }: PanelProps) {
  const interruption = more?.includes('govuk-panel--interruption') === true;
  const items = actions?.items ?? [];
  return (
    <div class={classes('govuk-panel', !interruption && 'govuk-panel--confirmation', more)} {...attributes}>
      <Heading level={headingLevel ?? 1} class="govuk-panel__title">{title}</Heading>
      {isPresent(children) ? <div class="govuk-panel__body">{children}</div> : null}
      {interruption && actions !== undefined
        ? (
          <div class={classes('govuk-panel__actions', actions.classes)} {...actions.attributes}>
            {items.length === 0 ? null : <div class="govuk-button-group">{items.map((action, place) => <PanelActionLink key={place} {...action} />)}</div>}
          </div>
        )
        : null}
    </div>
  );
}
