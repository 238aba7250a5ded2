import { describe, expect, it } from '@jest/globals';
import {
  parseBlobs,
  parseIndex,
  parseOthers,
  parseRawDiff,
  parseSizes,
  parseTree,
  parseUnwatched,
} from '../../src/git/listings.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const ZERO = '0'.repeat(40);
const nul = (...records: string[]) => Buffer.from(records.map((record) => `${record}\0`).join(''));

describe('a raw diff', () => {
  it('has every kind of change, and both versions of each', () => {
    const diff = nul(
      `:000000 100644 ${ZERO} ${A} A`,
      'added.yml',
      `:100644 100644 ${A} ${B} M`,
      'modified\nname.yml',
      `:100644 000000 ${A} ${ZERO} D`,
      'deleted.yml',
      `:100644 120000 ${A} ${B} T`,
      'to-link.yml',
      `:100755 100755 ${A} ${ZERO} M`,
      'unhashed.yml',
      `:160000 160000 ${A} ${B} M`,
      'module',
    );
    expect(parseRawDiff(diff)).toEqual([
      { path: 'added.yml', new: { path: 'added.yml', kind: 'file', oid: A } },
      {
        path: 'modified\nname.yml',
        old: { path: 'modified\nname.yml', kind: 'file', oid: A },
        new: { path: 'modified\nname.yml', kind: 'file', oid: B },
      },
      { path: 'deleted.yml', old: { path: 'deleted.yml', kind: 'file', oid: A } },
      {
        path: 'to-link.yml',
        old: { path: 'to-link.yml', kind: 'file', oid: A },
        new: { path: 'to-link.yml', kind: 'symlink', oid: B },
      },
      {
        path: 'unhashed.yml',
        old: { path: 'unhashed.yml', kind: 'file', oid: A },
        new: { path: 'unhashed.yml', kind: 'file' },
      },
      {
        path: 'module',
        old: { path: 'module', kind: 'submodule', oid: A },
        new: { path: 'module', kind: 'submodule', oid: B },
      },
    ]);
  });

  it.each([
    ['a status that it does not know', nul(`:100644 100644 ${A} ${B} X`, 'a')],
    ['a mode that it does not know', nul(`:100600 100644 ${A} ${B} M`, 'a')],
    ['a record without its path', nul(`:100644 100644 ${A} ${B} M`)],
    ['a record without its end', Buffer.from(`:100644 100644 ${A} ${B} M\0a`)],
    ['something else', nul('fatal: nonsense', 'a')],
  ])('throws on %s', (_, output) => {
    expect(() => parseRawDiff(output)).toThrow();
  });

  it('leaves out what is not merged: it stands there a second time, as what it is', () => {
    expect(parseRawDiff(nul(`:100644 000000 ${A} ${ZERO} U`, 'conflict.yml'))).toEqual([]);
  });

  it('is empty when nothing differs', () => {
    expect(parseRawDiff(Buffer.alloc(0))).toEqual([]);
  });
});

it('a tree', () => {
  expect(parseTree(nul(`100644 blob ${A}\ta b\t.yml`, `120000 blob ${B}\tl`, `160000 commit ${A}\tm`))).toEqual([
    { path: 'a b\t.yml', kind: 'file', oid: A },
    { path: 'l', kind: 'symlink', oid: B },
    { path: 'm', kind: 'submodule', oid: A },
  ]);
});

it('the index', () => {
  expect(parseIndex(nul(`H 100644 ${A} 0\ta.yml`, `S 100644 ${B} 0\tb.yml`))).toEqual([
    { path: 'a.yml', kind: 'file', oid: A, sparse: false, watched: true },
    { path: 'b.yml', kind: 'file', oid: B, sparse: true, watched: false },
  ]);
});

it('what of the index git does not compare with the work tree', () => {
  const tags = ['H', 'h', 'S', 's', 'M', 'm', 'R', 'K'];
  const index = nul(...tags.map((tag) => `${tag} 100644 ${A} 0\t${tag}.yml`), `h 160000 ${A} 0\tsubmodule`);
  expect(parseUnwatched(index).map(({ path, sparse }) => [path, sparse])).toEqual([
    ['h.yml', false],
    ['S.yml', true],
    ['s.yml', true],
    ['m.yml', false],
  ]);
  expect(parseIndex(index).flatMap(({ path, watched }) => (watched ? path : []))).toEqual([
    'H.yml',
    'M.yml',
    'R.yml',
    'K.yml',
    'submodule',
  ]);
});

it('what is not in the index', () => {
  expect(parseOthers(nul('a.yml', 'other-repository/'))).toEqual([
    { path: 'a.yml', repository: false },
    { path: 'other-repository', repository: true },
  ]);
});

it('a record without a path is no listing', () => {
  expect(() => parseTree(nul(`100644 blob ${A}`))).toThrow('git printed a record without a path');
});

describe('blobs', () => {
  it('of any content', () => {
    const content = Buffer.from([0, 10, 255, 10]);
    const output = Buffer.concat([
      Buffer.from(`${A} blob 4\n`),
      content,
      Buffer.from(`\n${B} missing\n${A} blob 0\n\n`),
    ]);
    expect(parseBlobs(output)).toEqual([content, undefined, Buffer.alloc(0)]);
  });

  it('are not other objects', () => {
    expect(() => parseBlobs(Buffer.from(`${A} tree 4\nabcd\n`))).toThrow(/type tree/);
  });

  it('have sizes', () => {
    expect(parseSizes(Buffer.from(`${A} blob 12\n${B} missing\n${A} commit 7\n`))).toEqual([12, undefined, undefined]);
  });
});
