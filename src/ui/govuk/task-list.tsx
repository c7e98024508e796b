import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { asOptions, idList, isThere, type Maybe, type TextOptions, type Words } from './options.ts';
import { Tag, type TagProps } from './text-blocks.tsx';

export interface TaskListItem {
  title: Words<TextOptions>;
  hint?: Words<TextOptions> | undefined;
  status?: (TextOptions & { tag?: TagProps | undefined }) | undefined;
  href?: string | undefined;
  classes?: string | undefined;
}

export interface TaskListProps {
  items: readonly Maybe<TaskListItem>[];
  idPrefix?: string | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

function Item({ item, id }: { item: TaskListItem; id: string }) {
  const title = asOptions<TextOptions>(item.title);
  const hint = asOptions<TextOptions>(item.hint);
  const href = item.href ?? '';
  const linked = href !== '';
  return (
    <li class={classes('govuk-task-list__item', linked && 'govuk-task-list__item--with-link', item.classes)}>
      <div class="govuk-task-list__name-and-hint">
        {linked
          ? <a class={classes('govuk-link govuk-task-list__link', title?.classes)} href={href} aria-describedby={idList(hint !== undefined && `${id}-hint`, `${id}-status`)}>{title?.text}</a>
          : <div class={classes(title?.classes)}>{title?.text}</div>}
        {hint === undefined ? null : <div id={`${id}-hint`} class="govuk-task-list__hint">{hint.text}</div>}
      </div>
      <div class={classes('govuk-task-list__status', item.status?.classes)} id={`${id}-status`}>
        {item.status?.tag === undefined ? item.status?.text : <Tag {...item.status.tag} />}
      </div>
    </li>
  );
}

export function TaskList({ items, idPrefix, classes: more, attributes }: TaskListProps) {
  const prefix = idPrefix === undefined || idPrefix === '' ? 'task-list' : idPrefix;
  return (
    <ul class={classes('govuk-task-list', more)} {...attributes}>
      {items.map((item, place) => isThere(item) ? <Item key={place} item={item} id={`${prefix}-${place + 1}`} /> : null)}
    </ul>
  );
}
