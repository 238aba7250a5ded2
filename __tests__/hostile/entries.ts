import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { GITHUB_TOKEN, type HostileCase } from './case.ts';

const FILES = { 'c/a.yml': 'id: 1', 'c/b.json': '{"id": 2}' };

const entry = (
  name: string,
  value: string,
  says: HostileCase['says'],
  more: Partial<HostileCase> = {},
): HostileCase => ({
  name,
  inputs: { integration: value },
  files: FILES,
  eventName: 'schedule',
  says,
  ...more,
});

/** A list in the checkout, by its text. */
const list = (
  name: string,
  text: string | Buffer,
  says: HostileCase['says'],
  more: Partial<HostileCase> = {},
): HostileCase => ({
  ...entry(name, '@ids.txt', says, more),
  files: { ...FILES, 'ids.txt': text },
});

const NO_ID = /is not an id; an id is a whole number of 1 to 20 digits without leading zeros/;
const NOT_THERE = /is neither an id nor a glob, and no file of that name exists/;

const PERSISTED = Buffer.from(`x-access-token:${GITHUB_TOKEN}`).toString('base64');

export const ENTRIES: readonly HostileCase[] = [
  entry('JSON with escaped quotes', '[\\"c/a.yml\\"]', /quotes were escaped with backslashes.*`escape_json: false`/),
  entry('JSON with a command for a value', '["c/a.yml",\n::error::x]', /is not valid JSON/),
  entry(
    'JSON of other things',
    '[{"id": 1}, null, 1.5]',
    /takes a JSON array of strings or integers; element 1 is neither/,
  ),
  entry(
    'JSON nested by the thousands',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    /is nested deeper than 100 levels/,
  ),
  entry('JSON with a number beyond all numbers', '[1e400]', /"1e400"/),
  entry('an id with a leading zero', '01', NO_ID),
  entry('an id of 21 digits', '1'.repeat(21), NO_ID),
  entry('an id of 100,000 digits', '1'.repeat(100_000), NO_ID),
  entry('an id of 0', '0', NO_ID),
  entry('an id with a sign', '+1', NOT_THERE),
  entry('a negative id', '-1', NOT_THERE),
  entry('an id in other digits', '１６２８', NOT_THERE),
  entry('an id in Arabic digits', '١٦٢٨', NOT_THERE),
  entry('an id with an exponent', '1e3', NOT_THERE),
  entry('an id in hexadecimal', '0x65', NOT_THERE),
  entry('an id with a command behind it', '1\n::set-output name=result::synced\n##[add-path]/tmp', [
    /"::set-output name=result::synced" is neither/,
    /is neither.*, and no file|has a \[|matches no file|\[add-path\]/,
  ]),
  entry('exclusions alone', '!c/**\n!x.yml', /`integration` holds only exclusions, which select nothing/),
  entry('an excluded id', '1\n!2', /"!2" looks like an excluded id/),
  entry('an exclusion of nothing', '!', /"!" excludes nothing/),
  entry('an exclusion outside', '1,!../**', /"!\.\.\/\*\*" has a `\.\.`/),
  entry('a path outside', '../outside/outside.yml', /has a `\.\.`\. Give a path below the checkout/),
  entry('a path outside by a detour', 'c/../../outside/outside.yml', /has a `\.\.`/),
  entry('an absolute path', '/etc/passwd', /"\/etc\/passwd" lies outside the checkout/),
  entry('a glob outside', '../**', /has a `\.\.`/),
  entry('an absolute glob', '/etc/*', /"\/etc\/\*" lies outside the checkout/),
  entry('a glob of the root', '/**', /"\/\*\*" lies outside the checkout/),
  entry('a path with a backslash', 'c\\..\\..\\outside', NOT_THERE),
  entry('a path of Windows', 'C:\\Windows\\system.ini', /lies outside the checkout/),
  entry('a path in the folder of git', '.git/config', NOT_THERE),
  entry('a glob of the folder of git', '.git/**', /matches no file/, { result: 'nothing-to-sync' }),
  entry('a URL', 'https://evil.example/ids.json', NOT_THERE),
  entry('an option', '--output=/tmp/x', NOT_THERE),
  entry('a pathspec with magic', ':(exclude)c', NOT_THERE),
  entry(
    'braces twenty times over',
    '{a,b}'.repeat(20),
    /stands for more than 1000 patterns, or too long ones; write fewer \{…,…\}/,
  ),
  // There are no ranges, so that nothing is expanded.
  entry('a range of braces without end', '{1..999999999}.yml', /matches no file/, { result: 'nothing-to-sync' }),
  entry(
    'braces nested by the thousands',
    `${'{a,'.repeat(5_000)}b${'}'.repeat(5_000)}`,
    /nests \{\} deeper than 20 levels/,
  ),
  entry('fifty times any number of folders', `${'**/'.repeat(50)}*.nothing`, /matches no file/, {
    result: 'nothing-to-sync',
  }),
  entry('a thousand stars', `${'*a'.repeat(1_000)}.yml`, /matches no file/, {
    result: 'nothing-to-sync',
    files: { ...FILES, [`c/${'a'.repeat(240)}.yml`]: 'id: 3' },
  }),
  entry('an open bracket', 'c/[ab.yml', /has a \[ without its \]/),
  entry('an open brace', 'c/{a,b.yml', /has a \{ without its \}/),
  entry('a closing brace alone', 'c/a}*.yml', /has a \} without its \{/),
  entry('a class that is no class', 'c/[z-a].yml', /has a class \[z-a\] that cannot be read/),
  entry('a class with the signs of regular expressions', 'c/[(?=.*)+|$^].yml', /matches no file/, {
    result: 'nothing-to-sync',
  }),
  entry('an entry of 100 KB', 'x'.repeat(100_000), [NOT_THERE, /"x{200}…"/]),
  entry('bidirectional controls', 'c/\u202egnp.yml', /"c\/\\u\{202e\}gnp\.yml" is neither/),
  entry('control characters', 'c/\u001b]0;x\u0007.yml', /"c\/\\u001b\]0;x\\u0007\.yml" is neither/),
  entry('Markdown and HTML', '<img src=x onerror=alert(1)>](http://evil.example)`|', NOT_THERE, {
    check: ({ summary }) => {
      if (/(?<!`[^`]*)<img/.test(summary)) throw new Error('the summary holds HTML');
    },
  }),

  list('a list with 1 MB on one line', 'x'.repeat(1024 * 1024), [NOT_THERE, /\(ids\.txt:1\): "x{200}…"/]),
  list('a list with NUL', '1\n2\u00003\n', /\(ids\.txt:2\): "2\\u00003" holds a NUL character/),
  list('a list in UTF-16', Buffer.from('\ufeff1\n2\n', 'utf16le'), /the list "@ids\.txt" is not UTF-8/),
  list('a list that names a list', '1\n@ids.txt\n', /lists do not nest/),
  list('a list of exclusions alone', '!c/**\n', /holds only exclusions/),
  list('a list with carriage returns and commands', '1\r::error::x\r\n##[error]y', /"::error::x" is neither/),
  list(
    'a list of 20,000 patterns',
    Array.from({ length: 20_000 }, (_, i) => `c/*${i}*.yml`).join('\n'),
    /`integration` \(ids\.txt:\d+\) holds more than 5000 patterns, and each is compared with every file/,
  ),
  list('a list of 50,000 paths that do not exist', Array.from({ length: 50_000 }, (_, i) => `c/x${i}.yml`).join('\n'), [
    NOT_THERE,
    /49,9\d\d more/,
  ]),
  entry(
    'a list outside',
    '@../outside/outside.txt',
    /the list "@\.\.\/outside\/outside\.txt" lies outside the workspace and RUNNER_TEMP/,
  ),
  entry('a list outside by its absolute path', '@/etc/passwd', /lies outside the workspace and RUNNER_TEMP/),
  entry('a list of the environment', '@/proc/self/environ', /lies outside the workspace and RUNNER_TEMP/),
  entry('a list from standard input', '@/dev/stdin', /does not exist|lies outside the workspace/),
  entry('a list of endless zeros', '@/dev/zero', /lies outside the workspace/),
  entry('a list that is a folder', '@c', /the list "@c" is not a regular file/),
  entry('a list that does not exist', '@nope.txt', /the list "@nope\.txt" does not exist/),
  entry('a list of the settings of git', '@.git/config', /the list "@\.git\/config" lies in the folder of git/, {
    async prepare({ git }) {
      await git('config', 'http.https://github.com/.extraheader', `AUTHORIZATION: basic ${PERSISTED}`);
      return undefined;
    },
    secrets: [PERSISTED],
  }),
  {
    ...entry(
      'a link to a list outside',
      '@link.txt',
      /the list "@link\.txt" is reached by a symbolic link|lies outside/,
    ),
    async prepare({ workspace, outside }) {
      await symlink(path.join(outside, 'outside.txt'), path.join(workspace, 'link.txt'));
      return undefined;
    },
  },
  {
    ...entry(
      'a link to the settings of git, with which actions/checkout fetches',
      '@link.txt',
      /the list "@link\.txt" is reached by a symbolic link/,
    ),
    async prepare({ workspace, git }) {
      await git('config', 'http.https://github.com/.extraheader', `AUTHORIZATION: basic ${PERSISTED}`);
      await symlink('.git/config', path.join(workspace, 'link.txt'));
      return undefined;
    },
    secrets: [PERSISTED],
  },
  {
    ...entry('a list behind a link to a folder', '@link/ids.txt', /is reached by a symbolic link/),
    async prepare({ workspace }) {
      await mkdir(path.join(workspace, 'd'));
      await writeFile(path.join(workspace, 'd/ids.txt'), '1');
      await symlink('d', path.join(workspace, 'link'));
      return undefined;
    },
  },
  {
    ...entry('a link to a list that links back', '@link.txt', /the list "@link\.txt" does not exist/),
    async prepare({ workspace }) {
      await symlink('link.txt', path.join(workspace, 'link.txt'));
      return undefined;
    },
  },
  {
    ...entry(
      'a list that is a FIFO, at which a reader waits for ever',
      '@fifo',
      /the list "@fifo" is not a regular file/,
    ),
    async prepare({ workspace, run }) {
      await run('mkfifo', path.join(workspace, 'fifo'));
      return undefined;
    },
  },
  {
    ...entry('a list that is a socket', '@socket', /the list "@socket" is not a regular file/),
    async prepare({ workspace, open }) {
      const server = createServer().listen(path.join(workspace, 'socket'));
      await new Promise((resolve) => server.once('listening', resolve));
      open(server);
      return undefined;
    },
  },
  {
    ...entry('a list of 100 MB', '@large.txt', /the list "@large\.txt" has 104857600 bytes; at most 67108864 are read/),
    async prepare({ workspace, run }) {
      await run('truncate', '--size=100M', path.join(workspace, 'large.txt'));
      return undefined;
    },
  },
];
