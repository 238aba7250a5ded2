/** One thing that the user has to mend, in words for the reader of the workflow log. */
export interface Problem {
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

  /** @param problems one, or a list of at least one; a string stands for a problem without a place */
  constructor(problems: string | readonly (Problem | string)[]) {
    const all = (typeof problems === 'string' ? [problems] : problems).map((problem) =>
      typeof problem === 'string' ? { message: problem } : problem,
    );
    super(all.map((problem) => problem.message).join('\n'));
    this.problems = all;
  }
}
