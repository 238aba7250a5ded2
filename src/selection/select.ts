import { letSignalsIn } from '../clock.ts';
import { ConfigurationError, type Problem } from '../failure.ts';
import type { Logger } from '../log.ts';
import type { BaseDecision } from './base.ts';
import { isConfigPath, MAX_CONFIG_FILE_BYTES, readConfigFile } from './config-file.ts';
import type { Entry } from './entries.ts';
import type { Glob } from './glob.ts';
import { compareObjects, type FileObjects, fingerprintObjects } from './objects.ts';
import { displayPath } from './path.ts';
import type { Change, FileVersion, Repository } from './repository.ts';
import { type Existing, type Kind, pathsAskedFor, type Resolved, resolveEntries } from './resolve.ts';
import {
  type Base,
  compareIds,
  type Id,
  RESOURCE_TYPES,
  type Reason,
  type ResourceType,
  type SelectedObject,
  type Selection,
  type SkippedFile,
  type Source,
} from './selection.ts';

/** What is to be selected. */
export interface SelectOptions {
  /** The entries of each input, `@file` lists already read. */
  readonly entries: Readonly<Record<ResourceType | 'resyncAllIfChanged', readonly Entry[]>>;
  readonly idPath?: string;
  readonly deleted: 'ignore' | 'resync';
}

/** A repository that is there to be read. */
export interface OpenRepository {
  readonly repository: Repository;
  /** Absolute path of the checkout. */
  readonly root: string;
  /** Asked only when something is to be compared. */
  resolveBase(): Promise<BaseDecision>;
}

export interface SelectPorts {
  /** Asked for only when an entry leads to a file. */
  openRepository(): Promise<OpenRepository>;
  readonly log: Logger;
  /** Aborts when nobody waits for the selection any more. */
  readonly cancel?: AbortSignal;
}

/** How many files are asked for at a time: keeps the calls of git few. What comes is bounded by `MAX_READ_BYTES`. */
const FILES_AT_A_TIME = 512;

/**
 * Chooses the objects; the contract's chapters "Entries", "Config files" and "What changed".
 *
 * @throws ConfigurationError with every problem of the entries, or of the config files, at once
 */
export async function select(options: SelectOptions, ports: SelectPorts): Promise<Selection> {
  const all = Object.values(options.entries).flat();
  if (all.every((entry) => entry.kind === 'id')) {
    const problems = sharedIds(options);
    if (problems.length > 0) throw new ConfigurationError(problems);
    const objects = RESOURCE_TYPES.flatMap((type) =>
      collect(type, resolveEntries(options.entries[type], '', NOTHING_EXISTS), [], options),
    );
    return { objects, files: [], warnings: [] };
  }
  return new Selecting(options, await ports.openRepository(), ports).run(all);
}

/** `resync-all-if-changed` takes files: an id there is a mistake. */
const sharedIds = ({ entries }: SelectOptions): Problem[] =>
  entries.resyncAllIfChanged.flatMap((entry) =>
    entry.kind === 'id'
      ? {
          topic: 'shared-id',
          message: `\`resync-all-if-changed\`: "${entry.id}" is an id; this input takes shared files and globs of them.`,
        }
      : [],
  );

const NOTHING_EXISTS: Existing = { kindOf: () => undefined };

/** An id that was found in a file, before it is merged with what else is known of it. */
interface Found {
  readonly id: Id;
  readonly reason: Reason;
  readonly sources: readonly Source[];
}

/** What became of reading one file. */
type Loaded = { readonly objects: FileObjects } | { readonly problems: readonly Problem[] };

class Selecting {
  readonly #options: SelectOptions;
  readonly #repository: Repository;
  readonly #root: string;
  readonly #resolveBase: () => Promise<BaseDecision>;
  readonly #log: Logger;
  readonly #cancel: AbortSignal | undefined;
  #decision: Promise<BaseDecision> | undefined;
  readonly #skipped = new Map<string, SkippedFile>();
  readonly #problems = new Map<string, readonly Problem[]>();
  readonly #warnings: Problem[] = [];
  #sharedChange: string | undefined;

  constructor(options: SelectOptions, { repository, root, resolveBase }: OpenRepository, { log, cancel }: SelectPorts) {
    this.#options = options;
    this.#repository = repository;
    this.#root = root;
    this.#resolveBase = resolveBase;
    this.#log = log;
    this.#cancel = cancel;
  }

  async run(all: readonly Entry[]): Promise<Selection> {
    const inputs = await this.#resolve(all);
    if (this.#log.isDebug) {
      for (const name of INPUTS) await this.#tellEntries(kebab(name), inputs[name]);
    }
    const objects: SelectedObject[][] = [];
    const everything = await this.#isEverything(inputs.resyncAllIfChanged);
    for (const type of RESOURCE_TYPES) {
      const input = inputs[type];
      const found = [...(await this.#listed(input)), ...(await this.#matched(type, input, everything))];
      objects.push(collect(type, input, found, this.#options));
    }
    if (this.#problems.size > 0) throw new ConfigurationError([...this.#problems.values()].flat());

    const decision = await this.#decision;
    this.#warnings.push(...(decision?.warnings ?? []));
    return {
      ...(decision?.kind === 'commit' && { base: decision.base }),
      ...(decision?.kind === 'everything' && { noBase: decision.why }),
      head: { sha: this.#repository.head },
      ...(this.#sharedChange !== undefined && { sharedChange: this.#sharedChange }),
      objects: objects.flat(),
      files: [...this.#skipped.values()],
      warnings: this.#warnings,
    };
  }

  /** Finds out what the entries name: at the head, and for what does not exist there, at the base. */
  async #resolve(all: readonly Entry[]): Promise<Record<keyof SelectOptions['entries'], Resolved>> {
    const asked = new Set(pathsAskedFor(all, this.#root));
    const kinds = kindsOf(asked, await this.#repository.files(foldersOf(asked)));
    const gone = new Set([...asked].filter((path) => path !== '' && !kinds.has(path)));
    for (const [path, kind] of kindsOf(gone, await this.#filesAtBase(gone))) kinds.set(path, kind);
    const existing: Existing = { kindOf: (path) => kinds.get(path) };
    const { entries } = this.#options;
    const inputs = {
      integration: resolveEntries(entries.integration, this.#root, existing),
      conversion: resolveEntries(entries.conversion, this.#root, existing),
      resyncAllIfChanged: resolveEntries(entries.resyncAllIfChanged, this.#root, existing, () => true),
    };
    const problems = [...Object.values(inputs).flatMap((input) => input.problems), ...sharedIds(this.#options)];
    if (problems.length > 0) throw new ConfigurationError(problems);
    return inputs;
  }

  #decide(): Promise<BaseDecision> {
    this.#decision ??= this.#resolveBase();
    return this.#decision;
  }

  async #base(): Promise<Base | undefined> {
    const decision = await this.#decide();
    return decision.kind === 'commit' ? decision.base : undefined;
  }

  /** What stood at the base at some paths, or below them. */
  async #filesAtBase(paths: ReadonlySet<string>): Promise<readonly FileVersion[]> {
    // The base may cost requests; and of no folders, all files would be listed.
    const base = paths.size > 0 ? await this.#base() : undefined;
    return base ? this.#repository.filesAt(base.sha, [...paths]) : [];
  }

  /**
   * The paths that may differ from the base, and from each commit that may have been synced in part since: one list for each.
   * Without a base there is none.
   */
  async #changes(folders: readonly string[], isWanted: (version: FileVersion) => boolean): Promise<Change[][]> {
    const base = await this.#base();
    const lists: Change[][] = [];
    for (const commit of base ? [base.sha, ...(base.unsettled ?? [])] : []) {
      const changes = await this.#repository.changes(commit, folders);
      lists.push(changes.filter(({ base, head }) => [base, head].some((version) => version && isWanted(version))));
    }
    return lists;
  }

  /** Whether one of the shared files changed, so that every matched file counts as changed. */
  async #isEverything(shared: Resolved): Promise<boolean> {
    if (shared.globs.length + shared.files.length === 0) return false;
    const matches = matcher(shared);
    const changes = await this.#changes(
      [...folders(shared), ...shared.files],
      (version) => matches(version) || (shared.files.includes(version.path) && !shared.excluded(version.path)),
    );
    if (changes.length === 0) return false;
    await this.#warnOfEmptyGlobs('resync-all-if-changed', shared, changes);
    for (const change of changes.flat()) {
      // Another repository that a pattern may lead into is no sign that one of its files changed, nor is one that lies here untracked.
      const isMeant = shared.files.includes(change.path) || shared.globs.some((glob) => isMeantBy(glob, change.path));
      const isRepository = change.head?.kind === 'submodule';
      if (isRepository && (!isMeant || !change.base)) this.#skip(change.path, REPOSITORY);
      else if (await this.#differs(change)) {
        this.#log.info(
          `${displayPath(change.path)} changed, which is under \`resync-all-if-changed\`: every matched file counts.`,
        );
        this.#sharedChange = change.path;
        return true;
      }
    }
    return false;
  }

  async #differs({ base, head }: Change): Promise<boolean> {
    if (base?.kind !== 'file' || head?.kind !== 'file') return true;
    const [before, after] = await this.#repository.read([base, head], MAX_CONFIG_FILE_BYTES);
    // What cannot be read cannot be called unchanged.
    return !Buffer.isBuffer(before) || !Buffer.isBuffer(after) || withoutCr(before) !== withoutCr(after);
  }

  /** For the debug log: each entry, and what it comes to. It takes a listing of its own, which a comparison may do without. */
  async #tellEntries(name: string, input: Resolved): Promise<void> {
    const tell = (what: string) => this.#log.debug(`\`${name}\`: ${what}`);
    if (input.ids.length > 0) tell(`ids named: ${few(input.ids.map(({ id }) => id))}`);
    if (input.files.length > 0) tell(`files named: ${few(input.files.map(displayPath))}`);
    if (input.globs.length === 0) return;
    const files = await this.#repository.files(folders(input));
    for (const glob of input.globs) {
      const matched = files.map(({ path }) => path).filter(glob.matches);
      const excluded = matched.filter(input.excluded);
      const but = excluded.length > 0 ? `; excluded of them: ${few(excluded.map(displayPath))}` : '';
      tell(`the glob "${displayPath(glob.pattern)}" matches ${few(matched.map(displayPath))}${but}`);
    }
  }

  /** The ids of the files that are named one by one: the whole file, whether it changed or not. */
  async #listed(input: Resolved): Promise<Found[]> {
    const named = input.files.filter((path) => !this.#isExcluded(input, path));
    // Of no folders, all files would be listed.
    if (named.length === 0) return [];
    const wanted = new Set(named);
    const heads = (await this.#repository.files(named)).filter(({ path }) => wanted.has(path));
    const head = await this.#load(heads);
    const listed = head.flatMap((file) => toFound(file, 'listed'));
    // A file that is only at the base was deleted, and what it held with it. What is gone from one that is still there matters only
    // where it is to be sent: whoever names files alone needs no base otherwise.
    const atHead = new Set(heads.map(({ path }) => path));
    const asked = this.#options.deleted === 'resync' ? wanted : wanted.difference(atHead);
    const base = asked.size > 0 ? await this.#base() : undefined;
    const before: FileObjects[] = [];
    for (const [index, commit] of (base ? [base.sha, ...(base.unsettled ?? [])] : []).entries()) {
      const old = await this.#repository.filesAt(commit, [...asked]);
      const files = old.filter(({ path, kind }) => asked.has(path) && kind === 'file');
      before.push(...(await this.#loadBases(files, atHead, index > 0)).objects);
    }
    return [...listed, ...(await this.#gone(input, before, head))];
  }

  /** What becomes of the ids that named files do not hold any more: one may stand in a file that a glob matches. */
  async #gone(input: Resolved, base: readonly FileObjects[], head: readonly FileObjects[]): Promise<Found[]> {
    const gone = new Set(idsOf(base)).difference(new Set(idsOf(head)));
    if (gone.size === 0) return [];
    const named = new Set(input.files);
    const files = input.globs.length > 0 ? await this.#filesOf(input) : [];
    const others = await this.#mentioning(
      gone,
      files.filter(({ path, kind }) => !named.has(path) && kind === 'file' && isConfigPath(path)),
    );
    return compareObjects([...base, ...others], [...head, ...others], new Set()).filter(({ id }) => gone.has(id));
  }

  #isExcluded(input: Resolved, path: string): boolean {
    if (!input.excluded(path)) return false;
    this.#skip(path, 'named, but excluded by a `!` entry');
    return true;
  }

  /** The ids of the files that globs match: what changed since the base, or everything. */
  async #matched(type: ResourceType, input: Resolved, everything: boolean): Promise<Found[]> {
    if (input.globs.length === 0) return [];
    const changes = await this.#changes(folders(input), matcher(input));
    await this.#warnOfEmptyGlobs(type, input, changes);
    const decision = await this.#decide();
    if (everything || decision.kind === 'everything' || decision.inDoubt) {
      const files = await this.#filesOf(input);
      const found = (await this.#load(this.#readable(files))).flatMap((file) => toFound(file, 'all'));
      const ids = new Set(found.map(({ id }) => id));
      return [
        ...found,
        ...(await this.#compared(input, changes)).filter((o) => o.reason === 'deleted' && !ids.has(o.id)),
      ];
    }
    this.#log.debug(`\`${type}\`: ${changes.map((some) => some.length).join(' + ')} files may have changed.`);
    return this.#compared(input, changes);
  }

  /** All files that the globs match. With a base asked for only where the changes do not tell enough: a repository may be large. */
  async #filesOf(input: Resolved): Promise<FileVersion[]> {
    return (await this.#repository.files(folders(input))).filter(matcher(input));
  }

  async #warnOfEmptyGlobs(name: string, input: Resolved, changes: readonly (readonly Change[])[]): Promise<void> {
    const unmatched = input.globs.filter(
      (glob) => !changes.some((some) => some.some(({ path }) => glob.matches(path))),
    );
    const files = unmatched.length > 0 ? await this.#repository.files(unmatched.map(({ folder }) => folder)) : [];
    for (const glob of unmatched) {
      if (files.some(({ path }) => isMeantBy(glob, path))) continue;
      this.#warnings.push({
        topic: 'glob-no-match',
        message: `\`${name}\`: the glob "${displayPath(glob.pattern)}" matches no file. Patterns are relative to the checkout, with / between folders, and case counts.`,
      });
    }
  }

  /**
   * The objects of the files that differ, each base against the head. Of several bases the first is the one that the others were
   * synced in part since; an id comes once for each, and what differs from one of them differs.
   */
  async #compared(input: Resolved, changes: readonly (readonly Change[])[]): Promise<Found[]> {
    const heads = this.#readable(distinct(changes.flatMap((some) => some.flatMap(({ head }) => head ?? []))));
    const head = await this.#load(heads);
    const bases: { objects: readonly FileObjects[]; unreadable: ReadonlySet<string> }[] = [];
    for (const [index, some] of changes.entries()) {
      const old = some.flatMap(({ base }) => (base?.kind === 'file' && isConfigPath(base.path) ? base : []));
      const { objects, unreadable } = await this.#loadBases(old, new Set(heads.map(({ path }) => path)), index > 0);
      // What differs from another base alone, stands at this one as at the head.
      const differing = changes.length > 1 ? new Set(some.map(({ path }) => path)) : undefined;
      const same = differing ? head.filter(({ path }) => !differing.has(path)) : [];
      bases.push({ objects: same.length > 0 ? [...objects, ...same] : objects, unreadable });
    }
    const compared = bases.flatMap(({ objects, unreadable }) => compareObjects(objects, head, unreadable));
    const deleted = new Set(compared.filter(({ reason }) => reason === 'deleted').map(({ id }) => id));
    if (deleted.size === 0) return compared;
    // An id that is gone from one file may stand in another one that did not change. Only then are those looked at.
    const changed = new Set(changes.flat().map(({ path }) => path));
    const files = await this.#filesOf(input);
    const others = await this.#mentioning(
      deleted,
      files.filter(({ path, kind }) => !changed.has(path) && kind === 'file' && isConfigPath(path)),
    );
    if (others.length === 0) return compared;
    const known = new Set(compared.map(({ id }) => id));
    return bases
      .flatMap(({ objects, unreadable }) => compareObjects([...objects, ...others], [...head, ...others], unreadable))
      .filter(({ id, reason }) => reason !== 'unchanged' || known.has(id));
  }

  /** Drops and reports what cannot hold objects. */
  #readable(versions: readonly FileVersion[]): FileVersion[] {
    return versions.filter(({ path, kind }) => {
      if (kind === 'symlink') this.#skip(path, 'a symbolic link, which is not followed');
      else if (kind === 'submodule') this.#skip(path, REPOSITORY);
      else if (!isConfigPath(path)) this.#skip(path, 'not a config file; those end in .json, .yaml or .yml');
      else return true;
      return false;
    });
  }

  #skip(path: string, reason: string): void {
    this.#skipped.set(path, { path, reason });
  }

  /** Reads versions whose problems are the user's to mend. */
  async #load(versions: readonly FileVersion[]): Promise<FileObjects[]> {
    const loaded: FileObjects[] = [];
    for await (const [version, file] of this.#read(versions)) {
      if ('problems' in file) this.#problems.set(version.path, file.problems);
      else if (file.objects.objects.length === 0) this.#skip(version.path, 'holds no object');
      else loaded.push(file.objects);
    }
    return loaded;
  }

  /**
   * Reads versions at a base: what is wrong with them cannot be mended any more.
   *
   * @param isExpected whether it is no wonder: a run may have failed for this very reason
   */
  async #loadBases(
    versions: readonly FileVersion[],
    atHead: ReadonlySet<string>,
    isExpected = false,
  ): Promise<{ objects: FileObjects[]; unreadable: Set<string> }> {
    const objects: FileObjects[] = [];
    const unreadable = new Set<string>();
    for await (const [{ path }, file] of this.#read(versions)) {
      if (!('problems' in file)) {
        objects.push(file.objects);
        continue;
      }
      const version = `version at the base could not be read (${file.problems[0]?.message})`;
      if (atHead.has(path)) unreadable.add(path);
      if (isExpected) continue;
      this.#warnings.push({
        topic: 'base-version-unreadable',
        message: atHead.has(path)
          ? `${displayPath(path)}: its ${version}, so all its ids count as changed; ids that were removed from it are not known.`
          : `${displayPath(path)} was deleted, and its ${version}, so the ids that it held are not known.`,
      });
    }
    return { objects, unreadable };
  }

  /** The files among `versions` whose text holds one of the ids, at all. */
  async #mentioning(ids: ReadonlySet<Id>, versions: readonly FileVersion[]): Promise<FileObjects[]> {
    const files: FileObjects[] = [];
    for await (const [version, content] of this.#contents(versions)) {
      if (!Buffer.isBuffer(content)) continue;
      const text = `${version.path}\n${content.toString('latin1')}`;
      if (!text.matchAll(/\d+/g).some(([digits]) => ids.has(digits))) continue;
      const file = this.#parse(version.path, content);
      if (!('problems' in file)) files.push(file.objects);
    }
    return files;
  }

  async *#read(versions: readonly FileVersion[]): AsyncGenerator<[FileVersion, Loaded]> {
    for await (const [version, content] of this.#contents(versions)) {
      yield [
        version,
        Buffer.isBuffer(content) ? this.#parse(version.path, content) : cannotRead(version.path, content),
      ];
    }
  }

  async *#contents(versions: readonly FileVersion[]): AsyncGenerator<[FileVersion, Buffer | Error]> {
    for (let next = 0; next < versions.length; ) {
      const some = versions.slice(next, next + FILES_AT_A_TIME);
      const contents = await this.#repository.read(some, MAX_CONFIG_FILE_BYTES);
      if (contents.length === 0) throw new Error(`nothing was read of ${some.length} files`);
      for (const content of contents) {
        // Whoever parses what is yielded here awaits nothing.
        await letSignalsIn();
        this.#cancel?.throwIfAborted();
        yield [versions[next++] as FileVersion, content];
      }
    }
  }

  #parse(path: string, content: Buffer): Loaded {
    const file = readConfigFile(path, content, this.#options.idPath);
    return 'problems' in file ? file : { objects: fingerprintObjects(path, file) };
  }
}

const REPOSITORY = 'a submodule or another repository';

const INPUTS = [...RESOURCE_TYPES, 'resyncAllIfChanged'] as const;

/** An input as the user knows it. */
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** More names than this are counted only. */
const MOST_NAMES = 1000;

const few = (names: readonly string[]): string =>
  `${names.length}${names.length > 0 ? ` (${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ', …' : ''})` : ''}`;

/** A file's bytes but for its kind of line ends: `core.autocrlf` makes those of the workspace differ from git's. */
const withoutCr = (content: Buffer): string => content.toString('latin1').replaceAll('\r\n', '\n');

const cannotRead = (path: string, error: Error): Loaded => ({
  problems: [{ topic: 'file-unreadable', message: `${displayPath(path)} cannot be read: ${error.message}.`, path }],
});

/** Each version once. Paths alone do not tell them apart: without a checkout, several names that are no UTF-8 may seem to be one. */
const distinct = (versions: readonly FileVersion[]): FileVersion[] => [
  ...new Map(versions.map((version) => [`${version.path}\0${version.oid}`, version])).values(),
];

const folders = (input: Resolved): string[] => input.globs.map((glob) => glob.folder);

/** The root stands for itself; an asked path is a folder to look into as well as a file to look for. */
const foldersOf = (paths: ReadonlySet<string>): string[] => [...paths].filter((path) => path !== '');

/** Whether a glob takes a file in. Another repository is one thing, whatever the glob means below it (`config/**\/*.yml`). */
const takenInBy =
  (glob: Glob) =>
  ({ path, kind }: FileVersion): boolean =>
    glob.matches(path) || (kind === 'submodule' && glob.reachesBelow(path));

/** Whether a glob is about what stands at a path: it matches it, or all that it matches lies below it. */
const isMeantBy = (glob: Glob, path: string): boolean => glob.matches(path) || `${glob.folder}/`.startsWith(`${path}/`);

const matcher =
  ({ globs, excluded }: Resolved) =>
  (version: FileVersion): boolean =>
    globs.some((glob) => takenInBy(glob)(version)) && !excluded(version.path) && !isEmptied(version, excluded);

/** Whether all of another repository is excluded (`!vendor/**`): a name that nobody means is. */
const isEmptied = ({ path, kind }: FileVersion, excluded: Resolved['excluded']): boolean =>
  kind === 'submodule' && excluded(`${path}/\0/\0`);

/** What stands at each of the asked paths, by a listing of files: a path that has files below it is a directory. */
function kindsOf(asked: ReadonlySet<string>, files: readonly FileVersion[]): Map<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const { path, kind } of files) {
    if (asked.has(path)) kinds.set(path, kind);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (asked.has(folder)) kinds.set(folder, 'directory');
    }
  }
  return kinds;
}

const idsOf = (files: readonly FileObjects[]): Id[] => files.flatMap(({ objects }) => objects.map(({ id }) => id));

const toFound = ({ objects }: FileObjects, reason: Reason): Found[] =>
  objects.map(({ id, source }) => ({ id, reason, sources: [source] }));

/** The sources of one id, each once. */
function inOrder(all: readonly Found[]): readonly Source[] {
  const sources = all.flatMap((one) => one.sources);
  if (sources.length < 2) return sources;
  return [...new Map(sources.map((source) => [`${source.path}\0${source.line}`, source])).values()].sort(byPlace);
}

const byPlace = ({ path: a, line: x = 0 }: Source, { path: b, line: y = 0 }: Source): number =>
  a < b ? -1 : a > b ? 1 : x - y;

/**
 * Where several reasons hold for one object, the first of these is told: the strongest. `deleted` is the weakest: an id that is gone from
 * a file that is named may stand in another one.
 */
const PRECEDENCE: readonly Reason[] = ['listed', 'all', 'changed', 'added', 'unchanged', 'deleted'];

const rank = ({ reason }: Found): number => PRECEDENCE.indexOf(reason);

/** Brings together all that was found of each id of a type. */
function collect(
  type: ResourceType,
  input: Resolved,
  found: readonly Found[],
  { deleted }: SelectOptions,
): SelectedObject[] {
  const listed: Found[] = input.ids.map(({ id, origin: { list, line } }) => ({
    id,
    reason: 'listed',
    sources: list ? [{ path: list, ...(line && { line }) }] : [],
  }));
  const all = [...listed, ...found].sort((a, b) => compareIds(a.id, b.id));
  const objects: SelectedObject[] = [];
  // What is known of one id stands together now. Lists of their own for a million ids would take more memory than the ids.
  for (let start = 0, end = 0; start < all.length; start = end) {
    const { id } = all[start] as Found;
    while (all[end]?.id === id) end += 1;
    const same = all.slice(start, end);
    const { reason } = same.reduce((strongest, one) => (rank(one) < rank(strongest) ? one : strongest));
    objects.push({
      type,
      id,
      reason,
      selected: reason === 'deleted' ? deleted === 'resync' : reason !== 'unchanged',
      sources: inOrder(same),
    });
  }
  return objects;
}
