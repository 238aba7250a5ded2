import { randomUUID } from 'node:crypto';
import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http';

/** An answer in the making. */
export interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  /** A string and bytes go out as they are, everything else as JSON; absent: no body. */
  readonly body?: unknown;
}

/** The body of every error, as the endpoint's page shows it. */
export interface HoodError {
  readonly code: number;
  readonly title: string;
  readonly message?: string;
  readonly trace_id: string;
}

/** An error as Hood answers it: "Bad request." for 400, and a new trace id. */
export function hoodError(status: number, message?: string): Answer & { readonly body: HoodError } {
  const phrase = STATUS_CODES[status] ?? 'Unknown error';
  return {
    status,
    body: {
      code: status,
      title: `${phrase.charAt(0)}${phrase.slice(1).toLowerCase()}.`,
      ...(message !== undefined && { message }),
      trace_id: randomUUID(),
    },
  };
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers })
    .end(text);
}
