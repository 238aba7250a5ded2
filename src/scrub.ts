/** Takes secrets out of a text. */
export type Scrub = (text: string) => string;

/** Characters that can be put between two others without a reader noticing: blanks, controls, marks, what has no width or no ink. */
const UNSEEN = '\\s\\p{Cc}\\p{Cf}\\p{M}\\p{Default_Ignorable_Code_Point}\\u2800';
const BLANKS = `[${UNSEEN}]*`;
/** And backslashes; not beside a backslash of the secret, where it would not be known which is whose. */
const BETWEEN = `[${UNSEEN}\\\\]*`;

/** Shorter values are no secrets worth the name, and taking them out would leave no text readable. */
const MIN_LENGTH = 8;

/** Of longer ones all forms are only looked for in one piece: patterns that allow for more would be too large to compile. */
const MAX_PATTERN_LENGTH = 512;

/**
 * Makes a function that replaces secrets by `***`, however a text of others holds them: as they are, in other case, split by
 * blanks or by characters that nobody sees, escaped for JSON, a URL or HTML, also twice, as base64, or as the numbers of their bytes
 * in hexadecimal, also inside of something longer (`Bearer …`, `user:…`).
 *
 * @param secrets shorter ones than 8 characters are left alone
 */
export function scrubber(secrets: readonly string[]): Scrub {
  const scrubs = secrets
    .filter((secret) => secret.length >= MIN_LENGTH)
    .flatMap((secret) => (secret.length > MAX_PATTERN_LENGTH ? inOnePiece(secret) : inAnyForm(secret)));
  return (text) => scrubs.reduce((left, scrub) => scrub(left), text);
}

const inAnyForm = (secret: string): Scrub[] =>
  [new RegExp(anyForm(secret), 'giu'), ...inBase64(secret).map(base64Pattern), hexPattern(secret)].map(
    (pattern) => (text) => text.replace(pattern, '***'),
  );

const inOnePiece = (secret: string): Scrub[] => {
  const hex = Buffer.from(secret).toString('hex');
  const base64 = inBase64(secret).flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
  return [secret, hex, hex.toUpperCase(), ...base64].map((form) => (text) => text.replaceAll(form, '***'));
};

/**
 * Replaces secrets in every text of a plain value; keys stay as they are.
 *
 * @param own keys of members that are left as they are, since no text of others can stand there
 */
export function scrubAll<T>(value: T, scrub: Scrub, own: ReadonlySet<string>): T {
  const scrubbed = (of: unknown): unknown => {
    if (typeof of === 'string') return scrub(of);
    if (typeof of !== 'object' || of === null) return of;
    // What holds no secret is handed on as it is: it may be a million objects.
    if (Array.isArray(of)) {
      const elements = of.map(scrubbed);
      return elements.every((element, index) => element === of[index]) ? of : elements;
    }
    const members = Object.entries(of).map(([key, member]) => [key, member, own.has(key) ? member : scrubbed(member)]);
    if (members.every(([, before, after]) => before === after)) return of;
    return Object.fromEntries(members.map(([key, , after]) => [key, after]));
  };
  return scrubbed(value) as T;
}

/**
 * A pattern for a text as it is and in its other forms. Backslashes in a row count as one sign, which more of them match (each escaping
 * doubles them): as signs of their own, with backslashes between them, they would take time without end on a text full of them.
 */
function anyForm(text: string): string {
  const signs = text.match(/\\+|[^\\]/gu) ?? [];
  return signs
    .map((sign, index) => {
      const beside = sign.startsWith('\\') || signs[index - 1]?.startsWith('\\');
      return (
        (index === 0 ? '' : beside ? BLANKS : BETWEEN) +
        (sign.startsWith('\\') ? backslashes(sign.length) : character(sign))
      );
    })
    .join('');
}

/** A character as it is, and as JSON, a URL or HTML escapes it. */
const character = (char: string): string => `(?:${RegExp.escape(char)}|${escapesOf(char)})`;

/** Only from the first one of a row: from each of them in turn, a row that leads to nothing would take the square of its length. */
const backslashes = (count: number): string => `(?:(?<!\\\\)\\\\{${count},}|(?:${escapesOf('\\')}){${count}})`;

/** Without the backslash before them, which stands between two characters. `%` and `&` may be escaped themselves. */
function escapesOf(char: string): string {
  const code = char.codePointAt(0) as number;
  const hex = code.toString(16);
  const name = HTML_NAMES[char];
  return (
    `u(?:${hex.padStart(4, '0')}|\\{0*${hex}\\})|x${hex.padStart(2, '0')}|%(?:25)*${hex.padStart(2, '0')}|` +
    `&(?:amp;)*(?:#0*${code}|#x0*${hex}${name ? `|${name}` : ''});?`
  );
}

/** The characters that HTML has to escape, as most programs do it. */
const HTML_NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** The bytes of a text in hexadecimal, one by one or in groups, as a dump or a byte string of some language has them. */
function hexPattern(text: string): RegExp {
  const bytes = [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
  return new RegExp(bytes.join('[\\s:,-]*(?:0x|\\\\x)?'), 'gi');
}

/** What base64 makes of a text, by where in three bytes it begins; without the characters that depend on what stands around it (RFC 4648). */
const inBase64 = (text: string): string[] =>
  [0, 1, 2].map((before) => {
    const bytes = Buffer.from(`${' '.repeat(before)}${text}`);
    const first = Math.ceil((before * 8) / 6);
    return bytes.toString('base64').slice(first, Math.floor((bytes.length * 8) / 6));
  });

/** Lines of base64 may be broken (RFC 2045), and two of its characters are others in a URL. */
const base64Pattern = (form: string): RegExp =>
  new RegExp([...form].map((sign) => BASE64_IN_URL[sign] ?? sign).join('(?:\\s|\\\\[rn])*'), 'g');

const BASE64_IN_URL: Readonly<Record<string, string>> = { '+': '(?:[+-]|%2[Bb])', '/': '(?:[/_]|%2[Ff])' };
