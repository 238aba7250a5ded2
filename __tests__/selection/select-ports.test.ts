import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../../src/failure.ts';
import type { BaseDecision } from '../../src/selection/base.ts';
import { parseEntries } from '../../src/selection/entries.ts';
import type { FileVersion, Repository } from '../../src/selection/repository.ts';
import { type SelectOptions, select } from '../../src/selection/select.ts';
import { RecordingLog } from '../support/log.ts';

/** The selection over a repository that says what git seldom says. `select.test.ts` has real ones. */

const at = (files: Readonly<Record<string, string | Error | FileVersion['kind']>>) =>
  Object.keys(files).map((path): FileVersion => {
    const content = files[path];
    const kind = content === 'symlink' || content === 'submodule' ? content : 'file';
    return { path, kind, oid: `${path}=${content}` };
  });

function choose(
  entries: { integration?: string; conversion?: string; shared?: string },
  head: Parameters<typeof at>[0],
  base: Parameters<typeof at>[0] | undefined,
  {
    atATime = 2,
    cancel = new AbortController().signal,
    ...options
  }: Partial<SelectOptions> & {
    readonly warnings?: readonly Problem[];
    readonly atATime?: number;
    readonly cancel?: AbortSignal;
  } = {},
) {
  const contents = new Map(
    [...Object.entries(base ?? {}), ...Object.entries(head)].map(([path, content]) => [`${path}=${content}`, content]),
  );
  const repository: Repository = {
    head: 'h'.repeat(40),
    files: async () => at(head),
    filesAt: async () => at(base ?? {}),
    async changes() {
      const before = new Map(at(base ?? {}).map((file) => [file.path, file]));
      const after = new Map(at(head).map((file) => [file.path, file]));
      return [...new Set([...before.keys(), ...after.keys()])]
        .map((path) => ({ path, base: before.get(path), head: after.get(path) }))
        .filter((change) => change.base?.oid !== change.head?.oid)
        .map(({ path, base, head }) => ({ path, ...(base && { base }), ...(head && { head }) }));
    },
    read: async (versions) =>
      versions.slice(0, atATime).map(({ oid = '' }) => {
        const content = contents.get(oid) as string | Error;
        return content instanceof Error ? content : Buffer.from(content);
      }),
  };
  const decision: BaseDecision = base
    ? { kind: 'commit', base: { sha: 'b'.repeat(40), source: 'the test' }, warnings: options.warnings ?? [] }
    : { kind: 'everything', why: 'the test', warnings: options.warnings ?? [] };
  const parse = (input: string, text = '') => parseEntries(text, { input }).entries;
  return select(
    {
      deleted: 'ignore',
      ...options,
      entries: {
        integration: parse('integration', entries.integration),
        conversion: parse('conversion', entries.conversion),
        resyncAllIfChanged: parse('resync-all-if-changed', entries.shared),
      },
    },
    {
      openRepository: async () => ({ repository, root: '/work', resolveBase: async () => decision }),
      log: new RecordingLog(),
      cancel,
    },
  );
}

const told = ({ objects }: Awaited<ReturnType<typeof choose>>) =>
  objects.map(
    ({ type, id, reason, sources }) => `${type} ${id} ${reason} ${sources.map(({ path, line }) => `${path}:${line}`)}`,
  );

describe('a selection', () => {
  const files = Object.fromEntries(Array.from({ length: 1100 }, (_, i) => [`${i}.yml`, `id: ${i + 1}`]));

  it.each([1, 511, 512, 2000])('reads every file, however many of them come at a time: %d', async (atATime) => {
    const { objects } = await choose({ integration: '*.yml' }, files, undefined, { atATime });
    expect(objects.map(({ id, sources }) => `${sources[0]?.path} ${id}`)).toEqual(
      Object.keys(files).map((path, i) => `${path} ${i + 1}`),
    );
  });

  it('ends between two files once nobody waits for it', async () => {
    const cancel = new AbortController();
    const choosing = choose({ integration: '*.yml' }, files, undefined, { cancel: cancel.signal });
    setImmediate(() => cancel.abort(new Error('the run was cancelled')));
    await expect(choosing).rejects.toThrow('the run was cancelled');
  });

  it('fails when nothing comes, rather than ask for ever', async () => {
    await expect(choose({ integration: '*.yml' }, files, undefined, { atATime: 0 })).rejects.toThrow(
      'nothing was read of 512 files',
    );
  });

  it('carries the warnings that came with the base', async () => {
    const { warnings } = await choose(
      { integration: '**' },
      { 'a.yml': 'id: 1' },
      {},
      { warnings: [{ topic: 'other-commit', message: 'The checkout stands elsewhere.' }] },
    );
    expect(warnings.map(({ message }) => message)).toContain('The checkout stands elsewhere.');
  });

  it('skips and reports what cannot hold objects', async () => {
    const { files, objects } = await choose(
      { integration: '**' },
      { 'm.yml': 'submodule', 'l.yml': 'symlink', 'a.txt': 'x', 'e.json': '[]', 'a.yml': 'id: 1' },
      undefined,
    );
    expect(objects.map(({ id }) => id)).toEqual(['1']);
    expect(Object.fromEntries(files.map(({ path, reason }) => [path, reason]))).toEqual({
      'm.yml': 'a submodule or another repository',
      'l.yml': 'a symbolic link, which is not followed',
      'a.txt': expect.stringMatching(/^no config file/),
      'e.json': 'holds no object',
    });
  });

  it('counts everything when a shared file became a link, appeared, went, or cannot be read', async () => {
    const rest = { 'c/a.yml': 'id: 1' };
    for (const [head, base] of [
      ['symlink', 'x'],
      [undefined, 'x'],
      ['x', undefined],
      [new Error('too large'), 'x'],
    ] as const) {
      const side = (shared: string | Error | undefined) => ({
        ...rest,
        ...(shared !== undefined && { 'shared/x': shared }),
      });
      expect(told(await choose({ integration: 'c/**', shared: 'shared/**' }, side(head), side(base)))).toEqual([
        'integration 1 all c/a.yml:1',
      ]);
    }
    expect(
      told(
        await choose(
          { integration: 'c/**', shared: 'shared/**' },
          { ...rest, 'shared/x': 'x' },
          { ...rest, 'shared/x': 'x' },
        ),
      ),
    ).toEqual([]);
  });

  it('does not call an id deleted that another file still holds, and reads past those that it cannot', async () => {
    const head = { 'b.yml': 'id: 1', 'c.yml': new Error('gone'), 'd.yml': 'no: 1', '1-x.txt': '' };
    const base = { ...head, 'a.yml': 'id: 1' };
    expect(told(await choose({ integration: '*.yml' }, head, base))).toEqual(['integration 1 unchanged b.yml:1']);
  });

  it('names every place of an id, in the order of paths and lines, with the strongest reason', async () => {
    const head = { 'b.yml': '- id: 1\n- id: 1\n', 'a.yml': 'id: 1\n', 'c.yml': 'id: 2' };
    expect(told(await choose({ integration: '**, 1', conversion: 'b.yml' }, head, undefined))).toEqual([
      'integration 1 listed a.yml:1,b.yml:1,b.yml:2',
      'integration 2 all c.yml:1',
      'conversion 1 listed b.yml:1,b.yml:2',
    ]);
  });

  it('of a file named one by one that exists only at the base is what was deleted with it', async () => {
    const base = { 'gone.yml': 'id: 7', 'here.yml': 'id: 8' };
    expect(told(await choose({ integration: 'gone.yml\nhere.yml' }, { 'here.yml': 'id: 8' }, base))).toEqual([
      'integration 7 deleted gone.yml:1',
      'integration 8 listed here.yml:1',
    ]);
    await expect(choose({ integration: 'gone.yml' }, {}, undefined)).rejects.toThrow(/no file of that name exists/);
  });

  it('tells of deleted files that cannot be read any more, and of changed ones', async () => {
    const { warnings, objects } = await choose(
      { integration: '**' },
      { 'a.yml': 'id: 1' },
      { 'a.yml': '{', 'b.yml': '[' },
    );
    expect(objects.map(({ reason }) => reason)).toEqual(['changed']);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^a\.yml: its version at the base could not be read .* count as changed/),
      expect.stringMatching(/^b\.yml was deleted, and its version at the base could not be read/),
    ]);
  });
});
