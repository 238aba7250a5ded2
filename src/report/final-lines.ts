import { errorText } from '../hood/outcome.ts';
import { type Report, UNACCEPTED } from './report.ts';
import { visible } from './visible.ts';
import {
  duration,
  ended,
  headline,
  inTypes,
  number,
  place,
  plural,
  STATUS_WORDS,
  STOP_TOPICS,
  see,
} from './wording.ts';

/** Objects of one status that the end of the log names; the report holds all. */
const MOST_LINES = 20;

/**
 * The lines that end the log: what happened, and whatever was not accepted. One line when all is well.
 *
 * Messages of the report are not among them: they stand in the log as annotations.
 */
export function finalLines(report: Report): string[] {
  const { requests, durationMs, objects } = report;
  const sent = requests.total > 0 ? ` (${plural(requests.total, 'request')}, ${duration(durationMs)})` : '';
  const lines = [`${headline(report)}${sent}.`];
  if (report.stop)
    lines.push(`Stopped early: ${ended(visible(report.stop.message))} ${see(STOP_TOPICS[report.stop.cause])}`);
  for (const status of UNACCEPTED) {
    const some = objects.filter((object) => object.status === status);
    // Those that share one cause, told above, are counted; a list of them would only push it out of sight.
    const told = status === 'not-sent' ? 0 : MOST_LINES;
    for (const { type, id, sources, error } of some.slice(0, told)) {
      const [source] = sources;
      const where = source ? ` (${place(source)})` : '';
      const why = error ? `: ${visible(errorText(error))}` : '';
      const trace = error?.traceId ? ` (trace id ${visible(error.traceId)})` : '';
      lines.push(`${STATUS_WORDS[status]}: ${type} ${id}${where}${why}${trace}`);
    }
    const rest = some.length - told;
    if (rest > 0)
      lines.push(
        `${STATUS_WORDS[status]}: ${told > 0 ? `${number(rest)} more` : inTypes(some)}; the report lists them all`,
      );
    // Why nothing more was sent stands above.
    if (some.length > 0 && !(status === 'not-sent' && report.stop)) lines.push(see(status));
  }
  return lines;
}
