import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Transport } from './transport.ts';

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
    const end = () => {
      const after = `after ${Math.round(clock.now() - start)} ms`;
      if (result.kind === 'failure') return `${name}: no answer ${after} (${result.cause}): ${result.message}`;
      const { status, headers, problem } = result;
      const told = [
        ...TOLD_HEADERS.flatMap((header) => (headers[header] === undefined ? [] : [`${header}: ${headers[header]}`])),
        ...Object.entries(problem).map(([field, text]) => `${field} ${JSON.stringify(text)}`),
      ];
      return `${name}: ${status} ${after}${told.length > 0 ? `; ${told.join('; ')}` : ''}`;
    };
    log.debug(end());
    return result;
  };
}
