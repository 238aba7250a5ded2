import type { Problem } from '../failure.ts';
import type { Topic } from '../troubleshooting.ts';
import { isConfigPath } from './config-file.ts';
import { describeOrigin, type Entry, type Origin, quote } from './entries.ts';
import { compileGlob, directoryGlob, type Glob, isGlob } from './glob.ts';
import { displayPath } from './path.ts';
import type { FileVersion } from './repository.ts';
import type { Id } from './selection.ts';

/** What the entries of one input come to, once it is known what exists. */
export interface Resolved {
  readonly ids: readonly { readonly id: Id; readonly origin: Origin }[];
  /** Files named one by one, relative to the checkout. */
  readonly files: readonly string[];
  readonly globs: readonly Glob[];
  /** Whether an exclusion takes a path out. Exclusions are final, wherever they stand. */
  excluded(path: string): boolean;
  readonly problems: readonly Problem[];
}

/** What is wrong with an entry; the words follow the entry's text. */
interface Unfit {
  readonly topic: Topic;
  readonly problem: string;
}

/** What `compileGlob` says of a pattern that it cannot read. */
type MalformedGlob = Pick<Unfit, 'problem'> & { readonly topic?: never };

/** What exists at a path. */
export type Kind = FileVersion['kind'] | 'directory';

/** What the repository holds, at the head and, where there is one, at the base. */
export interface Existing {
  /** What stands at a path at the head, or else at the base. */
  kindOf(path: string): Kind | undefined;
}

/**
 * Brings a path or pattern to the form that git has it in: relative to the checkout, `/` between folders, without `.`.
 *
 * @param root absolute path of the checkout; an entry below it, as other actions print them, is taken as relative
 * @returns the path (`''` is the root itself), or what is wrong with it
 */
export function relativePath(text: string, root: string): { readonly path: string } | Unfit {
  // A backslash separates folders only in a path that Windows made; elsewhere it escapes.
  const windows = /^[A-Za-z]:[\\/]/.test(text);
  const slashed = windows ? text.replaceAll('\\', '/') : text;
  const base = windows ? root.replaceAll('\\', '/').replace(/\/$/, '') : root.replace(/\/$/, '');
  let relative = slashed;
  if (windows || slashed.startsWith('/')) {
    const inside = windows
      ? slashed.toLowerCase().startsWith(`${base.toLowerCase()}/`)
      : slashed.startsWith(`${base}/`);
    if (!inside && slashed !== base) {
      return {
        topic: 'entry-outside',
        problem: `lies outside the checkout (${displayPath(root)}). Give a path relative to it.`,
      };
    }
    relative = slashed.slice(base.length + 1);
  }
  const segments = relative.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) {
    return { topic: 'entry-outside', problem: 'has a `..`. Give a path below the checkout, written without it.' };
  }
  return { path: segments.join('/') + (segments.length > 0 && /\/\.?$/.test(relative) ? '/' : '') };
}

/** More patterns in one input are refused, exclusions and what `{…,…}` stands for among them. */
const MAX_PATTERNS = 5000;

/** The paths whose existence decides what the entries are: what `Existing` has to know before `resolveEntries`. */
export function pathsAskedFor(entries: readonly Entry[], root: string): string[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'path') return [];
    const relative = relativePath(entry.text, root);
    return 'path' in relative ? [relative.path.replace(/\/$/, '')] : [];
  });
}

/**
 * Decides for each entry whether it is a file, a directory or a glob; the contract's chapter "Entries", rule 3.
 *
 * @param root absolute path of the checkout
 * @param isAllowed whether a file that is named one by one is of a kind that can be taken
 */
export function resolveEntries(
  entries: readonly Entry[],
  root: string,
  existing: Existing,
  isAllowed: (path: string) => boolean = isConfigPath,
): Resolved {
  const ids: { id: Id; origin: Origin }[] = [];
  const files = new Set<string>();
  const globs: Glob[] = [];
  const exclusions: ((path: string) => boolean)[] = [];
  const problems: Problem[] = [];
  let patterns = 0;
  for (const entry of entries) {
    const problem = (text: string, { topic = 'glob-malformed', problem }: Partial<Unfit>) =>
      problems.push({ topic, message: `${describeOrigin(entry.origin)}: ${quote(text)} ${problem}` });
    switch (entry.kind) {
      case 'id':
        ids.push({ id: entry.id, origin: entry.origin });
        break;
      case 'list':
        throw new Error('lists are read before entries are resolved');
      case 'exclusion': {
        const relative = relativePath(entry.pattern, root);
        const excluded = 'problem' in relative ? relative : asExclusion(relative.path);
        if ('problem' in excluded) problem(`!${entry.pattern}`, excluded);
        else {
          exclusions.push(excluded.matches);
          patterns += excluded.alternatives;
        }
        break;
      }
      case 'path': {
        const relative = relativePath(entry.text, root);
        const resolved = 'problem' in relative ? relative : asFileOrGlob(relative.path, existing, isAllowed);
        if ('problem' in resolved) problem(entry.text, resolved);
        else if ('file' in resolved) files.add(resolved.file);
        else {
          globs.push(resolved);
          patterns += resolved.alternatives;
        }
      }
    }
    if (patterns > MAX_PATTERNS) {
      problems.push({
        topic: 'too-many-patterns',
        message: `${describeOrigin(entry.origin)} holds more than ${MAX_PATTERNS} patterns, and each is compared with every file. Write fewer and broader ones, or name the files.`,
      });
      break;
    }
  }
  const [first] = entries;
  if (first && problems.length === 0 && entries.every((entry) => entry.kind === 'exclusion')) {
    problems.push({
      topic: 'exclusions-alone',
      message: `\`${first.origin.input}\` holds only exclusions, which select nothing by themselves. Add what they are taken from, as in \`config/**\`.`,
    });
  }
  return {
    ids,
    files: [...files],
    globs,
    excluded: (path) => exclusions.some((excluded) => excluded(path)),
    problems,
  };
}

function asFileOrGlob(
  path: string,
  existing: Existing,
  isAllowed: (path: string) => boolean,
): { file: string } | Glob | Unfit | MalformedGlob {
  const bare = path.replace(/\/$/, '');
  const kind = bare === '' ? 'directory' : existing.kindOf(bare);
  if (kind === 'directory' || (path.endsWith('/') && !isGlob(path))) {
    return kind === 'directory'
      ? directoryGlob(bare)
      : { topic: 'entry-not-found', problem: `is a directory that does not exist or holds no file${HINT}` };
  }
  if (kind === 'symlink') {
    return {
      topic: 'entry-no-file',
      problem: 'is a symbolic link, and links are not followed. Name the file that it points to.',
    };
  }
  if (kind === 'submodule') {
    return {
      topic: 'entry-no-file',
      problem: 'is a submodule or another repository. Check it out and use `path`.',
    };
  }
  if (kind === 'file') {
    return isAllowed(path)
      ? { file: path }
      : { topic: 'entry-no-config', problem: 'is not a config file; those end in .json, .yaml or .yml.' };
  }
  if (isGlob(path)) return compileGlob(path.endsWith('/') ? `${path}**` : path);
  return {
    topic: 'entry-not-found',
    problem: `is neither an id nor a glob, and no file of that name exists${MISTAKEN.find(({ is }) => is.test(path))?.hint ?? HINT}`,
  };
}

const HINT = ', neither in the checkout nor at the base. Paths are relative to the checkout and case counts.';

/** What people write in place of an entry, and how it is written. */
const MISTAKEN: readonly { readonly is: RegExp; readonly hint: string }[] = [
  { is: /^(["']).*\1$/s, hint: '. Write entries without quotes.' },
  { is: /^-\s/, hint: '. An input is text and no YAML list: write one entry a line, without the dash.' },
  { is: /^\d+(\s*;\s*\d+)+$/, hint: '. Put commas, blanks or line breaks between ids.' },
  { is: /^all$/i, hint: '. For all objects, give a glob of their files and `base: none`.' },
  { is: /\\/, hint: `${HINT} Folders are separated by /, on Windows too.` },
];

/** What an exclusion takes out: what it names, what lies below that, and what it matches as a pattern. */
function asExclusion(path: string): Pick<Glob, 'matches' | 'alternatives'> | MalformedGlob {
  const bare = path.replace(/\/$/, '');
  const below = directoryGlob(bare);
  const named = (candidate: string) => candidate === bare || below.matches(candidate);
  if (!isGlob(path)) return { alternatives: 1, matches: named };
  const glob = compileGlob(path.endsWith('/') ? `${path}**` : path);
  if ('problem' in glob) return glob;
  return { alternatives: glob.alternatives, matches: (candidate) => named(candidate) || glob.matches(candidate) };
}
