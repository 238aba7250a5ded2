import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './root.ts';

/**
 * Actions of others, of which `act` would fetch the original from GitHub: each has a stand-in in `stand-ins/` that takes the same inputs and
 * prints the same outputs. `actions/checkout` of the workflow's own repository is done by act itself.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  'actions/attest': 'attest',
  'actions/download-artifact': 'download-artifact',
  'actions/setup-node': 'setup-node',
  'actions/upload-artifact': 'upload-artifact',
  'tj-actions/changed-files': 'changed-files',
};

/** Puts this action into a folder, as a release has it; but for the API's address, which is the emulator's. */
export function placeAction(folder: string, apiUrl: string): string {
  const text = readFileSync(path.join(ROOT, 'action.yml'), 'utf8');
  const local = text.replace('default: https://api.ocamba.com', `default: ${apiUrl}`);
  if (local === text) throw new Error('action.yml has another address of the API than this expects');
  writeFileSync(path.join(folder, 'action.yml'), local);
  cpSync(path.join(ROOT, 'dist'), path.join(folder, 'dist'), { recursive: true });
  return folder;
}

/**
 * What is to be taken for everything that a workflow uses from elsewhere.
 *
 * @param action the folder that holds this action
 * @param home a folder for more
 * @returns folders by `OWNER/REPOSITORY@REF`
 * @throws Error when there is nothing for one
 */
export function actionsOf(workflow: string, action: string, home: string): ReadonlyMap<string, string> {
  const actions = new Map<string, string>();
  for (const [, repository = '', ref] of workflow.matchAll(/^\s*(?:- )?uses: ([\w-]+\/[\w-]+)[\w./-]*@(\S+)/gm)) {
    const name = `${repository}@${ref}`;
    const standIn = STAND_INS[repository];
    if (repository === 'actions/checkout') continue;
    if (repository === 'ocamba/hood-resync') actions.set(name, action);
    else if (repository === 'acme/workflows') {
      // What the organisation's workflow uses has to be there, too.
      const reusable = readFileSync(path.join(ROOT, 'examples/reusable.yml'), 'utf8');
      for (const [inner, folder] of actionsOf(reusable, action, home)) actions.set(inner, folder);
      actions.set(name, placeReusable(path.join(home, 'organisation')));
    } else if (standIn) actions.set(name, path.join(ROOT, 'e2e/stand-ins', standIn));
    else throw new Error(`There is no stand-in for ${repository}.`);
  }
  return actions;
}

/** The organisation's repository, as `examples/reusable.yml` says to make it. */
function placeReusable(repository: string): string {
  const workflows = path.join(repository, '.github/workflows');
  mkdirSync(workflows, { recursive: true });
  copyFileSync(path.join(ROOT, 'examples/reusable.yml'), path.join(workflows, 'hood-resync.yml'));
  return repository;
}
