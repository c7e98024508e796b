/** A file that came with a form: sealed and waiting to be named in the transaction, or refused with a sentence. */
export type UploadOutcome =
  | {
      readonly ok: true;
      readonly field: string;
      readonly name: string;
      readonly kind: 'photo' | 'video' | 'sound' | 'document';
      readonly contentType: string;
      readonly size: number;
      readonly sha256: string;
      readonly sealedKey: string;
    }
  | { readonly ok: false; readonly field: string; readonly name: string; readonly sentence: string };
