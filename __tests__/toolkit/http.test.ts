import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Emulator, type EmulatorOptions, RESYNC_PATH, startEmulator } from '../../emulator/server.ts';
import type { Answer, TransportFailure } from '../../src/hood/transport.ts';
import { createHttpTransport, type HttpTransport, type HttpTransportOptions } from '../../src/toolkit/http.ts';
import { until } from '../support/until.ts';

const TOKEN = 'hood/token+with"odd=characters';
const BODY = '{"resync":{"integration":["1628"]}}';

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** The transport to an emulator that does as `options` say. */
async function emulated(
  options: Partial<EmulatorOptions>,
  ofTransport: Partial<HttpTransportOptions> = {},
): Promise<{ transport: HttpTransport; emulator: Emulator }> {
  const emulator = await startEmulator(options);
  toClose.push(() => emulator.close());
  return { transport: transportTo(`${emulator.url}${RESYNC_PATH}`, ofTransport), emulator };
}

function transportTo(url: string, options: Partial<HttpTransportOptions> = {}): HttpTransport {
  const transport = createHttpTransport({
    url: new URL(url),
    token: TOKEN,
    userAgent: 'hood-resync/1.2.3',
    ...options,
  });
  toClose.push(() => transport.dispose());
  return transport;
}

/** A server of our own, for what the emulator does not do. */
async function serve(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  return { url: `http://127.0.0.1:${await listen(server)}${RESYNC_PATH}`, server };
}

async function listen(server: Server | TlsServer | SocketServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  toClose.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const post = (transport: HttpTransport, signal = new AbortController().signal): Promise<Answer | TransportFailure> =>
  transport.send(BODY, signal);

describe('a request', () => {
  it('carries the body, the token and the names of client and formats', async () => {
    const requests: { message: IncomingMessage; body: string }[] = [];
    const { url } = await serve(async (message, response) => {
      let body = '';
      for await (const chunk of message) body += chunk;
      requests.push({ message, body });
      response.writeHead(204).end();
    });
    expect(await post(transportTo(url))).toMatchObject({ kind: 'answer', status: 204 });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.body).toBe(BODY);
    expect(requests[0]?.message.method).toBe('POST');
    expect(requests[0]?.message.url).toBe(RESYNC_PATH);
    expect(requests[0]?.message.headers).toEqual({
      accept: 'application/json',
      authorization: `Bearer ${TOKEN}`,
      connection: 'keep-alive',
      'content-length': String(BODY.length),
      'content-type': 'application/json',
      host: new URL(url).host,
      'user-agent': 'hood-resync/1.2.3',
    });
  });

  it('reuses a connection, but none that was idle for long', async () => {
    const sockets: Socket[] = [];
    const { url, server } = await serve(({ socket }, response) => {
      sockets.push(socket);
      response.writeHead(204).end();
    });
    server.keepAliveTimeout = 60_000;
    const patient = transportTo(url, { maxIdleMs: 60_000 });
    await post(patient);
    await post(patient);
    expect(sockets[1]).toBe(sockets[0]);

    const impatient = transportTo(url, { maxIdleMs: 100 });
    await post(impatient);
    await until(() => sockets[2]?.destroyed === true);
    await post(impatient);
    expect(sockets[3]).not.toBe(sockets[2]);
  });
});

describe('an answer', () => {
  it('is a value, whatever its status', async () => {
    const { transport } = await emulated({ faults: ['500', '500'] });
    const answers = [await post(transport), await post(transport), await post(transport)];
    expect(answers.map((each) => each.kind === 'answer' && each.status)).toEqual([500, 500, 204]);
    expect(answers[0]).toMatchObject({
      problem: { title: 'Internal server error.', traceId: expect.stringMatching(/-/) },
    });
    expect(answers[2]).toMatchObject({ headers: { 'x-ratelimit-limit': '10' } });
  });

  it('never takes the token along: a redirect is not followed', async () => {
    const elsewhere = await startEmulator();
    toClose.push(() => elsewhere.close());
    const { transport } = await emulated({ faults: [`redirect:${elsewhere.url}${RESYNC_PATH}`] });
    expect(await post(transport)).toMatchObject({ kind: 'answer', status: 307 });
    expect(elsewhere.requests).toEqual([]);
  });

  it.each([
    ['as it is', TOKEN],
    ['escaped for a URL', encodeURIComponent(TOKEN)],
    ['with control characters around', `\u0000${TOKEN}\u001b`],
  ])('that repeats the token %s does not get it through', async (_, text) => {
    const { transport } = await emulated({
      faults: [{ status: 400, body: { title: text, message: `Bad ${text}!`, trace_id: text } }],
    });
    const result = await post(transport);
    expect(result).toMatchObject({ problem: { message: expect.stringContaining('***') } });
    expect(JSON.stringify(result)).not.toContain('odd=characters');
    expect(JSON.stringify(result)).not.toContain(encodeURIComponent('odd=characters'));
  });

  it('of any size is read in part only', async () => {
    const { transport } = await emulated({ faults: ['oversized'] });
    const result = await post(transport);
    expect(result).toMatchObject({ kind: 'answer', status: 400 });
    expect(JSON.stringify(result).length).toBeLessThan(2_000);
  });

  it.each([
    [64 * 1024, true],
    [64 * 1024 + 1, false],
  ])('of %i bytes is read: %s', async (length, isRead) => {
    const start = '{"title":"Bad.","fill":"';
    const { url } = await serve((_, response) => {
      response.writeHead(400);
      response.write(start);
      response.end(`${'x'.repeat(length - start.length - 2)}"}`);
    });
    expect(await post(transportTo(url))).toMatchObject({
      status: 400,
      problem: isRead ? { title: 'Bad.' } : {},
    });
  });

  it('that goes on without end ends where it is too long', async () => {
    let ended = false;
    const { url } = await serve((_, response) => {
      response.writeHead(400);
      response.on('close', () => {
        ended = true;
      });
      const write = () => {
        while (!ended && response.write('x'.repeat(16 * 1024)));
        if (!ended) response.once('drain', write);
      };
      write();
    });
    expect(await post(transportTo(url))).toMatchObject({ status: 400, problem: {} });
    await until(() => ended);
  });

  it('has a header only where it stands once', async () => {
    const { url } = await serve((_, response) =>
      response
        .writeHead(
          204,
          [
            ['x-once', '1'],
            ['x-twice', '1'],
            ['x-twice', '2'],
          ].flat(),
        )
        .end(),
    );
    const result = await post(transportTo(url));
    expect(result).toMatchObject({ headers: { 'x-once': '1' } });
    expect((result as Answer).headers['x-twice']).toBeUndefined();
  });

  it('that is the page of a gateway counts by its status', async () => {
    const { transport } = await emulated({ faults: ['html:502'] });
    expect(await post(transport)).toMatchObject({ kind: 'answer', status: 502, problem: {} });
  });
});

describe('no answer', () => {
  it.each([
    ['reset', { cause: 'reset' }],
    ['truncate:500', { cause: 'truncated', message: 'The answer (status 500) broke off before its end.' }],
    ['truncate:200', { cause: 'truncated', message: 'The answer (status 200) broke off before its end.' }],
    ['hang', { cause: 'timeout', message: 'No answer within 2 s.' }],
    ['slow-body:500', { cause: 'timeout', message: 'The answer (status 500) did not end within 2 s.' }],
    ['garbage', { cause: 'malformed' }],
  ] as const)('%s is told as what it is, and the next request gets through', async (fault, expected) => {
    const { transport } = await emulated({ faults: [fault] }, { attemptTimeoutMs: 2_000 });
    expect(await post(transport)).toMatchObject({ kind: 'failure', ...expected });
    expect(await post(transport)).toMatchObject({ kind: 'answer', status: 204 });
  });

  it('within the time destroys the connection', async () => {
    let closed = false;
    const { url } = await serve((message) =>
      message.socket.once('close', () => {
        closed = true;
      }),
    );
    expect(await post(transportTo(url, { attemptTimeoutMs: 100 }))).toMatchObject({ cause: 'timeout' });
    await until(() => closed);
  });

  it('from a port where nobody listens is a refused connection', async () => {
    const { url, server } = await serve(() => {});
    await new Promise((resolve) => server.close(resolve));
    expect(await post(transportTo(url))).toMatchObject({
      kind: 'failure',
      cause: 'refused',
      message: expect.stringMatching(/^connect ECONNREFUSED 127\.0\.0\.1:\d+\.$/),
    });
    // All addresses of a host are told.
    expect(await post(transportTo(url.replace('127.0.0.1', 'localhost')))).toMatchObject({
      cause: 'refused',
      message: expect.stringMatching(/^connect ECONNREFUSED [^;]+(?:; connect E[^;]+)*\.$/),
    });
  });

  it.each([
    [
      `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      'The answer has more than 16 KiB of headers (HPE_HEADER_OVERFLOW).',
    ],
    ['SSH-2.0-OpenSSH\r\n', /^The answer is not HTTP \(HPE_\w+\)\.$/],
  ])('that is HTTP: %#', async (text, message) => {
    const server = createSocketServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(text)));
    expect(await post(transportTo(`http://127.0.0.1:${await listen(server)}${RESYNC_PATH}`))).toMatchObject({
      kind: 'failure',
      cause: 'malformed',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  it('from a name that does not exist is told so', async () => {
    const transport = transportTo('https://hood.invalid/v1/hood/resync');
    expect(await post(transport)).toMatchObject({ kind: 'failure', cause: 'unresolved-name' });
  });

  it.each(['hang', 'slow-body'] as const)('is waited for any longer when the caller aborts (%s)', async (fault) => {
    const { transport, emulator } = await emulated({ faults: [fault] });
    const controller = new AbortController();
    const waiting = post(transport, controller.signal);
    await until(() => emulator.requests[0]?.ids.length === 1);
    controller.abort();
    // Not `timeout`, which it would come to after 30 s.
    expect(await waiting).toEqual({
      kind: 'failure',
      cause: 'aborted',
      message: 'The request was sent, but its answer was not waited for.',
    });
    expect(await post(transport, AbortSignal.abort())).toMatchObject({ kind: 'failure', cause: 'aborted' });
  });

  it('comes from a server whose TLS fails, and says what to check', async () => {
    // A server without a certificate cannot agree on anything with a client.
    const port = await listen(createTlsServer({}));
    expect(await post(transportTo(`https://127.0.0.1:${port}${RESYNC_PATH}`))).toMatchObject({
      kind: 'failure',
      cause: 'tls',
      message: expect.stringMatching(/^The secure connection failed .*NODE_EXTRA_CA_CERTS/),
    });
  });

  it('comes from a server that speaks no TLS at all', async () => {
    const { url } = await serve(() => {});
    expect(await post(transportTo(url.replace('http:', 'https:')))).toMatchObject({ kind: 'failure', cause: 'tls' });
  });
});

describe('behind a proxy', () => {
  const variables = ['http_proxy', 'https_proxy', 'no_proxy'] as const;
  const before = variables.map((name) => [name, process.env[name]] as const);
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  /** A proxy that tunnels everything to one port, or never answers. */
  async function proxy(target?: number): Promise<{ connects: string[]; open: Set<Socket> }> {
    const connects: string[] = [];
    const open = new Set<Socket>();
    const server = createServer();
    server.on('connect', (message, client: Socket) => {
      connects.push(message.url ?? '');
      open.add(client);
      client.on('close', () => open.delete(client)).on('error', () => {});
      if (target === undefined) {
        client.on('end', () => client.end()).resume();
        return;
      }
      const upstream = connect(target, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on('error', () => client.destroy());
    });
    process.env['http_proxy'] = `http://127.0.0.1:${await listen(server)}`;
    return { connects, open };
  }

  it('requests go through it', async () => {
    const emulator = await startEmulator();
    toClose.push(() => emulator.close());
    const { connects } = await proxy(Number(new URL(emulator.url).port));
    expect(await post(transportTo(`http://hood.test${RESYNC_PATH}`))).toMatchObject({ kind: 'answer', status: 204 });
    expect(connects).toEqual(['hood.test:80']);
  });

  it('hosts of no_proxy are reached without it', async () => {
    const { connects } = await proxy();
    process.env['no_proxy'] = 'hood.invalid';
    const result = await post(transportTo(`http://hood.invalid${RESYNC_PATH}`));
    expect(result).toMatchObject({ kind: 'failure', cause: 'unresolved-name' });
    expect(connects).toEqual([]);
  });

  it('one that nobody listens at is told so', async () => {
    const { server } = await serve(() => {});
    process.env['http_proxy'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    expect(await post(transportTo(`http://hood.test${RESYNC_PATH}`))).toMatchObject({
      kind: 'failure',
      cause: 'proxy',
      message: expect.stringMatching(
        /^The proxy did not open a connection to the API \(tunneling socket could not be established.*\)\.$/,
      ),
    });
  });

  it('one that never opens the connection is left within the time, and lets go of by dispose', async () => {
    const { open } = await proxy();
    const transport = transportTo(`http://hood.test${RESYNC_PATH}`, { attemptTimeoutMs: 100 });
    expect(await post(transport)).toMatchObject({ kind: 'failure', cause: 'timeout' });
    transport.dispose();
    await until(() => open.size === 0);
  });

  it.each(['http_proxy', 'HTTP_PROXY'])('a setting without a host is not passed over (%s)', (name) => {
    delete process.env['http_proxy'];
    process.env[name] = 'http://';
    toClose.push(() => delete process.env[name]);
    expect(() => transportTo(`http://hood.test${RESYNC_PATH}`)).toThrow(
      /^The proxy set by http_proxy in the environment/,
    );
    // It concerns neither hosts that are reached without a proxy nor another protocol.
    process.env['no_proxy'] = 'hood.test';
    transportTo(`http://hood.test${RESYNC_PATH}`);
    transportTo(`https://hood.test${RESYNC_PATH}`);
  });

  it('a setting that is not a URL is the user\u2019s to mend, and is not shown', () => {
    process.env['http_proxy'] = '10.0.0.1:secret';
    expect(() => transportTo(`http://hood.test${RESYNC_PATH}`)).toThrow(
      /^The proxy set by http_proxy in the environment is not a URL\. Write it as http:\/\/host:port\.$/,
    );
  });
});

it('dispose closes connections that are kept for the next request', async () => {
  const open = new Set<Socket>();
  const { url, server } = await serve((_, response) => response.writeHead(204).end());
  server.on('connection', (socket: Socket) => open.add(socket.on('close', () => open.delete(socket))));
  const transport = transportTo(url);
  await post(transport);
  expect(open.size).toBe(1);
  transport.dispose();
  await until(() => open.size === 0);
});
