import type { Cover, Part, Redaction } from './rules.ts';

export interface CustodyLine {
  readonly at: string;
  readonly what: string;
  readonly who: string;
}

export interface Exhibit {
  readonly mark: string;
  readonly title: readonly Part[];
  readonly kind: 'photo' | 'video' | 'sound' | 'document';
  readonly contentType: string;
  /** SHA-256 of the sealed original, in hexadecimal. */
  readonly sha256: string;
  /** Bytes of the sealed original. */
  readonly size: number;
  readonly limits: readonly Part[];
  readonly custody: readonly CustodyLine[];
  /** What is printed: a picture, the pages of a PDF, or nothing but the slip. */
  readonly shown: { readonly as: 'picture' | 'pages'; readonly key: string } | { readonly as: 'slip' };
  readonly covers: readonly Cover[];
  /** Numbers of the redactions that the covers stand for, in the schedule. */
  readonly coveredAs: number | null;
}

export interface Happening {
  readonly when: string;
  readonly words: readonly Part[];
  readonly by: string;
}

/** A bundle as it goes on paper: everything that is struck is already gone. Frozen when the officer asks for it. */
export interface BundleContent {
  readonly partnership: string;
  readonly agency: string;
  readonly reference: string;
  readonly title: string;
  readonly court: string;
  readonly preparedBy: string;
  readonly preparedAt: string;
  readonly statement: readonly Part[];
  readonly incidents: readonly Happening[];
  readonly chronology: readonly Happening[];
  readonly exhibits: readonly Exhibit[];
  readonly redactions: readonly Redaction[];
  readonly leftOut: string;
}
