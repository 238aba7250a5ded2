/** Takes secrets out of a text. */
export type Scrub = (text: string) => string;

/** What can be put between two characters without a reader noticing: blanks, controls, characters without a width. */
const BLANKS = '[\\s\\p{Cc}\\p{Cf}]*';
/** And backslashes; not beside a backslash of the secret, where it would not be known which is whose. */
const BETWEEN = '[\\s\\p{Cc}\\p{Cf}\\\\]*';

/** Shorter values are no secrets worth the name, and taking them out would leave no text readable. */
const MIN_LENGTH = 8;

/** Longer ones are only looked for as they are: a pattern of all their forms would take seconds to compile. */
const MAX_PATTERN_LENGTH = 512;

/**
 * Makes a function that replaces secrets by `***`, however a text of others holds them: as they are, in other case, split by
 * blanks or by characters that nobody sees, escaped for JSON, a URL or HTML, or as base64, also inside of something longer
 * (`Bearer …`, `user:…`).
 *
 * @param secrets shorter ones than 8 characters are left alone
 */
export function scrubber(secrets: readonly string[]): Scrub {
  const patterns = secrets
    .filter((secret) => secret.length >= MIN_LENGTH)
    .flatMap((secret) => [
      secret.length > MAX_PATTERN_LENGTH ? new RegExp(RegExp.escape(secret), 'g') : new RegExp(anyForm(secret), 'giu'),
      ...inBase64(secret).map((form) => new RegExp(RegExp.escape(form), 'g')),
    ]);
  return (text) => patterns.reduce((left, pattern) => left.replace(pattern, '***'), text);
}

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

const backslashes = (count: number): string => `(?:\\\\{${count},}|(?:${escapesOf('\\')}){${count}})`;

function escapesOf(char: string): string {
  const code = char.codePointAt(0) as number;
  const hex = code.toString(16);
  return `u${hex.padStart(4, '0')}|%${hex.padStart(2, '0')}|&#0*${code};|&#x0*${hex};`;
}

/**
 * What base64 makes of a text, by where in three bytes it begins; without the characters that depend on what stands around it.
 * (RFC 4648; the URL-safe alphabet differs in two characters.)
 */
function inBase64(text: string): string[] {
  const forms = [0, 1, 2].map((before) => {
    const bytes = Buffer.from(`${' '.repeat(before)}${text}`);
    const first = Math.ceil((before * 8) / 6);
    return bytes.toString('base64').slice(first, Math.floor((bytes.length * 8) / 6));
  });
  return [...new Set(forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]))];
}
