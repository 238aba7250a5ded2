import { isIP } from 'node:net';
import { posix } from 'node:path';
import { ConfigurationError, type Problem } from './failure.ts';
import { idPathProblem } from './selection/config-file.ts';
import { type Entry, parseEntries } from './selection/entries.ts';

/** What "changed" is measured from. */
export type BaseInput =
  | { readonly kind: 'auto' | 'last-success' | 'last-deployment' | 'none' }
  | { readonly kind: 'ref'; readonly ref: string };

/** One of the account's limits: at most `limit` requests in a window of `windowMs` milliseconds. */
export interface RateWindow {
  readonly limit: number;
  readonly windowMs: number;
}

export const IF_NOTHING_TO_SYNC = ['ignore', 'warn', 'error'] as const;
export type IfNothingToSync = (typeof IF_NOTHING_TO_SYNC)[number];

/** The inputs of `action.yml`, checked; the contract's chapter "Inputs". */
export interface Inputs {
  /** Empty only in a dry run. */
  readonly token: string;
  readonly integration: readonly Entry[];
  readonly conversion: readonly Entry[];
  readonly base: BaseInput;
  /** RFC 9535 JSONPath; absent: `id` of the root object, or of each element of a root list. */
  readonly idPath?: string;
  readonly deleted: 'ignore' | 'resync';
  readonly resyncAllIfChanged: readonly Entry[];
  readonly ifNothingToSync: IfNothingToSync;
  /** Most ids in one request. */
  readonly batchSize: number;
  readonly rateLimit: readonly RateWindow[];
  readonly maxAttempts: number;
  /** The deadline for sending, in milliseconds from its start. */
  readonly timeoutMs: number;
  readonly dryRun: boolean;
  /** The checkout's folder, relative to the workspace. */
  readonly path: string;
  readonly githubToken: string;
  /** Where `/v1/hood/resync` is. */
  readonly apiUrl: URL;
}

/**
 * Shorter tokens are refused: the runner masks every occurrence of a secret, and one of a few characters would blacken half
 * the log and drop the outputs that happen to hold it.
 */
const MIN_TOKEN_LENGTH = 8;

/** Longer tokens are refused, in characters: web servers take no more than about that in all headers together. */
const MAX_TOKEN_LENGTH = 8192;

/**
 * Words that outputs and report are made of: a token of that kind is none, and the runner would drop every output that holds it.
 * `undefined` is what a script stores that had no value.
 */
const PLAIN_WORDS: ReadonlySet<string> = new Set([
  'integration',
  'integrations',
  'conversion',
  'conversions',
  'nothing-to-sync',
  'cancelled',
  'undefined',
]);

/**
 * Reads and checks every input.
 *
 * @param read the value of an input by its name; an empty one counts as not given
 * @throws ConfigurationError with all problems at once, each naming the input, what it got and what it takes
 */
export function parseInputs(read: (name: string) => string): Inputs {
  const problems: Problem[] = [];
  const raw = (name: string, fallback = '') => read(name).trim() || fallback;
  const refuse = (name: string, takes: string) => {
    problems.push({
      topic: 'input-value',
      message: `\`${name}\` got ${JSON.stringify(raw(name))}; it takes ${takes}.`,
    });
  };

  const whole = (name: string, fallback: number, min: number, max: number): number => {
    const text = raw(name, String(fallback));
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < min || value > max) refuse(name, `a whole number from ${min} to ${max}`);
    return value;
  };
  const oneOf = <T extends string>(name: string, values: readonly T[]): T => {
    const text = raw(name, values[0]);
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) refuse(name, `one of ${values.map((candidate) => `\`${candidate}\``).join(', ')}`);
    return value ?? (values[0] as T);
  };
  // YAML 1.2 core schema, as `core.getBooleanInput` takes them (README of @actions/core).
  const boolean = (name: string): boolean => {
    const text = raw(name, 'false');
    if (!/^(true|True|TRUE|false|False|FALSE)$/.test(text)) refuse(name, '`true` or `false`');
    return text.toLowerCase() === 'true';
  };
  const entries = (name: string): readonly Entry[] => {
    const parsed = parseEntries(read(name), { input: name });
    for (const problem of parsed.problems) problems.push(problem);
    return parsed.entries;
  };

  const dryRun = boolean('dry-run');
  const token = raw('token');
  const tokenProblem = checkToken(token, dryRun);
  if (tokenProblem) problems.push(tokenProblem);

  const told = problems.length;
  const integration = entries('integration');
  const conversion = entries('conversion');
  // Where an entry is wrong, that is what is told.
  if (problems.length === told && integration.length + conversion.length === 0) {
    problems.push({
      topic: 'no-entries',
      message:
        '`integration` and `conversion` are both empty. At least one of them must hold an entry: an id, a config file or a glob, such as `config/integrations/**`.',
    });
  }

  const idPath = raw('id-path');
  const badPath = idPath && idPathProblem(idPath);
  if (badPath) {
    problems.push({
      topic: 'id-path',
      message: `\`id-path\` got ${JSON.stringify(idPath)}, which is not an RFC 9535 JSONPath: ${badPath}`,
    });
  }

  const timeout = raw('timeout-minutes', '30');
  const minutes = Number(timeout);
  if (!/^\d+(\.\d+)?$/.test(timeout) || minutes <= 0 || minutes > MAX_TIMEOUT_MINUTES) {
    refuse('timeout-minutes', `a number of minutes above 0, at most ${MAX_TIMEOUT_MINUTES}`);
  }

  const path = posix.normalize(raw('path', '.')).replace(/(?<=.)\/$/, '');
  if (/^([/\\]|[A-Za-z]:)|\p{Cc}/u.test(path) || path.split(/[/\\]/).includes('..')) {
    refuse('path', 'a folder inside the workspace, relative to it and without `..`');
  }

  const apiUrl = parseApiUrl(raw('api-url', 'https://api.ocamba.com'));
  if (typeof apiUrl === 'string') problems.push({ topic: 'api-url', message: apiUrl });

  const base = parseBase(raw('base', 'auto'));
  if (typeof base === 'string') problems.push({ topic: 'input-value', message: base });

  const rateLimit = parseRateLimit(raw('rate-limit', DEFAULT_RATE_LIMIT));
  if (!rateLimit) {
    refuse(
      'rate-limit',
      `one or both of requests a second and requests a minute, from 1, such as \`${DEFAULT_RATE_LIMIT}\``,
    );
  }

  const inputs: Omit<Inputs, 'apiUrl' | 'base' | 'rateLimit'> = {
    token,
    integration,
    conversion,
    ...(idPath && { idPath }),
    deleted: oneOf('deleted', ['ignore', 'resync']),
    resyncAllIfChanged: entries('resync-all-if-changed'),
    ifNothingToSync: oneOf('if-nothing-to-sync', IF_NOTHING_TO_SYNC),
    batchSize: whole('batch-size', 100, 1, 10_000),
    maxAttempts: whole('max-attempts', 5, 1, 20),
    timeoutMs: minutes * 60_000,
    dryRun,
    path,
    githubToken: raw('github-token'),
  };
  if (problems.length > 0 || typeof apiUrl === 'string' || typeof base === 'string' || !rateLimit) {
    throw new ConfigurationError(problems);
  }
  return { ...inputs, apiUrl, base, rateLimit };
}

/** The longest that a job may run on a self-hosted runner: five days (GitHub's documentation of usage limits). */
const MAX_TIMEOUT_MINUTES = 5 * 24 * 60;

const WRITE_SECRET = 'Write it as an expression (`token: $' + '{{ secrets.OCAMBA_TOKEN }}`).';
const NO_TOKEN =
  '`token` is empty. Set it from a secret (`token: $' +
  '{{ secrets.OCAMBA_TOKEN }}`) and check that the secret exists under that name. ' +
  'Runs for pull requests from forks and for Dependabot get no secrets: use `dry-run: true` there.';

function checkToken(token: string, dryRun: boolean): Problem | undefined {
  if (token === '') {
    return dryRun ? undefined : { topic: 'token-empty', message: NO_TOKEN };
  }
  // Never quoted: whatever it is, it was meant to be a secret.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return {
      topic: 'token-malformed',
      message:
        '`token` holds blanks, line breaks or characters that no token has. Copy it into the secret again, on one line and without quotes.',
    };
  }
  if (token.length < MIN_TOKEN_LENGTH) {
    return {
      topic: 'token-malformed',
      message: `\`token\` has ${token.length} characters, which is too short for an Ocamba API token (at least ${MIN_TOKEN_LENGTH}). Copy the whole token into the secret.`,
    };
  }
  if (token.length > MAX_TOKEN_LENGTH) {
    return {
      topic: 'token-malformed',
      message: `\`token\` has ${token.length} characters, more than any server takes in a header (at most ${MAX_TOKEN_LENGTH}). Check that the secret holds the token alone.`,
    };
  }
  if (/^(?:secrets|vars|env|inputs|github)\.\w+$/.test(token)) {
    return {
      topic: 'token-malformed',
      message: `\`token\` looks like the name of a secret, not like its value. ${WRITE_SECRET}`,
    };
  }
  // As long as an id may be: it could be one, or a part of one.
  if (/^\d{1,20}$/.test(token)) {
    return {
      topic: 'token-malformed',
      message: `\`token\` is a number such as ids are, and masking it would take ids out of every output. ${WRITE_SECRET}`,
    };
  }
  if (PLAIN_WORDS.has(token)) {
    return {
      topic: 'token-malformed',
      message: `\`token\` is a plain word that no API token is, and masking it would take it out of every output. ${WRITE_SECRET}`,
    };
  }
  return undefined;
}

/** The account's limits as the vendor documents them (`hood-resync-endpoint.txt`); a window not named keeps its default. */
const DEFAULT_RATE_LIMIT = '10/s,150/m';
const WINDOWS_MS = { s: 1000, m: 60_000 } as const;

function parseRateLimit(text: string): RateWindow[] | undefined {
  const limits = new Map<string, number>();
  for (const part of text.split(',')) {
    const [, limit, unit] = /^\s*([1-9]\d{0,5})\s*\/\s*([sm])\s*$/.exec(part) ?? [];
    if (!limit || !unit || limits.has(unit)) return undefined;
    limits.set(unit, Number(limit));
  }
  return [
    { limit: limits.get('s') ?? 10, windowMs: WINDOWS_MS.s },
    { limit: limits.get('m') ?? 150, windowMs: WINDOWS_MS.m },
  ];
}

const MAX_REF_LENGTH = 1024;

function parseBase(text: string): BaseInput | string {
  switch (text) {
    case 'auto':
    case 'last-success':
    case 'last-deployment':
    case 'none':
      return { kind: text };
  }
  // What git itself refuses in a name (git-check-ref-format), as far as it could pass for something else here; and no system takes
  // a name of that length.
  if (text.length > MAX_REF_LENGTH || text.startsWith('-') || /[\s\p{Cc}:?*[\\]|\.\./u.test(text)) {
    return `\`base\` got ${JSON.stringify(text)}; it takes \`auto\`, \`last-success\`, \`last-deployment\`, \`none\`, or one git ref or SHA.`;
  }
  return { kind: 'ref', ref: text };
}

function parseApiUrl(text: string): URL | string {
  const takes = 'it takes an `https` URL (`http` only for loopback addresses, for tests)';
  const url = URL.parse(text);
  // Not quoted where it could hold a password, or a key behind a question mark.
  if (!url) {
    if (/[@?#]/.test(text)) return `\`api-url\` is not a URL; ${takes}.`;
    return `\`api-url\` got ${JSON.stringify(text)}, which is not a URL; ${takes}.`;
  }
  if (url.username || url.password)
    return '`api-url` holds a user or a password; the token belongs into `token` alone.';
  if (url.search || url.hash) return `\`api-url\` got "${url.origin}/…"; it takes a URL without ? and #.`;
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  return `\`api-url\` got ${JSON.stringify(text)}; ${takes}.`;
}

/** `localhost` names, 127.0.0.0/8 and ::1 (RFC 6761, RFC 1122, RFC 4291). */
function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
