import { errorText, type Stop } from '../hood/outcome.ts';
import { RESOURCE_TYPES, type Source } from '../selection/selection.ts';
import type { Topic } from '../troubleshooting.ts';
import { requestChart } from './chart.ts';
import { code, link, prose, row, urlPath } from './markdown.ts';
import { type Chapter, Page } from './page.ts';
import {
  isUnaccepted,
  type Report,
  type ReportedObject,
  type ReportMessage,
  type Result,
  type Status,
  UNACCEPTED,
  type Unaccepted,
} from './report.ts';
import { isInRepository, shorten } from './visible.ts';
import {
  ADVICE,
  ageOf,
  countObjects,
  duration,
  ended,
  headline,
  helpUrl,
  inReasons,
  number,
  place,
  plural,
  STATUS_WORDS,
  STOP_TOPICS,
} from './wording.ts';

/** What the summary needs beyond the report. */
export interface SummaryContext {
  /** The repository's pages, such as `https://github.com/acme/config`; absent: no links. */
  readonly repositoryUrl?: string;
  /** The event's commit: where links lead when the report holds no head. */
  readonly headSha?: string;
  /** Where the JSON report lies; empty when it could not be written. */
  readonly reportPath: string;
}

/** GitHub drops a summary of more than 1 MiB, and some just below it were lost; it stays below 900 KiB. In bytes. */
export const MAX_SUMMARY_BYTES = 900 * 1024;
/** Kept for the top, the foot and the chapters' titles, which do not grow with the objects. In bytes. */
const FRAME_BYTES = 32 * 1024;
/** Rows of a table that are open to see, when it has more than half again as many. */
const OPEN_ROWS = 10;
/** Problems of the configuration that are open to see: each is a thing to mend. */
const OPEN_PROBLEMS = 50;
/** So many objects that need a person are linked to their files, and the others when there are no more of them: a link is thrice as long as a path. */
const MOST_LINKED = 2000;
/** Shown of one object and one text; the report holds all. */
const MOST_SOURCES = 4;
const MOST_PATH_CHARS = 160;
const MOST_MESSAGE_CHARS = 1000;
const MOST_URL_CHARS = 2000;
const MOST_SHARED_TRACE_IDS = 5;

const ICONS: Readonly<Record<Result, string>> = {
  synced: '✅',
  'nothing-to-sync': '💤',
  planned: '📋',
  partial: '⚠️',
  failed: '❌',
  cancelled: '🛑',
};

/**
 * The job summary, in GitHub's Markdown: what happened, what needs a person, then everything else. Below 900 KiB; what is
 * cut for that comes from the end, so it is what needs a person least.
 */
export function summaryOf(report: Report, context: SummaryContext): string {
  const page = new Page(MAX_SUMMARY_BYTES - FRAME_BYTES);
  const links = linksOf(report, context);
  const { objects, messages } = report;

  page.addChapter(messageChapter('To fix', 'error', messages, links, OPEN_PROBLEMS));
  for (const status of UNACCEPTED) {
    page.addChapter(
      attentionChapter(
        status,
        objects.filter((object) => object.status === status),
        report,
        links,
      ),
    );
  }
  if (needsPerson(objects)) page.add(AGAIN);
  page.addChapter(messageChapter('Warnings', 'warning', messages, links, OPEN_ROWS));
  page.addChapter(messageChapter('Notes', 'notice', messages, links, OPEN_ROWS));
  const linked = objects.length <= MOST_LINKED ? links : NO_LINKS;
  for (const status of ['synced', 'planned'] as const) {
    const some = objects.filter((object) => object.status === status);
    page.addChapter({
      title: STATUS_WORDS[status],
      subtitle: inReasons(some),
      columns: OBJECT_COLUMNS,
      rows: lazily(some, (object) => row(cells(object, linked))),
      count: some.length,
      // Beside something to mend, what is well steps back.
      open: openRows(some.length),
      folded: needsPerson(objects),
    });
  }
  const chart = requestChart(report.timeline ?? [], report.rateLimit ?? []);
  if (chart) page.add(`\`\`\`mermaid\n${chart}\n\`\`\``);
  page.addChapter(
    leftAloneChapter(
      objects.filter(({ status }) => status === 'skipped'),
      linked,
    ),
  );
  page.addChapter({
    title: 'Skipped files',
    columns: ['File', 'Reason'],
    rows: lazily(report.files, ({ path, reason }) => row([linked.file({ path }, 'head'), sentence(reason)])),
    count: report.files.length,
    open: 0,
    folded: true,
  });
  return `${[...top(report, links), ...cutNote(page, context), page.toString().trimEnd(), ...foot(report, page, context)].join('\n\n').trim()}\n`;
}

const AGAIN =
  "To try these ids again, re-run the job, or give this step's outputs `failed-integration` and `failed-conversion` to the inputs of a later step.";

/** The sentence, the counts, what was compared and what was sent. */
function top(report: Report, links: Links): string[] {
  return [
    `### ${ICONS[report.result]} ${headline(report)}`,
    ...(report.stop && report.stop.cause !== 'cancelled' ? [whyStopped(report.stop, report.objects)] : []),
    ...countTable(report),
    [comparison(report, links), sending(report)].filter((line) => line !== '').join('<br>\n'),
  ].filter((block) => block !== '');
}

function whyStopped({ cause, message }: Stop, objects: readonly ReportedObject[]): string {
  const traceId = same(objects.filter(({ status }) => status === 'not-sent').map(({ error }) => error?.traceId));
  return `${sentence(ended(message))}${traceId ? ` Trace id: ${traceCode(traceId)}.` : ''} ${help(STOP_TOPICS[cause])}`;
}

function countTable({ objects }: Report): string[] {
  const counts = countObjects(objects);
  const statuses = (Object.keys(STATUS_WORDS) as Status[]).filter((status) =>
    RESOURCE_TYPES.some((type) => counts[type][status] > 0),
  );
  const types = RESOURCE_TYPES.filter((type) => statuses.some((status) => counts[type][status] > 0));
  // When all is well, the sentence says it.
  if (!needsPerson(objects)) return [];
  return [
    [
      row(['', ...statuses.map((status) => STATUS_WORDS[status])]),
      `|---|${statuses.map(() => '--:').join('|')}|`,
      ...types.map((type) => row([TYPE_WORDS[type], ...statuses.map((status) => number(counts[type][status]))])),
    ].join('\n'),
  ];
}

const TYPE_WORDS = { integration: 'Integrations', conversion: 'Conversions' } as const;

function comparison(report: Report, links: Links): string {
  const { sharedChange } = report;
  const why =
    sharedChange !== undefined
      ? `${links.file({ path: sharedChange }, 'head')} changed, so every file that matches counts`
      : '';
  return [compared(report, links), why].filter((line) => line !== '').join('<br>\n');
}

function compared({ base, noBase, head, startedAt }: Report, links: Links): string {
  if (base) {
    const age = ageOf(base.committedAt ?? '', startedAt ?? '');
    const source = `${sentence(base.source)}${age && `, ${age} old`}`;
    const unsettled = (base.unsettled ?? []).map(links.commit);
    const others = unsettled.length > 0 ? ` and ${unsettled.join(', ')} (may have been synced in part since)` : '';
    const to = head ? ` to ${links.commit(head.sha)}` : '';
    const compare = head ? links.compare(base.sha, head.sha) : '';
    return `Changes from ${links.commit(base.sha)} (${source})${others}${to}${compare && ` · ${compare}`}`;
  }
  if (!head) return '';
  return noBase
    ? `Every file that matches, at ${links.commit(head.sha)}: ${sentence(noBase)}`
    : `At ${links.commit(head.sha)}`;
}

function sending({ result, objects, requests, plannedRequests, durationMs }: Report): string {
  const { total, retried, throttled } = requests;
  const leftAlone =
    needsPerson(objects) || result === 'nothing-to-sync'
      ? 0
      : objects.filter(({ status }) => status === 'skipped').length;
  return [
    ...(result === 'planned' ? ['A dry run: Hood was not contacted'] : []),
    ...(result === 'planned' && plannedRequests ? [`sending takes ${plural(plannedRequests, 'request')}`] : []),
    ...(total > 0 ? [`${plural(total, 'request')} in ${duration(durationMs)}`] : []),
    ...(retried > 0 ? [`${number(retried)} of them retries`] : []),
    ...(throttled > 0 ? [`${number(throttled)} throttled (429)`] : []),
    ...(leftAlone > 0 ? [`${plural(leftAlone, 'object')} left alone`] : []),
  ].join(' · ');
}

function cutNote(page: Page, { reportPath }: SummaryContext): string[] {
  if (page.rowsCut === 0) return [];
  return [
    `> This page is cut to what GitHub shows: ${number(page.rowsCut)} of ${number(page.rows)} rows are left out. ${reportAt(reportPath)}`,
  ];
}

function foot(report: Report, page: Page, { reportPath }: SummaryContext): string[] {
  if (page.rowsCut > 0 || !needsPerson(report.objects)) return [];
  return [reportAt(reportPath)];
}

const reportAt = (path: string): string =>
  path === ''
    ? 'The report could not be written.'
    : `All of it as JSON: ${code(path)} (output \`report\`), gone with the runner unless \`actions/upload-artifact\` keeps it.`;

/**
 * What was not accepted, for one reason, and what to do. A list, as the answers are sentences: the columns of a table leave
 * them no room on a narrow screen.
 */
function attentionChapter(
  status: Unaccepted,
  objects: readonly ReportedObject[],
  { stop }: Report,
  links: Links,
): Chapter {
  const { what, todo } = ADVICE[status];
  // What ended it all stands at the top.
  const isToldAbove = status === 'not-sent' && stop !== undefined;
  const isAdviceAbove = isToldAbove || stop?.cause === 'refused-alike';
  // What all of them got is told once.
  const common = isToldAbove ? undefined : same(objects.map(({ error }) => error && errorText(error)));
  const traceIds = isToldAbove ? [] : sharedTraceIds(objects);
  const answerOf = ({ error }: ReportedObject): string => {
    if (!error || isToldAbove) return '';
    const traceId = error.traceId && traceIds.length === 0 ? `trace id ${traceCode(error.traceId)}` : '';
    if (common !== undefined) return traceId && ` · ${traceId}`;
    return `<br>${sentence(ended(errorText(error)))}${traceId && ` (${traceId})`}`;
  };
  const answer = common ? ` The answer: ${sentence(ended(common))}` : '';
  const trace =
    traceIds.length > 0 ? ` Trace id${traceIds.length > 1 ? 's' : ''}: ${traceIds.map(traceCode).join(', ')}.` : '';
  const advice = isAdviceAbove ? stopTodo(stop) : `${todo} ${help(status)}`;
  return {
    title: STATUS_WORDS[status],
    intro: [`${what}${answer}${trace} **What to do:** ${advice}`],
    rows: attentionRows(objects, links, answerOf),
    count: objects.length,
    // They have all one cause, and that is not theirs.
    open: isToldAbove && objects.length > OPEN_ROWS ? 0 : openRows(objects.length),
  };
}

function* attentionRows(
  objects: readonly ReportedObject[],
  links: Links,
  answerOf: (object: ReportedObject) => string,
): Generator<string> {
  for (const [index, object] of objects.entries()) {
    const places = sources(object, index < MOST_LINKED ? links : NO_LINKS);
    // That everything counts is told with the base.
    const reason = object.reason === 'all' ? '' : ` · ${object.reason}`;
    yield `- ${objectName(object)} · ${places.join(', ')}${reason}${answerOf(object)}`;
  }
}

const stopTodo = ({ cause }: Stop): string =>
  cause === 'cancelled' ? `Run again. ${help('cancelled')}` : 'See above, then run again.';

/** The trace ids of the few requests that many objects share; none where each object has its own. */
function sharedTraceIds(objects: readonly ReportedObject[]): readonly string[] {
  const all = objects.flatMap(({ error }) => error?.traceId ?? []);
  const distinct = [...new Set(all)];
  const areShared =
    distinct.length === 1 || (distinct.length <= MOST_SHARED_TRACE_IDS && distinct.length * 2 <= objects.length);
  return areShared && all.length === objects.length ? distinct : [];
}

/** What all values are, if they are all the same. */
const same = <T>(values: readonly T[]): T | undefined =>
  values.every((value) => value === values[0]) ? values[0] : undefined;

const traceCode = (traceId: string): string => code(shorten(traceId, MOST_PATH_CHARS));

function leftAloneChapter(objects: readonly ReportedObject[], links: Links): Chapter {
  return {
    title: STATUS_WORDS.skipped,
    subtitle: inReasons(objects),
    intro: objects.some(({ reason }) => reason === 'deleted')
      ? ['Ids whose config was deleted are synced only with `deleted: resync`.']
      : [],
    columns: OBJECT_COLUMNS,
    rows: lazily(objects, (object) => row(cells(object, links))),
    count: objects.length,
    open: 0,
    folded: true,
  };
}

function messageChapter(
  title: string,
  level: ReportMessage['level'],
  messages: readonly ReportMessage[],
  links: Links,
  open: number,
): Chapter {
  const some = messages.filter((message) => message.level === level);
  return {
    title,
    rows: lazily(some, ({ topic, message, path, line }) => {
      if (path === undefined) return `- ${sentence(ended(message))} ${help(topic)}`;
      const source = { path, ...(line !== undefined && { line }) };
      // Most messages begin with the place that they are about; there it becomes the link.
      const at = place(source);
      const rest = message.startsWith(at) ? message.slice(at.length) : ` ${message}`;
      return `- ${links.file(source, 'head')} ${sentence(ended(rest))} ${help(topic)}`;
    }),
    count: some.length,
    open: openRows(some.length, open),
  };
}

const needsPerson = (objects: readonly ReportedObject[]): boolean => objects.some(({ status }) => isUnaccepted(status));

const openRows = (count: number, most = OPEN_ROWS): number => (count <= most * 1.5 ? count : most);

/** The short columns first: a narrow screen cuts the last one. */
const OBJECT_COLUMNS = ['Object', 'Reason', 'Config'];

const cells = (object: ReportedObject, links: Links): string[] => [
  objectName(object),
  object.reason,
  sources(object, links).join('<br>'),
];

const objectName = ({ type, id }: ReportedObject): string => `${type}&nbsp;${code(id)}`;

/** The way to a message's row in docs/troubleshooting.md. */
const help = (topic: Topic): string => link('Help', helpUrl(topic));

const sentence = (text: string): string => prose(shorten(text, MOST_MESSAGE_CHARS));

function sources({ reason, sources }: ReportedObject, links: Links): string[] {
  if (sources.length === 0) return ['the input'];
  const shown = sources
    .slice(0, MOST_SOURCES)
    .map((source) => links.file(source, reason === 'deleted' ? 'base' : 'head'));
  return sources.length > MOST_SOURCES ? [...shown, `and ${number(sources.length - MOST_SOURCES)} more`] : shown;
}

function* lazily<T>(values: readonly T[], line: (value: T) => string): Generator<string> {
  for (const value of values) yield line(value);
}

/** Names of commits and files, as links where there is something to link to. */
interface Links {
  commit(sha: string): string;
  /** Empty without a repository. */
  compare(base: string, head: string): string;
  file(source: Source, at: 'base' | 'head'): string;
}

const shortSha = (sha: string): string => code(sha.slice(0, 7));
const fileLabel = ({ path, line }: Source): string =>
  code(place({ path: shorten(path, MOST_PATH_CHARS), ...(line !== undefined && { line }) }));

const NO_LINKS: Links = { commit: shortSha, compare: () => '', file: fileLabel };

function linksOf({ base, head }: Report, { repositoryUrl, headSha }: SummaryContext): Links {
  if (!repositoryUrl) return NO_LINKS;
  const commits = { base: base?.sha, head: head?.sha ?? headSha };
  return {
    commit: (sha) => link(shortSha(sha), `${repositoryUrl}/commit/${sha}`),
    compare: (from, to) => link('compare', `${repositoryUrl}/compare/${from}...${to}`),
    file(source, at) {
      const sha = commits[at];
      const label = fileLabel(source);
      if (!sha || !isInRepository(source.path)) return label;
      const url = `${repositoryUrl}/blob/${sha}/${urlPath(source.path)}${source.line ? `#L${source.line}` : ''}`;
      return url.length <= MOST_URL_CHARS ? link(label, url) : label;
    },
  };
}
