import type { Latencies } from './histogram.ts';

/** One request, prepared: with a body it is a POST of a form. */
export interface PlannedRequest {
  readonly path: string;
  readonly cookie?: string;
  readonly body?: string;
}

/** What the load generator is to do. */
export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  /** Requests a second, sent at their time whether or not earlier ones have been answered; 0 sends as fast as answers come. */
  readonly rate: number;
  readonly seconds: number;
  /** Taken in order; each once when `once`, else again from the beginning. */
  readonly requests: readonly PlannedRequest[];
  readonly once: boolean;
  /** Answers of this status count as done; the Location of each is kept when `keepLocations`. */
  readonly expected: number;
  readonly keepLocations?: boolean;
}

export interface LoadResult {
  readonly sent: number;
  readonly done: number;
  /** Answers of another status, by status. */
  readonly others: Readonly<Record<string, number>>;
  /** Connections that broke with a request under way. */
  readonly broken: number;
  readonly seconds: number;
  /** From the moment a request was due, so that a stalled server does not hide behind requests that were not sent. */
  readonly latencies: Latencies;
  readonly bytes: number;
  /** Index of the request and the Location it was answered with. */
  readonly locations: readonly (readonly [number, string])[];
}
