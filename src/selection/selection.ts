import type { Problem } from '../failure.ts';

/** The two kinds of objects that Hood resyncs (endpoint page of the API). */
export const RESOURCE_TYPES = ['integration', 'conversion'] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** Decimal digits, `[1-9][0-9]{0,19}`. A string everywhere: ids hold more digits than a JavaScript number does. */
export type Id = string;

/** Why an object was chosen or left alone; the table of the contract's chapter "What changed". */
export type Reason = 'added' | 'changed' | 'unchanged' | 'deleted' | 'listed' | 'all';

/** Where an id stands. */
export interface Source {
  /** Relative to the checkout, `/` between folders; bytes that are no UTF-8 as lone surrogates (`path.ts`). */
  readonly path: string;
  /** 1-based; absent when the id comes from the file's name. */
  readonly line?: number;
}

/** One object that the inputs led to, with the decision on it. */
export interface SelectedObject {
  readonly type: ResourceType;
  readonly id: Id;
  readonly reason: Reason;
  /** Whether it is to be sent. */
  readonly selected: boolean;
  /** Every place that holds the id, in the order of their paths; empty for an id given in the input itself. */
  readonly sources: readonly Source[];
}

/** A file that an entry led to and that held no object. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** A commit and how it was found. */
export interface Base {
  readonly sha: string;
  /** How it was found, for people: "`before` of the push". */
  readonly source: string;
  /** When it was committed, ISO 8601, where that is known. */
  readonly committedAt?: string;
  /**
   * SHAs of the commits that Hood may have been told of in part since the base: by runs that failed, say. What differs from one of
   * them counts as changed, too, even if it is by now what it was at the base.
   */
  readonly unsettled?: readonly string[];
}

/** What the selection stage hands on. */
export interface Selection {
  /** Absent when nothing was compared: only ids and files named one by one, or no base. */
  readonly base?: Base;
  /** Why there is no base although globs were given, for people: "`base: none`", "no base for `schedule`". */
  readonly noBase?: string;
  readonly head?: { readonly sha: string };
  /** The shared file of `resync-all-if-changed` that changed, so that everything counts. */
  readonly sharedChange?: string;
  /** Integrations first, ids ascending; an id stands here once for each type. */
  readonly objects: readonly SelectedObject[];
  readonly files: readonly SkippedFile[];
  /** What the reader should know although it stops nothing: a glob without a match, a checkout at another commit. */
  readonly warnings: readonly Problem[];
}

/** Ascending numeric order of ids, without turning them into numbers: shorter first, then by digits. */
export function compareIds(a: Id, b: Id): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
