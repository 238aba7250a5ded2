import { readFileSync, statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { ConfigurationError } from './failure.ts';
import { Checkout } from './git/checkout.ts';
import { LocalGraph } from './git/local-graph.ts';
import type { Inputs } from './inputs.ts';
import type { Logger } from './log.ts';
import { resolveBase } from './selection/base.ts';
import { commitsOf, parseEvent, type TriggerEvent } from './selection/event.ts';
import { firstOf } from './selection/history.ts';
import { isInside } from './selection/lists.ts';
import { displayPath } from './selection/path.ts';
import type { OpenRepository } from './selection/select.ts';
import { GitHubApi } from './toolkit/github-api.ts';
import { GitHubHistory } from './toolkit/github-history.ts';
import { GitHubRepository } from './toolkit/github-repository.ts';

/** The environment of the step, as the runner sets it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The checkout, with GitHub's API behind it for what it lacks; or the API alone.
 *
 * @param userAgent for GitHub's API
 * @throws ConfigurationError when neither can be read, or the inputs or the event do not fit what is there
 */
export async function openRepository(
  inputs: Pick<Inputs, 'base' | 'path' | 'githubToken'>,
  environment: Environment,
  userAgent: string,
  log: Logger,
): Promise<OpenRepository> {
  const event = readEvent(environment, log);
  const workspace = environment['GITHUB_WORKSPACE'] || process.cwd();
  const folder = path.resolve(workspace, inputs.path);
  const real = await realpath(folder).catch(() => folder);
  if (!isInside(await realpath(workspace).catch(() => workspace), real)) {
    throw new ConfigurationError(
      'path-input',
      `\`path\` is ${JSON.stringify(inputs.path)}, which leads out of the workspace, to ${displayPath(real)}. Give it the folder that actions/checkout filled.`,
    );
  }
  const workflow = environment['GITHUB_REPOSITORY'] ?? '';
  const otherThan = ({ head, origin }: Pick<Checkout, 'head' | 'origin'>): string | undefined => {
    const name = repositoryAt(origin, environment['GITHUB_SERVER_URL'] || 'https://github.com');
    if (name === undefined || !/^[\w.-]+\/[\w.-]+$/.test(workflow)) return undefined;
    const own = [workflow, ...('headRepository' in event ? [event.headRepository] : [])];
    if (own.some((each) => each?.toLowerCase() === name.toLowerCase())) return undefined;
    // At a commit of the event, a repository of another name was renamed.
    return commitsOf(event).includes(head) ? undefined : name;
  };
  const apiOf = (repository: string) =>
    new GitHubApi({
      apiUrl: environment['GITHUB_API_URL'] || 'https://api.github.com',
      repository,
      token: inputs.githubToken,
      userAgent,
      log,
    });
  const checkout = await Checkout.open(
    folder,
    (opened) => new GitHubRepository(apiOf(otherThan(opened) ?? workflow), opened.head),
    workspace,
  );
  if (!checkout && inputs.path !== '.') {
    throw new ConfigurationError(
      'path-input',
      `\`path\` is ${JSON.stringify(inputs.path)}, but ${displayPath(folder)} is not the folder of a checkout. Give it the same value as the \`path\` of actions/checkout.`,
    );
  }
  const head = checkout?.head ?? event.commit;
  if (!head)
    throw new ConfigurationError(
      'no-checkout',
      'There is no checkout, and GITHUB_SHA is empty. Run actions/checkout before this step.',
    );
  const checkedOut = checkout && otherThan(checkout);
  const api = apiOf(checkedOut ?? workflow);
  const github = new GitHubHistory(api);
  const history = checkout ? firstOf(new LocalGraph(checkout.git), github) : github;
  const other = checkedOut === undefined ? undefined : { checkedOut, workflow };
  return {
    repository: checkout ?? new GitHubRepository(api, head),
    root: folder,
    resolveBase: () => resolveBase(inputs.base, event, head, history, other),
  };
}

/**
 * The repository on GitHub that a URL of git's leads to.
 *
 * @param url as actions/checkout sets it: `https://github.com/owner/name`, `git@github.com:owner/name.git` …
 * @param server `GITHUB_SERVER_URL`
 * @returns `owner/name`; nothing where it leads elsewhere, to another folder say
 */
function repositoryAt(url: string, server: string): string | undefined {
  const [, host = '', name] =
    /^(?:(?:https?|ssh):\/\/(?:[^/@]*@)?|[^/@:]+@)([^/:]+)(?::\d+)?[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(url) ??
    [];
  const isServer = URL.canParse(server) && new URL(server).hostname === host.toLowerCase();
  return isServer ? name : undefined;
}

/** Payloads have 25 MB at most (GitHub's documentation of webhooks); ten times as much is still read in a moment. */
const MAX_PAYLOAD_BYTES = 256 * 1024 * 1024;

/** The event that started the run. A payload that is not there is an obstacle only where the base depends on it. */
function readEvent(environment: Environment, log: Logger): TriggerEvent {
  const { GITHUB_EVENT_NAME: name = '', GITHUB_SHA: sha = '', GITHUB_RUN_ID: runId = '' } = environment;
  let payload: unknown;
  try {
    const file = environment['GITHUB_EVENT_PATH'] ?? '';
    const stat = statSync(file);
    // A FIFO would be waited for, a device read without end.
    if (!stat.isFile() || stat.size > MAX_PAYLOAD_BYTES)
      throw new Error('it is not a regular file, or a very large one');
    payload = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    log.debug(`GITHUB_EVENT_PATH cannot be read: ${(error as Error).message}`);
  }
  return parseEvent({ name, sha, runId, payload });
}
