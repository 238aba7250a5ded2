import { seededRandom } from '../__tests__/support/random.ts';
import { isolate, mostTrials } from '../src/hood/isolation.ts';
import { fixed, type Section, table } from './markdown.ts';
import { requestsOf } from './policies.ts';
import { mean } from './simulation.ts';

/** How many further requests it takes to find the refused ids of a batch. */
export async function isolation(seeds: number): Promise<Section> {
  const rows: string[][] = [];
  for (const n of [100, 1_000]) {
    for (const k of [1, 2, 5, 10]) {
      const trials: number[] = [];
      const open: number[] = [];
      const accepted: number[] = [];
      for (let seed = 1; seed <= seeds; seed += 1) {
        const result = await isolateRandomly(n, k, seededRandom(seed * 10_000 + n + k));
        trials.push(result.trials);
        open.push(result.unresolved);
        accepted.push(result.accepted / (n - k));
      }
      rows.push([
        n.toLocaleString('en'),
        String(k),
        fixed(mean(trials), 1),
        String(Math.max(...trials)),
        fixed(k * Math.log2(n / k), 1),
        String(mostTrials(n)),
        n.toLocaleString('en'),
        fixed(mean(open), 1),
        fixed(100 * mean(accepted), 1),
      ]);
    }
  }
  const head = [
    'n',
    'k',
    'requests (mean)',
    'at most',
    'k·log2(n/k)',
    'bound',
    'one by one',
    'ids left open',
    'good ids accepted, %',
  ];
  return {
    title: 'Requests to isolate k refused ids of n',
    body: `${table(head, rows)}

${seeds} random placements each, after the refusal of the whole batch, without hints in the message. k·log2(n/k) is what any search needs to tell
the ids apart; ours also gets every good id accepted and confirms every refused one alone. The contract's bound is \`min(n, 4·log2(n) + 8)\`.`,
  };
}

async function isolateRandomly(n: number, k: number, random: () => number) {
  const batch = requestsOf(n).flat();
  const bad = new Set<string>();
  while (bad.size < k) bad.add(String(1 + Math.floor(random() * n)));
  const error = { status: 400, title: 'Bad request.' };
  let trials = 0;
  let accepted = 0;
  let unresolved = 0;
  await isolate(batch, error, {
    async attempt(objects) {
      trials += 1;
      if (objects.some(({ id }) => bad.has(id))) return { kind: 'refused', error };
      accepted += objects.length;
      return { kind: 'accepted' };
    },
    reject() {},
    leave(objects) {
      unresolved += objects.length;
    },
    stopped: () => false,
  });
  return { trials, accepted, unresolved };
}
