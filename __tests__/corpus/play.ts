import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { GitHubApiServer } from '../support/github-api.ts';
import type { Shas } from '../support/origin.ts';
import { historyOf } from './corpus.ts';
import type { History } from './history.ts';
import type { Manner, Run, Told } from './stage.ts';
import type { Request, Response } from './worker.ts';

type Asked = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

let worker: ChildProcess | undefined;
let requests = 0;
afterAll(() => worker?.disconnect());

function ask<T>(request: Asked): Promise<T> {
  worker ??= fork(path.join(import.meta.dirname, 'worker.ts'), { execArgv: [] });
  const child = worker;
  const id = requests++;
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the worker ended'));
    const onMessage = (response: Response) => {
      if (response.id !== id) return;
      child.off('message', onMessage).off('exit', onExit);
      if ('error' in response) reject(new Error(response.error));
      else resolve(response.value as T);
    };
    child.on('message', onMessage).on('exit', onExit);
    child.send({ ...request, id });
  });
}

/** What playing a history came to. */
export interface Played {
  /** What every run is to find, as far as the data says it. */
  readonly expected: unknown;
  readonly runs: readonly Run[];
}

/** Builds a history and runs the action in clones of each kind, with GitHub's API at hand; every answer of that is held to its description. */
export async function play(chapter: string, name: string, manner: Manner): Promise<Played> {
  const history = historyOf(chapter, name);
  const { folder, shas, commit } = await ask<{ folder: string; shas: Shas; commit: string }>({
    ask: 'build',
    chapter,
    name,
  });
  const api = await GitHubApiServer.start({
    root: path.join(folder, 'origin.git'),
    ...(history.runs && { runs: history.runs(shas) }),
    ...(history.deployments && { deployments: history.deployments(shas) }),
  });
  try {
    const runs = await ask<Run[]>({ ask: 'run', apiUrl: api.url, manner });
    expect(api.violations).toEqual([]);
    return {
      runs,
      expected: expectation(history, shas, commit),
    };
  } finally {
    await api.close();
    await ask({ ask: 'close' });
  }
}

function expectation({ expected, checkout }: History, shas: Shas, commit: string): Partial<Told> {
  const containing = (pieces: readonly string[]) =>
    pieces.map((piece) => expect.stringContaining(piece) as unknown as string);
  if ('problems' in expected) return { problems: containing(expected.problems) };
  const { base, integration = [], conversion = [], skipped = {}, warnings = [] } = expected;
  return {
    base:
      typeof base === 'string'
        ? base.replace(/\{(\w+)\}/g, (_, name: string) => shas[name] ?? name)
        : `${shas[base[0]]} ${base[1]}`,
    // What an earlier step commits has no name in the data.
    ...(!checkout?.commands && { head: commit }),
    integration,
    conversion,
    skipped: Object.entries(skipped)
      .map(([file, reason]) => `${file}: ${reason}`)
      .sort(),
    warnings: containing(warnings),
  };
}
