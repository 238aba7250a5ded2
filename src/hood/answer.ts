import type { SendError } from './outcome.ts';
import type { Answer, Problem, TransportFailure } from './transport.ts';

/** One limit's window as an answer describes it (docs.ocamba.com, rate-limits). All three are as sent, not yet believed. */
export interface WindowReading {
  /** Requests permitted in the window; tells which window it is. */
  readonly limit: number;
  /** An estimate of the requests left in it. */
  readonly remaining: number;
  /** Whole seconds until the window ends, rounded up or down: the vendor does not say which. */
  readonly resetSeconds: number;
}

/** When a failed request may be sent again, by the server's word. */
export type RetryAfter =
  | { readonly kind: 'delay'; readonly ms: number }
  /** `-1`: too many requests in flight at once; a place is free when one of them ends. */
  | { readonly kind: 'in-flight' };

/** A longer `Retry-After` is taken for this one, in milliseconds: beyond every deadline, but a number that can be told. */
const MAX_DELAY_MS = Number.MAX_SAFE_INTEGER;

/** Longest text that is kept of what a server says. */
const MAX_TEXT_LENGTH = 500;

/** Reads `X-RateLimit-*`; anything that is not three plain numbers is no reading. */
export function readWindow(headers: Answer['headers']): WindowReading | undefined {
  const limit = wholeNumber(headers['x-ratelimit-limit']);
  const remaining = wholeNumber(headers['x-ratelimit-remaining']);
  const resetSeconds = wholeNumber(headers['x-ratelimit-reset']);
  if (limit === undefined || remaining === undefined || resetSeconds === undefined) return undefined;
  if (limit === 0 || remaining > limit) return undefined;
  return { limit, remaining, resetSeconds };
}

/**
 * Reads `Retry-After`: seconds, an HTTP date (RFC 9110, 10.2.3), or Hood's `-1`. Anything else is taken as absent.
 *
 * @param wallNow the wall clock in Unix milliseconds, for a date in an answer that has no `Date` of its own
 */
export function readRetryAfter(headers: Answer['headers'], wallNow = Date.now()): RetryAfter | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (value === '-1') return { kind: 'in-flight' };
  if (/^\d+(\.\d+)?$/.test(value)) return delay(Math.ceil(Number(value) * 1000));
  if (!HTTP_DATE.test(value)) return undefined;
  // Measured from the server's own clock where it tells it: the two clocks need not agree.
  const from = Date.parse(headers['date'] ?? '');
  const ms = Date.parse(value) - (Number.isNaN(from) ? wallNow : from);
  return Number.isNaN(ms) ? undefined : delay(Math.max(0, ms));
}

const delay = (ms: number): RetryAfter => ({ kind: 'delay', ms: Math.min(ms, MAX_DELAY_MS) });

/**
 * Reads the body of an error, `{code, title, message?, trace_id}`. A gateway may answer with anything, so a body that is
 * something else is no failure; plain text becomes the message.
 *
 * @param body as received, perhaps cut
 * @param scrub removes secrets; applied to the text as it will be shown
 */
export function readProblem(body: string, scrub: (text: string) => string): Problem {
  const clean = (value: unknown): string | undefined => {
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    return harmless(String(value), scrub) || undefined;
  };
  const fields = parseObject(body);
  // The page of a gateway, or JSON that broke off, says nothing that the status does not say.
  if (fields === undefined) return /^\s*[<{[]/.test(body) ? {} : definedOnly({ message: clean(body) });
  return definedOnly({
    title: clean(fields['title']),
    message: clean(fields['message']),
    traceId: clean(fields['trace_id']),
  });
}

/**
 * A text of others as it may be shown: one line, no control characters, no secret, of bounded length.
 *
 * @param scrub removes secrets; applied before the text is cut, since a part of a secret would not be found
 */
export function harmless(text: string, scrub: (text: string) => string): string {
  const line = scrub(text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')).trim();
  return line.length <= MAX_TEXT_LENGTH ? line : `${line.slice(0, MAX_TEXT_LENGTH - 1).toWellFormed()}…`;
}

/** The error that the report shows for a request that was not accepted. */
export function toSendError(result: Answer | TransportFailure): SendError {
  if (result.kind === 'failure') return { title: FAILURE_TITLES[result.cause], message: result.message };
  return { status: result.status, ...result.problem, title: result.problem.title ?? `HTTP status ${result.status}` };
}

const FAILURE_TITLES: Readonly<Record<TransportFailure['cause'], string>> = {
  refused: 'Connection refused',
  reset: 'Connection reset',
  timeout: 'No answer in time',
  'unresolved-name': 'Host name not resolved',
  truncated: 'Truncated answer',
  malformed: 'Malformed answer',
  unreachable: 'Network unreachable',
  proxy: 'Proxy failed',
  tls: 'TLS failed',
  aborted: 'No answer before the run ended',
  unknown: 'Request failed',
};

/** The three forms of RFC 9110, 5.6.7; `Date.parse` alone would take nearly anything for a date. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/;

function wholeNumber(value: string | undefined): number | undefined {
  const text = value?.trim();
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function parseObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function definedOnly(problem: { [K in keyof Problem]: string | undefined }): Problem {
  return Object.fromEntries(Object.entries(problem).filter(([, value]) => value !== undefined));
}
