import * as core from '@actions/core';
import type { Logger } from '../log.ts';
import type { Annotation } from '../report/annotations.ts';
import { type Scrub, scrubber } from '../scrub.ts';

const secrets = new Set<string>();
let scrubSecrets: Scrub = (text) => text;

/** Keeps a value out of everything that is written from now on: the runner takes it out of the log, we ourselves out of all else. */
export function mask(secret: string): void {
  if (secret === '') return;
  core.setSecret(secret);
  secrets.add(secret);
  scrubSecrets = scrubber([...secrets]);
}

/** A text without what was masked. */
export const scrub: Scrub = (text) => scrubSecrets(text);

/**
 * Makes a text harmless in the log: the runner takes `::command::` at the start of a line and `##[command]` anywhere in one
 * for a command (actions/runner, ActionCommand), and `core.info` escapes neither. File names, ids and what servers say
 * come from strangers.
 */
export function harmless(message: string): string {
  return scrub(message)
    .split(/\r\n|[\n\r\u2028\u2029\v\f\u0085]/)
    .map((line) => line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '# #['))
    .join('\n');
}

/** The workflow log. */
export const workflowLog: Logger = {
  // The runner sets RUNNER_DEBUG when debug logging is on; when it is off, it would only hide these lines.
  get isDebug() {
    return core.isDebug();
  },
  debug(message) {
    if (core.isDebug()) core.debug(harmless(message));
  },
  info: (message) => core.info(harmless(message)),
  group: (title, body) => core.group(harmless(title).replaceAll('\n', ' '), body),
};

/** An input's value, untrimmed: what it means is for `parseInputs` to say. */
export const readInput = (name: string): string => core.getInput(name, { trimWhitespace: false });

const ANNOTATE = { error: core.error, warning: core.warning, notice: core.notice } as const;

export function annotate({ level, message, title, path, line }: Annotation): void {
  const properties = {
    ...(title !== undefined && { title: scrub(title) }),
    ...(path !== undefined && { file: scrub(path) }),
    ...(line !== undefined && { startLine: line }),
  };
  ANNOTATE[level](harmless(message), properties);
}

/** @throws Error when the runner gave no file for outputs: the toolkit would print a command that runners do not take any more */
export function setOutput(name: string, value: string): void {
  if (!process.env['GITHUB_OUTPUT']) throw new Error('GITHUB_OUTPUT is not set');
  core.setOutput(name, value);
}

/** Appends to the job summary. */
export async function writeSummary(markdown: string): Promise<void> {
  // Outside a runner, for instance under a local test of somebody's, there is no file for it.
  if (process.env['GITHUB_STEP_SUMMARY']) await core.summary.addRaw(markdown, true).write();
}
