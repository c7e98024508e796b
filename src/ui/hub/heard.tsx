import type { ComponentChildren } from 'preact';

export interface HeardReceiptProps {
  /** Exactly as they said it, each with its own quotation marks. */
  theirWords: readonly string[];
  understood: readonly ComponentChildren[];
  wants?: ComponentChildren;
  headings?: { theirs: string; ours: string; wants: string } | undefined;
  /** The question yes or no, as a form. */
  children?: ComponentChildren;
}

/** The heard receipt: their words beside ours. */
export function HeardReceipt({ theirWords, understood, wants, headings, children }: HeardReceiptProps) {
  const words = headings ?? { theirs: 'Your words', ours: 'What we understood', wants: 'What you want to happen' };
  return (
    <div class="hub-heard">
      <div>
        <h3>{words.theirs}</h3>
        {theirWords.map((quote, place) => <blockquote key={place}>{quote}</blockquote>)}
      </div>
      <div>
        <h3>{words.ours}</h3>
        <ul>{understood.map((fact, place) => <li key={place}>{fact}</li>)}</ul>
      </div>
      {wants === undefined && children === undefined ? null : (
        <div class="hub-heard__ask">
          {wants === undefined ? null : <><h3>{words.wants}</h3><p><b>{wants}</b></p></>}
          {children}
        </div>
      )}
    </div>
  );
}

/** Somebody's words, as they were said. */
export function Quote({ children }: { children: ComponentChildren }) {
  return <blockquote class="hub-quote">{children}</blockquote>;
}
