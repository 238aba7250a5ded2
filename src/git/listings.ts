import { decodePath } from '../selection/path.ts';
import { type FileVersion, KIND_OF_MODE } from '../selection/repository.ts';

const ABSENT = '000000';

function kindOf(mode: string): FileVersion['kind'] {
  const kind = KIND_OF_MODE.get(mode);
  if (!kind) throw new Error(`git printed the mode ${mode}, which this action does not know`);
  return kind;
}

/** The NUL-terminated records of an output of `git … -z`. */
function* records(output: Buffer): Generator<Buffer, undefined> {
  let start = 0;
  for (let end = output.indexOf(0); end >= 0; end = output.indexOf(0, start)) {
    yield output.subarray(start, end);
    start = end + 1;
  }
  if (start !== output.length) throw new Error('git printed a record without its end');
}

/** `META<tab>PATH` in two. */
function atTab(record: Buffer): { meta: string[]; path: string } {
  const tab = record.indexOf('\t');
  if (tab < 0) throw new Error(`git printed a record without a path: ${record.toString('latin1')}`);
  return { meta: record.subarray(0, tab).toString('latin1').split(' '), path: decodePath(record.subarray(tab + 1)) };
}

/** One side of `git diff-index`, `diff-files` or `diff-tree`. */
export interface DiffEntry {
  readonly path: string;
  /** What stands on the older side; absent when nothing does. */
  readonly old?: FileVersion;
  /** What stands on the newer side; without an `oid` where git has not hashed the work-tree file. */
  readonly new?: FileVersion;
}

/**
 * Parses the raw output of git's diff commands with `-z --no-renames`: `:MODE MODE OID OID STATUS<nul>PATH<nul>`
 * (gitdiffcore's and git-diff-index's "raw output format").
 *
 * @throws Error on a status letter or a mode that it does not know
 */
export function parseRawDiff(output: Buffer): DiffEntry[] {
  const parts = records(output);
  const entries: DiffEntry[] = [];
  for (const part of parts) {
    const meta = part.toString('latin1');
    // Added, modified, deleted, type changed, unmerged: renames and copies are switched off.
    const [, oldMode, newMode, oldOid, newOid, status] =
      /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([AMDTU])\d*$/.exec(meta) ?? [];
    const name = parts.next().value;
    if (!oldMode || !newMode || !oldOid || !newOid || !name) {
      throw new Error(`git printed the diff record "${meta}", which this action does not know`);
    }
    const path = decodePath(name);
    const version = (mode: string, oid: string): FileVersion | undefined =>
      mode === ABSENT ? undefined : { path, kind: kindOf(mode), ...(/[^0]/.test(oid) && { oid }) };
    const older = version(oldMode, oldOid);
    const newer = version(newMode, newOid);
    // An unmerged path has no mode on the newer side although a file may lie there; the `M` record beside it tells.
    if (status === 'U') continue;
    entries.push({ path, ...(older && { old: older }), ...(newer && { new: newer }) });
  }
  return entries;
}

/** Parses `git ls-tree -r -z`: `MODE TYPE OID<tab>PATH<nul>`. */
export function parseTree(output: Buffer): FileVersion[] {
  return Array.from(records(output), (record) => {
    const { meta, path } = atTab(record);
    const [mode = '', , oid = ''] = meta;
    return { path, kind: kindOf(mode), oid };
  });
}

/** A path in the index. */
export interface IndexEntry extends FileVersion {
  readonly oid: string;
  /** Left out of the work tree by a sparse checkout (the skip-worktree bit). */
  readonly sparse: boolean;
  /** Whether git compares it with the work tree: neither that bit nor the assume-unchanged bit is set. */
  readonly watched: boolean;
}

/** Parses `git ls-files -z -v --stage`: `TAG MODE OID STAGE<tab>PATH<nul>`. An unmerged path comes once for each stage. */
export const parseIndex = (output: Buffer): IndexEntry[] => Array.from(records(output), indexEntry);

/** Of the same output only what git does not compare with the work tree; of 100,000 files that is mostly none. */
export const parseUnwatched = (output: Buffer): IndexEntry[] =>
  Array.from(
    records(output).filter((record) => !isWatched(record.toString('latin1', 0, 1))),
    indexEntry,
  ).filter(({ watched }) => !watched);

function indexEntry(record: Buffer): IndexEntry {
  const { meta, path } = atTab(record);
  const [tag = '', mode = '', oid = ''] = meta;
  const kind = kindOf(mode);
  return { path, kind, oid, sparse: /^s$/i.test(tag), watched: isWatched(tag) || kind === 'submodule' };
}

/** A lower-case letter has the assume-unchanged bit, `S` the skip-worktree bit (documentation of `git ls-files`, `-t` and `-v`). */
const isWatched = (tag: string): boolean => /^[A-RT-Z?]$/.test(tag);

/** Parses `git ls-files -z --others`. A repository inside the checkout comes as its folder, with a `/` at the end. */
export function parseOthers(output: Buffer): { readonly path: string; readonly repository: boolean }[] {
  return Array.from(records(output), (record) => {
    const path = decodePath(record);
    return path.endsWith('/') ? { path: path.slice(0, -1), repository: true } : { path, repository: false };
  });
}

/** Parses `git cat-file --batch`: `OID blob SIZE<lf>CONTENT<lf>`, or `OID missing<lf>`. */
export function parseBlobs(output: Buffer): (Buffer | undefined)[] {
  const blobs: (Buffer | undefined)[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [, type, size] = output.subarray(at, end).toString('latin1').split(' ');
    at = end + 1;
    if (type === 'missing') {
      blobs.push(undefined);
      continue;
    }
    if (type !== 'blob' || !size) throw new Error(`git printed an object of the type ${type} where a blob should be`);
    blobs.push(output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

/** Parses `git cat-file --batch-check`: sizes in bytes, nothing for an object that is missing. */
export function parseSizes(output: Buffer): (number | undefined)[] {
  return output
    .toString('latin1')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, type, size] = line.split(' ');
      return type === 'blob' ? Number(size) : undefined;
    });
}
