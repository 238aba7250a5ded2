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
