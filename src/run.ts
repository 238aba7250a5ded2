import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from './clock.ts';
import { ConfigurationError, type Problem } from './failure.ts';
import { type IfNothingToSync, type Inputs, parseInputs } from './inputs.ts';
import { type Environment, openRepository } from './open-repository.ts';
import { annotationOf, annotationsOf } from './report/annotations.ts';
import { finalLines } from './report/final-lines.ts';
import { outputsOf } from './report/outputs.ts';
import { failedReport, OWN_WORDS, type Report, reportJson, stepFails } from './report/report.ts';
import { summaryOf } from './report/summary.ts';
import { type ResyncPorts, resync } from './resync.ts';
import { scrubAll } from './scrub.ts';
import { isSha } from './selection/event.ts';
import { createHttpTransport } from './toolkit/http.ts';
import { annotate, mask, readInput, scrub, setOutput, workflowLog, writeSummary } from './toolkit/workflow.ts';
import { VERSION } from './version.ts';

const USER_AGENT = `hood-resync/${VERSION}`;

/**
 * Runs the action as a workflow step: wires the real adapters to the core, and publishes what the core reports.
 *
 * @param cancel aborts when the run is cancelled
 * @returns whether the step succeeds
 */
export async function run(environment: Environment, cancel: AbortSignal): Promise<boolean> {
  // First of all, before anything else can print it: as it is sent, and as JSON or a URL would hold it.
  const token = readInput('token').trim();
  for (const secret of new Set([token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token.toWellFormed())])) {
    mask(secret);
  }
  mask(readInput('github-token').trim());
  // An earlier step may have set it: tokens go to nobody who cannot prove who he is. A runner that trusts another authority says so by
  // NODE_EXTRA_CA_CERTS.
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];

  const startedAt = new Date().toISOString();
  const started = systemClock.now();
  let report: Report;
  let ifNothingToSync: IfNothingToSync = 'ignore';
  try {
    const inputs = parseInputs(readInput);
    ifNothingToSync = inputs.ifNothingToSync;
    report = await resync(inputs, portsOf(inputs, environment, startedAt, cancel));
  } catch (error) {
    report = failedReport(problemsOf(error), { durationMs: Math.round(systemClock.now() - started), startedAt });
  }
  // A token in the wrong input, or for the name of a file: what is told of it is told without it.
  const published = await publish(scrubAll(report, scrub, OWN_WORDS), environment);
  return published && !stepFails(report, ifNothingToSync);
}

/** What the user can mend in its own words; a bug of ours as what it is, its stack only in the debug log. */
function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ConfigurationError) return error.problems;
  if (error instanceof Error && error.stack) workflowLog.debug(error.stack);
  const message = error instanceof Error ? error.message : String(error);
  return [
    {
      topic: 'bug',
      message: `The action failed where it should not: ${message}. Run again with debug logging on, and report what it shows at ${ISSUES}.`,
    },
  ];
}

const ISSUES = 'https://github.com/ocamba/hood-resync/issues';

function portsOf(inputs: Inputs, environment: Environment, startedAt: string, cancel: AbortSignal): ResyncPorts {
  const workspace = environment['GITHUB_WORKSPACE'] || process.cwd();
  const checkout = path.resolve(workspace, inputs.path);
  const temp = environment['RUNNER_TEMP'];
  return {
    lists: { checkout, allowed: [workspace, ...(temp ? [temp] : [])] },
    clock: systemClock,
    startedAt,
    random: Math.random,
    log: workflowLog,
    cancel,
    openTransport: () =>
      createHttpTransport({
        url: endpointOf(inputs.apiUrl),
        token: inputs.token,
        userAgent: USER_AGENT,
      }),
    openRepository: () => openRepository(inputs, environment, USER_AGENT, workflowLog),
  };
}

/** The resync endpoint below `api-url`, which may have a path of its own. */
const endpointOf = (apiUrl: URL): URL => new URL(`${apiUrl.href.replace(/\/+$/, '')}/v1/hood/resync`);

/**
 * Writes everything that outlives the step: outputs first, since they are short and a cancelled run has little time, then report,
 * annotations, summary and the last lines of the log. What cannot be written keeps nothing else from being written.
 *
 * @returns whether outputs and report could be written
 */
async function publish(report: Report, environment: Environment): Promise<boolean> {
  let complete = true;
  const attempt = async (what: string, level: 'error' | 'warning', write: () => unknown) => {
    try {
      await write();
    } catch (error) {
      if (level === 'error') complete = false;
      annotate(
        annotationOf({
          level,
          topic: 'not-written',
          message: `${what} could not be written: ${(error as Error).message}`,
        }),
      );
    }
  };
  let file: { readonly path: string; readonly handle: FileHandle } | undefined;
  await attempt('The report', 'error', async () => {
    file = await openReport(environment['RUNNER_TEMP'] || tmpdir());
  });
  const { values, warnings } = outputsOf(report, file?.path ?? '');
  await attempt('The outputs', 'error', () => {
    for (const [name, value] of Object.entries(values)) setOutput(name, value);
  });
  await attempt('The report', 'error', async () => {
    await file?.handle.writeFile(reportJson(report));
    await file?.handle.close();
  });
  for (const annotation of annotationsOf(report, warnings)) annotate(annotation);
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = environment;
  await attempt('The job summary', 'warning', () =>
    writeSummary(
      summaryOf(report, {
        ...(PLAIN_URL.test(`${server}/${repository}`) && { repositoryUrl: `${server}/${repository}` }),
        ...(sha && isSha(sha) && { headSha: sha }),
        reportPath: file?.path ?? '',
      }),
    ),
  );
  for (const line of finalLines(report)) workflowLog.info(line);
  return complete;
}

/** What can stand in a link of the summary as it is. */
const PLAIN_URL = /^https?:\/\/[\w.:/-]+$/;

/** Opens the report under a name that is free, since a job may use the action more than once. */
async function openReport(folder: string): Promise<{ path: string; handle: FileHandle }> {
  for (let number = 1; ; number++) {
    const file = path.join(folder, `hood-resync-report${number > 1 ? `-${number}` : ''}.json`);
    try {
      return { path: file, handle: await open(file, 'wx') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
