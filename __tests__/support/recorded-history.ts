import { createHash } from 'node:crypto';
import { ConfigurationError } from '../../src/failure.ts';
import type {
  Commit,
  Deployment,
  DeploymentStatus,
  History,
  RunQuery,
  WorkflowRun,
} from '../../src/selection/history.ts';

/** A commit's id, by the name that a test gives it. */
export const sha = (name: string): string => createHash('sha1').update(name).digest('hex');

export interface Known {
  /** The parents of each commit, by name: `{ c: 'b', merge: 'c side' }`. Parents need not be there themselves: they are gone. */
  readonly commits?: Readonly<Record<string, string>>;
  /** Full ref names and short ones, to names of commits. */
  readonly refs?: Readonly<Record<string, string>>;
  /** Names of tags, to names of commits. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly runs?: readonly WorkflowRun[];
  readonly deployments?: readonly (Deployment & { readonly status?: DeploymentStatus })[];
  readonly defaultBranch?: string;
}

/** A history that a test tells in full, and that keeps what it was asked. */
export class RecordedHistory implements History {
  readonly questions: string[] = [];
  /** From this question on nothing can be known; the first is 1. */
  failsAt = Number.POSITIVE_INFINITY;
  readonly #known: Known;
  readonly #parents: ReadonlyMap<string, readonly string[]>;

  constructor(known: Known) {
    this.#known = known;
    this.#parents = new Map(
      Object.entries(known.commits ?? {}).map(([name, parents]) => [
        sha(name),
        parents.split(' ').filter(Boolean).map(sha),
      ]),
    );
  }

  async commit(name: string): Promise<Commit | undefined> {
    this.#ask(`commit ${name}`);
    const ref = this.#known.refs?.[name];
    const id = ref === undefined ? name : sha(ref);
    const parents = this.#parents.get(id);
    return parents && { sha: id, parents, committedAt: '2026-01-01T00:00:00.000Z' };
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    this.#ask(`isAncestor ${ancestor} ${descendant}`);
    return this.#ancestors(descendant).includes(ancestor);
  }

  async mergeBase(a: string, b: string): Promise<string | undefined> {
    this.#ask(`mergeBase ${a} ${b}`);
    const ofB = this.#ancestors(b);
    return this.#ancestors(a).find((commit) => ofB.includes(commit));
  }

  async nearestEarlierTag(commit: string): Promise<{ readonly name: string; readonly sha: string } | undefined> {
    this.#ask(`nearestEarlierTag ${commit}`);
    const tags = Object.entries(this.#known.tags ?? {}).map(([name, at]) => ({ name, sha: sha(at) }));
    const [nearest] = this.#ancestors(commit)
      .slice(1)
      .flatMap((ancestor) => tags.find((tag) => tag.sha === ancestor) ?? []);
    return nearest;
  }

  async defaultBranch(): Promise<string> {
    this.#ask('defaultBranch');
    return this.#known.defaultBranch ?? 'main';
  }

  async run(id: number): Promise<WorkflowRun> {
    this.#ask(`run ${id}`);
    const run = this.#known.runs?.find((each) => each.id === id);
    if (!run) throw new ConfigurationError('github-permission', `there is no run ${id}`);
    return run;
  }

  async *runs({ workflowId, branch }: RunQuery): AsyncGenerator<WorkflowRun> {
    this.#ask(`runs ${workflowId} ${branch}`);
    const runs = [...(this.#known.runs ?? [])].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    for (const run of runs) {
      if (run.workflowId === workflowId && (branch === undefined || run.branch === branch)) yield run;
    }
  }

  async *deployments(query: { readonly environment?: string }): AsyncGenerator<Deployment> {
    this.#ask(`deployments ${query.environment}`);
    for (const deployment of [...(this.#known.deployments ?? [])].sort((a, b) => b.id - a.id)) {
      if (query.environment === undefined || deployment.environment === query.environment) yield deployment;
    }
  }

  async deploymentStatus(id: number): Promise<DeploymentStatus | undefined> {
    this.#ask(`deploymentStatus ${id}`);
    return this.#known.deployments?.find((deployment) => deployment.id === id)?.status;
  }

  #ask(question: string): void {
    this.questions.push(question);
    if (this.questions.length >= this.failsAt)
      throw new ConfigurationError('github-permission', `cannot be known: ${question}`);
  }

  /** The commit itself first, then breadth first. */
  #ancestors(commit: string): string[] {
    const found = [commit];
    for (const each of found) {
      for (const parent of this.#parents.get(each) ?? []) if (!found.includes(parent)) found.push(parent);
    }
    return found;
  }
}
