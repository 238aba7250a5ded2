import { symlink } from 'node:fs/promises';
import path from 'node:path';
import type { HostileCase } from './case.ts';

const CHECKOUT = { 'a.yml': 'id: 1' };

const bad = (
  name: string,
  inputs: Readonly<Record<string, string>>,
  says: RegExp | readonly RegExp[],
): HostileCase => ({
  name,
  inputs,
  says,
});

/** A `base` that could pass for an option, a transport or several revisions. */
const base = (value: string): HostileCase => ({
  name: `\`base\` ${JSON.stringify(value)} is refused`,
  inputs: { base: value, integration: '*.yml' },
  files: CHECKOUT,
  says: /`base` got "[^\n]*"; it takes `auto`, `last-success`, `last-deployment`, `none`, or one git ref or SHA/,
});

/** One that looks like a name, but is none that exists. */
const unknownBase = (value: string): HostileCase => ({
  name: `\`base\` ${JSON.stringify(value.slice(0, 40))} is no commit`,
  inputs: { base: value, integration: '*.yml' },
  files: CHECKOUT,
  github: {},
  says: /`base` got "[^\n]*; it takes |`base: [^\n]*` names no branch, tag or commit/,
});

const folder = (value: string): HostileCase => ({
  name: `\`path\` ${JSON.stringify(value)} is refused`,
  inputs: { path: value, integration: '*.yml' },
  files: CHECKOUT,
  says: /`path` got "[^\n]*"; it takes a folder inside the workspace, relative to it and without `\.\.`/,
});

const apiUrl = (value: string, says: RegExp, secrets: readonly string[] = []): HostileCase => ({
  name: `\`api-url\` ${value.replace(/[\r\n]/g, ' ')} is refused`,
  inputs: { 'api-url': value },
  says,
  secrets,
});

/** What a number, a boolean or a choice does not look like. */
const MALFORMED: Readonly<Record<string, readonly string[]>> = {
  'batch-size': ['-1', '0', '10001', '1.5', '0x10', '١٢', '9'.repeat(400), 'NaN', '1 2', '1_000'],
  'max-attempts': ['-1', '0', '21', 'Infinity', '5\n5', '1e1', '+5', '５', '00000000005', '5;'],
  'timeout-minutes': ['-1', '0', '7201', 'NaN', '1e308', '1,5', '9'.repeat(400), '.5', '5m', '١'],
  'rate-limit': ['10', '10/h', '10/s,10/s', '-1/s', '1e3/s', '10/s;150/m', `${'9'.repeat(99)}/s`, ',', '0/m', '10//s'],
  'dry-run': ['yes', '1', 'tRuE', 'true false', 'null', 'on', '::true', 'true!', 'Yes', 'y'],
  deleted: ['Ignore', 'resync,ignore', '__proto__', 'constructor', 'ignore\n::error::x'],
  'if-nothing-to-sync': ['toString', 'warning', 'ignore\nerror', '##[error]x', 'hasOwnProperty'],
};

export const INPUTS: readonly HostileCase[] = [
  {
    ...bad(
      'everything that can be wrong is told at once',
      {
        integration: '0',
        conversion: '!',
        base: '--upload-pack=touch /tmp/x',
        'id-path': '$[',
        deleted: 'yes',
        'resync-all-if-changed': '@',
        'if-nothing-to-sync': 'explode',
        'batch-size': '1e3',
        'rate-limit': '0/s',
      },
      [
        /`integration`: "0" is not an id/,
        /`conversion`: "!" excludes nothing/,
        /`base` got "--upload-pack=touch \/tmp\/x"/,
        /`id-path` got "\$\["/,
        /`deleted` got "yes"; it takes one of `ignore`, `resync`/,
        /`resync-all-if-changed`: "@" names no list/,
        /`if-nothing-to-sync` got "explode"/,
        /`batch-size` got "1e3"; it takes a whole number from 1 to 10000/,
        /`rate-limit` got "0\/s"/,
      ],
    ),
  },
  ...Array.from({ length: 10 }, (_, round): HostileCase => {
    const got = Object.entries(MALFORMED).map(([name, all]) => [name, all[round % all.length] as string] as const);
    return bad(
      `every limit and every choice malformed is told at once: ${got.map(([, value]) => JSON.stringify(value.slice(0, 12))).join(', ')}`,
      Object.fromEntries(got),
      got.map(([name]) => new RegExp(`\`${name}\` got "[^\\n]*"; it takes `)),
    );
  }),
  bad(
    'an `id-path` nested without end',
    { 'id-path': `$[?${'('.repeat(50_000)}` },
    /`id-path` got "[^\n]*", which is not an RFC 9535 JSONPath/,
  ),
  bad('an `id-path` with a command', { 'id-path': '$.a\n::error::x' }, /`id-path` got "\$\.a\\n::error::x"/),
  bad(
    'input without an entry',
    { integration: '\n# 1\n\n', conversion: ' ' },
    /`integration` and `conversion` are both empty/,
  ),
  ...[
    '-x',
    '--upload-pack=touch x',
    '--output=x',
    'ext::sh -c touch% x',
    'main\nother',
    'main..other',
    '../main',
    'HEAD@{1}:x',
    ':/secret',
    'main:secret.yml',
    'a b',
    'x\\y',
    '*',
    '[a]',
    'main\u0007',
  ].map(base),
  ...[
    '^main',
    'HEAD@{upstream}',
    'x'.repeat(100_000),
    '@{-1}',
    'main~99999',
    "main'$(touch x)'",
    '`touch x`',
    '$(touch x)',
    'main;touch x',
    '::error::x'.replaceAll(':', '%3A'),
  ].map(unknownBase),
  ...['..', '../outside', 'a/../../outside', '/', '/etc', 'C:\\x', '\\\\server\\share', 'a\\..\\..\\outside'].map(
    folder,
  ),
  {
    name: '`path` that is a link out of the workspace is refused',
    inputs: { path: 'link', integration: '*.yml' },
    files: CHECKOUT,
    async prepare({ workspace, outside, run }) {
      await run('git', 'init', '--quiet', outside);
      await symlink(outside, path.join(workspace, 'link'));
      return undefined;
    },
    says: /`path` is "link", which leads out of the workspace/,
  },
  {
    name: '`path` with a command is refused',
    inputs: { path: 'nowhere\n::error::x', integration: '*.yml' },
    files: CHECKOUT,
    says: /`path` got "nowhere\\n::error::x"; it takes a folder/,
  },
  apiUrl('http://api.ocamba.com', /`api-url` got "http:\/\/api\.ocamba\.com"; it takes an `https` URL/),
  apiUrl('http://169.254.169.254/', /`api-url` got/),
  apiUrl('http://localhost.evil.example/', /`api-url` got/),
  apiUrl('http://0.0.0.0/', /`api-url` got/),
  apiUrl('http://127.0.0.1.nip.io/', /`api-url` got/),
  apiUrl('http://[::ffff:10.0.0.1]/', /`api-url` got/),
  apiUrl('ftp://127.0.0.1/', /`api-url` got/),
  apiUrl('file:///etc/passwd', /`api-url` got/),
  apiUrl('javascript:alert(1)', /`api-url` got/),
  apiUrl('data:text/plain,x', /`api-url` got/),
  apiUrl('api.ocamba.com', /`api-url` got "api\.ocamba\.com", which is not a URL/),
  apiUrl('https://user:s3cret-pass@api.ocamba.com/', /`api-url` holds a user or a password/, ['s3cret-pass']),
  apiUrl('https://s3cret-user@api.ocamba.com/', /`api-url` holds a user or a password/, ['s3cret-user']),
  apiUrl('https://user:s3cret-pass@api.ocamba.com:99999/', /`api-url` is not a URL/, ['s3cret-pass']),
  apiUrl('https://user:s3cret-pass@/x', /`api-url` is not a URL/, ['s3cret-pass']),
  apiUrl(
    'https://api.ocamba.com/?key=s3cret-key',
    /`api-url` got "https:\/\/api\.ocamba\.com\/…"; it takes a URL without \? and #/,
    ['s3cret-key'],
  ),
  apiUrl('https://api.ocamba.com/#s3cret-part', /it takes a URL without \? and #/, ['s3cret-part']),
  apiUrl('https://api.ocamba.com\r\nHost: evil.example/', /`api-url` (?:is not a URL|got)/),
];
