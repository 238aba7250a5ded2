/**
 * The main job, for real: a repository with a history, the emulator of the Hood API on loopback, and the bundled action run
 * as the runner runs it. `npm run demo`.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { styleText } from 'node:util';
import { startEmulator } from '../emulator/server.ts';
import { renderPage } from '../scripts/render-summary.ts';
import { runStep, type StepResult } from '../scripts/runner.ts';
import { makeMarketingConfig } from './marketing-config.ts';

const TOKEN = 'demo-token-that-is-never-shown';

const print = (text = ''): void => console.log(text);
const title = (text: string): void =>
  print(`\n${styleText('bold', `━━ ${text} ${'━'.repeat(Math.max(3, 76 - text.length))}`)}`);

const home = mkdtempSync(path.join(tmpdir(), 'hood-resync-demo-'));
const workspace = path.join(home, 'marketing-config');
mkdirSync(workspace);
const repository = makeMarketingConfig(workspace);
// One id that Hood does not know: it must not hold back the others.
const emulator = await startEmulator({ tokens: [TOKEN], badIds: ['integration/1705'] });

title('A push to acme/marketing-config');
for (const commit of repository.commits) print(`  ${commit}`);

const push = await run('The workflow step', {
  integration: 'config/integrations/**',
  conversion: 'config/conversions/**',
});
const manual = await run('By hand: ids and a whole folder, one id of which Hood refuses', {
  integration: 'config/integrations/**\n!config/integrations/twilio.yml',
  conversion: '1000192 1000293',
  base: 'none',
});
await emulator.close();

const pages = [page('push', push), page('by-hand', manual)];
title('The job summaries');
for (const { markdown, html } of pages) print(`  ${html}\n  ${styleText('dim', markdown)}`);
print();
// The demo shows what it says, or it fails: the push is synced, and the refused id holds nothing back.
if (push.outputs['result'] !== 'synced' || manual.outputs['result'] !== 'partial') {
  print(`The results are not what this demo is to show: ${push.outputs['result']}, ${manual.outputs['result']}.`);
  process.exitCode = 1;
}

async function run(heading: string, inputs: Record<string, string>): Promise<StepResult> {
  title(heading);
  print(styleText('dim', indent(withBlock(inputs))));
  const first = emulator.requests.length;
  print('\nThe log:');
  const result = await runStep({
    workspace,
    inputs: { ...inputs, token: TOKEN, 'api-url': emulator.url },
    event: repository.event,
    sha: repository.after,
  });
  print(indent(asSeen(result.log)));
  print(
    `\nThe step ${result.status === 0 ? 'succeeded' : `failed (exit status ${result.status})`} after ${Math.round(result.durationMs)} ms. Its outputs:`,
  );
  for (const [name, value] of Object.entries(result.outputs)) print(`  ${name.padEnd(20)} ${value}`);
  print('\nWhat Hood got:');
  for (const { body, status } of emulator.requests.slice(first)) print(`  ${status}  ${JSON.stringify(body)}`);
  return result;
}

function withBlock(inputs: Record<string, string>): string {
  const lines = Object.entries(inputs).map(([name, value]) =>
    value.includes('\n') ? `  ${name}: |\n${value.replace(/^/gm, '    ')}` : `  ${name}: ${value}`,
  );
  return [
    '- uses: ocamba/hood-resync@v1',
    '  with:',
    ...lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`),
  ].join('\n');
}

/** The log as GitHub shows it: commands as what they do. */
function asSeen(log: string): string {
  return log
    .split('\n')
    .filter((line) => !/^::(add-mask|debug|set-output)/.test(line))
    .map((line) =>
      line
        .replace(/^::group::(.*)$/, '▾ $1')
        .replace(/^::endgroup::$/, '')
        .replace(/^::(error|warning|notice)[^:]*::(.*)$/, (_, level: string, message: string) =>
          styleText(
            level === 'error' ? 'red' : 'yellow',
            `${level[0]?.toUpperCase()}${level.slice(1)}: ${unescapeData(message)}`,
          ),
        ),
    )
    .join('\n')
    .trim();
}

/** Undoes the escaping of a command's message (`@actions/core`, `escapeData`). */
function unescapeData(text: string): string {
  return text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function page(name: string, result: StepResult): { markdown: string; html: string } {
  const markdown = path.join(home, `summary-${name}.md`);
  const html = path.join(home, `summary-${name}.html`);
  writeFileSync(markdown, readFileSync(result.summaryPath));
  writeFileSync(html, renderPage(result.summary, { title: 'hood-resync' }));
  return { markdown, html };
}
