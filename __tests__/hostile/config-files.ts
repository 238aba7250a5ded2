import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Files, HostileCase } from './case.ts';

const GLOB = { integration: 'c/**' };

/** One file among good ones, with a content that is refused. */
const content = (
  name: string,
  file: string,
  text: string | Buffer,
  says: HostileCase['says'],
  more: Partial<HostileCase> = {},
): HostileCase => ({
  name,
  inputs: GLOB,
  files: { 'c/good.yml': 'id: 7', [`c/${file}`]: text },
  eventName: 'schedule',
  says,
  ...more,
});

/** Contents that are taken, and what is sent for them. */
const taken = (name: string, files: Files, sent: readonly string[], more: Partial<HostileCase> = {}): HostileCase => ({
  name,
  inputs: GLOB,
  files,
  eventName: 'schedule',
  says: /Synced/,
  result: 'synced',
  sent,
  ...more,
});

/** What lies in the work tree and is not followed, read or waited for. */
const passedOver = (
  name: string,
  says: RegExp,
  prepare: HostileCase['prepare'],
  more: Partial<HostileCase> = {},
): HostileCase => ({
  name,
  inputs: GLOB,
  files: { 'c/good.yml': 'id: 7' },
  eventName: 'schedule',
  says,
  result: 'synced',
  sent: ['7'],
  ...(prepare && { prepare }),
  ...more,
});

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`),
].join('\n');
const mergeBomb = [
  'a: &a {x: 1}',
  ...Array.from(
    { length: 40 },
    (_, i) => `k${i}: &${'a'.repeat(i + 2)} {<<: [*${'a'.repeat(i + 1)}, *${'a'.repeat(i + 1)}]}`,
  ),
].join('\n');
const nested = (levels: number, open: string, close: string) => `${open.repeat(levels)}${close.repeat(levels)}`;
/** Names as an ill-willed committer chooses them. */
const NAMES = [
  'x\n::error::y',
  'x\r::add-mask::7',
  '::error file=x,line=1::y',
  ' ::error::y',
  '\u00a0::error::y',
  '\u3000::set-output name=result::failed',
  '##[error]y',
  'x ##[add-path]y',
  'x`y',
  'x``y```',
  'x|y|z',
  '<img src=x onerror=alert(1)>',
  '](javascript:alert(1))[x',
  '![x](y)',
  '@octocat #1 :tada:',
  '\u202egnp',
  '\u200b\u2066x\u2069',
  '\u001b[31mred\u001b[0m',
  '%0A::error::y',
  '--output=x',
  '-',
  '~',
  '$(touch x)',
  '`touch x`',
  "'; touch x; '",
  '"',
  '\\',
  'x\ty',
  'é',
  'e\u0301',
  '\ufeffx',
  'ghadelimiter_x',
  'EOF',
];

export const CONFIG_FILES: readonly HostileCase[] = [
  content(
    'an alias bomb',
    'x.yml',
    `${bomb}\nid: 1\n`,
    /c\/x\.yml:\d+ brings in more than 5242880 characters by aliases\. Split the file\./,
  ),
  content(
    'a bomb of merges',
    'x.yml',
    `${mergeBomb}\nid: 1\n`,
    /c\/x\.yml:\d+ brings in more than 5242880 characters by aliases/,
  ),
  content(
    'a bomb of merges of one large mapping',
    'x.yml',
    `a: &a\n${Array.from({ length: 100_000 }, (_, i) => `  k${i}: 1\n`).join('')}${Array.from({ length: 90 }, (_, i) => `m${i}: {<<: *a}\n`).join('')}id: 1\n`,
    /c\/x\.yml:\d+ brings in more than 5242880 characters by aliases/,
  ),
  content(
    'a long text brought in again and again',
    'x.yml',
    `id: 1\nx: &x '${'"'.repeat(2_000_000)}'\nl: [${Array(90).fill('*x').join()}]\n`,
    /c\/x\.yml:3 brings in more than 5242880 characters by aliases/,
  ),
  content('an alias of itself', 'x.yml', 'id: &a [*a]', /c\/x\.yml/),
  content(
    'a mapping that holds itself',
    'x.yml',
    '&a\nid: 1\nx: *a',
    /c\/x\.yml.* (?:is nested deeper than 100 levels|aliases)/,
  ),
  content('a merge of itself', 'x.yml', '&a\nid: 1\n<<: *a', /c\/x\.yml/),
  content(
    'an alias of nothing',
    'x.yml',
    'id: *nothing',
    /c\/x\.yml:1 is not valid YAML: nothing before it is named &nothing/,
  ),
  content('102 levels of YAML', 'x.yml', nested(102, '[', ']'), /c\/x\.yml(?::1)? is nested deeper than 100 levels/),
  content('102 levels of JSON', 'x.json', nested(102, '[', ']'), /c\/x\.json is nested deeper than 100 levels/),
  content(
    '100,000 levels of YAML',
    'x.yml',
    nested(100_000, '[', ']'),
    /c\/x\.yml(?::1)? is nested deeper than 100 levels/,
  ),
  content('100,000 levels of YAML mappings', 'x.yml', '{a: '.repeat(100_000), /c\/x\.yml/),
  content(
    '100,000 levels of YAML by blanks',
    'x.yml',
    '- '.repeat(100_000),
    /c\/x\.yml(?::1)? is nested deeper than 100 levels/,
  ),
  content('1,000,000 levels of JSON', 'x.json', '['.repeat(1_000_000), /c\/x\.json/),
  content(
    '100,000 levels of JSON objects',
    'x.json',
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    /c\/x\.json is nested deeper/,
  ),
  content(
    '100,000 documents',
    'x.yml',
    '---\nid: 1\n'.repeat(100_000),
    /c\/x\.yml:\d+ holds more than 10000 documents/,
  ),
  content('100,000 empty documents', 'x.yml', '---\n'.repeat(100_000), /c\/x\.yml:\d+ holds more than 10000 documents/),
  content(
    'a file of 5 MiB and a byte',
    'x.yml',
    `id: 1\n#${'x'.repeat(5 * 1024 * 1024)}`,
    /c\/x\.yml cannot be read: it has \d+ bytes; a config file has at most 5242880/,
  ),
  content(
    'a file of 5 MiB of brackets',
    'x.yml',
    '['.repeat(5 * 1024 * 1024),
    /c\/x\.yml(?::1)? is nested deeper than 100 levels/,
  ),
  content(
    'a file of 5 MiB of question marks',
    'x.yml',
    '? '.repeat(2.5 * 1024 * 1024),
    /c\/x\.yml(?::1)? is nested deeper than 100 levels/,
  ),
  content('a file of 1 MB of anchors', 'x.yml', '&a '.repeat(300_000), /c\/x\.yml:1 is not valid YAML/),
  content('a file of 1 MB of tags', 'x.yml', '!a '.repeat(300_000), /c\/x\.yml:1 is not valid YAML/),
  content(
    'a quote that never ends',
    'x.yml',
    `id: "${'x\n\n'.repeat(300_000)}`,
    /c\/x\.yml:\d+ is not valid YAML: Missing closing "quote/,
  ),
  content('a key twice', 'x.yml', 'id: 1\nname: a\nname: b\n', /c\/x\.yml:3 holds the key "name" twice/),
  content('a key twice by an alias', 'x.yml', 'a: &a id\nid: 1\n*a : 2\n', /c\/x\.yml:3 holds the key "id" twice/),
  content('a key twice in JSON', 'x.json', '{"id": 1, "id": 2}', /c\/x\.json:1 holds the key "id" twice/),
  content('a key twice by an escape', 'x.json', '{"id": 1, "\\u0069d": 2}', /c\/x\.json:1 holds the key "id" twice/),
  content(
    'a key twice whose name is a command',
    'x.json',
    '{"a\\n::error::x": 1, "a\\n::error::x": 2}',
    /c\/x\.json:1 holds the key "a\\n::error::x" twice/,
  ),
  content(
    'tabs for indentation',
    'x.yml',
    'a:\n\tid: 1\n',
    /c\/x\.yml:2 is not valid YAML: Tabs are not allowed as indentation/,
  ),
  content(
    'UTF-16 with its mark',
    'x.yml',
    Buffer.from('\ufeffid: 1\n', 'utf16le'),
    /c\/x\.yml is not UTF-8\. Save it as UTF-8/,
  ),
  content('UTF-16 without its mark', 'x.yml', Buffer.from('id: 1\n', 'utf16le'), /c\/x\.yml holds a NUL character/),
  content(
    'bytes that are no text',
    'x.yml',
    Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xff, 0xfe, 0x00]),
    /c\/x\.yml is not UTF-8/,
  ),
  content(
    'NUL in YAML',
    'x.yml',
    'id: 1\nname: "a\u0000b"\nx: \u0000',
    /c\/x\.yml holds a NUL character, so it is UTF-16 or no text at all/,
  ),
  content('NUL in JSON', 'x.json', '{"id": 1, "a": "\u0000"}', /c\/x\.json holds a NUL character/),
  content(
    'JSON with a command in what is wrong',
    'x.json',
    '{"id": 1,\n::error::y\n##[error]z}',
    /c\/x\.json:\d+ is not valid JSON/,
  ),
  content(
    'YAML with a command in what is wrong',
    'x.yml',
    'id: "1"x\n::error::y\n##[error]z',
    /c\/x\.yml:\d+ is not valid YAML/,
  ),
  content(
    'an id with a command',
    'x.yml',
    'id: "1\\n::error::y\\n##[error]z"',
    /c\/x\.yml:1 has "1\\n::error::y\\n# #\[error\]z" for an id/,
  ),
  content('an id of 1 MB', 'x.yml', `id: ${'1'.repeat(1024 * 1024)}`, /c\/x\.yml:1 has "1{60}…" for an id/),
  content('an id with a leading zero', 'x.yml', 'id: 01', /c\/x\.yml:1 has "01" for an id/),
  content('an id in octal', 'x.yml', 'id: 0o17', /c\/x\.yml:1 has "0o17" for an id/),
  content('an id with a fraction', 'x.json', '{"id": 1.0}', /c\/x\.json:1 has "1\.0" for an id/),
  content('an id that is true', 'x.yml', 'id: true', /c\/x\.yml:1 has "true" for an id/),
  content('an id that is a list', 'x.yml', 'id: [1]', /c\/x\.yml:1 has a list for an id/),
  content('an id of the prototype alone', 'x.json', '{"__proto__": {"id": "1"}}', /c\/x\.json:1 holds no id/),
  content(
    'an id by a merge of the prototype',
    'x.yml',
    '<<: {__proto__: {id: 1}}\nname: x\n',
    /c\/x\.yml:1 holds no id/,
  ),
  content(
    'a tag of a function',
    'x.yml',
    'id: !!js/function "function () { return 1 }"',
    /c\/x\.yml:1 (?:has|is not valid YAML)/,
  ),
  content('a tag of a Python object', 'x.yml', 'id: !!python/object/apply:os.system ["touch x"]', /c\/x\.yml:1/),
  content('an include', 'x.yml', 'id: !include ../../outside/outside.yml', /c\/x\.yml:1 has/),
  content(
    'a name with the ending of a member of every object',
    'x.constructor.yml',
    'name: x',
    /c\/x\.constructor\.yml:1 holds no id/,
  ),
  taken(
    'documents that each begin with a byte order mark',
    { 'c/a.yml': '\ufeffid: 1\n---\r\n\ufeffid: 2\n--- # x\n\ufeffid: 3\n' },
    ['1', '2', '3'],
    {
      inputs: { ...GLOB, 'id-path': '$.id' },
    },
  ),
  taken(
    'thousands of aliases of one anchor',
    {
      'c/a.yml': `d: &d {a: 1}\no:\n${Array.from({ length: 4_999 }, (_, i) => `  - {id: ${i + 1}, <<: *d}\n`).join('')}`,
    },
    [],
    {
      inputs: { ...GLOB, 'id-path': '$.o[*].id', 'dry-run': 'true' },
      says: /Plan: 4,999 integrations would be synced/,
      result: 'planned',
    },
  ),
  taken(
    'keys with quotes on the way of id-path',
    { 'c/a.json': '{"it\'s": {"id": 1}, "a\\\\b": {"id": 2}, "a\\nb": {"id": 3}}' },
    ['1', '2', '3'],
    { inputs: { ...GLOB, 'id-path': '$.*.id' } },
  ),
  content(
    'a million values far down, for id-path',
    'x.json',
    `{"id": 1, "a": ${'['.repeat(90)}${'1,'.repeat(999_999)}1${']'.repeat(90)}}`,
    /c\/x\.json holds too much, too deep down, for `id-path`\. Split the file\./,
    { inputs: { ...GLOB, 'id-path': '$..id' } },
  ),
  taken(
    'hundreds of aliases beside a large list',
    {
      'c/a.yml': `${Array.from({ length: 10 }, (_, i) => `- &x${i}\n  id: ${i + 1}\n`).join('')}- id: 99\n  f: [${'1,'.repeat(100_000)}1]\n${Array.from({ length: 980 }, (_, i) => `- *x${i % 10}\n`).join('')}`,
    },
    [],
    { inputs: { ...GLOB, 'dry-run': 'true' }, says: /Plan: 11 integrations would be synced/, result: 'planned' },
  ),
  taken(
    'thousands of ids behind one alias',
    { 'c/a.yml': `a: &a\n${Array.from({ length: 4000 }, (_, i) => `  - id: ${i + 1}\n`).join('')}list: *a\n` },
    [],
    {
      inputs: { ...GLOB, 'id-path': '$.list[*].id', 'dry-run': 'true' },
      says: /Plan: 4,000 integrations would be synced/,
      result: 'planned',
    },
  ),
  taken(
    'keys of the prototype do nothing',
    {
      'c/1.json': '{"id": "1", "__proto__": {"polluted": true}, "constructor": {"prototype": {"id": "2"}}}',
      'c/2.yml':
        'id: 2\n__proto__: {polluted: true}\n<<: {__proto__: {id: 3}, constructor: x, hasOwnProperty: y, toString: z}\n',
    },
    ['1', '2'],
  ),
  taken(
    'a single line of 1 MB',
    {
      'c/1.yml': `id: 1\nname: ${'x'.repeat(1024 * 1024)}\n`,
      'c/2.json': `{"id": 2, "n": "${'y'.repeat(1024 * 1024)}"}`,
    },
    ['1', '2'],
  ),
  taken(
    '40,000 keys of one mapping',
    { 'c/1.yml': `id: 1\n${Array.from({ length: 40_000 }, (_, i) => `k${i}: ${i}`).join('\n')}\n` },
    ['1'],
  ),
  taken(
    'numbers beyond all numbers',
    { 'c/1.yml': `id: 1\na: ${'9'.repeat(10_000)}\nb: 1e99999\nc: -.inf\nd: .nan\n` },
    ['1'],
  ),
  taken('a mark of the byte order', { 'c/1.yml': '\ufeffid: 1', 'c/2.json': '\ufeff{"id": 2}' }, ['1', '2']),
  taken(
    'names of every kind',
    Object.fromEntries(NAMES.map((name, index) => [`c/${name}/${name}-${index}.yml`, `id: ${100 + index}`])),
    NAMES.map((_, index) => String(100 + index)),
    { inputs: { ...GLOB, 'batch-size': '1000' } },
  ),
  {
    name: 'names of every kind in messages',
    inputs: GLOB,
    files: Object.fromEntries(NAMES.slice(0, 9).map((name) => [`c/${name}.yml`, 'name: x'])),
    eventName: 'schedule',
    says: [/c\/x\\n::error::y\.yml:1 holds no id/, /c\/# #\[error\]y\.yml:1 holds no id/],
  },
  {
    name: 'names of every kind among refused ids',
    inputs: { ...GLOB, 'batch-size': '1' },
    files: Object.fromEntries(NAMES.slice(0, 8).map((name, index) => [`c/${name}.yml`, `id: ${100 + index}`])),
    eventName: 'schedule',
    hood: { badIds: Array.from({ length: 8 }, (_, index) => String(100 + index)).slice(1) },
    says: /Refused|refused/,
    result: 'partial',
    sent: Array.from({ length: 8 }, (_, index) => String(100 + index)),
  },
  passedOver('a link to a file outside', /symbolic link|Synced 1 integration/, async ({ workspace, outside }) => {
    await symlink(path.join(outside, 'outside.yml'), path.join(workspace, 'c/link.yml'));
    return undefined;
  }),
  passedOver('a link to a folder outside', /Synced 1 integration/, async ({ workspace, outside }) => {
    await symlink(outside, path.join(workspace, 'c/link'));
    return undefined;
  }),
  passedOver('links in a circle', /Synced 1 integration/, async ({ workspace }) => {
    await symlink('b.yml', path.join(workspace, 'c/a.yml'));
    await symlink('a.yml', path.join(workspace, 'c/b.yml'));
    await symlink('.', path.join(workspace, 'c/loop'));
    return undefined;
  }),
  passedOver('links to /proc, /dev and the root', /Synced 1 integration/, async ({ workspace }) => {
    await symlink('/proc/self/environ', path.join(workspace, 'c/environ.yml'));
    await symlink('/dev/zero', path.join(workspace, 'c/zero.yml'));
    await symlink('/', path.join(workspace, 'c/root'));
    return undefined;
  }),
  passedOver('a committed link', /Synced 1 integration/, async ({ workspace, outside, git }) => {
    await symlink(path.join(outside, 'outside.yml'), path.join(workspace, 'c/link.yml'));
    await git('add', '--all');
    await git('commit', '--quiet', '-m', 'x');
    return { sha: await git('rev-parse', 'HEAD') };
  }),
  {
    ...passedOver(
      'a folder that became a link to the outside',
      /cannot be read: a folder above it is a symbolic link|Synced/,
      undefined,
    ),
    files: { 'c/good.yml': 'id: 7', 'c/d/outside.yml': 'id: 8' },
    async prepare({ workspace, outside, run }) {
      await run('rm', '-r', path.join(workspace, 'c/d'));
      await symlink(outside, path.join(workspace, 'c/d'));
      return undefined;
    },
  },
  {
    ...passedOver('a link that is named', /"c\/link\.yml" is a symbolic link, and links are not followed/, undefined),
    inputs: { integration: 'c/link.yml' },
    async prepare({ workspace, outside }) {
      await symlink(path.join(outside, 'outside.yml'), path.join(workspace, 'c/link.yml'));
      return undefined;
    },
    result: 'failed',
    sent: [],
  },
  passedOver('a FIFO, at which a reader waits for ever', /Synced 1 integration/, async ({ workspace, run }) => {
    await run('mkfifo', path.join(workspace, 'c/fifo.yml'));
    return undefined;
  }),
  {
    ...passedOver(
      'a FIFO in the place of a committed file',
      /c\/bad\.yml cannot be read: it is not a regular file/,
      undefined,
    ),
    files: { 'c/good.yml': 'id: 7', 'c/bad.yml': 'id: 8' },
    async prepare({ workspace, run }) {
      await run('rm', path.join(workspace, 'c/bad.yml'));
      await run('mkfifo', path.join(workspace, 'c/bad.yml'));
      return undefined;
    },
    result: 'failed',
    sent: [],
  },
  passedOver('a socket', /Synced 1 integration/, async ({ workspace, open }) => {
    const server = createServer().listen(path.join(workspace, 'c/socket.yml'));
    await new Promise((resolve) => server.once('listening', resolve));
    open(server);
    return undefined;
  }),
  passedOver('a repository inside', /Synced 1 integration/, async ({ workspace, run }) => {
    await mkdir(path.join(workspace, 'c/inner'));
    await run('git', 'init', '--quiet', path.join(workspace, 'c/inner'));
    await writeFile(path.join(workspace, 'c/inner/x.yml'), 'id: 8');
    return undefined;
  }),
  {
    name: 'a name that is no UTF-8',
    inputs: GLOB,
    files: { 'c/good.yml': 'id: 7' },
    eventName: 'schedule',
    async prepare({ workspace }) {
      await writeFile(
        Buffer.concat([Buffer.from(`${workspace}/c/x`), Buffer.from([0xff, 0x0a]), Buffer.from('y.yml')]),
        'name: x',
      );
      return undefined;
    },
    says: /c\/x\\xff\\ny\.yml:1 holds no id/,
  },
  {
    name: 'a folder whose name ends like a config file',
    inputs: GLOB,
    files: { 'c/good.yml': 'id: 7', 'c/x.yml/y.txt': 'no config' },
    eventName: 'schedule',
    says: /Synced 1 integration/,
    result: 'synced',
    sent: ['7'],
  },
  {
    name: 'a change that only the base can break',
    inputs: GLOB,
    before: { 'c/x.yml': `${bomb}\nid: 1\n`, 'c/y.yml': Buffer.from([0xff]), 'c/z.json': nested(100_000, '[', ']') },
    files: { 'c/x.yml': 'id: 1', 'c/y.yml': 'id: 2', 'c/z.json': '{"id": 3}' },
    says: [/c\/x\.yml: its version at the base could not be read/, /Synced 3 integrations/],
    result: 'synced',
    sent: ['1', '2', '3'],
  },
];
