import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Answer, Interception } from '../support/github-api.ts';
import { GitHubApiServer } from '../support/github-api.ts';
import { GITHUB_TOKEN, type HostileCase } from './case.ts';

const FILES = { 'c/a.yml': 'id: 1' };
const BLOB = 'b'.repeat(40);
const TREE = 'c'.repeat(40);

type Parts = Readonly<Partial<Record<'commits' | 'trees' | 'blobs', (path: string) => Answer | undefined>>>;

const intercepting =
  (parts: Parts): Interception =>
  ({ path, url }) =>
    parts[/\/git\/(commits|trees|blobs)\//.exec(path)?.[1] as keyof Parts]?.(url);

/** A workspace without a checkout, so that everything is read through the API. */
const hostile = (
  name: string,
  parts: Parts,
  says: HostileCase['says'],
  more: Partial<HostileCase> = {},
): HostileCase => ({
  name,
  inputs: { integration: 'c/**' },
  files: FILES,
  eventName: 'schedule',
  async prepare({ workspace, outside, run }) {
    const origin = path.join(outside, 'origin');
    await run('git', 'clone', '--quiet', '--bare', workspace, origin);
    await rm(path.join(workspace, '.git'), { recursive: true });
    await rm(path.join(workspace, 'c'), { recursive: true });
    return { githubRoot: origin };
  },
  github: { intercept: intercepting(parts) },
  says,
  ...more,
});

const tree = (entries: readonly object[], truncated = false): Parts => ({
  trees: (url) => ({
    status: 200,
    body: { sha: TREE, url: 'x', truncated: truncated && url.includes('recursive'), tree: entries },
  }),
});
const named = (name: string) => tree([{ path: name, mode: '100644', type: 'blob', sha: BLOB, size: 5, url: 'x' }]);
const blob =
  (text: string): NonNullable<Parts['blobs']> =>
  () => ({
    status: 200,
    body: {
      sha: BLOB,
      node_id: 'x',
      url: 'x',
      encoding: 'base64',
      size: Buffer.byteLength(text),
      content: Buffer.from(text).toString('base64'),
    },
  });

const NO_PATH = /GitHub's API names a file "[^\n]*", which is no path in a repository/;
const NO_ANSWER = /GitHub's API gave an answer for [^\n]* that is none/;

export const GITHUB: readonly HostileCase[] = [
  ...[
    '../outside.yml',
    'c/../../outside.yml',
    '/etc/passwd.yml',
    'c//x.yml',
    './c/x.yml',
    'c/.git/x.yml',
    '',
    'c/\u0000.yml',
    'c/',
  ].map((name) => hostile(`a tree with the path ${JSON.stringify(name)}`, named(name), NO_PATH)),
  hostile(
    'a tree with a command for a name',
    { ...named('c/x\n::error::y.yml'), blobs: blob('name: x') },
    /c\/x\\n::error::y\.yml|does not have the content/,
  ),
  hostile(
    'a tree that is no list',
    { trees: () => ({ status: 200, body: { sha: TREE, truncated: false, tree: { a: 1 } } }) },
    NO_ANSWER,
  ),
  hostile('a tree of other things', tree([1, null, 'x'] as never), NO_ANSWER),
  hostile(
    'a tree with a mode that is none',
    tree([{ path: 'c/x.yml', mode: '100000', sha: BLOB }]),
    /GitHub's API gave an answer for the tree \w+ \(the mode "100000"\) that is none/,
  ),
  hostile(
    'a tree with SHAs that are none',
    tree([{ path: 'c/x.yml', mode: '100644', type: 'blob', sha: '../../../user', size: 5 }]),
    NO_ANSWER,
  ),
  hostile(
    'a tree that holds itself',
    tree([{ path: 'c', mode: '040000', type: 'tree', sha: TREE }], true),
    /GitHub's API gave an answer for the folder c\/c\/ \(it holds itself\) that is none/,
  ),
  hostile('a blob of another content', { blobs: blob('id: 666') }, /does not have the content that its id stands for/),
  hostile(
    'a blob in another encoding',
    { blobs: () => ({ status: 200, body: { sha: BLOB, encoding: 'utf-8', size: 5, content: 'id: 1' } }) },
    /of the \d+ bytes of the blob|that is none/,
  ),
  hostile(
    'a blob without a content',
    { blobs: () => ({ status: 200, body: { sha: BLOB, encoding: 'base64', size: 5 } }) },
    NO_ANSWER,
  ),
  hostile('a commit without a tree', { commits: () => ({ status: 200, body: { sha: TREE } }) }, NO_ANSWER),
  hostile('a commit that is a text', { commits: () => ({ status: 200, body: 'x' }) }, /broke off, or is no JSON/, {
    slow: true,
  }),
  hostile(
    'an answer of 100 MB, which holds nothing,',
    { trees: () => ({ status: 200, body: { tree: [], pad: 'x'.repeat(100 * 1024 * 1024) } }) },
    /matches no file/,
    { slow: true, result: 'nothing-to-sync' },
  ),
  hostile(
    'a message with commands',
    { commits: () => ({ status: 403, body: { message: `x\n::error::y ##[error]z ${GITHUB_TOKEN}` } }) },
    /403 x ::error::y # #\[error\]z \*\*\*/,
  ),
  hostile(
    'a 401 with the token in it',
    { commits: () => ({ status: 401, body: { message: `Bad ${GITHUB_TOKEN}` } }) },
    /GitHub refused `github-token` \(401 Bad \*\*\*\)/,
  ),
  (() => {
    let other: GitHubApiServer;
    return {
      ...hostile('a redirect to another host, which must not see the token', {}, /./),
      github: {
        intercept: ({ url }: { url: string }) => ({ status: 302, headers: { location: `${other.url}${url}` } }),
      },
      async prepare(place) {
        const prepared = await hostile('', {}, /./).prepare?.(place);
        other = place.open(await GitHubApiServer.start({ root: (prepared as { githubRoot: string }).githubRoot }));
        return prepared;
      },
      says: /Synced 1 integration|GitHub/,
      result: 'synced',
      sent: ['1'],
      check() {
        const told = JSON.stringify(other.requests.map(({ headers }) => headers));
        if (told.includes(GITHUB_TOKEN) || told.includes('authorization'))
          throw new Error('the token went to another host');
      },
    } satisfies HostileCase;
  })(),
];
