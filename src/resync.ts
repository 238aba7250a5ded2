import { makeBatches } from './batches.ts';
import { type Clock, letSignalsIn } from './clock.ts';
import { ConfigurationError, type Problem } from './failure.ts';
import { send } from './hood/send.ts';
import { traced } from './hood/trace.ts';
import type { Transport } from './hood/transport.ts';
import type { Inputs } from './inputs.ts';
import type { Logger } from './log.ts';
import { buildReport, type Report, type Run } from './report/report.ts';
import { ageOf } from './report/wording.ts';
import { type ListFolders, readLists } from './selection/lists.ts';
import { displayPath } from './selection/path.ts';
import { type SelectPorts, select } from './selection/select.ts';
import { RESOURCE_TYPES, type SelectedObject, type Selection } from './selection/selection.ts';

/** What the core needs of the world. */
export interface ResyncPorts extends Omit<SelectPorts, 'log'> {
  readonly lists: ListFolders;
  readonly clock: Clock;
  /** When the run began, ISO 8601. */
  readonly startedAt: string;
  /** In [0, 1); for jitter. */
  random(): number;
  readonly log: Logger;
  /** Aborts when the run is cancelled. */
  readonly cancel: AbortSignal;
  /** Opened only when something is sent. */
  openTransport(): { readonly send: Transport; dispose(): void };
}

/** GitHub tells of a run only how it ended, not what it did. */
const DRY_SUCCESS: Problem = {
  topic: 'dry-success',
  message:
    'This dry run will pass for a success of this workflow: a later run of it on this branch with `base: last-success` does not cover what is planned here. Keep dry runs in a workflow of their own.',
};

/** More lines than this are not written for the selected objects; the report holds them all. */
const MAX_OBJECT_LINES = 200;

/**
 * The whole job: inputs → selection → batches → sending → report. It knows nothing of the toolkit.
 *
 * @throws ConfigurationError for what the user has to mend before anything can be sent
 */
export async function resync(inputs: Inputs, ports: ResyncPorts): Promise<Report> {
  const started = ports.clock.now();
  const finish = (parts: Pick<Run, 'selection' | 'sent' | 'cancelled' | 'plannedRequests'>): Report =>
    buildReport({
      ...parts,
      dryRun: inputs.dryRun,
      ifNothingToSync: inputs.ifNothingToSync,
      rateLimit: inputs.rateLimit,
      startedAt: ports.startedAt,
      durationMs: Math.round(ports.clock.now() - started),
    });

  const found = await Promise.race([choose(inputs, ports), aborted(ports.cancel)]);
  await letSignalsIn();
  if (!found) return finish({ cancelled: true });
  const isDrySuccess = inputs.dryRun && inputs.base.kind === 'last-success';
  const selection = isDrySuccess ? { ...found, warnings: [...found.warnings, DRY_SUCCESS] } : found;
  const chosen = selection.objects.filter(({ selected }) => selected);
  await tell(selection, chosen, ports);
  if (ports.cancel.aborted) return finish({ selection, cancelled: true });
  if (chosen.length === 0) return finish({ selection });
  const batches = makeBatches(chosen, inputs.batchSize);
  if (inputs.dryRun) return finish({ selection, plannedRequests: batches.length });
  await letSignalsIn();
  if (ports.cancel.aborted) return finish({ selection, cancelled: true });

  const transport = ports.openTransport();
  try {
    const sent = await send(
      batches,
      { windows: inputs.rateLimit, maxAttempts: inputs.maxAttempts, deadlineMs: ports.clock.now() + inputs.timeoutMs },
      { ...ports, transport: traced(transport.send, ports.log, ports.clock) },
    );
    return finish({ selection, sent });
  } finally {
    transport.dispose();
  }
}

async function choose(inputs: Inputs, ports: ResyncPorts): Promise<Selection> {
  const [integration, conversion, resyncAllIfChanged] = await Promise.all([
    readLists(inputs.integration, ports.lists),
    readLists(inputs.conversion, ports.lists),
    readLists(inputs.resyncAllIfChanged, ports.lists),
  ]);
  const problems = [integration, conversion, resyncAllIfChanged].flatMap((list) => list.problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  await letSignalsIn();
  return select(
    {
      entries: {
        integration: integration.entries,
        conversion: conversion.entries,
        resyncAllIfChanged: resyncAllIfChanged.entries,
      },
      deleted: inputs.deleted,
      ...(inputs.idPath && { idPath: inputs.idPath }),
    },
    ports,
  );
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** Says what was chosen and why, before anything is sent. */
async function tell(
  { base, noBase, head, objects }: Selection,
  chosen: readonly SelectedObject[],
  { log, startedAt }: ResyncPorts,
): Promise<void> {
  if (head) log.info(`Head: ${head.sha}`);
  if (base) {
    const age = ageOf(base.committedAt ?? '', startedAt);
    const committed = base.committedAt ? `, committed ${base.committedAt}` : '';
    log.info(`Base: ${base.sha}, ${base.source}${committed}${age && `, ${age} old`}`);
  }
  if (base?.unsettled) {
    log.info(`Compared as well with what may have been synced in part since then: ${base.unsettled.join(', ')}`);
  }
  if (noBase) log.info(`No base, everything counts: ${noBase}`);
  for (const type of RESOURCE_TYPES) {
    const reasons = Map.groupBy(
      objects.filter((object) => object.type === type),
      ({ reason, selected }) => `${reason}${selected ? '' : ', left alone'}`,
    );
    if (reasons.size > 0)
      log.info(`${type}: ${[...reasons].map(([reason, some]) => `${some.length} ${reason}`).join('; ')}`);
  }
  if (chosen.length === 0) return;
  await log.group(`To sync: ${chosen.length}`, async () => {
    for (const { type, id, reason, sources } of chosen.slice(0, MAX_OBJECT_LINES)) {
      const places = sources.map(({ path, line }) => `${displayPath(path)}${line ? `:${line}` : ''}`);
      log.info(`${type} ${id} ${reason}${places.length > 0 ? ` (${places.join(', ')})` : ''}`);
    }
    if (chosen.length > MAX_OBJECT_LINES)
      log.info(`… and ${chosen.length - MAX_OBJECT_LINES} more; the report lists them all.`);
  });
}
