/**
 * Runs the unit tests under Mocha, for mutation tests: Mocha loads everything once and then switches mutants on and off in one
 * process, where Jest would load the sources anew for each. What the tests import from `@jest/globals` and
 * `fast-check` comes from here.
 */
import { registerHooks } from 'node:module';
import { expect } from 'expect';
import fc from 'fast-check';

// Many mutants, few cases of each property: what is killed here is killed by ten thousand, too. The smallest case that fails is not looked for.
const MOST_CASES = Number(process.env.MUTATION_CASES ?? 60);
const assert = (property, parameters = {}) =>
  fc.assert(property, {
    ...parameters,
    numRuns: Math.min(parameters.numRuns ?? MOST_CASES, MOST_CASES),
    endOnFailure: true,
  });
export default { ...fc, assert };

const REPLACED = new Set(['@jest/globals', 'fast-check']);
registerHooks({
  resolve: (specifier, context, next) =>
    REPLACED.has(specifier) ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
});

// Mocha has its own functions ready only when it loads a file.
const lazily =
  (name) =>
  (...args) =>
    globalThis[name](...args);
export const describe = lazily('describe');
export const it = lazily('it');
export const beforeAll = lazily('before');
export const afterAll = lazily('after');
export const beforeEach = lazily('beforeEach');
export const afterEach = lazily('afterEach');
export const jest = { setTimeout() {} };
export { expect };

/** A row's number in the title: Stryker tells tests apart by their titles. */
const each = (declare) => (rows) => (title, body) => {
  for (const [index, row] of [...rows].entries()) {
    declare(`${title} [${index}]`, () => body(...(Array.isArray(row) ? row : [row])));
  }
};
describe.each = each(describe);
it.each = each(it);
it.concurrent = { each: it.each };
it.skip = () => {};

expect.extend({
  toMatchInlineSnapshot(received, snapshot) {
    const wanted = snapshot.trim().replace(/^"([\s\S]*)"$/, '$1');
    const got = typeof received === 'string' ? received : JSON.stringify(received);
    return { pass: got === wanted, message: () => `expected ${got} to be ${wanted}` };
  },
});
