/**
 * Git paths are bytes. Inside the action a path is a string: bytes that are valid UTF-8 as what they mean, any other
 * byte 0x80 to 0xFF as the lone surrogate U+DC80 to U+DCFF, which no valid UTF-8 decodes to. So every path survives the
 * way to a string and back (the scheme of Python's PEP 383, "surrogateescape").
 */
const ESCAPE = 0xdc00;

/** Bytes of a path, as git prints them, to a string. */
export function decodePath(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let path = '';
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes.readUInt8(i);
    const length = utf8Length(lead);
    const piece = bytes.subarray(i, i + length);
    const char = length > 0 && piece.length === length ? piece.toString('utf8') : '\ufffd';
    // U+FFFD itself is a valid name; it is told from a decoding error by its bytes.
    if (!char.includes('\ufffd') || piece.equals(Buffer.from('\ufffd'))) {
      path += char;
      i += length;
    } else {
      path += String.fromCharCode(ESCAPE + lead);
      i += 1;
    }
  }
  return path;
}

function utf8Length(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  if (lead >= 0xf0 && lead < 0xf5) return 4;
  return 0;
}

/** The string of `decodePath` back to the bytes that the file system and git know. */
export function encodePath(path: string): Buffer {
  if (path.isWellFormed()) return Buffer.from(path);
  return Buffer.concat(
    Array.from(path, (char) => {
      const code = char.charCodeAt(0);
      return char.length === 1 && code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff
        ? Buffer.from([code - ESCAPE])
        : Buffer.from(char);
    }),
  );
}

/** Format characters (Unicode's category Cf), and letters that are blank; the joiners stay: scripts and emoji need them. */
const INVISIBLE = /[[\p{Cf}\u115f\u1160\u3164\uffa0]--[\u200c\u200d]]/gv;

/**
 * A path for people: control characters and undecodable bytes as `\n`, `\t` or `\xNN`, so that it stays on one line, and characters
 * that hide or reorder what stands around them as `\u{NNNN}`, so that it is what it looks like.
 */
export function displayPath(path: string): string {
  return (
    path
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\udc80-\udcff]/gu, (char) => {
        if (char === '\n') return '\\n';
        if (char === '\t') return '\\t';
        if (char === '\r') return '\\r';
        const code = char.charCodeAt(0);
        return code >= ESCAPE ? `\\x${(code - ESCAPE).toString(16)}` : `\\u${code.toString(16).padStart(4, '0')}`;
      })
      .replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
  );
}
