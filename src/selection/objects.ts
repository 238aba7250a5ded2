import { hash } from 'node:crypto';
import type { ConfigFile } from './config-file.ts';
import type { Id, Reason, Source } from './selection.ts';

/** One version of a config file, as far as the comparison needs it: fingerprints in place of values. */
export interface FileObjects {
  readonly path: string;
  readonly objects: readonly ObjectVersion[];
}

/** One version of one object; with 100,000 of them, each byte of it counts. */
export interface ObjectVersion {
  readonly id: Id;
  readonly source: Source;
  readonly fingerprint: string;
}

/**
 * What is compared of a file. An object's fingerprint covers its value and what stands outside the objects of its file:
 * shared defaults that differ make every object of the file differ, and a move to another file makes none.
 */
export function fingerprintObjects(path: string, file: ConfigFile): FileObjects {
  const outside = hash('sha256', canonical(file.outside));
  return {
    path,
    objects: file.objects.map(({ id, line, value }) => ({
      id,
      source: { path, ...(line && { line }) },
      // As bytes, which take the least memory in a string.
      fingerprint: hash('sha256', `${outside}\n${canonical(value)}`, 'binary'),
    })),
  };
}

/** The same text for values that are the same, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  // Of a value of another kind nothing would be compared.
  if (Object.prototype.toString.call(value) !== '[object Object]')
    throw new Error('a config file holds objects and lists');
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`);
  return `{${members.join()}}`;
}

/** What the comparison says of one id. */
export interface ComparedObject {
  readonly id: Id;
  readonly reason: Extract<Reason, 'added' | 'changed' | 'unchanged' | 'deleted'>;
  /** Where it stands at the head; for `deleted`, where it stood at the base. */
  readonly sources: readonly Source[];
}

/**
 * Compares objects by id over all files of a type; the table of the contract's chapter "What changed".
 *
 * @param base the files' versions at the base, as far as they could be read
 * @param head their versions at the head
 * @param unreadable paths whose version at the base could not be read: all their ids count as changed
 */
export function compareObjects(
  base: readonly FileObjects[],
  head: readonly FileObjects[],
  unreadable: ReadonlySet<string>,
): ComparedObject[] {
  const before = versionsById(base);
  const after = versionsById(head);
  const compared: ComparedObject[] = [];
  for (const [id, versions] of after) {
    const old = before.get(id);
    const unknown = unreadable.size > 0 && versions.some(({ source }) => unreadable.has(source.path));
    const reason = unknown ? 'changed' : !old ? 'added' : areSame(old, versions) ? 'unchanged' : 'changed';
    compared.push({ id, reason, sources: versions.map(({ source }) => source) });
  }
  for (const [id, versions] of before) {
    if (!after.has(id)) compared.push({ id, reason: 'deleted', sources: versions.map(({ source }) => source) });
  }
  return compared;
}

function versionsById(files: readonly FileObjects[]): Map<Id, ObjectVersion[]> {
  const versions = new Map<Id, ObjectVersion[]>();
  for (const { objects } of files) {
    for (const version of objects) {
      const others = versions.get(version.id);
      if (others) others.push(version);
      else versions.set(version.id, [version]);
    }
  }
  return versions;
}

/** An id in several places has several versions; it is the same when the set of them is. */
function areSame(a: readonly ObjectVersion[], b: readonly ObjectVersion[]): boolean {
  if (a.length === 1 && b.length === 1) return a[0]?.fingerprint === b[0]?.fingerprint;
  const left = new Set(a.map(({ fingerprint }) => fingerprint));
  const right = new Set(b.map(({ fingerprint }) => fingerprint));
  return left.size === right.size && left.isSubsetOf(right);
}
