import type { Topic } from './troubleshooting.ts';

/** One thing that the user has to mend, or to know, in words for the reader of the workflow log. */
export interface Problem {
  /** Its row in docs/troubleshooting.md. */
  readonly topic: Topic;
  /** What was wrong, what it got and what to do. One or more sentences, no line breaks. */
  readonly message: string;
  /** The config file it is about, relative to the checkout. */
  readonly path?: string;
  /** 1-based line in that file. */
  readonly line?: number;
}

/**
 * What the user can mend: inputs, entries, config files, permissions. Everything else that is thrown is a bug of ours.
 * It carries all problems of a stage, since being told of them one run at a time is a nuisance.
 */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly Problem[];

  /** @param message of a single problem without a place */
  constructor(topic: Topic, message: string);
  /** @param problems at least one */
  constructor(problems: readonly Problem[]);
  constructor(first: Topic | readonly Problem[], message = '') {
    const problems = typeof first === 'string' ? [{ topic: first, message }] : first;
    super(problems.map((problem) => problem.message).join('\n'));
    this.problems = problems;
  }
}
