import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
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
  readonly created_at?: string;
  /** Of the latest attempt; as `created_at` when left out. */
  readonly run_started_at?: string;
  /** As `created_at` when left out. */
  readonly updated_at?: string;
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
export type Interception = (
  request: RecordedRequest,
  number: number,
) => Answer | undefined | Promise<Answer | undefined>;

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

  /** A fresh copy of an example; of a list, of its first item. */
  example(name: string): Json {
    const value = structuredClone(this.#description.components.examples[name]?.['value']);
    return (Array.isArray(value) ? value[0] : value) as Json;
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

const GIT_ENVIRONMENT = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

interface GitObject {
  readonly oid: string;
  readonly type: string;
  readonly content: Buffer;
}

/** One `git cat-file --batch` for all objects: a process for each takes most of a test's time. */
class Objects {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: ((object: GitObject | undefined) => void)[] = [];
  #output = Buffer.alloc(0);

  constructor(root: string) {
    this.#process = spawn('git', ['cat-file', '--batch'], { cwd: root, env: GIT_ENVIRONMENT });
    this.#process.stdout.on('data', (chunk: Buffer) => {
      this.#output = Buffer.concat([this.#output, chunk]);
      while (this.#takeOne());
    });
  }

  /** @param name any revision without a line break */
  read(name: string): Promise<GitObject | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#process.stdin.write(`${name}\n`);
    });
  }

  close(): void {
    this.#process.kill();
  }

  #takeOne(): boolean {
    const end = this.#output.indexOf('\n');
    if (end < 0) return false;
    const [, oid, type, size] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(this.#output.toString('latin1', 0, end)) ?? [];
    const length = oid ? Number(size) : -1;
    if (this.#output.length < end + 1 + length + 1) return false;
    const content = Buffer.from(this.#output.subarray(end + 1, end + 1 + Math.max(length, 0)));
    this.#output = this.#output.subarray(end + 1 + length + 1);
    this.#waiting.shift()?.(oid && type ? { oid, type, content } : undefined);
    return true;
  }
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
  /** Most requests that were being answered at once. */
  mostInFlight = 0;
  #inFlight = 0;
  /** Where a request or an answer departs from the description; empty, or the test is wrong. */
  readonly violations: string[] = [];
  url = '';
  /** Replaces answers; see `Interception`. */
  intercept: Interception = () => undefined;
  readonly #options: GitHubApiOptions;
  readonly #server: Server;
  readonly #contract: Contract;
  readonly #root: string;
  readonly #objects: Objects;

  private constructor(options: GitHubApiOptions) {
    contract ??= new Contract();
    this.#contract = contract;
    this.#options = options;
    this.#root = options.root ?? process.cwd();
    this.#objects = new Objects(this.#root);
    this.#server = createServer((message, response) => this.#serve(message, response));
  }

  static async start(options: GitHubApiOptions): Promise<GitHubApiServer> {
    const server = new GitHubApiServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    server.url = `http://127.0.0.1:${(server.#server.address() as AddressInfo).port}`;
    return server;
  }

  async close(): Promise<void> {
    this.#objects.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The paths asked for, below the repository: `/git/trees/…?recursive=1`. */
  get asked(): string[] {
    return this.requests.map(({ url }) => url.slice(`/repos/${GitHubApiServer.REPOSITORY}`.length));
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? '', this.url);
    const request = {
      method: message.method ?? '',
      url: message.url ?? '',
      path: url.pathname,
      headers: message.headers,
    };
    this.requests.push(request);
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    response.on('close', () => {
      this.#inFlight -= 1;
    });
    const problem = this.#contract.requestProblem(url.pathname, url.searchParams);
    if (problem) this.violations.push(problem);
    const intercepted = await this.intercept(request, this.requests.length);
    const answer = intercepted ?? (await this.#answer(url));
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
    if (!answer.breakOff) response.end(body);
    else response.write(body.subarray(0, body.length / 2), () => response.destroy());
  }

  async #answer(url: URL): Promise<Answer> {
    const below = url.pathname.slice(`/repos/${GitHubApiServer.REPOSITORY}`.length);
    if (!url.pathname.startsWith(`/repos/${GitHubApiServer.REPOSITORY}`)) return notFound;
    const query = url.searchParams;
    const routes: [RegExp, (...parts: string[]) => Answer | Promise<Answer>][] = [
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
    const example = this.#contract.example('full-repository-default-response');
    return ok({
      ...example,
      // GitHub's own example lacks it.
      language: null,
      source: { ...(example['source'] as Json), language: null },
      id: GitHubApiServer.REPOSITORY_ID,
      full_name: GitHubApiServer.REPOSITORY,
      default_branch: this.#options.defaultBranch ?? 'main',
    });
  }

  async #gitCommit(sha: string): Promise<Answer> {
    const commit = await this.#read(sha);
    if (commit?.sha !== sha) return notFound;
    const example = this.#contract.example('git-commit-2');
    const person = (name: string) => ({ ...(example[name] as Json), date: commit.date });
    return ok({
      ...example,
      sha,
      author: person('author'),
      committer: person('committer'),
      tree: { ...(example['tree'] as Json), sha: commit.tree },
      parents: commit.parents.map((parent) => ({ sha: parent, url: this.url, html_url: this.url })),
    });
  }

  #commitBody({ sha, parents, date }: CommitObject): Json {
    const { files, ...example } = this.#contract.example('commit');
    const commit = example['commit'] as Json;
    return {
      ...example,
      sha,
      commit: { ...commit, committer: { ...(commit['committer'] as Json), date } },
      parents: parents.map((parent) => ({ sha: parent, url: this.url, html_url: this.url })),
    };
  }

  async #commit(ref: string): Promise<Answer> {
    const commit = await this.#read(/^[0-9a-f]{4,64}$/.test(ref) ? ref : `refs/${ref}`);
    if (commit) return ok(this.#commitBody(commit));
    return {
      status: 422,
      body: { message: `No commit found for SHA: ${ref}`, documentation_url: 'https://docs.github.com/rest' },
    };
  }

  async #commits(url: URL): Promise<Answer> {
    const from = await this.#read(url.searchParams.get('sha') ?? 'HEAD');
    if (!from) return notFound;
    const shas = (await this.#git('rev-list', from.sha)).toString().trim().split('\n');
    return this.#page(shas, url, (some) =>
      Promise.all(some.map(async (sha) => this.#commitBody((await this.#read(sha)) as CommitObject))),
    );
  }

  async #comparison(basehead: string, query: URLSearchParams): Promise<Answer> {
    const [base, head] = await Promise.all(basehead.split('...').map((name) => this.#read(name)));
    if (!base || !head) return notFound;
    const between = await this.#git('merge-base', base.sha, head.sha).catch(() => undefined);
    const mergeBase = between && (await this.#read(between.toString().trim()));
    if (!mergeBase) {
      return {
        status: 404,
        body: { message: `No common ancestor between ${basehead}.`, documentation_url: '', status: '404' },
      };
    }
    const count = async (range: string) => Number((await this.#git('rev-list', '--count', range)).toString());
    const [ahead = 0, behind = 0] = await Promise.all(
      [`${base.sha}..${head.sha}`, `${head.sha}..${base.sha}`].map(count),
    );
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
      files: (query.get('page') ?? '1') === '1' ? example['files'] : [],
    });
  }

  async #tree(name: string, recursive: boolean): Promise<Answer> {
    const object = await this.#objects.read(name);
    if (object?.type !== 'tree' && object?.type !== 'commit') return notFound;
    const root = object.type === 'tree' ? object : await this.#objects.read(`${object.oid}^{tree}`);
    const entries = await this.#entries(root as GitObject, '', recursive);
    const { treeLimit = 100_000, folderLimit = 100_000 } = this.#options;
    const limit = recursive ? treeLimit : folderLimit;
    return ok({ sha: object.oid, url: this.url, tree: entries.slice(0, limit), truncated: entries.length > limit });
  }

  /** What a tree holds, each folder before what is in it; read without a process for each, of which there would be thousands. */
  async #entries({ oid, content }: GitObject, prefix: string, recursive: boolean): Promise<Json[]> {
    const entries: Json[] = [];
    for (let at = 0; at < content.length; ) {
      const end = content.indexOf(0, at);
      // Names that are not UTF-8 come with U+FFFD.
      const [, mode = '', name = ''] = /^(\d+) (.*)$/s.exec(content.toString('utf8', at, end)) ?? [];
      at = end + 1 + oid.length / 2;
      const sha = content.toString('hex', end + 1, at);
      const path = prefix + name;
      const child = mode === '160000' ? undefined : await this.#objects.read(sha);
      const type = mode === '160000' ? 'commit' : child?.type;
      const size = type === 'blob' && { size: child?.content.length };
      entries.push({ path, mode: mode.padStart(6, '0'), type, sha, ...size, url: this.url });
      if (child?.type === 'tree' && recursive) entries.push(...(await this.#entries(child, `${path}/`, recursive)));
    }
    return entries;
  }

  async #blob(sha: string): Promise<Answer> {
    const object = await this.#objects.read(sha);
    if (object?.type !== 'blob') return notFound;
    // GitHub breaks base64 into lines.
    const content = object.content.toString('base64').replace(/.{60}/g, '$&\n');
    return ok({ ...this.#contract.example('blob'), sha, size: object.content.length, encoding: 'base64', content });
  }

  async #tags(url: URL): Promise<Answer> {
    const names = (await this.#git('for-each-ref', '--format=%(refname:strip=2)', 'refs/tags')).toString().trim();
    const example = this.#contract.example('tag-items');
    return this.#page(names.split('\n').filter(Boolean).reverse(), url, (some) =>
      Promise.all(
        some.map(async (name) => {
          const commit = await this.#read(`refs/tags/${name}`);
          return { ...example, name, commit: { sha: commit?.sha, url: this.url } };
        }),
      ),
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
      created_at: '2026-01-01T00:00:00Z',
      ...rest,
      run_started_at: run.run_started_at ?? run.created_at ?? '2026-01-01T00:00:00Z',
      updated_at: run.updated_at ?? run.created_at ?? '2026-01-01T00:00:00Z',
      head_repository: { ...(example['head_repository'] as Json), id: head_repository_id },
    };
  }

  #run(id: number): Answer {
    const run = this.#options.runs?.find((each) => each.id === id);
    return run ? ok(this.#runBody(run)) : notFound;
  }

  #runs(workflow: number, url: URL): Promise<Answer> {
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

  #deployments(url: URL): Promise<Answer> {
    const query = url.searchParams;
    const example = this.#contract.example('deployment-items');
    const deployments = (this.#options.deployments ?? [])
      .filter(
        ({ environment, sha }) =>
          (query.get('environment') ?? environment) === environment && (query.get('sha') ?? sha) === sha,
      )
      .sort((a, b) => b.id - a.id)
      .map(({ id, sha, environment }) => ({ ...example, id, sha, environment }));
    return this.#page(deployments, url, (some) => some);
  }

  async #statuses(id: number, url: URL): Promise<Answer> {
    const deployment = this.#options.deployments?.find((each) => each.id === id);
    if (!deployment) return notFound;
    const example = this.#contract.example('deployment-status-items');
    const statuses = deployment.statuses.map((status) => ({ ...example, log_url: '', ...status }));
    return this.#page(statuses, url, (some) => some);
  }

  /** A page as `page` and `per_page` say, with GitHub's `Link` header. */
  async #page<T>(items: readonly T[], url: URL, body: (items: readonly T[]) => unknown): Promise<Answer> {
    const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    return {
      status: 200,
      ...(page * size < items.length && { headers: { link: `<${next.href}>; rel="next"` } }),
      body: await body(items.slice((page - 1) * size, page * size)),
    };
  }

  /** The commit that a name leads to. */
  async #read(name: string): Promise<CommitObject | undefined> {
    const object = await this.#objects.read(`${name}^{commit}`);
    if (!object) return undefined;
    const header = object.content.toString('latin1').split('\n\n')[0] ?? '';
    const seconds = Number(/^committer .* (\d+) [+-]\d{4}$/m.exec(header)?.[1]);
    return {
      sha: object.oid,
      tree: /^tree (\w+)$/m.exec(header)?.[1] ?? '',
      parents: [...header.matchAll(/^parent (\w+)$/gm)].map(([, parent]) => parent ?? ''),
      date: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'),
    };
  }

  async #git(...args: string[]): Promise<Buffer> {
    const options = { cwd: this.#root, encoding: 'buffer' as const, maxBuffer: 2 ** 28, env: GIT_ENVIRONMENT };
    return (await run('git', args, options)).stdout;
  }
}

const run = promisify(execFile);

interface CommitObject {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly date: string;
}

const ok = (body: unknown): Answer => ({ status: 200, body });

const notFound: Answer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};
