import { changes } from './changes.ts';
import { checkouts } from './checkouts.ts';
import { events } from './events.ts';
import type { History } from './history.ts';
import { names } from './names.ts';

/** All histories, by chapter and name. */
export const CORPUS: Readonly<Record<string, Readonly<Record<string, History>>>> = {
  changes,
  names,
  events,
  checkouts,
};

export const historyOf = (chapter: string, name: string): History => CORPUS[chapter]?.[name] as History;
