/**
 * Plays histories in a process of its own. The tests' own process has hundreds of megabytes, and to start git from it takes ten
 * times as long as from this one, which starts it some thousand times.
 */
import { historyOf } from './corpus.ts';
import { type Manner, Stage } from './stage.ts';

/** What the tests ask for. */
export type Request =
  | { readonly id: number; readonly ask: 'build'; readonly chapter: string; readonly name: string }
  | { readonly id: number; readonly ask: 'run'; readonly apiUrl: string; readonly manner: Manner }
  | { readonly id: number; readonly ask: 'close' };

/** What they get, of the same id. */
export type Response = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

let stage: Stage | undefined;

async function answer(request: Request): Promise<unknown> {
  if (request.ask === 'build') {
    stage = await Stage.build(historyOf(request.chapter, request.name));
    return { folder: stage.folder, shas: stage.shas, commit: stage.commit };
  }
  if (!stage) throw new Error('nothing was built');
  return request.ask === 'run' ? stage.run(request.apiUrl, request.manner) : stage.close();
}

process.on('message', (request: Request) => {
  answer(request).then(
    (value) => process.send?.({ id: request.id, value }),
    (error: Error) => process.send?.({ id: request.id, error: error.stack ?? error.message }),
  );
});
