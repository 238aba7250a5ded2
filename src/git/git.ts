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
 * Options for every call. No program that the checkout's own configuration names is run, be it a hook or a file system monitor,
 * nothing is written to the index, and an owner that differs (a container's user) is no obstacle: the workspace is trusted by the
 * workflow that made it.
 *
 * Permitted are the two by which a fetch authenticates, `core.sshCommand` and `credential.helper`: actions/checkout sets the first
 * for its `ssh-key`, runner images set the second. They get an environment without secrets, like git itself.
 */
const SAFE_OPTIONS = [
  ...[
    'safe.directory=*',
    'core.fsmonitor=false',
    // Otherwise git takes the work tree for unchanged, whatever an earlier step did.
    'core.ignoreStat=false',
    `core.hooksPath=${devNull}`,
    // Empty, it would run the paths that it is given.
    'core.alternateRefsCommand=:',
    // Git would tell on every call that the file of `GIT_GRAFT_FILE` should be none.
    'advice.graftFileDeprecated=false',
  ].flatMap((option) => ['-c', option]),
  '--no-optional-locks',
  '--no-replace-objects',
  '--literal-pathspecs',
];

/**
 * The environment that holds for every call. Transports: those of actions/checkout, and local paths; not `ext::`, which runs a command,
 * nor `git://`, which may run a proxy. This counts before `protocol.*.allow` of any configuration.
 */
const SAFE_ENVIRONMENT = {
  // Messages in English and never a question to somebody: nobody is there to answer it.
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
  // As with `--no-replace-objects`: history is what the commits say, not what `.git/info/grafts` makes of it.
  GIT_GRAFT_FILE: devNull,
};

/** Settings by any middle name that run a program. */
const FILTER = /^filter\..*\.(?:clean|smudge|process|required)$/s;
const UPLOAD_PACK = /^(remote\..*\.)uploadpack$/s;

/** The setting that takes the force out of another one, with its value; none for one that runs no program. */
function overridesOf(key: string): readonly (readonly [key: string, value: string])[] {
  if (FILTER.test(key)) return [[key, key.endsWith('.required') ? 'false' : '']];
  const remote = UPLOAD_PACK.exec(key)?.[1];
  // Of several values git takes the first, so the remote as a whole is switched off: this transport is none that is allowed.
  return remote === undefined ? [] : [[`${remote}vcs`, 'none']];
}

/** A fetch that brings objects and nothing else: no ref, no configuration, no file of the work tree is touched. */
export const FETCH = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-prune',
  '--no-write-fetch-head',
  '--no-recurse-submodules',
  '--no-auto-maintenance',
] as const;

/** Runs git in one folder. The only place that starts it; what it prints is parsed elsewhere. */
export class Git {
  readonly #folder: string;
  #overrides: Promise<readonly string[]> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @param args the command and its arguments; user input among them must not be able to pass for an option
   * @param input bytes for its standard input
   * @throws Error when git cannot be started
   */
  async ask(args: readonly string[], input?: Buffer | string): Promise<GitAnswer> {
    this.#overrides ??= this.#findOverrides();
    return this.#start([...(await this.#overrides), ...args], input);
  }

  /**
   * Options that keep git from programs whose settings the configuration gives names of its own. A filter of Git
   * LFS, say, would be run only to find out whether a file is as it was committed; without it, it is read.
   */
  async #findOverrides(): Promise<readonly string[]> {
    const { stdout } = await this.#start(['config', '--null', '--name-only', '--list']);
    const overrides = new Map(stdout.toString().split('\0').flatMap(overridesOf));
    // By way of a variable, since a middle name may hold a `=`.
    return [...overrides].map(([key, value]) => `--config-env=${key}=${OVERRIDE}${value}`);
  }

  #start(args: readonly string[], input?: Buffer | string): Promise<GitAnswer> {
    return new Promise((resolve, reject) => {
      const git = spawn('git', [...SAFE_OPTIONS, ...args], {
        cwd: this.#folder,
        env: {
          ...withoutSecrets(process.env),
          ...SAFE_ENVIRONMENT,
          ...OVERRIDES,
          // Counts before `core.worktree`.
          GIT_WORK_TREE: this.#folder,
        },
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

/** Variables with the values of `overridesOf`, each named after its value. */
const OVERRIDE = 'HOOD_RESYNC_';
const OVERRIDES = Object.fromEntries(['', 'false', 'none'].map((value) => [`${OVERRIDE}${value}`, value]));

/**
 * The environment without the action's inputs, among which is the token, without the runner's own tokens, and without every other
 * variable that holds the token: a fetch may run programs that the checkout's configuration names, and an earlier step may have
 * written there. Of git's own variables only those stay by which it finds itself, its configuration and its way to a server: it is not
 * to be led to other objects than the repository's, nor to print what it sends.
 */
function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const token = environment['INPUT_TOKEN']?.trim() || undefined;
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) =>
        !/^(?:INPUT_|ACTIONS_|GIT_(?!EXEC_PATH$|CONFIG|SSH|SSL_|HTTP_|PROXY_))/i.test(name) &&
        !(token && value?.includes(token)),
    ),
  );
}

/** A git command that failed where it should not. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(args: readonly string[], stderr: string) {
    super(`git ${args[0]} failed: ${stderr || 'it said nothing'}`);
  }
}
