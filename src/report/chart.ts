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
 * The requests against the longest limit as a Mermaid chart: how far each of the limit's windows filled, over time.
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
  const count = Math.ceil(last / step);
  const bars = step < windowMs ? fillings(times, window, step, count) : means(times, window, step, count);
  const [unit, unitMs] =
    step < 60_000 ? ['seconds', 1000] : step < 3_600_000 ? ['minutes', 60_000] : ['hours', 3_600_000];
  return [
    `%%{init: ${JSON.stringify(LOOK)}}%%`,
    'xychart-beta',
    `  title "Requests in each ${windowMs === 60_000 ? 'minute' : `${windowMs / 1000} s`}, and the limit of ${limit}"`,
    `  x-axis "${unit} after the first request" ${step / unitMs} --> ${(step * count) / unitMs}`,
    `  y-axis "requests" 0 --> ${Math.ceil(Math.max(limit, ...bars) * 1.1)}`,
    `  bar [${bars.join(', ')}]`,
    `  line [${bars.map(() => limit).join(', ')}]`,
  ].join('\n');
}

/** For each bar, the most requests that its moments saw in their window so far. */
function fillings(times: readonly number[], window: RateWindow, step: number, count: number): number[] {
  const phase = phaseOf(times, window);
  const windowAt = (time: number) => Math.floor((time - phase) / window.windowMs);
  const bars: number[] = [];
  let current = windowAt(times[0] ?? 0);
  let filled = 0;
  let next = 0;
  for (let bar = 0; bar < count; bar++) {
    const enter = (time: number) => {
      if (windowAt(time) !== current) filled = 0;
      current = windowAt(time);
    };
    enter(bar * step);
    let most = filled;
    for (let time = times[next]; time !== undefined && time <= (bar + 1) * step; time = times[++next]) {
      enter(time);
      filled += 1;
      most = Math.max(most, filled);
    }
    bars.push(most);
  }
  return bars;
}

/**
 * When Hood's windows began is not told (docs.ocamba.com, rate-limits). They are drawn so that the requests fit into them, as they
 * did into Hood's: a window that begins amid a burst would show more requests than any of Hood's held.
 *
 * @returns milliseconds after the first request, less than a window
 */
function phaseOf(times: readonly number[], { limit, windowMs }: RateWindow): number {
  let best = { phase: 0, most: Number.POSITIVE_INFINITY };
  // The latest that fits: windows that begin long before a burst would be drawn empty.
  for (let phase = windowMs - windowMs / PHASES; phase >= 0; phase -= windowMs / PHASES) {
    const counts = new Map<number, number>();
    let most = 0;
    for (const time of times) {
      const index = Math.floor((time - phase) / windowMs);
      const filled = (counts.get(index) ?? 0) + 1;
      counts.set(index, filled);
      most = Math.max(most, filled);
    }
    if (most < best.most) best = { phase, most };
    if (most <= limit) break;
  }
  return best.phase;
}

/** Where a window may be taken to begin: each second of a minute. */
const PHASES = 60;

/** For each bar, the requests of a window on average, where a bar holds several windows. */
function means(times: readonly number[], { windowMs }: RateWindow, step: number, count: number): number[] {
  const bars = new Array<number>(count).fill(0);
  for (const time of times) {
    const bar = Math.max(0, Math.ceil(time / step) - 1);
    bars[bar] = (bars[bar] ?? 0) + 1;
  }
  return bars.map((requests) => Math.round((requests * windowMs) / step));
}
