import type { ResourceKey } from '../batches.ts';

/** What Hood, or the way to it, said of an object that was not accepted. */
export interface SendError {
  /** The HTTP status; absent when no answer came. */
  readonly status?: number;
  /** A short name of the failure: the answer's `title`, or ours ("connection reset"). */
  readonly title: string;
  /** The answer's `message`, or what to do. */
  readonly message?: string;
  readonly traceId?: string;
}

/** An error on one line: "400 Bad request. The request body is not valid." */
export function errorText({ status, title, message }: SendError): string {
  const code = status === undefined || title.includes(String(status)) ? '' : `${status} `;
  if (!message) return `${code}${title}`;
  return `${code}${title}${/[.:;!?…]$/.test(title) ? '' : ':'} ${message}`;
}

/**
 * What became of one object. `rejected`: refused in a request of its own; `unresolved`: in a refused batch and not
 * isolated; `failed`: given up after retries; `not-sent`: deadline, cancellation, refused token, or an early stop.
 */
export interface Outcome {
  readonly status: 'synced' | 'rejected' | 'unresolved' | 'failed' | 'not-sent';
  readonly error?: SendError;
}

/** Counts of HTTP requests. */
export interface RequestCounts {
  /** Made, retries included. */
  readonly total: number;
  /** Answered with any 2xx. */
  readonly accepted: number;
  /** Answered with a status that is not retried. */
  readonly rejected: number;
  /** Made again after a failure that may pass. */
  readonly retried: number;
  /** Answered with 429. */
  readonly throttled: number;
}

/** Why sending ended before every object was settled. */
export interface Stop {
  readonly cause: 'token' | 'deadline' | 'cancelled' | 'refused-alike' | 'unreachable';
  /** For the reader of the log: what happened and what to do. */
  readonly message: string;
}

/** What the sending stage hands on. */
export interface SendResult {
  /** One entry for each object that was to be sent; the key is `keyOf(object)`. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly requests: RequestCounts;
  /** Milliseconds after the start of sending at which each request was sent, with its answer's status (0: no answer). */
  readonly timeline: readonly { readonly atMs: number; readonly status: number }[];
  readonly stop?: Stop;
}

/** The key of an object in `SendResult.outcomes`. */
export const keyOf = ({ type, id }: ResourceKey): string => `${type}/${id}`;
