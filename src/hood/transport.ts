/** What an answer's body says of a failure, made harmless: no token, no control characters, of bounded length. */
export interface Problem {
  readonly title?: string;
  readonly message?: string;
  readonly traceId?: string;
}

/** An answer that came whole, whatever its status. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What the body says, if it is an error's. */
  readonly problem: Problem;
}

/** Why there was no whole answer. */
export type FailureCause =
  | 'refused'
  | 'reset'
  | 'timeout'
  | 'unresolved-name'
  | 'truncated'
  | 'malformed'
  | 'unreachable'
  | 'proxy'
  | 'tls'
  | 'aborted'
  | 'unknown';

/** No answer, or only a part of one: nothing is known of what became of the request. */
export interface TransportFailure {
  readonly kind: 'failure';
  readonly cause: FailureCause;
  /** For the reader of the log; holds no secret. */
  readonly message: string;
}

/**
 * Makes one `POST` to the resync endpoint with `body`. It never rejects: a failure is a value. When `signal` aborts, the
 * request is torn down and the cause is `aborted`. An attempt ends in bounded time whatever the server does.
 */
export type Transport = (body: string, signal: AbortSignal) => Promise<Answer | TransportFailure>;
