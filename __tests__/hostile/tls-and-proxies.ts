import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Emulator, startEmulator } from '../../emulator/server.ts';
import { type LoopbackProxy, startProxy } from '../support/proxy.ts';
import { type HostileCase, type Place, TOKEN } from './case.ts';

interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly file: string;
}

/** A certificate that its holder signed. */
async function certificate({ outside, run }: Place, host: string, days: string): Promise<Certificate> {
  const file = (name: string) => path.join(outside, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file('key.pem')];
  await run(
    'openssl',
    'req',
    '-new',
    ...key,
    '-out',
    file('request.pem'),
    '-subj',
    '/CN=test',
    '-addext',
    `subjectAltName=${host}`,
  );
  await run(
    'openssl',
    'x509',
    '-req',
    '-in',
    file('request.pem'),
    '-signkey',
    file('key.pem'),
    '-out',
    file('cert.pem'),
    '-days',
    days,
    '-copy_extensions',
    'copy',
  );
  return {
    key: await readFile(file('key.pem'), 'utf8'),
    cert: await readFile(file('cert.pem'), 'utf8'),
    file: file('cert.pem'),
  };
}

/** A server with a certificate, and what the step needs to find it. */
const tls = (
  name: string,
  host: string,
  days: string,
  trusted: boolean,
  says: RegExp,
  more: Partial<HostileCase> = {},
): HostileCase => ({
  name,
  inputs: { 'max-attempts': '1' },
  async prepare(place) {
    const made = await certificate(place, host, days);
    const server = place.open(await startEmulator({ tls: made }));
    return { inputs: { 'api-url': server.url }, ...(trusted && { env: { NODE_EXTRA_CA_CERTS: made.file } }) };
  },
  says,
  ...more,
});

const PASSWORD = 's3cret-of-the-proxy';
const BASIC = Buffer.from(`user:${PASSWORD}`).toString('base64');

const proxied = (
  name: string,
  answer: Parameters<typeof startProxy>[0],
  says: RegExp,
  more: Partial<HostileCase> = {},
): HostileCase => ({
  name,
  inputs: { 'max-attempts': '1', 'timeout-minutes': '0.03', 'api-url': 'https://api.ocamba.com' },
  async prepare({ open }) {
    const proxy = open(await startProxy(answer));
    return { env: { https_proxy: `http://user:${PASSWORD}@127.0.0.1:${proxy.port}` } };
  },
  says,
  secrets: [PASSWORD, BASIC],
  ...more,
});

/** Proxies that are none. */
const noProxy = (value: string, says: RegExp): HostileCase => ({
  name: `the proxy ${value.replaceAll(PASSWORD, '…')}`,
  inputs: { 'max-attempts': '1', 'timeout-minutes': '0.03', 'api-url': 'https://api.ocamba.com' },
  env: { https_proxy: value },
  says,
  secrets: [PASSWORD],
});

export const TLS_AND_PROXIES: readonly HostileCase[] = [
  tls(
    'a certificate that its holder signed',
    'IP:127.0.0.1',
    '2',
    false,
    /The secure connection failed \(DEPTH_ZERO_SELF_SIGNED_CERT: .*NODE_EXTRA_CA_CERTS/,
  ),
  tls(
    'a certificate for another host',
    'DNS:evil.example',
    '2',
    true,
    /The secure connection failed \(ERR_TLS_CERT_ALTNAME_INVALID/,
  ),
  tls(
    'a certificate for a host with a command in its name',
    'DNS:x\\::error::x',
    '2',
    true,
    /The secure connection failed \(ERR_TLS_CERT_ALTNAME/,
  ),
  tls('a certificate that has expired', 'IP:127.0.0.1', '-1', true, /The secure connection failed \(CERT_HAS_EXPIRED/),
  tls('a certificate that is trusted', 'IP:127.0.0.1', '2', true, /Synced 1 integration/, { result: 'synced' }),
  {
    ...tls(
      'checks that an earlier step switched off',
      'DNS:evil.example',
      '2',
      true,
      /The secure connection failed \(ERR_TLS_CERT_ALTNAME_INVALID/,
    ),
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  },
  {
    name: 'a GitHub that nobody trusts, with checks that an earlier step switched off',
    inputs: { integration: 'c/**' },
    files: { 'c/a.yml': 'id: 1' },
    eventName: 'schedule',
    async prepare(place) {
      const made = await certificate(place, 'IP:127.0.0.1', '2');
      const server = place.open(await startEmulator({ tls: made }));
      await rm(path.join(place.workspace, '.git'), { recursive: true });
      return { env: { GITHUB_API_URL: server.url, NODE_TLS_REJECT_UNAUTHORIZED: '0' } };
    },
    says: /certificate/,
    slow: true,
  },
  {
    name: 'plain HTTP where TLS is expected',
    inputs: { 'max-attempts': '1' },
    async prepare({ open }) {
      const server = open(await startEmulator());
      return { inputs: { 'api-url': server.url.replace('http:', 'https:') } };
    },
    says: /The secure connection failed .*Check api-url/,
  },
  {
    name: 'TLS where plain HTTP is expected',
    inputs: { 'max-attempts': '1' },
    async prepare(place) {
      const server = place.open(await startEmulator({ tls: await certificate(place, 'IP:127.0.0.1', '2') }));
      return { inputs: { 'api-url': server.url.replace('https:', 'http:') } };
    },
    says: /Malformed answer|Connection reset/,
  },
  proxied(
    'a proxy that answers 407',
    (client) =>
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="::error::x"\r\n\r\n'),
    /The proxy did not open a connection to the API \(.*statusCode=407/,
  ),
  proxied(
    'a proxy that repeats its password',
    (client) => client.end(`HTTP/1.1 403 ${BASIC}\r\nx: ${PASSWORD}\r\n\r\n${PASSWORD}`),
    /The proxy did not open a connection/,
  ),
  proxied(
    'a proxy that redirects',
    (client) => client.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\n\r\n'),
    /The proxy did not open a connection to the API \(.*statusCode=302/,
  ),
  proxied('a proxy that never answers', () => {}, /not waited for|Not sent/),
  proxied('a proxy that closes', (client) => client.destroy(), /The proxy did not open a connection/),
  proxied(
    'a proxy that answers with bytes',
    (client) => client.end('\u0000\u0001::error::x\r\n'),
    /The proxy did not open|Malformed|failed/,
  ),
  proxied(
    'a proxy whose tunnel leads to bytes',
    (client) => client.end('HTTP/1.1 200 OK\r\n\r\n::error::x'),
    /The secure connection failed|Connection reset|failed|The proxy/,
  ),
  {
    ...proxied('a proxy that looks inside', 0, /The secure connection failed \(DEPTH_ZERO_SELF_SIGNED_CERT/),
    async prepare(place) {
      const server = place.open(await startEmulator({ tls: await certificate(place, 'DNS:api.ocamba.com', '2') }));
      const proxy = place.open(await startProxy(Number(new URL(server.url).port)));
      return { env: { https_proxy: `http://user:${PASSWORD}@127.0.0.1:${proxy.port}` } };
    },
  },
  (() => {
    let proxy: LoopbackProxy;
    let server: Emulator;
    return {
      ...proxied('a proxy sees nothing of the token', 0, /Synced 1 integration/),
      async prepare(place: Place) {
        const made = await certificate(place, 'DNS:api.ocamba.com', '2');
        server = place.open(await startEmulator({ tls: made }));
        proxy = place.open(await startProxy(Number(new URL(server.url).port)));
        return {
          env: { https_proxy: `http://user:${PASSWORD}@127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: made.file },
        };
      },
      result: 'synced',
      check() {
        const seen = proxy.seen();
        if (server.requests.length !== 1 || !seen.includes('api.ocamba.com:443'))
          throw new Error('the proxy was not used');
        if (seen.includes(TOKEN)) throw new Error('the proxy saw the token');
      },
    };
  })(),
  noProxy(`user:${PASSWORD}@127.0.0.1`, /The proxy set by https_proxy in the environment is not a URL/),
  noProxy(`http://user:${PASSWORD}@127.0.0.1:99999`, /The proxy set by https_proxy in the environment is not a URL/),
  noProxy(`http://user:${PASSWORD}@127.0.0.1:9`, /The proxy did not open a connection to the API \(.*ECONNREFUSED/),
  noProxy(`socks5://user:${PASSWORD}@127.0.0.1:9`, /proxy/i),
];
