import {
  type DocumentNode,
  type MemberNode,
  parse as parseJsonTree,
  type StringNode,
  type ValueNode,
} from '@humanwhocodes/momoa';
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Pair,
  Parser,
  Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Problem } from '../failure.ts';
import type { Topic } from '../troubleshooting.ts';

/** A path inside a document: the keys of mappings and the indexes of lists, from the root. */
export type Keys = readonly (string | number)[];

/** One JSON document, or one document of a YAML stream, with all digits of its integers and the lines of its values. */
export interface ConfigDocument {
  /**
   * Mappings as objects, lists as arrays, aliases and merges resolved. An integer beyond ±(2⁵³−1) is a `bigint`, another number
   * with more digits than a `number` holds its text, every other one a `number`.
   */
  readonly value: unknown;
  /**
   * Where the value at `keys` stands, and a number's digits as they are written. For a value that came in by an alias or a
   * merge the line is that of the place in the text which leads to it.
   */
  locate(keys: Keys): { readonly line: number; readonly number?: string };
}

/** What a file that cannot be read as documents is told with. */
export type Unreadable = { readonly problem: Omit<Problem, 'path'> };

/** Deeper nesting than this is refused: no configuration has it, and it exhausts the stack of every recursive reader. */
export const MAX_DEPTH = 100;

/** More documents in one file are refused. */
const MAX_DOCUMENTS = 10_000;

/**
 * A YAML file of more lexical tokens (words, signs, gaps) is refused: each takes some microseconds and some hundred bytes. 5 MiB of
 * ordinary configuration have about 3 million.
 */
const MAX_TOKENS = 3_500_000;

/** Reads JSON (RFC 8259), one document. A key that stands twice in an object is refused, as in YAML. */
export function parseJson(text: string): ConfigDocument[] | Unreadable {
  if (text.trim() === '') return [];
  let tree: DocumentNode;
  try {
    tree = parseJsonTree(text, { mode: 'json', ranges: true });
  } catch (error) {
    if (exhausted(error)) return TOO_DEEP;
    const { message, line } = error as Error & { line?: number };
    return {
      problem: { topic: 'file-syntax', message: `is not valid JSON: ${inPlainWords(message)}`, ...(line && { line }) },
    };
  }
  try {
    // The tree's parser takes control characters in strings.
    JSON.parse(text);
  } catch (error) {
    return { problem: { topic: 'file-syntax', message: `is not valid JSON: ${(error as Error).message}` } };
  }
  const value = jsonValue(tree.body, text);
  if (tooDeep(value)) return TOO_DEEP;
  const duplicate = duplicateKey(tree.body);
  if (duplicate) return { problem: duplicate };
  return [
    {
      value,
      locate(keys) {
        const node = jsonNodeAt(tree.body, keys);
        return {
          line: node.loc.start.line,
          ...(node.type === 'Number' && { number: text.slice(node.loc.start.offset, node.loc.end.offset) }),
        };
      },
    },
  ];
}

/** The parser's message with characters for its names of tokens; the line is told with the file. */
const inPlainWords = (message: string): string =>
  JSON_TOKENS.reduce((text, [name, token]) => text.replace(name, `\`${token}\``), message).replace(
    /\.? \(\d+:\d+\)$/,
    '',
  );

const JSON_TOKENS: readonly (readonly [name: RegExp, token: string])[] = [
  [/\bLBrace\b/g, '{'],
  [/\bRBrace\b/g, '}'],
  [/\bLBracket\b/g, '['],
  [/\bRBracket\b/g, ']'],
  [/\bComma\b/g, ','],
  [/\bColon\b/g, ':'],
];

function jsonValue(node: ValueNode, text: string): unknown {
  switch (node.type) {
    case 'Object': {
      const object = {};
      for (const { name, value } of node.members) {
        // Defined rather than assigned, so that a key `__proto__` is a key like any other.
        Object.defineProperty(object, keyName(name), {
          value: jsonValue(value, text),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return object;
    }
    case 'Array':
      return node.elements.map((element) => jsonValue(element.value, text));
    case 'Number': {
      const digits = text.slice(node.loc.start.offset, node.loc.end.offset);
      return /^-?\d+$/.test(digits) ? integer(BigInt(digits)) : decimal(node.value, digits);
    }
    case 'Null':
      return null;
    case 'String':
    case 'Boolean':
      return node.value;
    default:
      throw new Error(`a JSON tree holds no ${node.type}`);
  }
}

/** In JSON a key is a string; identifiers are JSON5's. */
const keyName = (name: MemberNode['name']): string => (name as StringNode).value;

function jsonNodeAt(node: ValueNode, keys: Keys): ValueNode {
  let at = node;
  for (const key of keys) {
    const next =
      at.type === 'Object'
        ? memberOf(at.members, ({ name }) => keyName(name), String(key))?.value
        : at.type === 'Array'
          ? at.elements[Number(key)]?.value
          : undefined;
    if (!next) break;
    at = next;
  }
  return at;
}

/** A mapping with more members than this gets an index, so that thousands of look-ups in one take no longer than reading it. */
const FEW_MEMBERS = 32;

const indexes = new WeakMap<object, ReadonlyMap<string | undefined, unknown>>();

function memberOf<T>(members: readonly T[], nameOf: (member: T) => string | undefined, key: string): T | undefined {
  if (members.length <= FEW_MEMBERS) return members.find((member) => nameOf(member) === key);
  let index = indexes.get(members) as ReadonlyMap<string | undefined, T> | undefined;
  if (!index) {
    index = new Map(members.map((member) => [nameOf(member), member]));
    indexes.set(members, index);
  }
  return index.get(key);
}

function duplicateKey(node: ValueNode): Omit<Problem, 'path'> | undefined {
  if (node.type === 'Array') return firstOf(node.elements, (element) => duplicateKey(element.value));
  if (node.type !== 'Object') return undefined;
  const seen = new Set<string>();
  return firstOf(node.members, ({ name, value, loc }) => {
    const key = keyName(name);
    if (seen.has(key)) {
      return {
        topic: 'duplicate-key',
        message: `holds the key ${JSON.stringify(key)} twice in one object`,
        line: loc.start.line,
      };
    }
    seen.add(key);
    return duplicateKey(value);
  });
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reads a YAML 1.2 stream (core schema, with the merge keys that so many files use). */
export function parseYaml(source: string): ConfigDocument[] | Unreadable {
  // Each document may begin with a byte order mark (YAML 1.2.2, 5.2), as where files were joined; the parser makes it part of a key.
  const text = source.replace(/^(---[^\n]*\n)\ufeff/gm, '$1');
  const lines = new LineCounter();
  // What is missing at the end is told at the last line that holds something.
  const end = text.trimEnd().length;
  const line = (offset: number) => lines.linePos(Math.min(offset, end)).line;
  const tokens = yamlTokens(text, lines);
  if ('problem' in tokens) return tokens;
  const documents: ConfigDocument[] = [];
  const use: AliasUse = { count: 0, lookUps: 0, broughtIn: 0 };
  for (const document of composed(tokens)) {
    const [error] = document.errors;
    if (error) {
      return {
        problem: { topic: 'file-syntax', message: `is not valid YAML: ${error.message}`, line: line(error.pos[0]) },
      };
    }
    const unfit = checkAndComplete(document, text, use);
    if (unfit) {
      const { offset, ...problem } = unfit;
      return { problem: { ...problem, line: line(offset) } };
    }
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: -1 });
    } catch (error) {
      if (exhausted(error)) return TOO_DEEP;
      return { problem: { topic: 'file-syntax', message: `is not valid YAML: ${(error as Error).message}` } };
    }
    if (tooDeep(value)) return TOO_DEEP;
    // A document of comments alone, such as the one after a last `---`.
    if (value === null && isScalar(document.contents) && !document.contents.source) continue;
    documents.push({
      value: shrinkIntegers(value),
      locate(keys) {
        const { position, node } = yamlNodeAt(document, keys);
        return {
          line: line(position.range?.[0] ?? 0),
          ...(isScalar(node) && typeof node.value !== 'string' && node.source && { number: node.source }),
        };
      },
    });
  }
  return documents;
}

/**
 * The first step of `yaml`'s `parseAllDocuments`, which is not recursive: what is too large or too deep for the second one is told
 * before that takes its time and its memory.
 */
function yamlTokens(text: string, lines: LineCounter): CST.Token[] | Unreadable {
  const refuse = (topic: Topic, message: string): Unreadable => ({
    problem: { topic, message, line: lines.linePos(parser.offset).line },
  });
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let documents = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'document') documents += 1;
      tokens.push(token);
    }
    lexemes += 1;
    if (parser.stack.length > 2 * MAX_DEPTH) return refuse(TOO_DEEP.problem.topic, TOO_DEEP.problem.message);
    if (documents > MAX_DOCUMENTS) {
      return refuse('too-deep', `holds more than ${MAX_DOCUMENTS} documents. Split the file.`);
    }
    if (lexemes > MAX_TOKENS) {
      return refuse('too-deep', `holds more than ${MAX_TOKENS} words and signs. Split the file.`);
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

function composed(tokens: readonly CST.Token[]): Document.Parsed[] {
  const { stackTraceLimit } = Error;
  // A broken file has errors by the hundred thousand, and nobody looks at where in the parser they were made.
  Error.stackTraceLimit = 0;
  try {
    const composer = new Composer({
      version: '1.2',
      schema: 'core',
      merge: true,
      intAsBigInt: true,
      // Dates, sets and ordered maps of YAML 1.1 would become objects without a member that could be compared.
      resolveKnownTags: false,
      // Compared pair by pair: with 40,000 keys that takes minutes. `checkAndComplete` does it in one pass.
      uniqueKeys: false,
      logLevel: 'silent',
    });
    return [...composer.compose(tokens)];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

interface Unfit extends Pick<Problem, 'topic' | 'message'> {
  readonly offset: number;
}

/**
 * A file whose aliases (`*defaults`) bring in more text than this, in characters, is refused: a small file could come to be gigabytes.
 */
const MAX_BROUGHT_IN = 5 * 1024 * 1024;

/** Longer keys than this, in characters, all that are lists or mappings together, are refused: the parser makes texts of them, slowly. */
const MAX_COLLECTION_KEYS = 100_000;

/** More aliases than this are refused. */
const MAX_ALIASES = 5000;

/** To make a value of an alias, the parser goes through all anchors and aliases before it: so many steps take about a second. */
const MAX_LOOK_UPS = 25_000_000;

/** Aliases that lead to aliases deeper than this are refused: the parser makes a merge's value anew for each merge above it. */
const MAX_ALIAS_DEPTH = 20;

/** What the aliases of a file have used up, all its documents together. */
interface AliasUse {
  count: number;
  lookUps: number;
  /** How much text they bring in, in characters. */
  broughtIn: number;
}

/** Where an alias leads. */
const LEADS_TO = new WeakMap<Node, Node>();

const resolved = (node: Node): Node => (isAlias(node) ? (LEADS_TO.get(node) as Node) : node);

/**
 * Looks at all nodes once, as a walk takes a good part of the time of parsing. It finds where aliases lead, a key that stands twice in
 * a mapping (keys are compared as the texts that they become), and more aliases than are good. And what a value says beyond what
 * JavaScript makes of it, it makes part of the value, so that a change of it is a change: a tag beyond the core schema (`!env`,
 * `!vault`, `!!timestamp`), and digits that a number does not hold.
 */
function checkAndComplete(document: Document, text: string, use: AliasUse): Unfit | undefined {
  let found: Unfit | undefined;
  const anchors = new Map<string, Node>();
  const keysOf = new Map<unknown, Set<string>>();
  let collections = 0;
  /** How much text the aliases in a node bring in, and how deep they lead. */
  const broughtInto = new Map<unknown, { length: number; depth: number }>();
  let anchored = 0;
  const refuse = (topic: Topic, message: string, node: Node): typeof visit.BREAK => {
    found = { topic, message, offset: node.range?.[0] ?? 0 };
    return visit.BREAK;
  };
  const lookAt = (node: Scalar | YAMLMap | YAMLSeq) => {
    if (!node.anchor) return;
    anchors.set(node.anchor, node);
    anchored += 1;
  };
  /** Where a node leads, also one that the walk has not come to yet. */
  const target = (node: Node): Node | undefined =>
    isAlias(node) ? (LEADS_TO.get(node) ?? anchors.get(node.source)) : node;
  const checkKey = (key: Node, map: unknown) => {
    let name = keyText(target(key));
    if (name === undefined) {
      // Lists and mappings by how they are written, but for blanks.
      name = text.slice(...(key.range ?? [0])).replace(/\s+/g, '');
      collections += name.length;
      if (collections > MAX_COLLECTION_KEYS)
        return refuse(
          'too-deep',
          `has more than ${MAX_COLLECTION_KEYS} characters of keys that are lists or mappings. Write plain keys.`,
          key,
        );
    }
    const keys = keysOf.get(map) ?? new Set();
    keysOf.set(map, keys);
    if (keys.has(name))
      return refuse('duplicate-key', `holds the key ${JSON.stringify(name)} twice in one mapping`, key);
    keys.add(name);
    return undefined;
  };
  visit(document, {
    Alias(_, alias, path) {
      use.count += 1;
      anchored += 1;
      use.lookUps += anchored;
      if (use.count > MAX_ALIASES) return refuse('too-deep', `has more than ${MAX_ALIASES} aliases`, alias);
      const target = anchors.get(alias.source);
      if (!target)
        return refuse('file-syntax', `is not valid YAML: nothing before it is named &${alias.source}`, alias);
      LEADS_TO.set(alias, target);
      const [start, end] = target.range ?? [0, 0];
      const below = broughtInto.get(target) ?? { length: 0, depth: 0 };
      const length = end - start + below.length;
      const depth = 1 + below.depth;
      use.broughtIn += length;
      if (use.broughtIn > MAX_BROUGHT_IN)
        return refuse(
          'too-deep',
          `brings in more than ${MAX_BROUGHT_IN} characters by aliases. Split the file.`,
          alias,
        );
      if (depth > MAX_ALIAS_DEPTH)
        return refuse('too-deep', `has aliases of aliases, deeper than ${MAX_ALIAS_DEPTH} levels`, alias);
      if (use.lookUps > MAX_LOOK_UPS)
        return refuse('too-deep', 'has too many anchors and aliases. Split the file.', alias);
      for (const above of path) {
        const known = broughtInto.get(above) ?? { length: 0, depth: 0 };
        broughtInto.set(above, { length: known.length + length, depth: Math.max(known.depth, depth) });
      }
      return undefined;
    },
    Pair(_, { key }, path) {
      return isNode(key) && !isMerge(key) ? checkKey(key, path.at(-1)) : undefined;
    },
    Map(_, map) {
      lookAt(map);
      if (unknownTag(map)) map.items.push(new Pair(new Scalar('(tag)'), new Scalar(map.tag)));
    },
    Seq(_, list) {
      lookAt(list);
      if (unknownTag(list)) list.items.push(new Scalar(list.tag));
    },
    Scalar(_, node) {
      lookAt(node);
      if (unknownTag(node)) node.value = `${node.tag} ${String(node.value)}`;
      else if (typeof node.value === 'number' && node.source) node.value = decimal(node.value, node.source);
    },
  });
  return found;
}

/** What a key becomes: an object's keys are texts. What a list or a mapping becomes is for the parser to say. */
const keyText = (key: unknown): string | undefined => (isScalar(key) ? String(key.value ?? '') : undefined);

/** A plain `<<`: in quotes it is a key like any other. */
const isMerge = (key: unknown): boolean => isScalar(key) && key.type === Scalar.PLAIN && key.source === '<<';

/** The tags of the core schema (YAML 1.2.2, 10.3), whose values say all that they stand for, and that of merges. */
const CORE_TAGS = new Set(
  ['null', 'bool', 'int', 'float', 'str', 'seq', 'map', 'merge'].map((name) => `tag:yaml.org,2002:${name}`),
);

const unknownTag = ({ tag }: Node): boolean => tag !== undefined && !CORE_TAGS.has(tag);

/** The node at `keys`, and the node in the text that leads there (they differ behind an alias or a merge). */
function yamlNodeAt(document: Document, keys: Keys): { position: Node; node: Node } {
  const root = document.contents as Node;
  let position = root;
  let node = resolved(root);
  let direct = !isAlias(root);
  for (const key of keys) {
    const next = child(node, key);
    if (!next) break;
    direct &&= !next.merged;
    if (direct) position = next.node;
    direct &&= !isAlias(next.node);
    node = resolved(next.node);
  }
  return { position, node };
}

function child(node: Node, key: string | number): { node: Node; merged: boolean } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(key)] as Node | undefined;
    return item && { node: item, merged: false };
  }
  if (!isMap(node)) return undefined;
  const pairs = node.items as YAMLMap<Node, Node | null>['items'];
  const own = memberOf(pairs, ({ key }) => (isMerge(key) ? undefined : keyText(resolved(key))), String(key));
  if (own) return { node: own.value ?? own.key, merged: false };
  for (const pair of pairs) {
    if (!isMerge(pair.key) || !pair.value) continue;
    // A mapping, or several of them in a list, each of them or the list by way of an alias or not.
    const merged = resolved(pair.value);
    for (const source of isSeq(merged) ? (merged.items as Node[]) : [merged]) {
      const found = child(resolved(source), key);
      if (found) return { node: found.node, merged: true };
    }
  }
  return undefined;
}

/** A `bigint` only where a `number` would lose digits: what JSON and YAML say of the same number is then the same value. */
function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A number with a fraction or an exponent; its text where a double would lose digits of it. */
function decimal(value: number, text: string): number | string {
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  return Number.isFinite(value) && digits.length <= MAX_DOUBLE_DIGITS ? value : `(number) ${text}`;
}

/** As many significant digits survive the way to a double and back (IEEE 754, `DBL_DIG`). */
const MAX_DOUBLE_DIGITS = 15;

function shrinkIntegers(value: unknown): unknown {
  if (typeof value === 'bigint') return integer(value);
  if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      const shrunk = shrinkIntegers(member);
      if (shrunk !== member) (value as Record<string, unknown>)[key] = shrunk;
    }
  }
  return value;
}

/** Whether a value nests deeper than `MAX_DEPTH`; a YAML value that holds itself through an alias does, too. */
const tooDeep = (value: unknown, depth = 0): boolean =>
  depth > MAX_DEPTH ||
  (typeof value === 'object' && value !== null && Object.values(value).some((member) => tooDeep(member, depth + 1)));

const TOO_DEEP = {
  problem: { topic: 'too-deep', message: `is nested deeper than ${MAX_DEPTH} levels` },
} as const satisfies Unreadable;

/** The parser of JSON is recursive: what nests by the thousands exhausts its stack before the depth can be measured. */
const exhausted = (error: unknown): boolean =>
  error instanceof RangeError || (error instanceof Error && error.message.includes('call stack'));
