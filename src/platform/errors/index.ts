import { catalogue, type ErrorCode } from './catalogue.ts';

export { catalogue, type ErrorCode };

/** An error from the catalogue. The message is for people; detail is for the log and holds no personal data. */
export class HubError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;

  constructor(code: ErrorCode, detail = '') {
    super(catalogue[code].words);
    this.name = 'HubError';
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return catalogue[this.code].status;
  }
}
