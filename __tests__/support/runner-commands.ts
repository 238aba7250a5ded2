/** A workflow command, as the runner reads it out of a line that a step prints. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The commands that the runner knows (actions/runner, `ActionCommandManager` and the extensions it loads); case does not count. */
const COMMANDS: ReadonlySet<string> = new Set([
  ...['internal-set-repo-path', 'set-env', 'set-output', 'save-state', 'add-path', 'add-mask', 'add-matcher'],
  ...['remove-matcher', 'warning', 'error', 'notice', 'debug', 'group', 'endgroup', 'echo', 'stop-commands'],
]);

/** What `String.TrimStart()` of .NET takes away: Unicode's white space. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const LEADING_BLANKS = /^[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The lines of a stream as `StreamReader.ReadLine()` of .NET gives them. */
export const linesOf = (output: string): string[] => output.split(/\r\n|\n|\r/);

/**
 * Finds the command in a line exactly as the runner does (actions/runner, `ActionCommand.TryParseV2` and `TryParse`):
 * `::name props::data` at the start of the line after blanks, or else `##[name props]data` anywhere in it.
 */
export const parseCommand = (line: string): RunnerCommand | undefined => newCommand(line) ?? oldCommand(line);

function newCommand(untrimmed: string): RunnerCommand | undefined {
  const line = untrimmed.replace(LEADING_BLANKS, '');
  if (!line.startsWith('::')) return undefined;
  const end = line.indexOf('::', 2);
  if (end < 0) return undefined;
  return command(line.slice(2, end), ',', line.slice(end + 2), unescapeProperty, unescapeData);
}

function oldCommand(line: string): RunnerCommand | undefined {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return undefined;
  return command(line.slice(start + 3, end), ';', line.slice(end + 1), unescapeOld, unescapeOld);
}

function command(
  info: string,
  separator: string,
  data: string,
  property: (text: string) => string,
  content: (text: string) => string,
): RunnerCommand | undefined {
  const blank = info.indexOf(' ');
  const name = (blank < 0 ? info : info.slice(0, blank)).toLowerCase();
  if (!COMMANDS.has(name)) return undefined;
  const properties: Record<string, string> = {};
  if (blank > 0) {
    for (const each of info.slice(blank + 1).split(separator)) {
      const equals = each.indexOf('=');
      if (equals >= 0) properties[each.slice(0, equals).trim()] = property(each.slice(equals + 1).trim());
    }
  }
  return { name, properties, data: content(data) };
}

const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');

const unescapeProperty = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

const unescapeOld = (text: string): string =>
  text
    .replaceAll('%3B', ';')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%5D', ']')
    .replaceAll('%25', '%');
