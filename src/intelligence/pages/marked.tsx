import type { ComponentChildren } from 'preact';

import { markingWords, type Marking } from '../rules.ts';

/** The protective marking stands above and below what it covers, on the screen and on paper. */
export function Marked({ marking, children }: { marking: Marking; children: ComponentChildren }) {
  return (
    <>
      <p class="hub-marking">{markingWords[marking]}</p>
      {children}
      <p class="hub-marking" aria-hidden="true">{markingWords[marking]}</p>
    </>
  );
}
