import type { ComponentChildren } from 'preact';

/** A link as plain data. */
export interface LinkItem {
  href: string;
  label: ComponentChildren;
}

/** A link that says how many things it leads to, and whether the reader is already there. */
export interface CountedLink extends LinkItem {
  count?: number | string | undefined;
  current?: boolean | undefined;
}
