import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodePath, displayPath, encodePath } from '../../src/selection/path.ts';

describe('a path', () => {
  it('survives the way to a string and back, whatever its bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.string({ unit: 'binary', maxLength: 10 }).map((text) => new Uint8Array(Buffer.from(text))),
      fc
        .constantFrom([0xef, 0xbf, 0xbd], [0xed, 0xb2, 0x80], [0xf0, 0x9f, 0x92], [0xc0, 0x80])
        .map((b) => new Uint8Array(b)),
    );
    fc.assert(
      fc.property(fc.array(bytes), (parts) => {
        const path = Buffer.concat(parts);
        expect(encodePath(decodePath(path))).toEqual(path);
      }),
      { numRuns: 5000 },
    );
  });

  it('two of different bytes are two different strings', () => {
    expect(decodePath(Buffer.from([0xff]))).not.toBe(decodePath(Buffer.from([0xfe])));
    expect(decodePath(Buffer.from([0xff]))).not.toBe(decodePath(Buffer.from('\ufffd')));
  });

  it('is shown on one line, with what cannot be printed escaped', () => {
    expect(displayPath(decodePath(Buffer.from('a\nb\tc\x1b\u2028ä💀\xff', 'utf8')))).toBe(
      'a\\nb\\tc\\u001b\\u2028ä💀ÿ',
    );
    expect(displayPath(decodePath(Buffer.from([0x61, 0xff])))).toBe('a\\xff');
  });
});

it.each(['a', '\u007f', '\u0080', '\u07ff', '\u0800', '\uffff', '\ufffd', '\u{10000}', '\u{10ffff}', 'é文😀'])(
  'what is valid stays as it is beside bytes that are not: %j',
  (text) => {
    const bytes = Buffer.from(text);
    for (const bad of [0x80, 0xbf, 0xc0, 0xc1, 0xf5, 0xff]) {
      const mixed = Buffer.concat([bytes, Buffer.from([bad]), bytes]);
      const decoded = `${text}${String.fromCharCode(0xdc00 + bad)}${text}`;
      expect(decodePath(mixed)).toBe(decoded);
      expect(encodePath(decoded).equals(mixed)).toBe(true);
    }
    // Cut in the middle of a character, nothing of it is one.
    for (let end = 1; end < Buffer.from([...text].at(-1) ?? '').length; end++) {
      const cut = bytes.subarray(0, bytes.length - end);
      expect(decodePath(cut)).toMatch(/[\udc80-\udcff]$/);
      expect(encodePath(decodePath(cut)).equals(cut)).toBe(true);
    }
  },
);

it('a lone surrogate that stands for no byte is written as what it is not', () => {
  expect(encodePath('\ud800').toString()).toBe('\ufffd');
  expect(encodePath('\udc7f\udd00').toString()).toBe('\ufffd\ufffd');
});

it('is shown with the usual names for line breaks and tabs, and numbers for the rest', () => {
  expect(displayPath('a\nb\rc\td\u0001e\u0085f\udc80g\udcffh')).toBe('a\\nb\\rc\\td\\u0001e\\u0085f\\x80g\\xffh');
});
