/** What the bundle may hold that a bundle should not hold without a reason. `bundle.test.ts` also fails when one of these is gone. */

/** Host names in the code, and what they are there for. */
export const HOSTS: Readonly<Record<string, string>> = {
  'api.ocamba.com': "the default of `api-url`: the one host that gets the account's token",
  'api.github.com':
    'the default of GITHUB_API_URL, which the runner always sets: the one host that gets `github-token`',
  'github.com': "text of error messages, and octokit's default for its GraphQL address, which is never used",
  'www.githubstatus.com': 'text of an error message',
  'docs.github.com': 'text of error messages and deprecation notes',
  'octokit.github.io': 'text of an error message',
  'uploads.github.com': "octokit's method that uploads release assets, which is never called",
  localhost: "undici's mock agent, which is never made",
  'github.test': "a base for URL parsing in octokit's throttling, of which only the path is read",
  'yaml.org': 'names of YAML tags',
  host: 'the form of a proxy address in an error message',
};

/** Modules of Node that the bundle loads, beside those that only compute (`node:path` and the like). */
export const POWERS: Readonly<Record<string, string>> = {
  child_process:
    "git (src/git/git.ts), and @actions/exec inside of @actions/core's platform details, which are never asked for",
  fs: 'the checkout, lists, report, outputs and summary',
  http: 'api-url on loopback, and proxies',
  https: 'api-url',
  http2: 'undici',
  net: 'sockets of proxies and undici; `isIP`',
  tls: 'sockets of proxies and undici',
  dns: 'undici',
  worker_threads: "undici's structured clone and message ports; no worker is started",
};

/** Calls that start a process, by the module that makes them. */
export const SPAWNS: Readonly<Record<string, string>> = {
  'build/git/git.js': 'git, and nothing else',
  'node_modules/@actions/exec/lib/toolrunner.js': "@actions/core's platform details, which are never asked for",
};

/** Licences that let everybody use, change and pass on, and ask for no more than to be named (SPDX). */
export const PERMISSIVE: readonly string[] = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
];
