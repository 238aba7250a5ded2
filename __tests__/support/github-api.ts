import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Ajv, type ValidateFunction } from 'ajv';

type Json = Record<string, unknown>;

/** A workflow run as GitHub lists it, as far as tests say it; the rest comes from GitHub's own example. */
export interface RunFixture {
  readonly id: number;
  readonly workflow_id?: number;
  readonly event?: string;
  readonly head_branch?: string | null;
  readonly head_sha: string;
  /** `null` while it has not ended. */
  readonly conclusion?: string | null;
  readonly created_at: string;
  /** Of the repository that the branch is in; the tested one when left out. */
  readonly head_repository_id?: number;
}

export interface DeploymentFixture {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  /** Newest first. */
  readonly statuses: readonly { readonly state: string; readonly log_url?: string }[];
}

export interface GitHubApiOptions {
  /** Folder of a git repository: what GitHub is to have. */
  readonly root?: string;
  readonly defaultBranch?: string;
  readonly runs?: readonly RunFixture[];
  readonly deployments?: readonly DeploymentFixture[];
  /** Most entries of a recursive tree; more are cut off. GitHub's own limit is 100,000. */
  readonly treeLimit?: number;
  /** Most entries of a tree that is asked for without its sub-trees. */
  readonly folderLimit?: number;
}

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** An answer that a test gives in place of the usual one. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Ends the connection in the middle of the body. */
  readonly breakOff?: boolean;
}

/** Says how a request is answered; nothing leaves it to the usual way. */
export type Interception = (request: RecordedRequest, number: number) => Answer | undefined;

interface Operation {
  readonly parameters?: readonly (Json & { readonly $ref?: string })[];
  readonly responses: Record<string, Json & { readonly $ref?: string }>;
}

interface Description {
  readonly paths: Record<string, { readonly get?: Operation }>;
  readonly components: Record<'schemas' | 'examples' | 'parameters' | 'responses', Record<string, Json>>;
}

/** GitHub's published OpenAPI description. */
class Contract {
  readonly #description: Description;
  readonly #ajv: Ajv;
  readonly #paths: { readonly pattern: RegExp; readonly path: string }[];

  constructor() {
    const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
    this.#description = JSON.parse(readFileSync(file, 'utf8'));
    this.#ajv = new Ajv({
      strict: false,
      validateFormats: false,
      validateSchema: false,
      logger: false,
      allErrors: true,
    });
    this.#ajv.addSchema({ $id: 'github', components: { schemas: jsonSchema(this.#description.components.schemas) } });
    this.#paths = Object.keys(this.#description.paths).map((path) => ({
      path,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
    }));
  }

  /** A fresh copy of an example. */
  example<T = Json>(name: string): T {
    return structuredClone(this.#description.components.examples[name]?.['value']) as T;
  }

  /** What is wrong with a request by the description. */
  requestProblem(path: string, query: URLSearchParams): string | undefined {
    const operation = this.#operation(path);
    if (!operation) return `GET ${path} is not described`;
    const known = (operation.parameters ?? [])
      .map((parameter) => this.#resolved(parameter))
      .filter((parameter) => parameter['in'] === 'query')
      .map((parameter) => parameter['name']);
    const unknown = [...query.keys()].find((name) => !known.includes(name));
    return unknown && `GET ${path} has no parameter ${unknown}`;
  }

  /** What is wrong with an answer by the description. */
  answerProblem(path: string, status: number, body: unknown): string | undefined {
    const response = this.#operation(path)?.responses[status];
    const content = response && (this.#resolved(response)['content'] as Json | undefined)?.['application/json'];
    const schema = (content as { schema?: Json } | undefined)?.schema;
    // 401 and the like are described for no operation at all.
    if (!schema) return status >= 400 ? undefined : `GET ${path} has no answer ${status}`;
    const validate = this.#validator(schema);
    return validate(body) ? undefined : `GET ${path} ${status}: ${this.#ajv.errorsText(validate.errors?.slice(0, 3))}`;
  }

  readonly #validators = new Map<Json, ValidateFunction>();

  #validator(schema: Json): ValidateFunction {
    let validator = this.#validators.get(schema);
    if (!validator) {
      validator = this.#ajv.compile(JSON.parse(JSON.stringify(jsonSchema(schema)).replaceAll('"#/', '"github#/')));
      this.#validators.set(schema, validator);
    }
    return validator;
  }

  #operation(path: string): Operation | undefined {
    // Of several templates the one with the most literal parts is meant.
    const [match] = this.#paths
      .filter(({ pattern }) => pattern.test(path))
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
    return match && this.#description.paths[match.path]?.get;
  }

  #resolved(object: Json & { readonly $ref?: string }): Json {
    if (!object.$ref) return object;
    return object.$ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Json)[key], this.#description) as Json;
  }
}

/** OpenAPI 3.0 says `nullable`, JSON Schema says `null`. */
function jsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, example, examples, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, jsonSchema(value)]),
  );
  // Members that happen to be called so are schemas, not keywords.
  const members = {
    ...(typeof nullable === 'object' && { nullable }),
    ...(typeof example === 'object' && { example }),
    ...(typeof examples === 'object' && { examples }),
  };
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : { ...rest, ...members };
}

let contract: Contract | undefined;

/**
 * GitHub's REST API on a loopback port: commits, trees, blobs, tags and comparisons of a real git repository, and runs and
 * deployments as a test says. Every request and every answer, but those of an interception, is held to GitHub's OpenAPI description.
 */
export class GitHubApiServer {
  static readonly REPOSITORY = 'acme/hood-config';
  static readonly REPOSITORY_ID = 1296269;

  readonly requests: RecordedRequest[] = [];
  /** Where a request or an answer departs from the description; empty, or the test is wrong. */
  readonly violations: string[] = [];
  url = '';
  /** Replaces answers; see `Interception`. */
  intercept: Interception = () => undefined;
  readonly #options: GitHubApiOptions;
  readonly #server: Server;
  readonly #contract: Contract;

  private constructor(options: GitHubApiOptions) {
    contract ??= new Contract();
    this.#contract = contract;
    this.#options = options;
    this.#server = createServer((message, response) => this.#serve(message, response));
  }

  static async start(options: GitHubApiOptions): Promise<GitHubApiServer> {
    const server = new GitHubApiServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    server.url = `http://127.0.0.1:${(server.#server.address() as AddressInfo).port}`;
    return server;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The paths asked for, below the repository: `/git/trees/…?recursive=1`. */
  get asked(): string[] {
    return this.requests.map(({ url }) => url.slice(`/repos/${GitHubApiServer.REPOSITORY}`.length));
  }

  #serve(message: IncomingMessage, response: ServerResponse): void {
    const url = new URL(message.url ?? '', this.url);
    const request = {
      method: message.method ?? '',
      url: message.url ?? '',
      path: url.pathname,
      headers: message.headers,
    };
    this.requests.push(request);
    const problem = this.#contract.requestProblem(url.pathname, url.searchParams);
    if (problem) this.violations.push(problem);
    const intercepted = this.intercept(request, this.requests.length);
    const answer = intercepted ?? this.#answer(url);
    if (!intercepted) {
      const violation = this.#contract.answerProblem(url.pathname, answer.status, answer.body);
      if (violation) this.violations.push(violation);
    }
    const body = Buffer.from(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
    response.writeHead(answer.status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
      'x-ratelimit-remaining': '4999',
      ...answer.headers,
    });
    if (!answer.breakOff) {
      response.end(body);
      return;
    }
    response.write(body.subarray(0, body.length / 2));
    setImmediate(() => response.destroy());
  }

  #answer(url: URL): Answer {
    const below = url.pathname.slice(`/repos/${GitHubApiServer.REPOSITORY}`.length);
    if (!url.pathname.startsWith(`/repos/${GitHubApiServer.REPOSITORY}`)) return notFound;
    const query = url.searchParams;
    const routes: [RegExp, (...parts: string[]) => Answer][] = [
      [/^$/, () => this.#repository()],
      [/^\/git\/commits\/([^/]+)$/, (sha) => this.#gitCommit(sha ?? '')],
      [/^\/git\/trees\/([^/]+)$/, (sha) => this.#tree(sha ?? '', query.has('recursive'))],
      [/^\/git\/blobs\/([^/]+)$/, (sha) => this.#blob(sha ?? '')],
      [/^\/commits\/([^/]+)$/, (ref) => this.#commit(decodeURIComponent(ref ?? ''))],
      [/^\/commits$/, () => this.#commits(url)],
      [/^\/compare\/([^/]+)$/, (basehead) => this.#comparison(decodeURIComponent(basehead ?? ''), query)],
      [/^\/tags$/, () => this.#tags(url)],
      [/^\/actions\/runs\/(\d+)$/, (id) => this.#run(Number(id))],
      [/^\/actions\/workflows\/(\d+)\/runs$/, (id) => this.#runs(Number(id), url)],
      [/^\/deployments$/, () => this.#deployments(url)],
      [/^\/deployments\/(\d+)\/statuses$/, (id) => this.#statuses(Number(id), url)],
    ];
    for (const [pattern, answer] of routes) {
      const match = pattern.exec(below);
      if (match) return answer(...match.slice(1));
    }
    return notFound;
  }

  #repository(): Answer {
    return ok({
      ...this.#contract.example('full-repository-default-response'),
      id: GitHubApiServer.REPOSITORY_ID,
      full_name: GitHubApiServer.REPOSITORY,
      default_branch: this.#options.defaultBranch ?? 'main',
    });
  }

  #gitCommit(sha: string): Answer {
    if (this.#typeOf(sha) !== 'commit') return notFound;
    const { tree, parents, date } = this.#read(sha);
    const example = this.#contract.example('git-commit-2');
    const person = (name: string) => ({ ...(example[name] as Json), date });
    return ok({
      ...example,
      sha,
      author: person('author'),
      committer: person('committer'),
      tree: { ...(example['tree'] as Json), sha: tree },
      parents: parents.map((parent) => ({ sha: parent, url: this.url, html_url: this.url })),
    });
  }

  #commitBody(sha: string): Json {
    const { parents, date } = this.#read(sha);
    const example = this.#contract.example('commit');
    const commit = example['commit'] as Json;
    return {
      ...example,
      sha,
      commit: { ...commit, committer: { ...(commit['committer'] as Json), date } },
      parents: parents.map((parent) => ({ sha: parent, url: this.url, html_url: this.url })),
    };
  }

  #commit(ref: string): Answer {
    const names = /^[0-9a-f]{4,64}$/.test(ref) ? [ref] : [`refs/${ref}`];
    const sha = names.map((name) => this.#resolve(name)).find((found) => found !== undefined);
    if (sha) return ok(this.#commitBody(sha));
    return {
      status: 422,
      body: { message: `No commit found for SHA: ${ref}`, documentation_url: 'https://docs.github.com/rest' },
    };
  }

  #commits(url: URL): Answer {
    const sha = this.#resolve(url.searchParams.get('sha') ?? 'HEAD');
    if (!sha) return notFound;
    return this.#page(this.#git('rev-list', sha).toString().trim().split('\n'), url, (some) =>
      some.map((each) => this.#commitBody(each)),
    );
  }

  #comparison(basehead: string, query: URLSearchParams): Answer {
    const [base = '', head = ''] = basehead.split('...');
    if (this.#typeOf(base) !== 'commit' || this.#typeOf(head) !== 'commit') return notFound;
    const mergeBase = this.#try('merge-base', base, head)?.toString().trim();
    if (!mergeBase) {
      return {
        status: 404,
        body: { message: `No common ancestor between ${base} and ${head}.`, documentation_url: '', status: '404' },
      };
    }
    const count = (range: string) => Number(this.#git('rev-list', '--count', range).toString());
    const [ahead, behind] = [count(`${base}..${head}`), count(`${head}..${base}`)];
    const example = this.#contract.example('commit-comparison');
    return ok({
      ...example,
      status: ahead > 0 && behind > 0 ? 'diverged' : ahead > 0 ? 'ahead' : behind > 0 ? 'behind' : 'identical',
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      base_commit: this.#commitBody(base),
      merge_base_commit: this.#commitBody(mergeBase),
      commits: [],
      // Documented: the files come with the first page only.
      files: query.get('page') === '1' ? example['files'] : [],
    });
  }

  #tree(sha: string, recursive: boolean): Answer {
    const type = this.#typeOf(sha);
    if (type !== 'tree' && type !== 'commit') return notFound;
    const entries = this.#git('ls-tree', '-z', '--long', ...(recursive ? ['-r', '-t'] : []), sha)
      // Names that are not UTF-8 come with U+FFFD.
      .toString('utf8')
      .split('\0')
      .slice(0, -1)
      .map((record) => {
        const [, mode, kind, oid, size, path] = /^(\d+) (\w+) ([0-9a-f]+) +(\S+)\t(.*)$/s.exec(record) ?? [];
        return { path, mode, type: kind, sha: oid, ...(kind === 'blob' && { size: Number(size) }), url: this.url };
      });
    const { treeLimit = 100_000, folderLimit = 100_000 } = this.#options;
    const limit = recursive ? treeLimit : folderLimit;
    return ok({ sha, url: this.url, tree: entries.slice(0, limit), truncated: entries.length > limit });
  }

  #blob(sha: string): Answer {
    if (this.#typeOf(sha) !== 'blob') return notFound;
    const content = this.#git('cat-file', 'blob', sha);
    // GitHub breaks base64 into lines.
    const encoded = content.toString('base64').replace(/.{60}/g, '$&\n');
    return ok({ ...this.#contract.example('blob'), sha, size: content.length, encoding: 'base64', content: encoded });
  }

  #tags(url: URL): Answer {
    const tags = this.#git('for-each-ref', '--format=%(refname:strip=2)', 'refs/tags').toString().trim().split('\n');
    const [example = {}] = this.#contract.example<Json[]>('tag-items');
    return this.#page(tags.filter(Boolean).reverse(), url, (some) =>
      some.map((name) => ({ ...example, name, commit: { sha: this.#resolve(`refs/tags/${name}`), url: this.url } })),
    );
  }

  #runBody(run: RunFixture): Json {
    const example = this.#contract.example('workflow-run');
    const { head_repository_id = GitHubApiServer.REPOSITORY_ID, ...rest } = run;
    return {
      ...example,
      head_branch: 'main',
      workflow_id: 1,
      event: 'push',
      conclusion: 'success',
      ...rest,
      head_repository: { ...(example['head_repository'] as Json), id: head_repository_id },
    };
  }

  #run(id: number): Answer {
    const run = this.#options.runs?.find((each) => each.id === id);
    return run ? ok(this.#runBody(run)) : notFound;
  }

  #runs(workflow: number, url: URL): Answer {
    const branch = url.searchParams.get('branch');
    const status = url.searchParams.get('status');
    const runs = (this.#options.runs ?? [])
      .map((run) => this.#runBody(run))
      .filter(
        (run) =>
          run['workflow_id'] === workflow &&
          (branch === null || run['head_branch'] === branch) &&
          (status === null || run['conclusion'] === status),
      )
      .sort((a, b) => (String(a['created_at']) < String(b['created_at']) ? 1 : -1));
    return this.#page(runs, url, (some) => ({ total_count: runs.length, workflow_runs: some }));
  }

  #deployments(url: URL): Answer {
    const query = url.searchParams;
    const [example = {}] = this.#contract.example<Json[]>('deployment-items');
    const deployments = (this.#options.deployments ?? [])
      .filter(
        ({ environment, sha }) =>
          (query.get('environment') ?? environment) === environment && (query.get('sha') ?? sha) === sha,
      )
      .sort((a, b) => b.id - a.id)
      .map(({ id, sha, environment }) => ({ ...example, id, sha, environment }));
    return this.#page(deployments, url, (some) => some);
  }

  #statuses(id: number, url: URL): Answer {
    const deployment = this.#options.deployments?.find((each) => each.id === id);
    if (!deployment) return notFound;
    const [example = {}] = this.#contract.example<Json[]>('deployment-status-items');
    const statuses = deployment.statuses.map((status) => ({ ...example, log_url: '', ...status }));
    return this.#page(statuses, url, (some) => some);
  }

  /** A page as `page` and `per_page` say, with GitHub's `Link` header. */
  #page<T>(items: readonly T[], url: URL, body: (items: readonly T[]) => unknown): Answer {
    const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    return {
      status: 200,
      ...(page * size < items.length && { headers: { link: `<${next.href}>; rel="next"` } }),
      body: body(items.slice((page - 1) * size, page * size)),
    };
  }

  #read(sha: string): { tree: string; parents: string[]; date: string } {
    const [tree = '', parents = '', seconds = ''] = this.#git('show', '--no-patch', '--format=%T%n%P%n%ct', sha)
      .toString()
      .split('\n');
    return {
      tree,
      parents: parents.split(' ').filter(Boolean),
      date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z'),
    };
  }

  #typeOf(sha: string): string | undefined {
    return this.#try('cat-file', '-t', sha)?.toString().trim();
  }

  #resolve(name: string): string | undefined {
    return this.#try('rev-parse', '--verify', '--quiet', `${name}^{commit}`)?.toString().trim();
  }

  #try(...args: string[]): Buffer | undefined {
    try {
      return this.#git(...args);
    } catch {
      return undefined;
    }
  }

  #git(...args: string[]): Buffer {
    return execFileSync('git', args, {
      cwd: this.#options.root,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    });
  }
}

const ok = (body: unknown): Answer => ({ status: 200, body });

const notFound: Answer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};
