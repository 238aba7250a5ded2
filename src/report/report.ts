import type { RequestCounts, SendError } from '../hood/outcome.ts';
import type { Id, Reason, ResourceType, Source } from '../selection/selection.ts';

export type Result = 'synced' | 'nothing-to-sync' | 'planned' | 'partial' | 'failed' | 'cancelled';
export type Status = 'synced' | 'planned' | 'skipped' | 'rejected' | 'unresolved' | 'failed' | 'not-sent';

export interface ReportedObject {
  readonly type: ResourceType;
  readonly id: Id;
  readonly status: Status;
  readonly reason: Reason;
  readonly sources: readonly Source[];
  readonly error?: SendError;
}

/** Something to tell beyond the single objects: a problem of the configuration, a warning, why sending stopped. */
export interface ReportMessage {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
}

/**
 * Everything that a run did, as `hood-resync-report.json` holds it (the contract's chapter "Report"). Summary,
 * annotations and outputs are made from this value alone.
 */
export interface Report {
  readonly version: 1;
  readonly result: Result;
  /** Absent when nothing was compared. */
  readonly base?: { readonly sha: string; readonly source: string; readonly committedAt?: string };
  readonly noBase?: string;
  readonly head?: { readonly sha: string };
  readonly objects: readonly ReportedObject[];
  readonly files: readonly { readonly path: string; readonly reason: string }[];
  readonly messages: readonly ReportMessage[];
  readonly requests: RequestCounts;
  readonly durationMs: number;
}
