export type RefusalCode = 'too-large' | 'empty' | 'not-taken' | 'dangerous' | 'disguised' | 'virus' | 'not-checked';

/** A file that is not taken. The message is written for the person who sent it. */
export class UploadRefused extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = 'UploadRefused';
    this.code = code;
  }
}
