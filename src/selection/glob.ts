/** More alternatives than this in one pattern are refused: `{a,b}` twenty times over stands for a million patterns. */
const MAX_ALTERNATIVES = 1000;
/** Nor may they take more characters than this to write down, all together. */
const MAX_CHARACTERS = 1_000_000;

/** Deeper `{}` in `{}` is refused. */
const MAX_NESTING = 20;

/** A pattern, ready to be asked. */
export interface Glob {
  readonly pattern: string;
  /** The folder below which every match lies, `''` for the root. */
  readonly folder: string;
  /** How many patterns it stands for, with its `{…,…}` written out. */
  readonly alternatives: number;
  matches(path: string): boolean;
  /** Whether something below a folder may match. */
  reachesBelow(folder: string): boolean;
}

/** Whether an entry that is no existing path is meant as a glob. */
export const isGlob = (text: string): boolean => /[*?[{]/.test(text);

/**
 * Compiles a pattern: `*`, `?`, `**` (any number of folders, as a whole segment), `[…]`, `[!…]`, `{a,b}`; `*` also matches
 * dot files; no extglobs; `/` on every system; a backslash takes the next character literally.
 *
 * Matching is ours because the libraries compile to backtracking regular expressions: with them ten `*` in a pattern and one
 * long file name stop the step for hours. Here the time is at most that of the pattern's length times the path's.
 *
 * @param pattern relative to the checkout, without `..` (see `relativePath`)
 * @returns the glob, or what is wrong with the pattern
 */
export function compileGlob(pattern: string): Glob | { readonly problem: string } {
  const problem = unbalanced(pattern);
  if (problem) return { problem };
  const alternatives = expandBraces(pattern);
  if (!alternatives) {
    return { problem: `stands for more than ${MAX_ALTERNATIVES} patterns, or too long ones; write fewer {…,…}` };
  }
  try {
    // `**` at the end stands for what lies below a folder, not for the folder itself.
    const compiled = alternatives.map((alternative) =>
      alternative
        .replace(/(^|\/)\*\*$/, '$1**/*')
        .split('/')
        .map(compileSegment),
    );
    const folder = folderOf(pattern);
    const prefix = folder === '' ? '' : `${folder}/`;
    return {
      pattern,
      folder,
      alternatives: alternatives.length,
      matches(path) {
        if (!path.startsWith(prefix)) return false;
        const names = namesOf(path);
        return compiled.some((segments) => matchSequence(segments, names, GLOBSTAR, matchSegment));
      },
      reachesBelow(path) {
        const names = namesOf(path);
        return compiled.some((segments) => isPrefix(names, segments));
      },
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** The glob of everything below a directory, whatever characters its name holds. */
export function directoryGlob(directory: string): Glob {
  const prefix = directory === '' ? '' : `${directory}/`;
  return {
    pattern: `${prefix}**`,
    folder: directory,
    alternatives: 1,
    matches: (path) => path.startsWith(prefix),
    reachesBelow: (folder) => `${folder}/`.startsWith(prefix) || prefix.startsWith(`${folder}/`),
  };
}

let lastPath = '';
let lastNames: readonly (readonly string[])[] = [[]];

/** A path's names, character by character. One path is asked of many patterns in a row. */
function namesOf(path: string): readonly (readonly string[])[] {
  if (path !== lastPath) {
    lastPath = path;
    lastNames = path.split('/').map((name) => [...name]);
  }
  return lastNames;
}

const STAR = Symbol('*');
const ANY = Symbol('?');
const GLOBSTAR = Symbol('**');

/** What `[…]` takes: characters from one to another, by their code points. */
interface CharacterClass {
  readonly negated: boolean;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** A character to be met, any one character, one of a class, or any run of characters. */
type Token = string | CharacterClass | typeof ANY | typeof STAR;
type Segment = readonly Token[] | typeof GLOBSTAR;

function compileSegment(segment: string): Segment {
  if (segment === '**') return GLOBSTAR;
  const tokens: Token[] = [];
  const chars = [...segment];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] as string;
    if (char === '\\' && i + 1 < chars.length) tokens.push(chars[++i] as string);
    else if (char === '?') tokens.push(ANY);
    else if (char === '[') {
      const close = closeOfClass(chars, i);
      // Closed in the pattern as a whole, but not in this segment, or not in this alternative of it.
      if (close < 0) throw new Error(UNCLOSED_CLASS);
      tokens.push(compileClass(chars.slice(i + 1, close)));
      i = close;
    } else if (char !== '*') tokens.push(char);
    else if (tokens.at(-1) !== STAR) tokens.push(STAR);
  }
  return tokens;
}

function compileClass(body: readonly string[]): CharacterClass {
  const negated = isNegation(body[0]);
  const ranges: [number, number][] = [];
  let i = negated ? 1 : 0;
  const next = (): number => {
    if (body[i] === '\\' && i + 1 < body.length) i += 1;
    return body[i++]?.codePointAt(0) as number;
  };
  while (i < body.length) {
    const from = next();
    // A `-` at the end is a member.
    const isRange = body[i] === '-' && i + 1 < body.length;
    if (isRange) i += 1;
    const to = isRange ? next() : from;
    if (from > to) throw new Error(`has a class [${body.join('')}] that cannot be read`);
    ranges.push([from, to]);
  }
  return { negated, ranges };
}

const isNegation = (char: string | undefined): boolean => char === '!' || char === '^';

/** The index of the `]` that ends the class at `open`; one right after the opening, or its negation, is a member. */
function closeOfClass(chars: readonly string[], open: number): number {
  const first = isNegation(chars[open + 1]) ? open + 2 : open + 1;
  for (let i = first; i < chars.length; i++) {
    if (chars[i] === '\\') i += 1;
    else if (chars[i] === ']' && i > first) return i;
  }
  return -1;
}

/**
 * The patterns that one with `{a,b}` stands for, braces inside of braces too. `{a}` is `a`, as lists that a script wrote may
 * have one element; there are no ranges.
 *
 * @param pattern whose brackets are balanced
 * @returns nothing when they are too many or too long
 */
function expandBraces(pattern: string): string[] | undefined {
  const chars = [...pattern];
  /** Of each open brace: the options before the one that is being read, and what that one stands for so far. */
  const outer: { options: string[]; current: string[] }[] = [];
  let options: string[] = [];
  let current = [''];
  let characters = 0;
  let unwritten = 0;
  const append = (tails: readonly string[]) => {
    current = current.flatMap((head) => tails.map((tail) => head + tail));
    characters += current.reduce((sum, { length }) => sum + length, 0);
  };
  const flush = (end: number) => {
    if (end > unwritten) append([chars.slice(unwritten, end).join('')]);
    unwritten = end + 1;
  };
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i];
    if (char === '\\') i += 1;
    else if (char === '[') i = closeOfClass(chars, i);
    else if (char === '{') {
      flush(i);
      outer.push({ options, current });
      options = [];
      current = [''];
    } else if (char === ',' && outer.length > 0) {
      flush(i);
      options.push(...current);
      current = [''];
    } else if (char === '}') {
      flush(i);
      const inner = [...options, ...current];
      ({ options, current } = outer.pop() as (typeof outer)[number]);
      if (current.length * inner.length > MAX_ALTERNATIVES) return undefined;
      append(inner);
    }
    if (options.length > MAX_ALTERNATIVES || characters > MAX_CHARACTERS) return undefined;
  }
  flush(chars.length);
  return characters > MAX_CHARACTERS ? undefined : current;
}

/**
 * Matches names (or characters) against tokens of which some, the `wild` ones, stand for any run: on a mismatch only the
 * last run met has to grow, since an earlier one could gain nothing that the last one cannot.
 */
function matchSequence<T, N>(
  tokens: readonly T[],
  items: readonly N[],
  wild: T,
  one: (token: T, item: N) => boolean,
): boolean {
  let token = 0;
  let lastWild = -1;
  let resume = 0;
  for (let item = 0; item < items.length; ) {
    if (token < tokens.length && tokens[token] === wild) {
      lastWild = token++;
      resume = item;
    } else if (token < tokens.length && one(tokens[token] as T, items[item] as N)) {
      token += 1;
      item += 1;
    } else if (lastWild >= 0) {
      token = lastWild + 1;
      item = ++resume;
    } else return false;
  }
  while (tokens[token] === wild) token += 1;
  return token === tokens.length;
}

/** Whether names are met by segments of which some are left then. */
function isPrefix(names: readonly (readonly string[])[], segments: readonly Segment[]): boolean {
  /** The segments that may be the next, a `**` among them or passed over. */
  const passing = (places: readonly number[]): Set<number> => {
    const all = new Set(places);
    for (const place of all) if (segments[place] === GLOBSTAR) all.add(place + 1);
    return all;
  };
  let places = passing([0]);
  for (const name of names) {
    const met = [...places].filter(
      (place) => place < segments.length && matchSegment(segments[place] as Segment, name),
    );
    places = passing(met.map((place) => (segments[place] === GLOBSTAR ? place : place + 1)));
  }
  return [...places].some((place) => place < segments.length);
}

const matchSegment = (segment: Segment, name: readonly string[]): boolean =>
  segment === GLOBSTAR || matchSequence<Token, string>(segment, name, STAR, matchCharacter);

function matchCharacter(token: Token, char: string): boolean {
  if (typeof token !== 'object') return token === ANY || token === char;
  const code = char.codePointAt(0) as number;
  return token.ranges.some(([from, to]) => from <= code && code <= to) !== token.negated;
}

/** The leading segments that hold no special character. */
function folderOf(pattern: string): string {
  const segments = pattern.split('/').slice(0, -1);
  const special = segments.findIndex((segment) => /[*?[\]{}\\]/.test(segment));
  return segments.slice(0, special < 0 ? undefined : special).join('/');
}

const UNCLOSED_CLASS = 'has a [ without its ]';

/** A bracket that nothing closes would be taken literally and match nothing: it is a slip of the pen. */
function unbalanced(pattern: string): string | undefined {
  const chars = [...pattern];
  let open = 0;
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i];
    if (char === '\\') i += 1;
    else if (char === '{' && ++open > MAX_NESTING) return `nests {} deeper than ${MAX_NESTING} levels`;
    else if (char === '}' && --open < 0) return 'has a } without its {';
    else if (char === '[') {
      i = closeOfClass(chars, i);
      if (i < 0) return UNCLOSED_CLASS;
    }
  }
  return open > 0 ? 'has a { without its }' : undefined;
}
