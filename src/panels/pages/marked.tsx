import type { ComponentChildren } from 'preact';

import { markingWords } from '../rules.ts';

/** The marking above and below, on the screen and on paper. */
export function Marked({ marking, children }: { marking: keyof typeof markingWords; children: ComponentChildren }) {
  return <><p class="hub-marking">{markingWords[marking]}</p>{children}<p class="hub-marking" aria-hidden="true">{markingWords[marking]}</p></>;
}
