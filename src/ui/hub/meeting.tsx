import type { ComponentChildren } from 'preact';

export interface AgendaItem {
  number: number;
  title: string;
  minutes: number;
  state?: 'done' | 'now' | undefined;
  href?: string | undefined;
}

/** The agenda in minutes. A restricted item shows only that it is closed. */
export function Agenda({ items }: { items: readonly AgendaItem[] }) {
  return (
    <ol class="hub-agenda">
      {items.map((item) => (
        <li key={item.number} class={item.state === 'done' ? 'done' : undefined} aria-current={item.state === 'now' ? 'step' : undefined}>
          {item.href === undefined ? <span>{item.number} {item.title}</span> : <a href={item.href}>{item.number} {item.title}</a>}
          <span class="num">{item.minutes}</span>
        </li>
      ))}
    </ol>
  );
}

/** What the meeting is asked: the largest words on the screen. */
export function Ask({ children }: { children: ComponentChildren }) {
  return <p class="hub-ask">{children}</p>;
}

export interface PassagePart {
  number: string;
  text: ComponentChildren;
  commentHref?: string | undefined;
  /** The reader is answering this one. */
  picked?: boolean | undefined;
}

/** A numbered passage of a draft, each part of which can be commented on. */
export function Passage({ id, title, source, parts, children }: { id: string; title: string; source?: ComponentChildren; parts: readonly PassagePart[]; children?: ComponentChildren }) {
  return (
    <article class="hub-passage" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {source === undefined ? null : <p class="quiet hub-passage__src">{source}</p>}
      {parts.map((part) => (
        <p key={part.number} class={part.picked === true ? 'picked' : undefined}>
          <span>{part.number}</span>
          <span>
            {part.text}{' '}
            {part.commentHref === undefined ? null : (
              <a href={part.commentHref}>{part.picked === true ? 'You are commenting on this' : <>Comment<span class="govuk-visually-hidden"> on {part.number}</span></>}</a>
            )}
          </span>
        </p>
      ))}
      {children}
    </article>
  );
}
