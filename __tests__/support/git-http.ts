import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface GitRequest {
  /** Who asks: the first part of the path, see `GitHttpServer.url`. */
  readonly client: string;
  /** The rest of the path, and the query. */
  readonly url: string;
}

/** What a repository's configuration must hold to serve what GitHub serves: any commit that it has, and partial clones. */
export const SERVED_AS_GITHUB_DOES = `[uploadpack]
\tallowAnySHA1InWant = true
\tallowReachableSHA1InWant = true
\tallowFilter = true
`;

/** The repositories of a folder over HTTP on a loopback port, by `git http-backend`: real git on both sides. */
export class GitHttpServer {
  readonly requests: GitRequest[] = [];
  /** Whether a request is served; one that is not gets 401, as for a private repository on GitHub. */
  isAuthorized: (authorization: string | undefined, request: GitRequest) => boolean = () => true;
  readonly #root: string;
  readonly #server: Server;

  private constructor(root: string) {
    this.#root = root;
    this.#server = createServer((message, response) => this.#serve(message, response));
  }

  /** @param root folder that holds the repositories */
  static async start(root: string): Promise<GitHttpServer> {
    const server = new GitHttpServer(root);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /**
   * @param client who will ask, so that several can be told apart
   * @param repository its folder below the root
   */
  url(client: string, repository: string): string {
    return `${this.origin}/${encodeURIComponent(client)}/${repository}`;
  }

  #serve(message: IncomingMessage, response: ServerResponse): void {
    const [, client = '', path = '', query = ''] = /^\/([^/]*)(\/[^?]*)\??(.*)$/.exec(message.url ?? '') ?? [];
    const request = { client: decodeURIComponent(client), url: `${path}?${query}` };
    this.requests.push(request);
    if (!this.isAuthorized(message.headers.authorization, request)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
      return;
    }
    // The variables of CGI (RFC 3875, section 4.1), and those that git-http-backend's documentation names.
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_PROJECT_ROOT: this.#root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_PROTOCOL: String(message.headers['git-protocol'] ?? ''),
        REQUEST_METHOD: message.method,
        PATH_INFO: path,
        QUERY_STRING: query,
        CONTENT_TYPE: message.headers['content-type'] ?? '',
        ...(message.headers['content-length'] && { CONTENT_LENGTH: message.headers['content-length'] }),
        ...(message.headers['content-encoding'] && { HTTP_CONTENT_ENCODING: message.headers['content-encoding'] }),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    backend.stdin.on('error', () => {});
    message.pipe(backend.stdin);
    let head = Buffer.alloc(0);
    const onHead = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      backend.stdout.off('data', onHead);
      const headers = head
        .toString('latin1', 0, end)
        .split('\r\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
      const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1] ?? '200';
      for (const [name, value] of headers) response.setHeader(name, value);
      response.writeHead(Number.parseInt(status, 10));
      response.write(head.subarray(end + 4));
      backend.stdout.pipe(response);
    };
    backend.stdout.on('data', onHead);
    backend.on('close', () => response.end());
  }
}
