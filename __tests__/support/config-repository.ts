import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Elsewhere } from '../../src/git/checkout.ts';

/** For checkouts that are to suffice: whatever is asked of elsewhere fails the test. */
export const nowhere: Elsewhere = () => {
  const fail = async () => {
    throw new Error('asked for what the checkout should have');
  };
  return { filesAt: fail, read: fail };
};

/** A throw-away git repository. Paths are strings, or bytes for names that are no UTF-8. */
export class ConfigRepository {
  readonly root: string;

  constructor(options: { readonly objectFormat?: 'sha1' | 'sha256' } = {}) {
    this.root = mkdtempSync(path.join(tmpdir(), 'hood-resync-test-'));
    this.git('init', '--quiet', '--initial-branch=main', `--object-format=${options.objectFormat ?? 'sha1'}`);
    this.git('config', 'user.name', 'Test');
    this.git('config', 'user.email', 'test@example.com');
    this.git('config', 'commit.gpgsign', 'false');
    this.git('config', 'core.autocrlf', 'false');
  }

  git(...args: string[]): string {
    return this.#git(args);
  }

  #git(args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
    return execFileSync('git', args, {
      cwd: this.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', ...env },
    }).trim();
  }

  /** Writes files; `null` removes one. */
  write(files: Readonly<Record<string, string | Buffer | null>>): this {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.root, name);
      rmSync(file, { force: true, recursive: content === null });
      if (content === null) continue;
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return this;
  }

  link(name: string, target: string): this {
    mkdirSync(path.dirname(path.join(this.root, name)), { recursive: true });
    symlinkSync(target, path.join(this.root, name));
    return this;
  }

  /**
   * Commits everything as it stands.
   *
   * @param at when it is committed, ISO 8601; now when left out
   * @returns the commit's id
   */
  commit(files: Readonly<Record<string, string | Buffer | null>> = {}, at?: string): string {
    this.write(files);
    this.git('add', '--all');
    this.#git(['commit', '--quiet', '--allow-empty', '--message', 'A change'], at ? { GIT_COMMITTER_DATE: at } : {});
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
