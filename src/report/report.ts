import type { Problem } from '../failure.ts';
import { keyOf, type RequestCounts, type SendError, type SendResult, type Stop } from '../hood/outcome.ts';
import type { IfNothingToSync, RateWindow } from '../inputs.ts';
import type { Id, Reason, ResourceType, SelectedObject, Selection, Source } from '../selection/selection.ts';

export type Result = 'synced' | 'nothing-to-sync' | 'planned' | 'partial' | 'failed' | 'cancelled';
export type Status = 'synced' | 'planned' | 'skipped' | 'rejected' | 'unresolved' | 'failed' | 'not-sent';

/** What a selected object may come to other than being accepted, the most pressing first. */
export const UNACCEPTED = ['rejected', 'failed', 'unresolved', 'not-sent'] as const satisfies readonly Status[];
export type Unaccepted = (typeof UNACCEPTED)[number];

export interface ReportedObject {
  readonly type: ResourceType;
  readonly id: Id;
  readonly status: Status;
  readonly reason: Reason;
  readonly sources: readonly Source[];
  readonly error?: SendError;
}

/**
 * Members of a report that hold only what is our own: ids, SHAs and words of a fixed list. A secret that is the same as one of these would
 * change what happened to an id, or make a list of ids that is none.
 */
export const OWN_WORDS: ReadonlySet<string> = new Set<
  keyof ReportedObject | keyof Report | keyof ReportMessage | 'sha' | 'unsettled'
>(['type', 'id', 'status', 'reason', 'result', 'sha', 'unsettled', 'level', 'topic', 'startedAt']);

/** Something to tell beyond the single objects: a problem of the configuration, a warning. */
export interface ReportMessage extends Problem {
  readonly level: 'error' | 'warning' | 'notice';
}

/**
 * Everything that a run did, as `hood-resync-report.json` holds it (the contract's chapter "Report"). Summary,
 * annotations and outputs are made from this value alone.
 */
export interface Report {
  readonly version: 1;
  readonly result: Result;
  /** Absent when nothing was compared. */
  readonly base?: Selection['base'];
  readonly noBase?: string;
  /** The shared file of `resync-all-if-changed` that changed, so that everything counts. */
  readonly sharedChange?: string;
  readonly head?: { readonly sha: string };
  readonly objects: readonly ReportedObject[];
  readonly files: readonly { readonly path: string; readonly reason: string }[];
  readonly messages: readonly ReportMessage[];
  /** Why sending ended before every object was settled. */
  readonly stop?: Stop;
  readonly requests: RequestCounts;
  /** When the run began, ISO 8601; the base's age is measured from it. */
  readonly startedAt?: string;
  readonly durationMs: number;
  /** In a dry run: the requests that sending would take, if nothing goes wrong. */
  readonly plannedRequests?: number;
  /** The limits that were kept. */
  readonly rateLimit?: readonly RateWindow[];
  /** Every request: milliseconds after the start of sending, and the answer's status (0: no answer). */
  readonly timeline?: SendResult['timeline'];
}

/** What a run came to, before it is put into words. */
export interface Run {
  /** Absent when the run ended before the selection was complete. */
  readonly selection?: Selection;
  readonly dryRun: boolean;
  /** Absent when nothing was sent. */
  readonly sent?: SendResult;
  /** In a dry run: the requests that sending would take. */
  readonly plannedRequests?: number;
  /** Beyond what the selection and the sending tell themselves. */
  readonly messages?: readonly ReportMessage[];
  /** Whether the run was cancelled before its work was done. */
  readonly cancelled?: boolean;
  readonly ifNothingToSync: IfNothingToSync;
  readonly durationMs: number;
  /** ISO 8601. */
  readonly startedAt?: string;
  readonly rateLimit?: readonly RateWindow[];
}

const NO_REQUESTS: RequestCounts = { total: 0, accepted: 0, rejected: 0, retried: 0, throttled: 0 };

/** Brings together what the stages hand on, and says what the run came to. */
export function buildReport(run: Run): Report {
  const { selection, sent, ifNothingToSync, durationMs } = run;
  const objects = (selection?.objects ?? []).map((object) => reported(object, run));
  const result = resultOf(run, objects);
  const messages: ReportMessage[] = [
    ...(run.messages ?? []),
    ...(selection?.warnings ?? []).map((warning) => ({ level: 'warning' as const, ...warning })),
  ];
  if (result === 'nothing-to-sync' && ifNothingToSync !== 'ignore') {
    messages.unshift({
      level: ifNothingToSync === 'warn' ? 'warning' : 'error',
      topic: 'nothing-to-sync',
      message: NOTHING_TO_SYNC,
    });
  }
  return {
    version: 1,
    result,
    ...(selection?.base && { base: selection.base }),
    ...(selection?.noBase !== undefined && { noBase: selection.noBase }),
    ...(selection?.sharedChange !== undefined && { sharedChange: selection.sharedChange }),
    ...(selection?.head && { head: selection.head }),
    objects,
    files: selection?.files ?? [],
    messages,
    // Cancelled as the last answer came in: nothing was stopped.
    ...(sent?.stop && result !== 'synced' && { stop: sent.stop }),
    requests: sent?.requests ?? NO_REQUESTS,
    ...(run.startedAt !== undefined && { startedAt: run.startedAt }),
    durationMs,
    ...(run.plannedRequests !== undefined && { plannedRequests: run.plannedRequests }),
    ...(run.rateLimit && { rateLimit: run.rateLimit }),
    ...(sent && { timeline: sent.timeline }),
  };
}

const NOTHING_TO_SYNC =
  'The inputs led to no id that is to be synced. If that is not what you expect, check the globs and `base`; if it is, set `if-nothing-to-sync: ignore`.';

/** The report of a run that could not start, or broke: nothing was selected, nothing was sent. */
export function failedReport(problems: readonly Problem[], run: Pick<Run, 'durationMs' | 'startedAt'>): Report {
  return buildReport({
    ...run,
    dryRun: false,
    ifNothingToSync: 'ignore',
    messages: problems.map((problem) => ({ level: 'error' as const, ...problem })),
  });
}

function reported({ type, id, reason, selected, sources }: SelectedObject, { dryRun, sent }: Run): ReportedObject {
  const object = { type, id, reason, sources };
  if (!selected) return { ...object, status: 'skipped' };
  if (dryRun) return { ...object, status: 'planned' };
  // Whatever sending says nothing of was not sent: a change must never pass for synced by an omission.
  const { status, error } = sent?.outcomes.get(keyOf(object)) ?? { status: 'not-sent' };
  return { ...object, status, ...(error && { error }) };
}

function resultOf({ selection, dryRun, sent, cancelled }: Run, objects: readonly ReportedObject[]): Result {
  const selected = objects.filter(({ status }) => status !== 'skipped');
  const accepted = selected.filter(({ status }) => status === 'synced');
  // Cancelled as the last answer came in: nothing is left to do, and the truth is that it was done.
  if (accepted.length > 0 && accepted.length === selected.length) return 'synced';
  if (cancelled || sent?.stop?.cause === 'cancelled') return 'cancelled';
  if (!selection) return 'failed';
  if (selected.length === 0) return 'nothing-to-sync';
  if (dryRun) return 'planned';
  return accepted.length > 0 ? 'partial' : 'failed';
}

/** Whether the step is to fail; the contract's chapter "Outputs". */
export function stepFails({ result }: Report, ifNothingToSync: IfNothingToSync): boolean {
  switch (result) {
    case 'synced':
    case 'planned':
      return false;
    case 'nothing-to-sync':
      return ifNothingToSync === 'error';
    case 'partial':
    case 'failed':
    case 'cancelled':
      return true;
  }
}

/** How many elements of a list are put into text at a time. */
const ELEMENTS_AT_A_TIME = 1000;

/**
 * The report as JSON, each object on a line of its own, so that people can read it and `grep` finds an id.
 *
 * @returns the text piece by piece: a million objects need not stand in memory once more as one text
 */
export function* reportJson(report: Report): Generator<string, void> {
  let before = '{\n';
  for (const [key, of] of Object.entries(report)) {
    yield `${before}  ${JSON.stringify(key)}: `;
    if (Array.isArray(of) && of.length > 0) yield* jsonLines(of);
    else yield JSON.stringify(of);
    before = ',\n';
  }
  yield '\n}\n';
}

function* jsonLines(list: readonly unknown[]): Generator<string, void> {
  yield '[\n';
  for (let start = 0; start < list.length; start += ELEMENTS_AT_A_TIME) {
    const some = list.slice(start, start + ELEMENTS_AT_A_TIME).map((element) => `    ${JSON.stringify(element)}`);
    yield `${start > 0 ? ',\n' : ''}${some.join(',\n')}`;
  }
  yield '\n  ]';
}

/** Whether a status means: selected, but not accepted. */
export const isUnaccepted = (status: Status): status is Unaccepted => UNACCEPTED.includes(status as Unaccepted);
