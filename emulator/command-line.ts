import { parseArgs } from 'node:util';
import { FAULT_HELP, type Fault, parseFault } from './faults.ts';
import type { EmulatorOptions } from './server.ts';
import { WINDOW_DEFAULTS } from './windows.ts';

interface Switch {
  readonly type: 'string' | 'boolean';
  /** What stands for its value in the help. */
  readonly value?: string;
  readonly help: string;
  readonly default?: string;
  readonly multiple?: true;
}

const SWITCHES = {
  port: { type: 'string', value: 'N', default: '8787', help: 'port on 127.0.0.1; 0 takes any that is free' },
  token: { type: 'string', value: 'TOKEN', multiple: true, help: 'accept only this token (may be repeated)' },
  'forbidden-token': { type: 'string', value: 'TOKEN', multiple: true, help: 'answer this token with 403' },
  burst: { type: 'string', value: 'N', default: '10', help: 'requests in a window of 1 second' },
  steady: { type: 'string', value: 'N', default: '150', help: 'requests in a window of 1 minute' },
  anchor: {
    type: 'string',
    value: 'clock|first-request',
    default: WINDOW_DEFAULTS.anchor,
    help: "windows start at the clock's second and minute, or at the first request",
  },
  phase: { type: 'string', value: 'MS', default: '0', help: "start the clock's windows later by that much" },
  headers: {
    type: 'string',
    value: 'burst|steady|tighter|none',
    default: WINDOW_DEFAULTS.headers,
    help: 'window that the X-RateLimit headers describe',
  },
  reset: {
    type: 'string',
    value: 'up|down',
    default: WINDOW_DEFAULTS.resetRounding,
    help: 'how X-RateLimit-Reset is rounded to seconds',
  },
  'remaining-error': { type: 'string', value: 'N', default: '0', help: 'added to X-RateLimit-Remaining' },
  'count-refused': { type: 'boolean', help: 'requests answered with 429 count as well' },
  'max-in-flight': { type: 'string', value: 'N', help: 'requests in flight at once (no limit)' },
  'max-batch': { type: 'string', value: 'N', help: 'ids in one request (no limit); more get 413' },
  'bad-id': { type: 'string', value: 'ID', multiple: true, help: 'refuse 1628, or integration/1628' },
  'known-id': { type: 'string', value: 'ID', multiple: true, help: 'an id that exists' },
  'unknown-ids': { type: 'string', value: 'accept|refuse', default: 'accept', help: 'what all other ids get' },
  'refusal-status': { type: 'string', value: 'STATUS', default: '400', help: 'answer to refused ids' },
  latency: { type: 'string', value: 'MS|MS-MS', default: '0', help: 'until the answer, fixed or from a range' },
  fault: { type: 'string', value: 'FAULT', multiple: true, help: 'fault of the next request (may be repeated)' },
  help: { type: 'boolean', help: 'show this' },
} as const satisfies Record<string, Switch>;

type Name = keyof typeof SWITCHES;

export type CommandLine =
  | { readonly help: string }
  | { readonly problems: readonly string[] }
  | { readonly options: Partial<EmulatorOptions> };

/** Reads the emulator's command line; all problems at once. */
export function readCommandLine(args: readonly string[]): CommandLine {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Node's message repeats the argument, which may be a token that lost its switch.
    const stray = code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL';
    return { problems: [stray ? 'An argument has no switch before it.' : message] };
  }
  if (values.help) return { help: helpText() };

  const problems: string[] = [];
  const complain = (name: Name, got: string, takes: string) => problems.push(`--${name} takes ${takes}, got "${got}".`);

  const whole = (name: Name, text: string, from: number, to: number): number => {
    const number = /^-?[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= from && number <= to)) complain(name, text, `a whole number from ${from} to ${to}`);
    return number;
  };
  const choice = <T extends string>(name: Name, text: string, ...choices: readonly T[]): T => {
    const chosen = choices.find((one) => one === text);
    if (chosen === undefined) complain(name, text, choices.join(' or '));
    return chosen as T;
  };
  const limit = (name: Name, text: string | undefined): number =>
    text === undefined ? Number.POSITIVE_INFINITY : whole(name, text, 1, 1_000_000);
  const ids = (name: Name, list: readonly string[] = []): readonly string[] => {
    for (const id of list) {
      if (!/^((integration|conversion)\/)?[0-9]+$/.test(id))
        complain(name, id, 'an id such as 1628 or integration/1628');
    }
    return list;
  };
  // The value may be a real token typed in the wrong place, so it is not repeated.
  const tokens = (name: Name, list: readonly string[] = []): readonly string[] => {
    if (list.some((token) => !/^[!-~]+$/.test(token))) problems.push(`--${name} takes a token without blanks.`);
    return list;
  };
  const latency = (text: string): number | readonly [number, number] => {
    const [, from = '', to] = /^([0-9]+)(?:-([0-9]+))?$/.exec(text) ?? [];
    if (from === '' || Number(to ?? from) < Number(from))
      complain('latency', text, 'milliseconds such as 20 or 20-200');
    return to === undefined ? Number(from) : [Number(from), Number(to)];
  };
  const faults = (list: readonly string[] = []): readonly Fault[] => {
    for (const fault of list) {
      try {
        parseFault(fault);
      } catch (error) {
        problems.push(`--fault: ${(error as Error).message}`);
      }
    }
    return list as readonly Fault[];
  };

  const options: Partial<EmulatorOptions> = {
    port: whole('port', values.port, 0, 65_535),
    tokens: tokens('token', values.token),
    forbiddenTokens: tokens('forbidden-token', values['forbidden-token']),
    windows: {
      burst: { ...WINDOW_DEFAULTS.burst, requests: whole('burst', values.burst, 1, 1_000_000) },
      steady: { ...WINDOW_DEFAULTS.steady, requests: whole('steady', values.steady, 1, 1_000_000) },
      anchor: choice('anchor', values.anchor, 'clock', 'first-request'),
      phaseMs: whole('phase', values.phase, 0, 60_000),
      headers: choice('headers', values.headers, 'burst', 'steady', 'tighter', 'none'),
      resetRounding: choice('reset', values.reset, 'up', 'down'),
      remainingError: whole('remaining-error', values['remaining-error'], -1_000_000, 1_000_000),
      countRefused: values['count-refused'] ?? false,
    },
    maxInFlight: limit('max-in-flight', values['max-in-flight']),
    maxBatch: limit('max-batch', values['max-batch']),
    badIds: ids('bad-id', values['bad-id']),
    knownIds: ids('known-id', values['known-id']),
    unknownIds: choice('unknown-ids', values['unknown-ids'], 'accept', 'refuse'),
    refusalStatus: whole('refusal-status', values['refusal-status'], 400, 499),
    latencyMs: latency(values.latency),
    faults: faults(values.fault),
  };
  return problems.length > 0 ? { problems } : { options };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: SWITCHES, strict: true, allowPositionals: false }).values;
}

function helpText(): string {
  const switches = Object.entries<Switch>(SWITCHES).map(
    ([name, { value, help, default: byDefault }]): Row => [
      `--${name}${value === undefined ? '' : ` ${value}`}`,
      `${help}${byDefault === undefined ? '' : ` (${byDefault})`}`,
    ],
  );
  return [
    "Emulates Ocamba Hood's resync endpoint on this machine, so that a workflow can be tried",
    'without touching an account. Every token stands for an account of its own.',
    '',
    'Usage: npm run emulator -- [switches]',
    '',
    ...table(switches),
    '',
    'Faults, taken by one request after another that token and limits let pass:',
    '',
    ...table(FAULT_HELP),
    '',
    'Example: the first two requests fail, then all is well, as long as 1001 is not among the ids:',
    '',
    '  npm run emulator -- --fault 500 --fault reset --bad-id 1001',
  ].join('\n');
}

type Row = readonly [left: string, right: string];

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
