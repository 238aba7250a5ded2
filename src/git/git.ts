import { spawn } from 'node:child_process';
import { devNull } from 'node:os';

/** What git answered. */
export interface GitAnswer {
  readonly status: number;
  readonly stdout: Buffer;
  /** What git said, one line, for messages. */
  readonly stderr: string;
}

/**
 * Options for every call. No hook, file system monitor or `ext::` transport that the checkout's own configuration names is
 * run, nothing is written to the index, and an owner that differs (a container's user) is no obstacle: the
 * workspace is trusted by the workflow that made it.
 */
const SAFE_OPTIONS = [
  ...['safe.directory=*', 'core.fsmonitor=false', `core.hooksPath=${devNull}`, 'protocol.ext.allow=never'].flatMap(
    (option) => ['-c', option],
  ),
  '--no-optional-locks',
  '--no-replace-objects',
  '--literal-pathspecs',
];

/** A fetch that brings objects and nothing else: no ref, no configuration, no file of the work tree is touched. */
export const FETCH = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-recurse-submodules',
  '--no-auto-maintenance',
] as const;

/** Runs git in one folder. The only place that starts it; what it prints is parsed elsewhere. */
export class Git {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @param args the command and its arguments; user input among them must not be able to pass for an option
   * @param input bytes for its standard input
   * @throws Error when git cannot be started
   */
  ask(args: readonly string[], input?: Buffer | string): Promise<GitAnswer> {
    return new Promise((resolve, reject) => {
      const git = spawn('git', [...SAFE_OPTIONS, ...args], {
        cwd: this.#folder,
        // Messages in English and never a question on the terminal: nobody is there to answer it.
        env: { ...withoutSecrets(process.env), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
        windowsHide: true,
      });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      git.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      git.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      // Git may end before it has read everything; its status then tells more than the broken pipe.
      git.stdin.on('error', () => {});
      git.stdin.end(input);
      git.on('error', reject);
      git.on('close', (status) =>
        resolve({
          status: status ?? 1,
          stdout: Buffer.concat(out),
          stderr: Buffer.concat(err).toString().replace(/\s+/g, ' ').trim(),
        }),
      );
    });
  }

  /**
   * @returns what git printed
   * @throws GitError when git ends with another status than 0
   */
  async run(args: readonly string[], input?: Buffer | string): Promise<Buffer> {
    const { status, stdout, stderr } = await this.ask(args, input);
    if (status !== 0) throw new GitError(args, stderr);
    return stdout;
  }
}

/**
 * The environment without the action's inputs, among which is the token: a fetch may run programs that the checkout's
 * configuration names (`core.sshCommand`, `credential.helper`; actions/checkout sets them itself), and an earlier step may have
 * written there. Nor is git to be led to another repository than the one in the folder.
 */
const withoutSecrets = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^(INPUT_|GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY)$)/i.test(name),
    ),
  );

/** A git command that failed where it should not. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(args: readonly string[], stderr: string) {
    super(`git ${args[0]} failed: ${stderr || 'it said nothing'}`);
  }
}
