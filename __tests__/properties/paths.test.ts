import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodePath, displayPath, encodePath } from '../../src/selection/path.ts';
import { compareIds } from '../../src/selection/selection.ts';
import { CASES, id } from './cases.ts';

describe('a path', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => new TextEncoder().encode(text)),
    // Sequences of UTF-8 that are cut, too long, or stand for surrogates.
    fc
      .array(
        fc.constantFrom(
          0x61,
          0x2f,
          0x80,
          0xbf,
          0xc0,
          0xc2,
          0xc3,
          0xa9,
          0xe0,
          0xa0,
          0xed,
          0xef,
          0xbd,
          0xf0,
          0x9f,
          0x98,
          0xf4,
          0xff,
        ),
        { maxLength: 12 },
      )
      .map((of) => Uint8Array.from(of)),
  );

  it('survives the way from bytes to a string and back, whatever the bytes', () => {
    fc.assert(
      fc.property(bytes, (of) => {
        expect(encodePath(decodePath(Buffer.from(of))).equals(of)).toBe(true);
      }),
      CASES,
    );
  });

  it('is the text that its bytes are in UTF-8, and two paths are never one string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), bytes, bytes, (text, a, b) => {
        fc.pre(text.isWellFormed());
        expect(decodePath(Buffer.from(text))).toBe(text);
        expect(decodePath(Buffer.from(a)) === decodePath(Buffer.from(b))).toBe(Buffer.from(a).equals(b));
      }),
      CASES,
    );
  });

  it('is shown on one line, without control characters, and what is harmless in it as it is', () => {
    fc.assert(
      fc.property(bytes, (of) => {
        const path = decodePath(Buffer.from(of));
        const shown = displayPath(path);
        expect(shown).toMatch(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u);
        // Letters, marks, digits, signs and plain blanks; but for letters that are blank.
        if (/^[[\p{L}\p{M}\p{N}\p{P}\p{S} ]--[\u115f\u1160\u3164\uffa0]]*$/v.test(path)) expect(shown).toBe(path);
      }),
      CASES,
    );
  });
});

describe('ids', () => {
  it('are ordered as numbers are, whatever their length', () => {
    fc.assert(
      fc.property(id, id, (a, b) => {
        const difference = BigInt(a) - BigInt(b);
        expect(Math.sign(compareIds(a, b))).toBe(difference > 0n ? 1 : difference < 0n ? -1 : 0);
      }),
      CASES,
    );
  });
});
