/**
 * Ocamba Hood's resync endpoint as a real HTTP server on loopback, for tests, for the demo, and for people who want to
 * try a workflow without touching their account. It does what `openapi/hood-resync.yaml` describes; what the vendor
 * leaves open is an option.
 */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, hoodError, send } from './answer.ts';
import { type Fault, type Play, parseFault } from './faults.ts';
import { type ReadBody, readResyncBody } from './resync-body.ts';
import { type RateLimit, type WindowOptions, Windows } from './windows.ts';

export const RESYNC_PATH = '/v1/hood/resync';

/** Bytes of a request's body that are kept; a longer body gets 413. Room for 40,000 ids. */
const MAX_BODY_BYTES = 1024 * 1024;

export interface EmulatorOptions {
  /** On 127.0.0.1; 0 takes any that is free. */
  readonly port: number;
  /** Key and certificate in PEM; without them it speaks plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The tokens that are accepted, each an account of its own; all others get 401. Empty: every token is accepted. */
  readonly tokens: readonly string[];
  /** Tokens that get 403. */
  readonly forbiddenTokens: readonly string[];
  /** Of each account. */
  readonly windows: Partial<WindowOptions>;
  /** Most requests of an account in flight at once; one more gets 429 with `Retry-After: -1`. */
  readonly maxInFlight: number;
  /** Most ids in a request; more get 413. */
  readonly maxBatch: number;
  /** Ids that are refused: `1628` of either type, `integration/1628` of one. */
  readonly badIds: readonly string[];
  /** Ids that exist, written as `badIds` are. They matter if unknown ids are refused. */
  readonly knownIds: readonly string[];
  readonly unknownIds: 'accept' | 'refuse';
  /** The status of a request with a refused id. */
  readonly refusalStatus: number;
  /** Milliseconds from a request's arrival to its answer: fixed, or drawn evenly from a range. */
  readonly latencyMs: number | readonly [from: number, to: number];
  /**
   * What goes wrong, for each request that the token and the limits let pass: one after another from a list (after
   * its end nothing goes wrong), or as a function says (`undefined`: nothing).
   */
  readonly faults: readonly Fault[] | ((request: RecordedRequest) => Fault | undefined);
  /** Milliseconds since the epoch, never going back. */
  readonly now: () => number;
  /** How the latency is waited for. */
  readonly sleep: (ms: number) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  /** Called when an exchange is over, however it ended. */
  readonly onEnd: (request: RecordedRequest) => void;
}

const DEFAULTS: EmulatorOptions = {
  port: 0,
  tokens: [],
  forbiddenTokens: [],
  windows: {},
  maxInFlight: Number.POSITIVE_INFINITY,
  maxBatch: Number.POSITIVE_INFINITY,
  badIds: [],
  knownIds: [],
  unknownIds: 'accept',
  refusalStatus: 400,
  latencyMs: 0,
  faults: [],
  now: () => performance.timeOrigin + performance.now(),
  // It keeps no process alive.
  sleep: (ms) => delay(ms, undefined, { ref: false }),
  random: Math.random,
  onEnd: () => {},
};

/** A request as it came, and what became of it. Safe to print: tokens stand in it as `<token 1>`. */
export interface RecordedRequest {
  /** From 1, in the order of arrival. */
  readonly number: number;
  readonly arrivedAtMs: number;
  /** When the answer was out or the connection gone; absent while it is in flight. */
  readonly endedAtMs?: number;
  /** `<token 1>` for the first token seen, and so on; `no token`. */
  readonly account: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The body parsed as JSON; the text when it is none. */
  readonly body?: unknown;
  /** What the body names, in its order, as `integration/1628`; empty when the body is not valid. */
  readonly ids: readonly string[];
  /** Of the answer; 0 when there was none. */
  readonly status: number;
  /** Why it was answered so, for people. */
  readonly note: string;
}

export interface Emulator {
  /** Without a path: the action's `api-url`. */
  readonly url: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts an emulator on 127.0.0.1.
 *
 * @throws RangeError if a fault or a limit is none
 * @throws the system's error if the port is taken
 */
export async function startEmulator(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const hood = new Hood({ ...DEFAULTS, ...options });
  const listener = (request: IncomingMessage, response: ServerResponse) => void hood.exchange(request, response);
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? DEFAULTS.port, '127.0.0.1', resolve);
  });
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: hood.requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Account {
  /** Stands for the token wherever something is printed. */
  readonly label: string;
  readonly windows: Windows;
  inFlight: number;
}

type Recording = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

/** An answer with the reason for it. */
type Decision = Answer & { readonly note: string };

/** How an exchange ends, and why. */
interface Action {
  readonly note: string;
  readonly play: Play;
}

/** What token and limits say of a request: let in, with these headers for its answer, or turned away. */
type Admission =
  | { readonly account: Account; readonly rateHeaders: OutgoingHttpHeaders }
  | { readonly turnedAway: Decision };

class Hood {
  readonly requests: RecordedRequest[] = [];
  readonly #options: EmulatorOptions;
  readonly #accounts = new Map<string, Account>();
  readonly #badIds: ReadonlySet<string>;
  readonly #knownIds: ReadonlySet<string>;
  readonly #queuedFaults: Fault[];

  /** @throws RangeError if a fault or a limit is none, now and not at the first request */
  constructor(options: EmulatorOptions) {
    this.#options = options;
    this.#badIds = new Set(options.badIds);
    this.#knownIds = new Set(options.knownIds);
    this.#queuedFaults = typeof options.faults === 'function' ? [] : [...options.faults];
    this.#queuedFaults.forEach(parseFault);
    new Windows(options.windows);
  }

  /** From a request's arrival to the end of its answer. */
  async exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const record = this.#record(request, token);
    const admission = this.#admit(record, token);
    response.on('close', () => {
      if ('account' in admission) admission.account.inFlight -= 1;
      record.endedAtMs = this.#options.now();
      this.#options.onEnd(record);
    });

    let text: string | undefined;
    try {
      text = await readBody(request);
    } catch {
      return; // The client went away within its request.
    }
    record.body = parsed(text);
    const read = readResyncBody(record.body);
    if ('keys' in read) record.ids = read.keys;
    const { note, play } = this.#decide(record, read, admission);

    const latencyMs = this.#latencyMs();
    if (latencyMs > 0) await this.#options.sleep(latencyMs);
    if (response.destroyed) return; // The client did not wait.
    record.note = note;
    record.status = play(response, { token, rateHeaders: 'account' in admission ? admission.rateHeaders : {} });
  }

  #record(request: IncomingMessage, token: string): Recording {
    const account = token === '' ? 'no token' : this.#accountOf(token).label;
    const { authorization, ...headers } = request.headers;
    const record: Recording = {
      number: this.requests.length + 1,
      arrivedAtMs: this.#options.now(),
      account,
      method: request.method ?? '',
      url: request.url ?? '',
      headers: { ...headers, ...(authorization !== undefined && { authorization: `Bearer ${account}` }) },
      ids: [],
      status: 0,
      note: 'no answer',
    };
    this.requests.push(record);
    return record;
  }

  #accountOf(token: string): Account {
    const known = this.#accounts.get(token);
    if (known !== undefined) return known;
    const windows = new Windows(this.#options.windows);
    const account = { label: `<token ${this.#accounts.size + 1}>`, windows, inFlight: 0 };
    this.#accounts.set(token, account);
    return account;
  }

  /** What is decided when a request arrives, before its body is looked at. */
  #admit({ method, url, arrivedAtMs }: RecordedRequest, token: string): Admission {
    const { tokens, forbiddenTokens, maxInFlight } = this.#options;
    if (url !== RESYNC_PATH) return { turnedAway: { ...hoodError(404), note: 'no such path' } };
    if (method !== 'POST') {
      return { turnedAway: { ...hoodError(405), headers: { allow: 'POST' }, note: 'not a POST' } };
    }
    if (forbiddenTokens.includes(token)) return { turnedAway: { ...hoodError(403), note: 'token without permission' } };
    if (token === '' || (tokens.length > 0 && !tokens.includes(token))) {
      const headers = { 'www-authenticate': 'Bearer' };
      return { turnedAway: { ...hoodError(401), headers, note: token === '' ? 'no token' : 'token not accepted' } };
    }

    const account = this.#accountOf(token);
    if (account.inFlight >= maxInFlight) {
      account.windows.refuse(arrivedAtMs);
      return { turnedAway: tooMany(-1, 'too many in flight') };
    }
    const verdict = account.windows.arrive(arrivedAtMs);
    if (!verdict.admitted) return { turnedAway: tooMany(verdict.retryAfterSeconds, 'over the rate limit') };
    account.inFlight += 1;
    return { account, rateHeaders: headersOf(verdict.rateLimit) };
  }

  #decide(record: RecordedRequest, read: ReadBody, admission: Admission): Action {
    if ('turnedAway' in admission) return sending(admission.turnedAway);
    const fault = this.#nextFault(record);
    const play = parseFault(fault);
    if (play !== undefined)
      return { note: `fault ${typeof fault === 'string' ? fault : 'raw' in fault ? 'raw' : fault.status}`, play };
    return sending({ ...this.#judge(record, read), headers: admission.rateHeaders });
  }

  /** What Hood says of a request that token and limits let in. */
  #judge({ headers, body, ids }: RecordedRequest, read: ReadBody): Decision {
    const { maxBatch, unknownIds, refusalStatus } = this.#options;
    if (body === undefined) return tooLarge('the body is too long');
    if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return notValid(400, 'not sent as JSON');
    if ('problem' in read) return notValid(400, read.problem);
    if (ids.length > maxBatch) return tooLarge(`${ids.length} ids in one request`);

    const refused = ids.filter(
      (key) => isIn(this.#badIds, key) || (unknownIds === 'refuse' && !isIn(this.#knownIds, key)),
    );
    if (refused.length > 0) return notValid(refusalStatus, `refused for ${refused.slice(0, 5).join(', ')}`);
    return { status: 204, note: 'accepted' };
  }

  #nextFault(record: RecordedRequest): Fault {
    const { faults } = this.#options;
    return (typeof faults === 'function' ? faults(record) : this.#queuedFaults.shift()) ?? 'ok';
  }

  #latencyMs(): number {
    const { latencyMs, random } = this.#options;
    if (typeof latencyMs === 'number') return latencyMs;
    const [from, to] = latencyMs;
    return from + random() * (to - from);
  }
}

/** Of 429, which comes without the `X-RateLimit-*` headers (the vendor's guide on rate limits). */
function tooMany(retryAfterSeconds: number, note: string): Decision {
  return { ...hoodError(429), headers: { 'retry-after': String(retryAfterSeconds) }, note };
}

/** The body names no id, as the example on the endpoint's page does not. */
const notValid = (status: number, note: string): Decision => ({
  ...hoodError(status, 'The request body is not valid.'),
  note,
});

const tooLarge = (note: string): Decision => ({ ...hoodError(413), note });

function sending({ note, ...answer }: Decision): Action {
  const play: Play = (response) => {
    send(response, answer);
    return answer.status;
  };
  return { note, play };
}

const headersOf = (rateLimit: RateLimit | undefined): OutgoingHttpHeaders =>
  rateLimit === undefined
    ? {}
    : {
        'x-ratelimit-limit': rateLimit.limit,
        'x-ratelimit-remaining': rateLimit.remaining,
        'x-ratelimit-reset': rateLimit.resetSeconds,
      };

/** Whether the object `integration/1628` is in the set, by that key or by its id alone. */
const isIn = (set: ReadonlySet<string>, key: string): boolean =>
  set.has(key) || set.has(key.slice(key.indexOf('/') + 1));

/** The text's JSON value, or the text if it is none. */
function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Reads the whole body, also one that is too long to keep: then the result is `undefined`.
 *
 * @throws the connection's error if the client goes away
 */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return length <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}
