import { createHash } from 'node:crypto';
import type { ConfigFile } from './config-file.ts';
import type { Id, Reason, Source } from './selection.ts';

/** One version of a config file, as far as the comparison needs it: fingerprints in place of values. */
export interface FileObjects {
  readonly path: string;
  readonly objects: readonly { readonly id: Id; readonly line?: number; readonly fingerprint: string }[];
}

/**
 * What is compared of a file. An object's fingerprint covers its value and what stands outside the objects of its file:
 * shared defaults that differ make every object of the file differ, and a move to another file makes none.
 */
export function fingerprintObjects(path: string, file: ConfigFile): FileObjects {
  const outside = canonical(file.outside);
  return {
    path,
    objects: file.objects.map(({ id, line, value }) => ({
      id,
      ...(line && { line }),
      fingerprint: createHash('sha256')
        .update(`${outside}\n${canonical(value)}`)
        .digest('base64'),
    })),
  };
}

/** The same text for values that are the same, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
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
  const before = placesById(base);
  const after = placesById(head);
  const compared: ComparedObject[] = [];
  for (const [id, places] of after) {
    const old = before.get(id);
    const unknown = places.some(({ path }) => unreadable.has(path));
    const reason = unknown ? 'changed' : !old ? 'added' : sameVersions(old, places) ? 'unchanged' : 'changed';
    compared.push({ id, reason, sources: places.map(toSource) });
  }
  for (const [id, places] of before) {
    if (!after.has(id)) compared.push({ id, reason: 'deleted', sources: places.map(toSource) });
  }
  return compared;
}

interface Place extends Source {
  readonly fingerprint: string;
}

function placesById(files: readonly FileObjects[]): Map<Id, Place[]> {
  const places = new Map<Id, Place[]>();
  for (const { path, objects } of files) {
    for (const { id, line, fingerprint } of objects) {
      const place = { path, ...(line && { line }), fingerprint };
      const others = places.get(id);
      if (others) others.push(place);
      else places.set(id, [place]);
    }
  }
  return places;
}

/** An id in several places has several versions; it is the same when the set of them is. */
function sameVersions(a: readonly Place[], b: readonly Place[]): boolean {
  const left = new Set(a.map((place) => place.fingerprint));
  const right = new Set(b.map((place) => place.fingerprint));
  return left.size === right.size && left.isSubsetOf(right);
}

const toSource = ({ path, line }: Place): Source => ({ path, ...(line && { line }) });
