import type { SendResult } from '../hood/outcome.ts';
import type { RateWindow } from '../inputs.ts';

/** So many bars can be told apart on a page. */
const MOST_BARS = 30;
/** Widths of a bar, in seconds, that make sense to people. */
const STEPS = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

/** Wide rather than high, in colours that can be told apart on white and on black: Mermaid's own are pale. */
const LOOK = {
  xyChart: { width: 900, height: 300 },
  themeVariables: { xyChart: { plotColorPalette: '#2f81f7, #d1242f' } },
};

/**
 * The requests against the longest limit as a Mermaid chart: at each moment, the requests of the window before it.
 *
 * @returns Mermaid's text, or nothing when all was sent within one window
 */
export function requestChart(timeline: SendResult['timeline'], rateLimit: readonly RateWindow[]): string | undefined {
  const window = rateLimit.toSorted((a, b) => b.windowMs - a.windowMs)[0];
  const times = timeline.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const last = times.at(-1) ?? 0;
  if (!window || last <= window.windowMs) return undefined;

  const { limit, windowMs } = window;
  const step =
    1000 * (STEPS.find((seconds) => last / seconds / 1000 <= MOST_BARS) ?? Math.ceil(last / 1000 / MOST_BARS));
  const span = Math.max(step, windowMs);
  const bars: number[] = [];
  let from = 0;
  let to = 0;
  for (let end = step; end - step < last; end += step) {
    while (to < times.length && (times[to] ?? 0) <= end) to += 1;
    while (from < to && (times[from] ?? 0) <= end - span) from += 1;
    bars.push(Math.round(((to - from) * windowMs) / span));
  }
  const [unit, unitMs] =
    step < 60_000 ? ['seconds', 1000] : step < 3_600_000 ? ['minutes', 60_000] : ['hours', 3_600_000];
  return [
    `%%{init: ${JSON.stringify(LOOK)}}%%`,
    'xychart-beta',
    `  title "Requests in the last ${windowMs === 60_000 ? 'minute' : `${windowMs / 1000} s`}, and the limit of ${limit}"`,
    `  x-axis "${unit} after the first request" ${step / unitMs} --> ${(step * bars.length) / unitMs}`,
    `  y-axis "requests" 0 --> ${Math.ceil(Math.max(limit, ...bars) * 1.1)}`,
    `  bar [${bars.join(', ')}]`,
    `  line [${bars.map(() => limit).join(', ')}]`,
  ].join('\n');
}
