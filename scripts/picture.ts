/**
 * Pictures of a job summary, in GitHub's look, taken by headless Chromium (Debian: `apt-get install chromium`). `npm run picture`
 * takes those of the README: of a real run of the bundle on the demo's push, with one id that Hood refuses.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeMarketingConfig } from '../demo/marketing-config.ts';
import { startEmulator } from '../emulator/server.ts';
import { renderPage } from './render-summary.ts';
import { runStep } from './runner.ts';

/** What is taken. */
export interface Picture {
  /** A whole page of HTML. */
  readonly html: string;
  /** Where the PNG goes. */
  readonly file: string;
  /** In CSS pixels; the page's own height is taken. */
  readonly width: number;
  /** Pixels for a CSS pixel. */
  readonly scale?: number;
}

/** Longer pages are cut off, in CSS pixels: Chromium draws no larger picture. */
const MOST_HEIGHT = 16_000;

/** A lower window cuts the page off. In CSS pixels. */
const LEAST_HEIGHT = 200;

/** @throws Error when there is no Chromium, or when it fails */
export function takePicture({ html, file, width, scale = 1 }: Picture): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'hood-resync-picture-'));
  try {
    const page = path.join(folder, 'page.html');
    // The height that the content takes becomes the window's. The width is set, too: a window has at least 500 pixels.
    const measure = `document.documentElement.style.width = '${width}px'; document.title = document.body.scrollHeight`;
    writeFileSync(page, `${html}<script>onload = () => setTimeout(() => { ${measure} }, 500)</script>`);
    const chromium = (height: number, ...more: readonly string[]): string =>
      execFileSync(
        process.env['CHROMIUM'] ?? 'chromium',
        [
          '--headless=new',
          '--no-sandbox',
          '--disable-gpu',
          '--hide-scrollbars',
          '--virtual-time-budget=5000',
          `--user-data-dir=${path.join(folder, 'profile')}`,
          `--force-device-scale-factor=${scale}`,
          `--window-size=${width},${height}`,
          ...more,
          pathToFileURL(page).href,
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 },
      );
    const height = Number(/<title>(\d+)<\/title>/.exec(chromium(200, '--dump-dom'))?.[1] ?? 0);
    if (height === 0) throw new Error('Chromium did not tell how high the page is');
    chromium(Math.min(Math.max(height, LEAST_HEIGHT), MOST_HEIGHT), `--screenshot=${file}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The summary of a push in which Hood refuses one new id. */
async function summaryOfPush(): Promise<string> {
  const home = mkdtempSync(path.join(tmpdir(), 'hood-resync-picture-'));
  const workspace = path.join(home, 'marketing-config');
  mkdirSync(workspace);
  const { event, after } = makeMarketingConfig(workspace);
  const token = 'demo-token-that-is-never-shown';
  const emulator = await startEmulator({ tokens: [token], badIds: ['conversion/1001201'] });
  try {
    const { summary, temp } = await runStep({
      workspace,
      inputs: {
        integration: 'config/integrations/**',
        conversion: 'config/conversions/**',
        token,
        'api-url': emulator.url,
      },
      event,
      sha: after,
    });
    // Where a hosted runner has it.
    return summary.replaceAll(temp, '/home/runner/work/_temp');
  } finally {
    await emulator.close();
    rmSync(home, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const summary = await summaryOfPush();
  for (const theme of ['light', 'dark'] as const) {
    const file = fileURLToPath(new URL(`../docs/summary-${theme}.png`, import.meta.url));
    takePicture({ html: renderPage(summary, { title: 'hood-resync', theme }), file, width: 860, scale: 1.25 });
    console.log(file);
  }
}
