import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { encodePath } from '../../src/selection/path.ts';
import { SERVED_AS_GITHUB_DOES } from './git-http.ts';

/** What a commit puts at a path: a file's text or bytes, something else by its mode, or nothing from here on. */
export type Content = string | Buffer | null | { readonly mode: string; readonly content: string | Buffer };

export const executable = (content: string): Content => ({ mode: '100755', content });
export const symlink = (target: string): Content => ({ mode: '120000', content: target });
/** A submodule at some commit of another repository. */
export const submodule = (digit: string): Content => ({ mode: '160000', content: digit.repeat(40) });

export interface CommitData {
  /** Names of its parents. Left out: the commit that stands before it. A merge holds what each of them changed. */
  readonly parents?: readonly string[];
  /** What it changes, by path (bytes that are no UTF-8 as lone surrogates). */
  readonly files?: Readonly<Record<string, Content>>;
}

export interface OriginData {
  /** The commits by the names that the rest of the data calls them by, parents first. */
  readonly commits: Readonly<Record<string, CommitData>>;
  /** Refs and the names of their commits. Left out: `main` at the last commit. A commit that no ref leads to is kept all the same. */
  readonly refs?: Readonly<Record<string, string>>;
  /** Tags with a message of their own, and the names of their commits or tags. */
  readonly annotatedTags?: Readonly<Record<string, string>>;
  /** Commits that are thrown away, as GitHub does in time with those that no ref leads to. */
  readonly gone?: readonly string[];
  readonly objectFormat?: 'sha1' | 'sha256';
}

/** The commits' ids, by the names that the data gives them. */
export type Shas = Readonly<Record<string, string>>;

const ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** Committed a minute apart. */
const FIRST_COMMIT_AT = Date.UTC(2026, 0, 1) / 1000;

/**
 * Builds a bare repository as GitHub has it.
 *
 * @param folder where; it is made
 * @returns the commits' ids
 */
export function buildOrigin(folder: string, data: OriginData): Shas {
  const { commits, objectFormat = 'sha1', annotatedTags = {}, gone = [] } = data;
  const names = Object.keys(commits);
  const { refs = { 'refs/heads/main': names.at(-1) as string } } = data;
  execFileSync('git', ['init', '--quiet', '--bare', '--template=', `--object-format=${objectFormat}`, folder], {
    env: ENVIRONMENT,
  });
  appendFileSync(`${folder}/config`, SERVED_AS_GITHUB_DOES);
  const git = (args: readonly string[], input?: Buffer | string) =>
    execFileSync('git', ['-c', 'advice.nestedTag=false', ...args], {
      cwd: folder,
      env: ENVIRONMENT,
      ...(input !== undefined && { input }),
    }).toString();
  git(['fast-import', '--quiet', '--done'], fastImport(commits));
  const shas = Object.fromEntries(
    git(['for-each-ref', '--format=%(refname:lstrip=2) %(objectname)', 'refs/commits'])
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  );
  const updates = Object.entries(refs).map(([ref, name]) => `create ${ref} ${shas[name]}\n`);
  git(['update-ref', '--stdin'], updates.join(''));
  for (const [tag, name] of Object.entries(annotatedTags)) {
    git(['tag', '--annotate', '--message', tag, tag, shas[name] ?? name]);
  }
  git(['update-ref', '--stdin'], names.map((name) => `delete refs/commits/${name}\n`).join(''));
  if (gone.length > 0) {
    const kept = names.filter((name) => !gone.includes(name));
    git(['update-ref', '--stdin'], kept.map((name) => `create refs/kept/${name} ${shas[name]}\n`).join(''));
    git(['prune', '--expire=now']);
  }
  git(['symbolic-ref', 'HEAD', 'refs/heads/main']);
  return shas;
}

/** The commits as a stream for `git fast-import` (its documentation, "Input format"). */
function fastImport(commits: OriginData['commits']): Buffer {
  const names = Object.keys(commits);
  const parentsOf = (name: string): readonly string[] => {
    const before = names[names.indexOf(name) - 1];
    return commits[name]?.parents ?? (before === undefined ? [] : [before]);
  };
  const ancestorsOf = (name: string): string[] => [name, ...parentsOf(name).flatMap(ancestorsOf)];
  const parts: (string | Buffer)[] = [];
  names.forEach((name, index) => {
    const [first, ...others] = parentsOf(name);
    parts.push(
      `commit refs/commits/${name}\n`,
      `committer Test <test@example.com> ${FIRST_COMMIT_AT + 60 * index} +0000\n`,
      data(Buffer.from(name)),
    );
    if (first === undefined) parts.push('deleteall\n');
    else parts.push(`from refs/commits/${first}\n`, ...others.map((other) => `merge refs/commits/${other}\n`));
    const inFirst = new Set(first === undefined ? [] : ancestorsOf(first));
    const merged = new Set(others.flatMap(ancestorsOf));
    const brought = names.filter((each) => merged.has(each) && !inFirst.has(each));
    for (const each of [...brought, name]) {
      for (const [path, content] of Object.entries(commits[each]?.files ?? {})) parts.push(...change(path, content));
    }
    parts.push('\n');
  });
  parts.push('done\n');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

function change(path: string, content: Content): (string | Buffer)[] {
  const quoted = quote(encodePath(path));
  if (content === null) return [`D ${quoted}\n`];
  if (typeof content === 'string' || Buffer.isBuffer(content)) return change(path, { mode: '100644', content });
  if (content.mode === '160000') return [`M 160000 ${content.content} ${quoted}\n`];
  return [`M ${content.mode} inline ${quoted}\n`, data(Buffer.from(content.content as string))];
}

const data = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);

/** A path in C's way of writing strings, every byte that could mean something as an octal number. */
const quote = (path: Buffer): string =>
  `"${[...path].map((byte) => (/[\w./ -]/.test(String.fromCharCode(byte)) && byte < 0x80 ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`)).join('')}"`;
