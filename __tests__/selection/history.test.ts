import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../src/failure.ts';
import { firstOf, type PartialCommitGraph, UNKNOWN } from '../../src/selection/history.ts';
import { RecordedHistory, sha } from '../support/recorded-history.ts';

const KNOWN = { commits: { a: '', b: 'a' }, tags: { v1: 'a' } };

/** A local git that gives the same answer to everything. */
const local = (answer: () => Promise<never>): PartialCommitGraph => ({
  commit: answer,
  isAncestor: answer,
  mergeBase: answer,
  nearestEarlierTag: answer,
});

/** Every question about commits. */
const ask = (graph: Pick<RecordedHistory, keyof PartialCommitGraph>) => [
  graph.commit(sha('b')),
  graph.isAncestor(sha('a'), sha('b')),
  graph.mergeBase(sha('a'), sha('b')),
  graph.nearestEarlierTag(sha('b')),
];

describe('firstOf', () => {
  it.each([[undefined], [false]])('takes %j of the local git for an answer', async (answer) => {
    const github = new RecordedHistory(KNOWN);
    const answers = await Promise.all(
      ask(
        firstOf(
          local(async () => answer as never),
          github,
        ),
      ),
    );
    expect(answers).toEqual([answer, answer, answer, answer]);
    expect(github.questions).toEqual([]);
  });

  it('asks GitHub for what the local git cannot know', async () => {
    const github = new RecordedHistory(KNOWN);
    const answers = await Promise.all(
      ask(
        firstOf(
          local(async () => UNKNOWN as never),
          github,
        ),
      ),
    );
    expect(answers).toEqual(await Promise.all(ask(new RecordedHistory(KNOWN))));
    expect(github.questions).toHaveLength(4);
  });

  it('hides no failure of either', async () => {
    const github = new RecordedHistory(KNOWN);
    const broken = local(() => Promise.reject(new Error('git is broken')));
    for (const answer of ask(firstOf(broken, github))) await expect(answer).rejects.toThrow('git is broken');
    expect(github.questions).toEqual([]);
    github.failsAt = 1;
    const unknowing = local(async () => UNKNOWN as never);
    for (const answer of ask(firstOf(unknowing, github))) await expect(answer).rejects.toThrow(ConfigurationError);
  });

  it('asks GitHub alone for runs and deployments', async () => {
    const github = new RecordedHistory({ ...KNOWN, defaultBranch: 'trunk', deployments: [] });
    const history = firstOf(
      local(() => Promise.reject(new Error('not asked'))),
      github,
    );
    expect(await history.defaultBranch()).toBe('trunk');
    expect(await history.deploymentStatus(1)).toBeUndefined();
    for await (const run of history.runs({ workflowId: 1 })) throw new Error(`there is no run ${run.id}`);
    for await (const { id } of history.deployments({})) throw new Error(`there is no deployment ${id}`);
    await expect(history.run(1)).rejects.toThrow('there is no run 1');
    expect(github.questions).toHaveLength(5);
  });
});
