import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { annotate, harmless, mask, readInput, scrub, setOutput, workflowLog } from '../../src/toolkit/workflow.ts';
import { parseCommand } from '../support/runner-commands.ts';

const SECRET = 'a-secret-of-the-workflow';
const OTHER = 'another-secret-of-it';

/** What is printed while `body` runs. */
async function printed(body: () => unknown): Promise<string> {
  const write = process.stdout.write;
  let text = '';
  process.stdout.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof process.stdout.write;
  try {
    await body();
  } finally {
    process.stdout.write = write;
  }
  return text;
}

let masked: string;
beforeAll(async () => {
  masked = await printed(() => {
    for (const secret of ['', SECRET, OTHER]) mask(secret);
  });
});

describe('a secret', () => {
  it('is masked by the runner, and taken out of every text, as others are; nothing is none', () => {
    expect(masked).toBe(`::add-mask::${SECRET}\n::add-mask::${OTHER}\n`);
    expect(scrub(`${SECRET} and ${OTHER}, but not another`)).toBe('*** and ***, but not another');
    expect(harmless(`with ${SECRET}`)).toBe('with ***');
  });

  it('stands in no annotation', async () => {
    const message = await printed(() =>
      annotate({
        level: 'error',
        message: `m ${SECRET}`,
        title: `t ${SECRET}`,
        path: `p/${OTHER}`,
        line: 7,
      }),
    );
    expect(message).toBe('::error title=t ***,file=p/***,line=7::m ***\n');
  });
});

it('an annotation has the properties that it is given, and no others', async () => {
  for (const level of ['error', 'warning', 'notice'] as const) {
    expect(await printed(() => annotate({ level, message: 'm' }))).toBe(`::${level}::m\n`);
  }
  expect(await printed(() => annotate({ level: 'error', message: 'm', path: 'a.yml' }))).toBe(
    '::error file=a.yml::m\n',
  );
});

describe('a line of the log', () => {
  it.each([
    ['::error::x', ': :error::x'],
    [' \t::error::x', ' \t: :error::x'],
    [':::error::x', ': ::error::x'],
    ['a\n::error::x', 'a\n: :error::x'],
    ['a\r\n::error::x', 'a\n: :error::x'],
    ['a\r::error::x', 'a\n: :error::x'],
    ['a\v::error::x', 'a\n: :error::x'],
    ['a\f::error::x', 'a\n: :error::x'],
    ['a\u0085::error::x', 'a\n: :error::x'],
    ['a\u2028::error::x\u2029::debug::y', 'a\n: :error::x\n: :debug::y'],
    ['see ##[error]x ##[debug]y', 'see # #[error]x # #[debug]y'],
    // What is no command stays as it is.
    ['a ::error::x', 'a ::error::x'],
    ['a:: b: c', 'a:: b: c'],
    [': x', ': x'],
    ['# [x]', '# [x]'],
    ['VALUE\\V', 'VALUE\\V'],
    ['two\n\nlines', 'two\n\nlines'],
  ])('%j is written as %j', (text, written) => {
    expect(harmless(text)).toBe(written);
    for (const line of written.split('\n')) expect(parseCommand(line)).toBeUndefined();
  });

  it('is written, a group on one line', async () => {
    const log = await printed(async () => {
      workflowLog.info('::error::x');
      await workflowLog.group('a\nb', async () => workflowLog.info('inside'));
    });
    expect(log).toBe(': :error::x\n::group::a b\ninside\n::endgroup::\n');
  });

  it('for debugging is written when debug logging is on', async () => {
    const told = () => {
      workflowLog.debug(`x ${SECRET}`);
      return workflowLog.isDebug;
    };
    const saved = process.env['RUNNER_DEBUG'];
    delete process.env['RUNNER_DEBUG'];
    expect(await printed(() => expect(told()).toBe(false))).toBe('');
    process.env['RUNNER_DEBUG'] = '1';
    expect(await printed(() => expect(told()).toBe(true))).toBe('::debug::x ***\n');
    if (saved === undefined) delete process.env['RUNNER_DEBUG'];
    else process.env['RUNNER_DEBUG'] = saved;
  });
});

it('an input is read as it stands, blanks included', () => {
  process.env['INPUT_SOME-INPUT'] = ' 1,\n2 \n';
  expect(readInput('some-input')).toBe(' 1,\n2 \n');
  delete process.env['INPUT_SOME-INPUT'];
  expect(readInput('some-input')).toBe('');
});

describe('an output', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'hood-resync-workflow-'));
  });
  afterAll(() => {
    delete process.env['GITHUB_OUTPUT'];
    rmSync(folder, { recursive: true });
  });

  it('goes to the file of the runner, and nowhere without one', async () => {
    process.env['GITHUB_OUTPUT'] = path.join(folder, 'output');
    writeFileSync(process.env['GITHUB_OUTPUT'], '');
    expect(await printed(() => setOutput('result', 'synced'))).toBe('');
    expect(readFileSync(path.join(folder, 'output'), 'utf8')).toMatch(/^result<<(\S+)\nsynced\n\1\n$/);
    delete process.env['GITHUB_OUTPUT'];
    expect(await printed(() => expect(() => setOutput('result', 'synced')).toThrow('GITHUB_OUTPUT is not set'))).toBe(
      '',
    );
  });
});
