import type { Problem } from '../failure.ts';
import { errorText } from '../hood/outcome.ts';
import { type Report, type ReportedObject, type ReportMessage, UNACCEPTED, type Unaccepted } from './report.ts';
import { isInRepository, shorten, visible } from './visible.ts';
import { ADVICE, ended, headline, number, plural, STATUS_WORDS, STOP_TOPICS, see } from './wording.ts';

/** One message at a file and line of the run's page. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly path?: string;
  readonly line?: number;
}

/** GitHub shows so many of each level of a step (GitHub's documentation, "Workflow commands"). */
const MOST_OF_A_LEVEL = 10;
/** Characters of a message. */
const MAX_MESSAGE_LENGTH = 4096;
/** Room that is left for the link. */
const SEE_LENGTH = 200;

/**
 * The annotations of a run, those that matter most first: what to mend, why sending stopped, the refused ids each at its line,
 * then what else was not accepted. Where there are more of a level than GitHub shows, a notice counts the rest.
 *
 * @param warnings beyond those of the report: what could not be put out as it should
 */
export function annotationsOf(report: Report, warnings: readonly Problem[] = []): Annotation[] {
  const { objects, messages, stop, result } = report;
  const ofLevel = (level: Annotation['level']) =>
    messages.filter((message) => message.level === level).map(annotationOf);
  const some = (status: Unaccepted) => objects.filter((object) => object.status === status);
  const rejected = some('rejected');
  const errors: Annotation[] = [
    ...ofLevel('error'),
    ...(stop
      ? [
          {
            level: 'error' as const,
            title: headline(report),
            message: `${ended(stop.message)} ${see(STOP_TOPICS[stop.cause])}`,
          },
        ]
      : []),
    ...rejected.map(ofRejected),
    ...UNACCEPTED.filter((status) => status !== 'rejected').flatMap((status) => ofGroup(status, some(status), report)),
  ];
  if (errors.length === 0 && result === 'cancelled') {
    errors.push({ level: 'error', message: `The run was cancelled before anything was sent. ${see('cancelled')}` });
  }
  const levels = {
    error: errors,
    warning: [...warnings.map((warning) => annotationOf({ level: 'warning', ...warning })), ...ofLevel('warning')],
    notice: ofLevel('notice'),
  };
  const rests = Object.entries(levels).flatMap(([level, all]) => countOfRest(level, all.length - MOST_OF_A_LEVEL));
  // Those that count take the places of as many notices, which are few.
  levels.notice = levels.notice.slice(0, MOST_OF_A_LEVEL - rests.length);
  const shown = Object.values(levels).flatMap((all) => all.slice(0, MOST_OF_A_LEVEL));
  return [...shown, ...rests].map((annotation) => ({
    ...annotation,
    message: shorten(annotation.message, MAX_MESSAGE_LENGTH),
  }));
}

/** As a notice, since the places of the level itself are taken. */
const countOfRest = (level: string, rest: number): Annotation[] =>
  rest > 0
    ? [
        {
          level: 'notice',
          message: `And ${plural(rest, `more ${level}`)}: the job summary and the report list them all.`,
        },
      ]
    : [];

/** A message as an annotation, with the way to its row in docs/troubleshooting.md. */
export const annotationOf = ({ level, topic, message, path, line }: ReportMessage): Annotation =>
  at(
    { level, message: `${shorten(ended(message), MAX_MESSAGE_LENGTH - SEE_LENGTH)} ${see(topic)}` },
    path === undefined ? undefined : { path, ...(line !== undefined && { line }) },
  );

function ofRejected({ type, id, sources, error }: ReportedObject): Annotation {
  const traceId = error?.traceId ? ` Trace id: ${error.traceId}.` : '';
  return at(
    {
      level: 'error',
      title: `Hood refused ${type} ${id}`,
      message: `${type} ${id}: ${ended(error ? errorText(error) : 'refused')}${traceId} ${ADVICE.rejected.todo} ${see('rejected')}`,
    },
    sources[0],
  );
}

/** What failed together is told together; the summary lists every id. */
function ofGroup(status: Unaccepted, objects: readonly ReportedObject[], { stop }: Report): Annotation[] {
  if (objects.length === 0) return [];
  const title = `${STATUS_WORDS[status]}: ${plural(objects.length, 'id')}`;
  if (status === 'not-sent' && stop) return [];
  const groups = Map.groupBy(objects, ({ error }) => (error ? errorText(error) : ''));
  const { what, todo } = ADVICE[status];
  return [...groups].map(([error, some]) => {
    const ids = some.slice(0, MOST_IDS).map(({ type, id }) => `${type} ${id}`);
    if (some.length > MOST_IDS) ids.push(`${number(some.length - MOST_IDS)} more`);
    return { level: 'error', title, message: `${ended(error || what)} ${todo} Ids: ${ids.join(', ')}. ${see(status)}` };
  });
}

const MOST_IDS = 20;

function at(annotation: Annotation, source?: { readonly path: string; readonly line?: number }): Annotation {
  if (!source || !isInRepository(source.path)) return annotation;
  return { ...annotation, path: visible(source.path), ...(source.line !== undefined && { line: source.line }) };
}
