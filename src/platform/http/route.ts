import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';

import type { ArrivingActor, DraftActor, LinkActor, Permission, PublicActor, StaffActor } from '../access/index.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Partnership } from '../partnership/index.ts';
import type { FieldError, Sent, Typed } from './form.ts';
import type { House } from './house.ts';
import type { Reply } from './reply.ts';
import type { UploadOutcome } from './uploads.ts';

/**
 * Who a route lets in. 'public': anyone. 'draft': the writer of a report (cookie). 'link': the holder of a private link
 * (`:secret` in the path). 'arriving': password given, second factor still owed. Otherwise a permission of someone signed in.
 */
export type Admits = 'public' | 'draft' | 'link' | 'arriving' | Permission;

export type ActorOf<A extends Admits> = A extends 'public'
  ? PublicActor
  : A extends 'draft'
    ? DraftActor
    : A extends 'link'
      ? LinkActor
      : A extends 'arriving'
        ? ArrivingActor
        : StaffActor;

/** Either the event that goes to the audit trail, or the reason why nothing personal is read or changed. */
export type AuditRule = { readonly event: string; /** A form that asks and changes nothing. */ readonly reads?: true } | { readonly none: string };

/** Which record this visit is about, for the audit trail. Call it before the handler ends. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
  readonly caseId?: string | undefined;
  /** Counts and codes only. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

export interface Beside {
  /**
   * Asks what the page shows but does not wait for with its own questions: in a transaction of its own, by the same person, where the page's own
   * ends with its last questions, else in the page's. To be called in the turn in which the page asks.
   */
  readonly beside: <Value>(ask: (tx: Transaction) => Promise<Value>) => Promise<Value>;
}

export interface Visit<A extends Admits, Params, Query, Body, Ahead = unknown> extends Beside {
  readonly actor: ActorOf<A>;
  readonly tx: Transaction;
  readonly params: Params;
  readonly query: Query;
  /** The form that was sent (POST with a `body` schema). */
  readonly form: Sent<Body>;
  readonly uploads: readonly UploadOutcome[];
  /** What the route asked for `ahead`. */
  readonly ahead: Ahead;
  readonly now: Temporal.Instant;
  readonly partnership: Partnership;
  readonly house: House;
  readonly request: RequestFacts;
  about(subject: Subject): void;
  /** The same, and the last: nothing is asked of the database after this turn, so the note of the reading and the commit leave with what has been asked. For pages that only read. */
  aboutLast(subject: Subject): void;
  /** Adds a further entry to the audit trail, in the same transaction. */
  audit(event: string, subject?: Subject): void;
  /** Runs after the commit; must not lose anything if it never runs. */
  afterCommit(work: () => void): void;
}

export interface RequestFacts {
  readonly id: string;
  readonly method: string;
  /** Path with query, as asked for. */
  readonly url: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** Said once at the top of the page, from the page before. */
  readonly notice: string | undefined;
}

export interface RouteDefinition<A extends Admits, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Ahead> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly admits: A;
  readonly audit: AuditRule;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Takes files: fields and files are read before the transaction starts; files are sealed by then. */
  readonly takesFiles?: boolean;
  /** Asked of the database in the same breath as who it is that asks, and under the same rules; dropped when they may not come. */
  readonly ahead?: (tx: Transaction, params: z.output<P>, form: Sent<z.output<B>>, query: z.output<Q>) => Promise<Ahead>;
  readonly handle: (visit: Visit<A, z.output<P>, z.output<Q>, z.output<B>, Ahead>) => Promise<Reply>;
}

/** One of several visits that are answered in one transaction. */
export interface GatheredVisit {
  /** The draft that its cookie opens, as the database names it; undefined when it opens none (any more). */
  readonly draftId: string | undefined;
  readonly request: RequestFacts;
}

export interface GatheredAnswer {
  readonly reply: Reply;
  /** Which record this visit was about, for the audit trail; undefined when nothing was done. */
  readonly subject: Subject | undefined;
}

/** Visits of writers of reports that came at the same moment: the transaction's actor writes the drafts of all of them. */
export interface Gathering {
  readonly tx: Transaction;
  readonly visits: readonly GatheredVisit[];
  readonly now: Temporal.Instant;
  readonly partnership: Partnership;
  readonly house: House;
}

export interface GatheredDefinition<Ahead> {
  readonly path: string;
  readonly audit: { readonly event: string };
  /** Asked in the same breath as whose drafts they are. */
  readonly ahead: (tx: Transaction, visits: number) => Promise<Ahead>;
  /** Answers every visit, in their order. An error sends one of them elsewhere; a throw undoes all, and each is tried again alone. */
  readonly handle: (gathering: Gathering & { readonly ahead: Ahead }) => Promise<readonly (GatheredAnswer | Error)[]>;
}

/** How a route works that answers several visits in one transaction. */
export interface Together {
  readonly ahead: (tx: Transaction, visits: number) => Promise<unknown>;
  readonly handle: (gathering: Gathering & { readonly ahead: unknown }) => Promise<readonly (GatheredAnswer | Error)[]>;
}

/** A route as the server sees it. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly admits: Admits;
  readonly audit: AuditRule;
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly takesFiles: boolean;
  readonly ahead: ((tx: Transaction, params: unknown, form: Sent<unknown>, query: unknown) => Promise<unknown>) | undefined;
  readonly handle: ((visit: Visit<Admits, unknown, unknown, unknown>) => Promise<Reply>) | Together;
}

/** Declares a route: path, who may come, what is written to the audit trail, what comes in, and the recipe. */
export function route<A extends Admits, P extends z.ZodType = z.ZodType<unknown>, Q extends z.ZodType = z.ZodType<unknown>, B extends z.ZodType = z.ZodType<unknown>, Ahead = undefined>(
  definition: RouteDefinition<A, P, Q, B, Ahead>,
): Route {
  return {
    method: definition.method,
    path: definition.path,
    admits: definition.admits,
    audit: definition.audit,
    params: definition.params,
    query: definition.query,
    body: definition.body,
    takesFiles: definition.takesFiles ?? false,
    ahead: definition.ahead as Route['ahead'],
    // The server fills a visit according to this same definition, so the wide visit it hands over is the narrow one.
    handle: definition.handle as Route['handle'],
  };
}

/**
 * Declares a form of a writer of a report that may be sent by many at the same moment: what comes together is begun, checked and
 * flushed to the disk once for all (docs/decisions/0014). Nobody hears of success before that commit.
 */
export function gatheredRoute<Ahead>({ path, audit, ahead, handle }: GatheredDefinition<Ahead>): Route {
  return {
    method: 'POST', path, admits: 'draft', audit, params: undefined, query: undefined, body: undefined, takesFiles: false, ahead: undefined,
    // The server hands over what this same definition asked for.
    handle: { ahead, handle: handle as Together['handle'] },
  };
}

export type { FieldError, Typed };
