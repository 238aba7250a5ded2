import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Answer, Transport, TransportFailure } from './transport.ts';

/** The headers of an answer that tell what came of the request and why. */
const TOLD_HEADERS = [
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'retry-after',
  'location',
  'server',
  'via',
];

/** A transport that tells the debug log of each request and its answer. The token is in neither: it stands in a header. */
export function traced(transport: Transport, log: Logger, clock: Clock): Transport {
  if (!log.isDebug) return transport;
  let requests = 0;
  return async (body, signal) => {
    const name = `Request ${++requests}`;
    const start = clock.now();
    log.debug(`${name}: POST ${body}`);
    const result = await transport(body, signal);
    log.debug(`${name}: ${toldOf(result, Math.round(clock.now() - start))}`);
    return result;
  };
}

function toldOf(result: Answer | TransportFailure, ms: number): string {
  if (result.kind === 'failure') return `no answer after ${ms} ms (${result.cause}): ${result.message}`;
  const { status, headers, problem } = result;
  const told = [
    ...TOLD_HEADERS.flatMap((header) => (headers[header] === undefined ? [] : [`${header}: ${headers[header]}`])),
    ...Object.entries(problem).map(([field, text]) => `${field} ${JSON.stringify(text)}`),
  ];
  return `${status} after ${ms} ms${told.length > 0 ? `; ${told.join('; ')}` : ''}`;
}
