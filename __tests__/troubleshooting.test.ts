import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { TROUBLES, type Trouble } from '../src/troubleshooting.ts';

const SOURCES = path.join(import.meta.dirname, '../src');

/** The sources as they speak: literals that are joined by `+` in one piece, escapes undone, expressions as `…`. */
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== 'troubleshooting.ts')
  .map((name) => readFileSync(path.join(SOURCES, name), 'utf8').replace(/['"`]\s*\+\s*['"`]/g, ''));

const troubles = Object.entries(
  Object.assign({}, ...Object.values<Readonly<Record<string, Trouble>>>(TROUBLES)) as Readonly<Record<string, Trouble>>,
);

const spoken = (source: string): string => source.replace(/\\(['"`$])/g, '$1');
const pieces = (text: string): string[] =>
  text
    .split('…')
    .map((piece) => piece.trim().replace(/:$/, ''))
    .filter((piece) => /\w{2}/.test(piece));

/** The text of the literal that begins at `start`, expressions in it as `…`. */
function literal(source: string, start: number): string {
  const quote = source[start];
  let text = '';
  for (let i = start + 1, depth = 0; i < source.length; i++) {
    const char = source[i] as string;
    if (depth > 0) depth += char === '{' ? 1 : char === '}' ? -1 : 0;
    else if (char === '\\') text += source[++i];
    else if (char === quote) return text;
    else if (quote === '`' && source.startsWith('${', i)) {
      depth = 1;
      i += 1;
      text += '…';
    } else text += char;
  }
  throw new Error('a literal does not end');
}

it.each(troubles)('%s: the sources say what its row quotes', (topic, { says }) => {
  const using = sources.filter((source) => source.includes(`'${topic}'`) || source.includes(` ${topic}: {`));
  expect(using.length).toBeGreaterThan(0);
  // A message may be put together from what several files say, as that of an entry is.
  const said = sources.map(spoken).join('\n');
  expect(says.flatMap(pieces).filter((piece) => !said.includes(piece))).toEqual([]);
});

it('every message stands in the row of its topic', () => {
  const missing: string[] = [];
  let messages = 0;
  for (const source of sources) {
    for (const match of source.matchAll(/'([a-z-]+)',\s*(?:(?:message|problem):\s*)?(?=['"`])/g)) {
      const trouble = troubles.find(([topic]) => topic === match[1])?.[1];
      if (!trouble) continue;
      const message = literal(source, match.index + match[0].length);
      // A list of topics.
      if (!message.includes(' ')) continue;
      messages += 1;
      const [first = ''] = pieces(message);
      const told = trouble.says.some((says) => {
        const [begin = ''] = pieces(says);
        return first.includes(begin) || begin.includes(first);
      });
      if (!told) missing.push(`${match[1]}: ${message}`);
    }
  }
  expect(missing).toEqual([]);
  expect(messages).toBeGreaterThan(40);
});

it('anchors are unique, and stable in form', () => {
  const topics = Object.values(TROUBLES).flatMap((chapter) => Object.keys(chapter));
  expect(new Set(topics).size).toBe(topics.length);
  for (const topic of topics) expect(topic).toMatch(/^[a-z]+(-[a-z]+)*$/);
});
