import { ConfigurationError } from '../failure.ts';
import { scrubber } from '../scrub.ts';
import type { Octokit, OctokitOptions } from './octokit.ts';

/** What `permissions` of a job can grant, as far as the action reads it. */
export type Permission = 'actions: read' | 'contents: read' | 'deployments: read';

/** A question to GitHub's API, for messages. */
export interface Question {
  /** "the commit 1234": what is read, in words. */
  readonly what: string;
  readonly permission: Permission;
}

export interface GitHubApiOptions extends OctokitOptions {
  /** `owner/name`: `GITHUB_REPOSITORY`. */
  readonly repository: string;
}

/** Owner and name, as every call takes them. */
export type RepositoryName = { readonly owner: string; readonly repo: string };

/** What the answer to a list says: the items of a page, and whether there are more. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: { readonly link?: string | undefined };
}

/** Most items of a page (documentation of GitHub, "Using pagination in the REST API"). */
export const PAGE_SIZE = 100;

/**
 * GitHub's API for one repository: loads octokit when the first question is asked, and turns every failure into a
 * `ConfigurationError` that says what could not be read and what to do. The token never stands in one.
 */
export class GitHubApi {
  readonly repository: RepositoryName;
  readonly #options: GitHubApiOptions;
  #octokit: Promise<Octokit> | undefined;
  #defaultBranch: Promise<string> | undefined;

  constructor(options: GitHubApiOptions) {
    const [, owner = '', repo = ''] = /^([\w.-]+)\/([\w.-]+)$/.exec(options.repository) ?? [];
    this.#options = options;
    this.repository = { owner, repo };
  }

  /** Asks for what must be there. */
  async get<T>(question: Question, call: (octokit: Octokit) => Promise<{ readonly data: T }>): Promise<T> {
    const octokit = await this.#open(question);
    try {
      return (await call(octokit)).data;
    } catch (error) {
      throw this.#translated(error, question);
    }
  }

  /**
   * Asks for what may not exist.
   *
   * @param absent the statuses by which GitHub says so. GitHub says 404, too, of a repository that the token may not read, so the
   *   repository itself is asked for before that is believed.
   */
  async find<T>(
    question: Question,
    absent: readonly number[],
    call: (octokit: Octokit) => Promise<{ readonly data: T }>,
  ): Promise<T | undefined> {
    const octokit = await this.#open(question);
    try {
      return (await call(octokit)).data;
    } catch (error) {
      if (!isFailure(error) || !absent.includes(error.status)) throw this.#translated(error, question);
    }
    await this.defaultBranch();
    return undefined;
  }

  /**
   * Reads a list page by page, as far as the caller goes. (Octokit's own iterator takes a 409 for the end of the list, and goes to
   * whatever address the answer names next.)
   */
  async *list<T>(question: Question, call: (octokit: Octokit, page: number) => Promise<Page<T>>): AsyncGenerator<T> {
    const octokit = await this.#open(question);
    for (let number = 1; ; number++) {
      let page: Page<T>;
      try {
        page = await call(octokit, number);
      } catch (error) {
        throw this.#translated(error, question);
      }
      yield* page.items;
      if (!/;\s*rel="next"/.test(page.headers.link ?? '')) return;
    }
  }

  /** Name of the default branch. It also shows that the token may read the repository at all. */
  defaultBranch(): Promise<string> {
    this.#defaultBranch ??= this.get({ what: 'the repository', permission: 'contents: read' }, (octokit) =>
      octokit.rest.repos.get(this.repository),
    ).then((repository) => repository.default_branch);
    return this.#defaultBranch;
  }

  /** Settings are looked at here, as most runs have no question to ask. */
  async #open({ what }: Question): Promise<Octokit> {
    if (this.repository.owner === '') {
      throw new ConfigurationError(
        'github-settings',
        `GITHUB_REPOSITORY is ${JSON.stringify(this.#options.repository)}, but must be \`owner/name\`: ${what} has to be read through GitHub's API.`,
      );
    }
    if (!URL.canParse(this.#options.apiUrl)) {
      throw new ConfigurationError(
        'github-settings',
        `GITHUB_API_URL is ${JSON.stringify(this.#options.apiUrl)}, which is not a URL: ${what} has to be read through GitHub's API.`,
      );
    }
    if (this.#options.token === '') {
      throw new ConfigurationError(
        'github-token',
        `\`github-token\` is empty, but ${what} has to be read through GitHub's API. Leave \`github-token\` at its default, or give actions/checkout \`fetch-depth: 0\`.`,
      );
    }
    this.#octokit ??= import('./octokit.ts').then(({ createOctokit }) => createOctokit(this.#options));
    return this.#octokit;
  }

  /** The only place that knows what GitHub's statuses mean. */
  #translated(error: unknown, { what, permission }: Question): unknown {
    if (!isFailure(error)) return error;
    const { status, response } = error;
    const name = `${this.repository.owner}/${this.repository.repo}`;
    const said = this.#said(error);
    if (!response) {
      return new ConfigurationError(
        'github-unreachable',
        `GitHub's API at ${this.#options.apiUrl} did not give ${what} (${name}): ${said}. Run the job again; if it stays so, check that the runner can reach the API.`,
      );
    }
    if (status === 401) {
      return new ConfigurationError(
        'github-token',
        `GitHub refused \`github-token\` (401 ${said}), so ${what} (${name}) could not be read. Leave \`github-token\` at its default, or replace the token, which is not valid or has expired.`,
      );
    }
    if (status === 429 || response.headers['x-ratelimit-remaining'] === '0' || /\brate limit\b/i.test(said)) {
      const reset = Number(response.headers['x-ratelimit-reset']);
      const until = reset > 0 ? ` until ${new Date(reset * 1000).toISOString()}` : '';
      return new ConfigurationError(
        'github-limit',
        `GitHub's limit on API requests is used up${until} (${status} ${said}), so ${what} (${name}) could not be read. Check the repository out with actions/checkout before this step (\`fetch-depth: 0\` saves the most requests), or run the job again later.`,
      );
    }
    if (status === 403 || status === 404) {
      return new ConfigurationError(
        'github-permission',
        `GitHub did not give ${what} (${name}): ${status} ${said}. Grant the job the permission \`${permission}\` under \`permissions\`${status === 404 ? ', and check that it exists' : ''}.`,
      );
    }
    return new ConfigurationError(
      'github-unreachable',
      `GitHub's API failed to give ${what} (${name}): ${status} ${said}. Run the job again; if it stays so, see https://www.githubstatus.com.`,
    );
  }

  /** GitHub's own words: one line, short, and without the token, whatever an error may have picked up. */
  #said(failure: Failure): string {
    const message = failure.response?.data?.message;
    const text = typeof message === 'string' ? message : reasonOf(failure);
    const line = scrubber([this.#options.token])(text).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
    return line.length > 200 ? `${line.slice(0, 200)}…` : line;
  }
}

/** What an error is about at bottom: `fetch` says "fetch failed" and names the reason as its cause. */
function reasonOf(error: Error): string {
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return error.message || String((error as NodeJS.ErrnoException).code ?? error.name);
}

/** An error of octokit's: a status (500 where there was no answer), and the answer. */
interface Failure extends Error {
  readonly status: number;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>;
    readonly data?: { readonly message?: unknown } | null;
  };
}

const isFailure = (error: unknown): error is Failure =>
  error instanceof Error && typeof (error as Partial<Failure>).status === 'number';
