import * as http from 'node:http';
import * as https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { HttpClient } from '@actions/http-client';
import { checkBypass, getProxyUrl } from '@actions/http-client/lib/proxy';
import { ConfigurationError } from '../failure.ts';
import { harmless, readProblem } from '../hood/answer.ts';
import type { Answer, FailureCause, Transport, TransportFailure } from '../hood/transport.ts';
import { scrubber } from '../scrub.ts';

/** Longest time from sending a request to the last byte of its answer. */
const ATTEMPT_TIMEOUT_MS = 30_000;

/** Most of an answer's body that is read; errors of the API are a few hundred bytes. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * How long an idle connection may wait for its next request. Servers close idle connections after 5 s (Node's own
 * default) or more; a request that is sent just then is lost.
 */
const MAX_IDLE_MS = 4_000;

export interface HttpTransportOptions {
  /** The endpoint; an origin that the token may be sent to. */
  readonly url: URL;
  readonly token: string;
  /** `hood-resync/VERSION`. */
  readonly userAgent: string;
  /** For tests; the default is 30 s. */
  readonly attemptTimeoutMs?: number;
  /** For tests; the default is 4 s. */
  readonly maxIdleMs?: number;
}

export interface HttpTransport {
  readonly send: Transport;
  /** Closes every connection, so that nothing keeps the process alive. */
  dispose(): void;
}

/**
 * The transport over `@actions/http-client`, which knows the runner's proxy settings. Requests are made by its
 * `requestRaw`, beneath its redirects and retries: redirects could take the token to another host. Body and time-outs
 * are handled here, since its own readers wait for ever when an answer breaks off.
 *
 * @throws ConfigurationError when the runner's proxy setting is not a URL
 */
export function createHttpTransport(options: HttpTransportOptions): HttpTransport {
  const { url, token, userAgent, attemptTimeoutMs = ATTEMPT_TIMEOUT_MS, maxIdleMs = MAX_IDLE_MS } = options;
  const httpModule = url.protocol === 'https:' ? https : http;
  const disposal = new AbortController();
  const client = new HttpClient(userAgent, [], {
    allowRedirects: false,
    allowRetries: false,
    keepAlive: true,
    // Longer than any attempt: the attempt's own deadline decides.
    socketTimeout: 2 * attemptTimeoutMs,
  });
  const agent = agentFor(client, url, maxIdleMs, disposal.signal);
  const scrub = scrubber([token]);

  async function send(body: string, signal: AbortSignal): Promise<Answer | TransportFailure> {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    const timer = setTimeout(abort, attemptTimeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    // A request that still waits for a proxy's tunnel is destroyed without a word.
    const aborted = new Promise<never>((_, reject) => attempt.signal.addEventListener('abort', reject, { once: true }));
    if (signal.aborted) abort();
    let status: number | undefined;
    try {
      const request = client.requestRaw(
        {
          parsedUrl: url,
          httpModule,
          options: {
            ...urlToHttpOptions(url),
            method: 'POST',
            agent,
            signal: attempt.signal,
            headers: {
              accept: 'application/json',
              authorization: `Bearer ${token}`,
              'content-type': 'application/json',
              'user-agent': userAgent,
            },
          },
        },
        body,
      );
      const { message } = await Promise.race([request, aborted]);
      status = message.statusCode ?? 0;
      const text = await readBody(message);
      return { kind: 'answer', status, headers: singleHeaders(message), problem: readProblem(text, scrub) };
    } catch (error) {
      const failure = signal.aborted
        ? { cause: 'aborted' as const, message: 'The request was sent, but its answer was not waited for.' }
        : attempt.signal.aborted
          ? { cause: 'timeout' as const, message: `${described(status)} within ${attemptTimeoutMs / 1000} s.` }
          : describeError(error, status);
      return { kind: 'failure', cause: failure.cause, message: harmless(failure.message, scrub) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }

  return {
    send,
    dispose() {
      disposal.abort();
      client.dispose();
      // `dispose` forgets the agent that tunnels through a proxy.
      if (isTunnel(agent)) for (const socket of agent.sockets) socket.destroy?.();
    },
  };
}

/**
 * Reads the body; rejects when the answer breaks off before its end. Of a body beyond `MAX_BODY_BYTES` nothing is taken: it is none of
 * the API's, and where it was cut a secret might stand that would not be known by its first half.
 */
async function readBody(message: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the connection; what an answer of that size goes on to say is of no use.
    if (length > MAX_BODY_BYTES) return '';
  }
  return Buffer.concat(chunks).toString('utf8');
}

function singleHeaders(message: http.IncomingMessage): Answer['headers'] {
  return Object.fromEntries(
    Object.entries(message.headersDistinct).map(([name, values]) => [
      name,
      values?.length === 1 ? values[0] : undefined,
    ]),
  );
}

/** `tunnel`'s agent, as far as it is needed here. A place that is still being connected has no `destroy`. */
interface TunnelAgent {
  readonly sockets: readonly { destroy?(): void }[];
  readonly proxyOptions: { signal?: AbortSignal };
}

const isTunnel = (agent: unknown): agent is TunnelAgent =>
  typeof agent === 'object' && agent !== null && 'proxyOptions' in agent;

/** Node documents the option of the constructor only, but reads it each time that a connection becomes idle. */
type KeepAliveAgent = http.Agent & { readonly options: { timeout?: number } };

function agentFor(client: HttpClient, url: URL, maxIdleMs: number, disposal: AbortSignal): http.Agent {
  let agent: http.Agent;
  try {
    agent = client.getAgent(url.href);
    // What it cannot read it passes over, and the request would go past the proxy.
    if (isProxySet(url) && !getProxyUrl(url)?.hostname) throw new Error('no host');
  } catch {
    // The value may hold a password, so it is not shown.
    throw new ConfigurationError(
      'proxy-setting',
      `The proxy set by ${url.protocol.slice(0, -1)}_proxy in the environment is not a URL. Write it as http://host:port.`,
    );
  }
  // A tunnel keeps no idle connections, but one that is being opened ends only by this signal.
  if (isTunnel(agent)) agent.proxyOptions.signal = disposal;
  else (agent as KeepAliveAgent).options.timeout = maxIdleMs;
  return agent;
}

function isProxySet(url: URL): boolean {
  const name = `${url.protocol.slice(0, -1)}_proxy`;
  return Boolean(process.env[name] || process.env[name.toUpperCase()]) && !checkBypass(url);
}

const described = (status: number | undefined): string =>
  status === undefined ? 'No answer' : `The answer (status ${status}) did not end`;

/** Node's error codes (nodejs.org/api/errors.html, "Common system errors" and "OpenSSL error codes"). */
const CAUSES: Readonly<Record<string, FailureCause>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'unresolved-name',
  EAI_AGAIN: 'unresolved-name',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EPROTO: 'tls',
};

const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_|CRL_|ERROR_IN_)/;

function describeError(error: unknown, status: number | undefined): { cause: FailureCause; message: string } {
  const { code = '', message: said = '', errors } = error as Partial<NodeJS.ErrnoException & AggregateError>;
  // Where all addresses of a host failed, Node wraps the single errors.
  const text = errors?.map((each) => String(each.message)).join('; ') || said || code || String(error);
  if (text.startsWith('tunneling socket')) {
    return { cause: 'proxy', message: `The proxy did not open a connection to the API (${text}).` };
  }
  if (TLS_CODE.test(code) || CAUSES[code] === 'tls') {
    return {
      cause: 'tls',
      message: `The secure connection failed (${code}: ${text}). Check api-url, and that the runner trusts the certificate (NODE_EXTRA_CA_CERTS).`,
    };
  }
  if (status !== undefined) {
    return { cause: 'truncated', message: `The answer (status ${status}) broke off before its end.` };
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return { cause: 'malformed', message: `The answer has more than 16 KiB of headers (${code}).` };
  }
  if (code.startsWith('HPE_')) return { cause: 'malformed', message: `The answer is not HTTP (${code}).` };
  return { cause: CAUSES[code] ?? 'unknown', message: `${text}.` };
}
