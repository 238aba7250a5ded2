import { ConfigurationError } from '../failure.ts';
import { isSha } from '../selection/event.ts';
import type { Commit, Deployment, DeploymentStatus, History, RunQuery, WorkflowRun } from '../selection/history.ts';
import { type GitHubApi, PAGE_SIZE, type Permission } from './github-api.ts';

/** How far back a tag is looked for, in commits; 100 come with a request. */
const MOST_COMMITS = 10_000;

const contents: { readonly permission: Permission } = { permission: 'contents: read' };
const actions: { readonly permission: Permission } = { permission: 'actions: read' };
const deployments: { readonly permission: Permission } = { permission: 'deployments: read' };

/** The history as GitHub's API tells it. */
export class GitHubHistory implements History {
  readonly #api: GitHubApi;
  readonly #commits = new Map<string, Promise<Commit | undefined>>();

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async commit(name: string): Promise<Commit | undefined> {
    if (isSha(name)) return this.#commitById(name);
    if (name.startsWith('refs/')) return this.#commitAt(name.slice('refs/'.length));
    return (
      (/^(?:heads|tags)\//.test(name) ? await this.#commitAt(name) : undefined) ??
      (await this.#commitAt(`tags/${name}`)) ??
      (await this.#commitAt(`heads/${name}`)) ??
      (name.startsWith('origin/') ? await this.#commitAt(`heads/${name.slice('origin/'.length)}`) : undefined) ??
      (/^[0-9a-f]{4,63}$/i.test(name) ? this.#commitAt(name) : undefined)
    );
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const comparison = await this.#compare(ancestor, descendant);
    if (comparison) return comparison.status === 'ahead' || comparison.status === 'identical';
    // Unrelated, or one of the two is not there. All ancestors of a commit that is there are there, too.
    await this.#mustExist(descendant);
    return false;
  }

  async mergeBase(a: string, b: string): Promise<string | undefined> {
    const comparison = await this.#compare(a, b);
    if (comparison) return comparison.merge_base_commit.sha;
    await this.#mustExist(a);
    await this.#mustExist(b);
    return undefined;
  }

  async nearestEarlierTag(sha: string): Promise<{ readonly name: string; readonly sha: string } | undefined> {
    const tags = new Map<string, string>();
    const allTags = this.#api.list({ what: 'the tags', ...contents }, async (octokit, page) => {
      const { data, headers } = await octokit.rest.repos.listTags({
        ...this.#api.repository,
        per_page: PAGE_SIZE,
        page,
      });
      return { items: data, headers };
    });
    for await (const { name, commit } of allTags) {
      if (commit.sha !== sha && name > (tags.get(commit.sha) ?? '')) tags.set(commit.sha, name);
    }
    if (tags.size === 0) return undefined;
    let walked = 0;
    const ancestors = this.#api.list({ what: `the commits before ${sha}`, ...contents }, async (octokit, page) => {
      const { data, headers } = await octokit.rest.repos.listCommits({
        ...this.#api.repository,
        sha,
        per_page: PAGE_SIZE,
        page,
      });
      return { items: data, headers };
    });
    for await (const commit of ancestors) {
      const name = tags.get(commit.sha);
      if (name !== undefined) return { name, sha: commit.sha };
      if (++walked === MOST_COMMITS) {
        throw new ConfigurationError(
          'tag-too-far',
          `No tag was found among the ${MOST_COMMITS} commits before ${sha}, and looking further through GitHub's API would use up its limit. Give actions/checkout \`fetch-depth: 0\`, or set \`base\` to the tag.`,
        );
      }
    }
    return undefined;
  }

  defaultBranch(): Promise<string> {
    return this.#api.defaultBranch();
  }

  async run(id: number): Promise<WorkflowRun> {
    return toRun(
      await this.#api.get({ what: `the workflow run ${id}`, ...actions }, (octokit) =>
        octokit.rest.actions.getWorkflowRun({ ...this.#api.repository, run_id: id }),
      ),
    );
  }

  async *runs({ workflowId, branch }: RunQuery): AsyncGenerator<WorkflowRun> {
    const runs = this.#api.list({ what: 'the runs of the workflow', ...actions }, async (octokit, page) => {
      const { data, headers } = await octokit.rest.actions.listWorkflowRuns({
        ...this.#api.repository,
        workflow_id: workflowId,
        ...(branch !== undefined && { branch }),
        per_page: PAGE_SIZE,
        page,
      });
      return { items: data.workflow_runs, headers };
    });
    for await (const run of runs) yield toRun(run);
  }

  async *deployments(query: { readonly environment?: string }): AsyncGenerator<Deployment> {
    const all = this.#api.list({ what: 'the deployments', ...deployments }, async (octokit, page) => {
      const { data, headers } = await octokit.rest.repos.listDeployments({
        ...this.#api.repository,
        ...query,
        per_page: PAGE_SIZE,
        page,
      });
      return { items: data, headers };
    });
    for await (const { id, sha, environment } of all) yield { id, sha, environment };
  }

  async deploymentStatus(id: number): Promise<DeploymentStatus | undefined> {
    // Newest first, so that the first page's first item is all that is needed.
    const [status] = await this.#api.get({ what: `the status of the deployment ${id}`, ...deployments }, (octokit) =>
      octokit.rest.repos.listDeploymentStatuses({ ...this.#api.repository, deployment_id: id, per_page: 1 }),
    );
    return status && { state: status.state, ...(status.log_url && { logUrl: status.log_url }) };
  }

  #commitById(sha: string): Promise<Commit | undefined> {
    let commit = this.#commits.get(sha);
    if (!commit) {
      commit = this.#api
        .find({ what: `the commit ${sha}`, ...contents }, [404, 409, 422], (octokit) =>
          octokit.rest.git.getCommit({ ...this.#api.repository, commit_sha: sha }),
        )
        .then((found) => found && toCommit(found.sha, found.committer.date, found.parents));
      this.#commits.set(sha, commit);
    }
    return commit;
  }

  /** @param ref `heads/…`, `tags/…`, or the first digits of a SHA */
  async #commitAt(ref: string): Promise<Commit | undefined> {
    const found = await this.#api.find({ what: `the commit at \`${ref}\``, ...contents }, [404, 409, 422], (octokit) =>
      // A page of one file: the answer lists what the commit changed, which nobody wants to know here.
      octokit.rest.repos.getCommit({ ...this.#api.repository, ref, per_page: 1 }),
    );
    const date = found?.commit.committer?.date ?? found?.commit.author?.date;
    return found && date ? toCommit(found.sha, date, found.parents) : undefined;
  }

  /** Nothing when the two have no common ancestor, or one does not exist. */
  #compare(base: string, head: string) {
    return this.#api.find({ what: `the comparison of ${base} and ${head}`, ...contents }, [404], (octokit) =>
      octokit.rest.repos.compareCommitsWithBasehead({
        ...this.#api.repository,
        basehead: `${base}...${head}`,
        // The changed files stand on the first page only, and are the better part of the answer.
        page: 2,
        per_page: 1,
      }),
    );
  }

  async #mustExist(sha: string): Promise<void> {
    if (await this.#commitById(sha)) return;
    throw new ConfigurationError(
      'commit-unknown',
      `The commit ${sha} is not on GitHub, so its history cannot be told by the API. Push it, or give actions/checkout \`fetch-depth: 0\`.`,
    );
  }
}

const toCommit = (sha: string, date: string, parents: readonly { readonly sha: string }[]): Commit => ({
  sha,
  committedAt: new Date(date).toISOString(),
  parents: parents.map((parent) => parent.sha),
});

/** The fields of GitHub's answer that count; its type has some ninety. */
interface RunAnswer {
  readonly id: number;
  readonly workflow_id: number;
  readonly event: string;
  readonly head_branch: string | null;
  readonly head_repository?: { readonly id: number } | null;
  readonly head_sha: string;
  readonly conclusion: string | null;
  readonly created_at: string;
  readonly run_started_at?: string;
  readonly updated_at: string;
}

const toRun = (run: RunAnswer): WorkflowRun => ({
  id: run.id,
  workflowId: run.workflow_id,
  event: run.event,
  ...(run.head_branch && { branch: run.head_branch }),
  ...(run.head_repository && { headRepositoryId: run.head_repository.id }),
  headSha: run.head_sha,
  ...(run.conclusion && { conclusion: run.conclusion }),
  createdAt: run.created_at,
  startedAt: run.run_started_at ?? run.created_at,
  updatedAt: run.updated_at,
});
