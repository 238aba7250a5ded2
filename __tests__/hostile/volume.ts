import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HostileCase } from './case.ts';

/** A million ids of ten digits, and of a hundred thousand files each an id: what is meant to be a lot, in bounded memory. */
export const VOLUME: readonly HostileCase[] = [
  {
    name: 'a million ids by `@file`',
    inputs: { integration: '@ids.txt', 'batch-size': '10000' },
    async prepare({ workspace }) {
      await writeFile(
        path.join(workspace, 'ids.txt'),
        Array.from({ length: 1_000_000 }, (_, i) => `${1_000_000_000 + i}\n`).join(''),
      );
      return undefined;
    },
    says: /Synced 1,000,000 integrations/,
    result: 'synced',
    sent: 'any',
    outputs: { 'synced-count': '1000000', integration: '' },
    mostMb: 1_600,
    mostMs: 400_000,
  },
  {
    name: 'a hundred thousand files',
    inputs: { integration: 'c/**', 'batch-size': '10000' },
    files: { 'README.md': 'x' },
    eventName: 'schedule',
    async prepare({ workspace }) {
      for (let folder = 0; folder < 100; folder++) {
        await mkdir(path.join(workspace, `c/${folder}`), { recursive: true });
        await Promise.all(
          Array.from({ length: 1_000 }, (_, i) =>
            writeFile(path.join(workspace, `c/${folder}/${i}.yml`), `id: ${1_000_000 + folder * 1_000 + i}\nname: x\n`),
          ),
        );
      }
      return undefined;
    },
    says: /Synced 100,000 integrations/,
    result: 'synced',
    sent: 'any',
    outputs: { 'synced-count': '100000' },
    mostMb: 1_200,
    mostMs: 400_000,
  },
];
