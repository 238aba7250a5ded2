import type { Stop } from '../hood/outcome.ts';
import { RESOURCE_TYPES, type ResourceType, type Source } from '../selection/selection.ts';
import type { Topic } from '../troubleshooting.ts';
import { isUnaccepted, type Report, type ReportedObject, type Status, UNACCEPTED, type Unaccepted } from './report.ts';
import { visible } from './visible.ts';

/** Numbers of objects by type and status. */
export type Counts = Readonly<Record<ResourceType, Readonly<Record<Status, number>>>>;

/** Counts the objects of a report. */
export function countObjects(objects: readonly ReportedObject[]): Counts {
  const counts = { integration: zeros(), conversion: zeros() };
  for (const { type, status } of objects) counts[type][status] += 1;
  return counts;
}

const zeros = (): Record<Status, number> => ({
  synced: 0,
  planned: 0,
  rejected: 0,
  failed: 0,
  unresolved: 0,
  'not-sent': 0,
  skipped: 0,
});

/** What happened, in one sentence without a full stop. */
export function headline(report: Report): string {
  const { result, objects, messages, stop } = report;
  const synced = objects.filter(({ status }) => status === 'synced');
  const left = objects.filter(({ status }) => isUnaccepted(status));
  const all = [...synced, ...left];
  // What ended it all goes before what that led to.
  if (stop && stop.cause !== 'cancelled' && left.length > 0) {
    const what = synced.length > 0 ? `synced ${number(synced.length)} of ${inTotal(all)}` : noneOf(left);
    return `${STOP_WORDS[stop.cause]}: ${what}`;
  }
  switch (result) {
    case 'synced':
      return `Synced ${inTypes(synced)}`;
    case 'planned':
      return `Plan: ${inTypes(objects.filter(({ status }) => status === 'planned'))} would be synced`;
    case 'nothing-to-sync':
      return `Nothing to sync: ${whyNothing(report)}`;
    case 'partial':
      return `Synced ${number(synced.length)} of ${inTotal(all)}: ${inStatuses(left, all)}`;
    case 'cancelled':
      return left.length === 0
        ? 'Cancelled before anything was sent'
        : `Cancelled: synced ${number(synced.length)} of ${inTotal(all)}`;
    case 'failed': {
      const problems = messages.filter(({ level }) => level === 'error').length;
      if (left.length === 0) return `Nothing was sent${problems > 0 ? `: ${plural(problems, 'problem')}` : ''}`;
      const what = noneOf(left);
      return `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${inStatuses(left, all)}`;
    }
  }
}

const STOP_WORDS: Readonly<Record<Exclude<Stop['cause'], 'cancelled'>, string>> = {
  token: 'Hood refused the token',
  'refused-alike': 'Hood refused the first requests alike',
  unreachable: 'Hood did not answer',
  deadline: 'The time for sending was up',
};

const noneOf = (objects: readonly ReportedObject[]): string =>
  objects.length > 1 ? `none of ${inTotal(objects)} was synced` : `${inTotal(objects)} was not synced`;

function whyNothing({ objects, base }: Report): string {
  if (objects.length === 0)
    return base ? 'no file that the inputs name or match changed' : 'the inputs led to no object';
  const unchanged = objects.every(({ reason }) => reason === 'unchanged');
  return unchanged ? `no change in ${inTypes(objects)}` : `${inTypes(objects)} left alone`;
}

/** "12 integrations", or "15 objects" when there are both. */
function inTotal(objects: readonly ReportedObject[]): string {
  const [first] = objects;
  return plural(objects.length, first && objects.every(({ type }) => type === first.type) ? first.type : 'object');
}

/** "2 refused, 3 not sent"; without a number when it holds for all. */
function inStatuses(objects: readonly ReportedObject[], all: readonly ReportedObject[]): string {
  return UNACCEPTED.map((status) => [status, objects.filter((object) => object.status === status).length] as const)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count < all.length ? `${number(count)} ` : ''}${STATUS_WORDS[status].toLowerCase()}`)
    .join(', ');
}

/** Objects as people call them: "2 integrations and 1 conversion". */
export function inTypes(objects: readonly { readonly type: ResourceType }[]): string {
  const parts = RESOURCE_TYPES.flatMap((type) => {
    const count = objects.filter((object) => object.type === type).length;
    return count > 0 ? [plural(count, type)] : [];
  });
  return parts.join(' and ') || 'nothing';
}

/** What a status means, as a column of the counts and as a chapter. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  synced: 'Synced',
  planned: 'Would be synced',
  rejected: 'Refused',
  failed: 'Failed',
  unresolved: 'Unresolved',
  'not-sent': 'Not sent',
  skipped: 'Left alone',
};

/** "2 changed, 1 added"; nothing where the one reason is that everything counts, which is told with the base. */
export function inReasons(objects: readonly ReportedObject[]): string {
  const reasons = [...Map.groupBy(objects, ({ reason }) => reason)];
  if (reasons.length > 1) return reasons.map(([reason, some]) => `${number(some.length)} ${reason}`).join(', ');
  const [only] = reasons.map(([reason]) => reason);
  return only === undefined || only === 'all' ? '' : only;
}

/** What came of the objects of a status, and what their owner can do. */
export const ADVICE: Readonly<Record<Unaccepted, { readonly what: string; readonly todo: string }>> = {
  rejected: {
    what: 'Hood refused each of these ids in a request of its own.',
    todo: 'Check in Hood that the id exists in this account and is of this type. Correct or remove it in the config file, then run again. If it is right, ask Ocamba with the trace id.',
  },
  failed: {
    what: 'Hood, or the way to it, failed, so these ids were given up.',
    todo: 'The ids themselves are not known to be wrong. Run again when Hood answers.',
  },
  unresolved: {
    what: 'These ids stood in a batch that Hood refused, and which of them it meant is not known.',
    todo: 'Mend what was refused, then run again; a smaller `batch-size` helps to tell them apart.',
  },
  'not-sent': {
    what: 'Sending ended before these ids had their turn.',
    todo: 'Run again.',
  },
};

/** The page that tells of every message what it means and what to do: `TROUBLES`. */
const HELP_PAGE = 'https://github.com/ocamba/hood-resync/blob/v1/docs/troubleshooting.md';

/** Where a topic is told of. */
export const helpUrl = (topic: Topic): string => `${HELP_PAGE}#${topic}`;

/** A sentence that leads there. */
export const see = (topic: Topic): string => `See ${helpUrl(topic)}`;

export const STOP_TOPICS: Readonly<Record<Stop['cause'], Topic>> = {
  token: 'token-refused',
  'refused-alike': 'refused-alike',
  unreachable: 'unreachable',
  deadline: 'deadline',
  cancelled: 'cancelled',
};

/** A text with a full stop at its end, unless it ends a sentence itself. */
export const ended = (text: string): string => (/[.!?…]["')]?$/.test(text) ? text : `${text}.`);

/** Where an id stands, as editors and terminals take it: `config/twilio.yml:3`. */
export const place = ({ path, line }: Source): string => `${visible(path)}${line ? `:${line}` : ''}`;

/** "1 file", "2,000 files". */
export const plural = (count: number, noun: string): string => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;

/** With thousands separated. Not by `Intl`, which takes 20 ms to load. */
export const number = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** How old something was at a moment, both ISO 8601; nothing where that is less than a second. */
export function ageOf(iso: string, at: string): string {
  const ms = Date.parse(at) - Date.parse(iso);
  return ms >= 1000 ? duration(ms) : '';
}

/** A span of time with two digits or two units, such as "412 ms", "3.2 s", "2 min 4 s", "3 days". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const units: (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
