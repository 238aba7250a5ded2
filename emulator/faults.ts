/**
 * Answers that Hood, or something between it and the client, gives when things go wrong. Each is written as a word,
 * with an argument after a colon where it takes one: `500`, `503:7`, `redirect:http://127.0.0.1:9/`.
 */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Answer, hoodError, send } from './answer.ts';

/** A fault as a word, or any answer at all; `FAULT_HELP` says what each one does. */
export type Fault =
  | Answer
  | RawAnswer
  | `${number}`
  | `${number}:${string}`
  | 'ok'
  | 'reset'
  | 'hang'
  | `redirect:${string}`
  | 'garbage'
  | 'echo-token'
  | 'oversized'
  | '204-with-body'
  | '200-without-body'
  | WithStatus<'truncate' | 'slow-body' | 'html' | 'bogus-headers'>;

/** Bytes in place of an answer, past everything that keeps an HTTP server from sending nonsense. */
export interface RawAnswer {
  /** Sent piece by piece, each when the one before has left; endless when it is a generator without end. */
  readonly raw: string | Iterable<string | Buffer>;
  /** What becomes of the connection then; closed when it is not given. */
  readonly end?: 'close' | 'reset' | 'stay-open';
}

type WithStatus<Name extends string> = Name | `${Name}:${number}`;

/** What an answer may be made from. */
export interface PlayContext {
  readonly token: string;
  /** The `X-RateLimit-*` headers that the request would have got. */
  readonly rateHeaders: OutgoingHttpHeaders;
}

/** Ends an exchange whose request has been read. Returns the status that went out, 0 for none. */
export type Play = (response: ServerResponse, context: PlayContext) => number;

/** `undefined` from `make`: the argument is none that the fault takes. */
interface FaultKind {
  readonly usage: string;
  readonly help: string;
  readonly make: (argument: string | undefined) => Play | undefined;
}

const SLOW_BODY_INTERVAL_MS = 50;
const OVERSIZED_BYTES = 8 * 1024 * 1024;

const KINDS: Readonly<Record<string, FaultKind>> = {
  reset: {
    usage: 'reset',
    help: 'the connection is reset instead of an answer',
    make: plain((response) => {
      response.socket?.resetAndDestroy();
      return 0;
    }),
  },
  hang: { usage: 'hang', help: 'never answered, the connection stays open', make: plain(() => 0) },
  truncate: {
    usage: 'truncate[:STATUS]',
    help: 'the connection ends within the body (500)',
    make: withStatus(500, (response, status) => {
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': 1_000 });
      response.write('{"code":', () => response.socket?.destroy());
    }),
  },
  'slow-body': {
    usage: 'slow-body[:STATUS]',
    help: 'the body drips and never ends (500)',
    make: withStatus(500, (response, status) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), SLOW_BODY_INTERVAL_MS);
      response.on('close', () => clearInterval(drip));
    }),
  },
  html: {
    usage: 'html[:STATUS]',
    help: "a gateway's page instead of JSON (502)",
    make: withStatus(502, (response, status) => {
      const body = '<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>\n';
      send(response, { status, headers: { 'content-type': 'text/html' }, body });
    }),
  },
  garbage: {
    usage: 'garbage',
    help: 'bytes that are no HTTP',
    make: plain((response) => {
      response.socket?.end('\u0000 these bytes are no answer\r\n\r\n');
      return 0;
    }),
  },
  redirect: {
    usage: 'redirect:URL',
    help: '307 to that URL, which asks the client to send the request there',
    make: (url) => (url && URL.canParse(url) ? answering({ status: 307, headers: { location: url } }) : undefined),
  },
  'echo-token': {
    usage: 'echo-token',
    help: '400 with the token in message and trace_id',
    make: plain((response, { token, rateHeaders }) => {
      const { status, body } = hoodError(400, `The token ${token} asks for too much.`);
      send(response, { status, headers: rateHeaders, body: { ...body, trace_id: token } });
      return status;
    }),
  },
  oversized: {
    usage: 'oversized',
    help: '400 with a message of 8 MiB',
    make: plain((response) => {
      send(response, hoodError(400, 'long '.repeat(OVERSIZED_BYTES / 5)));
      return 400;
    }),
  },
  'bogus-headers': {
    usage: 'bogus-headers[:STATUS]',
    help: 'nonsense in X-RateLimit-* and Retry-After (204)',
    make: withStatus(204, (response, status) => {
      const headers = {
        'x-ratelimit-limit': 'many',
        'x-ratelimit-remaining': '-5',
        'x-ratelimit-reset': '1e309',
        'retry-after': 'soon',
      };
      send(response, { ...errorUnlessSuccess(status), headers });
    }),
  },
  '204-with-body': {
    usage: '204-with-body',
    help: '204 that has a body all the same',
    make: plain((response) => {
      // Written past the HTTP server, which rightly refuses to send this.
      response.socket?.end('HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n{}');
      return 204;
    }),
  },
  '200-without-body': {
    usage: '200-without-body',
    help: '200 where 204 is documented',
    make: plain((response, { rateHeaders }) => {
      send(response, { status: 200, headers: { ...rateHeaders, 'content-length': 0 } });
      return 200;
    }),
  },
};

/** The faults and what they do, for people. */
export const FAULT_HELP: readonly (readonly [usage: string, help: string])[] = [
  ['ok', 'the answer that the request deserves'],
  ['STATUS[:RETRY-AFTER]', "that status with Hood's error body"],
  ...Object.values(KINDS).map(({ usage, help }) => [usage, help] as const),
];

/**
 * @returns `undefined` for `ok`: nothing goes wrong
 * @throws RangeError if it is no fault
 */
export function parseFault(fault: Fault | string): Play | undefined {
  if (typeof fault !== 'string') return 'raw' in fault ? sendingRaw(fault) : answering(fault);
  if (fault === 'ok') return undefined;
  const { name = '', argument } = /^(?<name>[^:]*)(?::(?<argument>.*))?$/s.exec(fault)?.groups ?? {};
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  const play = isStatus(name) ? statusFault(Number(name), argument) : kind?.make(argument);
  if (play === undefined) {
    const usages = FAULT_HELP.map(([usage]) => usage).join(', ');
    throw new RangeError(`"${fault}" is no fault. Faults are: ${usages}.`);
  }
  return play;
}

const isStatus = (text: string): boolean => /^[2-5][0-9]{2}$/.test(text);

function statusFault(status: number, retryAfter: string | undefined): Play {
  return (response, { rateHeaders }) => {
    const headers = {
      // A 429 comes without them (the vendor's guide on rate limits).
      ...(status !== 429 && rateHeaders),
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    };
    send(response, { ...errorUnlessSuccess(status), headers });
    return status;
  };
}

function answering(answer: Answer): Play {
  return (response) => {
    send(response, answer);
    return answer.status;
  };
}

function sendingRaw({ raw, end = 'close' }: RawAnswer): Play {
  return ({ socket }) => {
    if (!socket) return 0;
    const pieces = (typeof raw === 'string' ? [raw] : raw)[Symbol.iterator]();
    const next = () => {
      const { done, value } = pieces.next();
      if (socket.destroyed) return;
      // In turns, so that the end of the connection is noticed.
      if (!done) socket.write(value, 'latin1', () => setImmediate(next));
      else if (end === 'close') socket.end();
      else if (end === 'reset') socket.resetAndDestroy();
    };
    next();
    return 0;
  };
}

function plain(play: Play): FaultKind['make'] {
  return (argument) => (argument === undefined ? play : undefined);
}

function withStatus(byDefault: number, play: (response: ServerResponse, status: number) => void): FaultKind['make'] {
  return (argument = String(byDefault)) => {
    if (!isStatus(argument)) return undefined;
    const status = Number(argument);
    return (response) => {
      play(response, status);
      return status;
    };
  };
}

const errorUnlessSuccess = (status: number): Answer => (status < 300 ? { status } : hoodError(status));
