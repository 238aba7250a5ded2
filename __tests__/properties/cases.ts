import fc from 'fast-check';

/** Cases of each property in this folder. */
export const CASES = { numRuns: 10_000 } as const;

/** A dozen letters and signs of several scripts and lengths in UTF-8, without blanks and without what a grammar could mean. */
export const PLAIN = [...'abcXYZ019._-+=~äß文😀'];

/** A name without blanks or special signs. */
export const name: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PLAIN), { minLength: 1, maxLength: 8 })
  .map((chars) => chars.join(''));

/** An id as the contract has it. */
export const id: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[1-9][0-9]{0,19}$/),
  fc.constantFrom('9007199254740993', '17236162066430100298', '99999999999999999999', '10000000000000000000', '1'),
);
