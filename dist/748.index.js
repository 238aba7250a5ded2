export const id = 748;
export const ids = [748];
export const modules = {

/***/ 2748:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/clock.js
/** The longest delay that `setTimeout` takes; anything longer fires at once (Node's documentation of timers). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** The machine's monotonic clock. */
const systemClock = {
    now: () => performance.now(),
    async sleep(ms, signal) {
        const end = performance.now() + ms;
        for (let left = ms; left > 0 && !signal?.aborted; left = end - performance.now()) {
            await timer(Math.min(left, LONGEST_TIMER_MS), signal);
        }
    },
};
function timer(ms, signal) {
    return new Promise((resolve) => {
        const done = () => {
            clearTimeout(handle);
            signal?.removeEventListener('abort', done);
            resolve();
        };
        // Rounded up: a timer may fire a fraction of a millisecond early, and a pause must never be shorter than asked.
        const handle = setTimeout(done, Math.ceil(ms));
        signal?.addEventListener('abort', done, { once: true });
    });
}

;// CONCATENATED MODULE: ./build/failure.js
/**
 * What the user can mend: inputs, entries, config files, permissions. Everything else that is thrown is a bug of ours.
 * It carries all problems of a stage, since being told of them one run at a time is a nuisance.
 */
class ConfigurationError extends Error {
    name = 'ConfigurationError';
    problems;
    /** @param problems one, or a list of at least one; a string stands for a problem without a place */
    constructor(problems) {
        const all = (typeof problems === 'string' ? [problems] : problems).map((problem) => typeof problem === 'string' ? { message: problem } : problem);
        super(all.map((problem) => problem.message).join('\n'));
        this.problems = all;
    }
}

;// CONCATENATED MODULE: ./build/selection/path.js
/**
 * Git paths are bytes. Inside the action a path is a string: bytes that are valid UTF-8 as what they mean, any other
 * byte 0x80 to 0xFF as the lone surrogate U+DC80 to U+DCFF, which no valid UTF-8 decodes to. So every path survives the
 * way to a string and back (the scheme of Python's PEP 383, "surrogateescape").
 */
const ESCAPE = 0xdc00;
/** Bytes of a path, as git prints them, to a string. */
function decodePath(bytes) {
    const text = bytes.toString('utf8');
    if (!text.includes('\ufffd'))
        return text;
    let path = '';
    for (let i = 0; i < bytes.length;) {
        const length = utf8Length(bytes[i] ?? 0);
        const piece = bytes.subarray(i, i + length);
        const char = length > 0 && piece.length === length ? piece.toString('utf8') : '\ufffd';
        // U+FFFD itself is a valid name; it is told from a decoding error by its bytes.
        if (!char.includes('\ufffd') || piece.equals(Buffer.from('\ufffd'))) {
            path += char;
            i += length;
        }
        else {
            path += String.fromCharCode(ESCAPE + (bytes[i] ?? 0));
            i += 1;
        }
    }
    return path;
}
function utf8Length(lead) {
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        return 2;
    if (lead >= 0xe0 && lead < 0xf0)
        return 3;
    if (lead >= 0xf0 && lead < 0xf5)
        return 4;
    return 0;
}
/** The string of `decodePath` back to the bytes that the file system and git know. */
function encodePath(path) {
    if (path.isWellFormed())
        return Buffer.from(path);
    return Buffer.concat(Array.from(path, (char) => {
        const code = char.charCodeAt(0);
        return char.length === 1 && code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff
            ? Buffer.from([code - ESCAPE])
            : Buffer.from(char);
    }));
}
/** A path for people: control characters and undecodable bytes as `\n`, `\t` or `\xNN`, so that it stays on one line. */
function displayPath(path) {
    return (path
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
        .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\udc80-\udcff]/gu, (char) => {
        if (char === '\n')
            return '\\n';
        if (char === '\t')
            return '\\t';
        if (char === '\r')
            return '\\r';
        const code = char.charCodeAt(0);
        return code >= ESCAPE ? `\\x${(code - ESCAPE).toString(16)}` : `\\u${code.toString(16).padStart(4, '0')}`;
    }));
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./build/git/git.js


/**
 * Options for every call. No hook, file system monitor or `ext::` transport that the checkout's own configuration names is
 * run, nothing is written to the index, and an owner that differs (a container's user) is no obstacle: the
 * workspace is trusted by the workflow that made it.
 */
const SAFE_OPTIONS = [
    ...['safe.directory=*', 'core.fsmonitor=false', `core.hooksPath=${external_node_os_.devNull}`, 'protocol.ext.allow=never'].flatMap((option) => ['-c', option]),
    '--no-optional-locks',
    '--no-replace-objects',
    '--literal-pathspecs',
];
/** A fetch that brings objects and nothing else: no ref, no configuration, no file of the work tree is touched. */
const FETCH = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    '--no-auto-maintenance',
];
/** Runs git in one folder. The only place that starts it; what it prints is parsed elsewhere. */
class Git {
    #folder;
    constructor(folder) {
        this.#folder = folder;
    }
    /**
     * @param args the command and its arguments; user input among them must not be able to pass for an option
     * @param input bytes for its standard input
     * @throws Error when git cannot be started
     */
    ask(args, input) {
        return new Promise((resolve, reject) => {
            const git = (0,external_node_child_process_.spawn)('git', [...SAFE_OPTIONS, ...args], {
                cwd: this.#folder,
                // Messages in English and never a question on the terminal: nobody is there to answer it.
                env: { ...withoutSecrets(process.env), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
                windowsHide: true,
            });
            const out = [];
            const err = [];
            git.stdout.on('data', (chunk) => out.push(chunk));
            git.stderr.on('data', (chunk) => err.push(chunk));
            // Git may end before it has read everything; its status then tells more than the broken pipe.
            git.stdin.on('error', () => { });
            git.stdin.end(input);
            git.on('error', reject);
            git.on('close', (status) => resolve({
                status: status ?? 1,
                stdout: Buffer.concat(out),
                stderr: Buffer.concat(err).toString().replace(/\s+/g, ' ').trim(),
            }));
        });
    }
    /**
     * @returns what git printed
     * @throws GitError when git ends with another status than 0
     */
    async run(args, input) {
        const { status, stdout, stderr } = await this.ask(args, input);
        if (status !== 0)
            throw new GitError(args, stderr);
        return stdout;
    }
}
/**
 * The environment without the action's inputs, among which is the token: a fetch may run programs that the checkout's
 * configuration names (`core.sshCommand`, `credential.helper`; actions/checkout sets them itself), and an earlier step may have
 * written there. Nor is git to be led to another repository than the one in the folder.
 */
const withoutSecrets = (environment) => Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(INPUT_|GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY)$)/i.test(name)));
/** A git command that failed where it should not. */
class GitError extends Error {
    name = 'GitError';
    constructor(args, stderr) {
        super(`git ${args[0]} failed: ${stderr || 'it said nothing'}`);
    }
}

;// CONCATENATED MODULE: ./build/git/listings.js

/** A mode of git's: what an entry of a tree or of the index is. */
const KINDS = {
    '100644': 'file',
    '100755': 'file',
    // Written by early versions of git for group-writable files; still in old histories.
    '100664': 'file',
    '120000': 'symlink',
    '160000': 'submodule',
};
const ABSENT = '000000';
function kindOf(mode) {
    const kind = KINDS[mode];
    if (!kind)
        throw new Error(`git printed the mode ${mode}, which this action does not know`);
    return kind;
}
/** The NUL-terminated records of an output of `git … -z`. */
function records(output) {
    const parts = [];
    let start = 0;
    for (let end = output.indexOf(0); end >= 0; end = output.indexOf(0, start)) {
        parts.push(output.subarray(start, end));
        start = end + 1;
    }
    if (start !== output.length)
        throw new Error('git printed a record without its end');
    return parts;
}
/** `META<tab>PATH` in two. */
function atTab(record) {
    const tab = record.indexOf('\t');
    if (tab < 0)
        throw new Error(`git printed a record without a path: ${record.toString('latin1')}`);
    return { meta: record.subarray(0, tab).toString('latin1').split(' '), path: decodePath(record.subarray(tab + 1)) };
}
/**
 * Parses the raw output of git's diff commands with `-z --no-renames`: `:MODE MODE OID OID STATUS<nul>PATH<nul>`
 * (gitdiffcore's and git-diff-index's "raw output format").
 *
 * @throws Error on a status letter or a mode that it does not know
 */
function parseRawDiff(output) {
    const parts = records(output);
    const entries = [];
    for (let i = 0; i < parts.length; i += 2) {
        const meta = parts[i]?.toString('latin1') ?? '';
        const [, oldMode, newMode, oldOid, newOid, status] = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(meta) ?? [];
        const name = parts[i + 1];
        if (!oldMode || !newMode || !oldOid || !newOid || !name)
            throw new Error(`git printed the diff record "${meta}"`);
        // Added, modified, deleted, type changed, unmerged: renames and copies are switched off.
        if (!'AMDTU'.includes(status ?? ''))
            throw new Error(`git printed the status ${status}, which this action does not know`);
        const path = decodePath(name);
        const version = (mode, oid) => mode === ABSENT ? undefined : { path, kind: kindOf(mode), ...(/[^0]/.test(oid) && { oid }) };
        const older = version(oldMode, oldOid);
        const newer = version(newMode, newOid);
        // An unmerged path has no mode on the newer side although a file may lie there; the `M` record beside it tells.
        if (status === 'U')
            continue;
        entries.push({ path, ...(older && { old: older }), ...(newer && { new: newer }) });
    }
    return entries;
}
/** Parses `git ls-tree -r -z`: `MODE TYPE OID<tab>PATH<nul>`. */
function parseTree(output) {
    return records(output).map((record) => {
        const { meta, path } = atTab(record);
        const [mode = '', , oid = ''] = meta;
        return { path, kind: kindOf(mode), oid };
    });
}
/** Parses `git ls-files -z -t --stage`: `TAG MODE OID STAGE<tab>PATH<nul>`. An unmerged path comes once for each stage. */
function parseIndex(output) {
    return records(output).map((record) => {
        const { meta, path } = atTab(record);
        const [tag = '', mode = '', oid = ''] = meta;
        return { path, kind: kindOf(mode), oid, sparse: tag === 'S' };
    });
}
/** Parses `git ls-files -z --others`. A repository inside the checkout comes as its folder, with a `/` at the end. */
function parseOthers(output) {
    return records(output).map((record) => {
        const path = decodePath(record);
        return path.endsWith('/') ? { path: path.slice(0, -1), repository: true } : { path, repository: false };
    });
}
/** Parses `git cat-file --batch`: `OID blob SIZE<lf>CONTENT<lf>`, or `OID missing<lf>`. */
function parseBlobs(output) {
    const blobs = [];
    for (let at = 0; at < output.length;) {
        const end = output.indexOf('\n', at);
        const [, type, size] = output.subarray(at, end).toString('latin1').split(' ');
        at = end + 1;
        if (type === 'missing') {
            blobs.push(undefined);
            continue;
        }
        if (type !== 'blob' || !size)
            throw new Error(`git printed an object of the type ${type} where a blob should be`);
        blobs.push(output.subarray(at, at + Number(size)));
        at += Number(size) + 1;
    }
    return blobs;
}
/** Parses `git cat-file --batch-check`: sizes in bytes, nothing for an object that is missing. */
function parseSizes(output) {
    return output
        .toString('latin1')
        .trimEnd()
        .split('\n')
        .map((line) => {
        const [, type, size] = line.split(' ');
        return type === 'blob' ? Number(size) : undefined;
    });
}

;// CONCATENATED MODULE: ./build/git/checkout.js







/** With more folders than this the whole checkout is listed: a command line has a limit, and 100 files are soon listed. */
const MAX_PATHSPECS = 100;
/** How many files are read side by side. */
const READERS = 32;
/** A local checkout: a commit in git, and the work tree above it. */
class Checkout {
    head;
    git;
    #root;
    #elsewhere;
    constructor(root, git, head, elsewhere) {
        this.#root = root;
        this.git = git;
        this.head = head;
        this.#elsewhere = elsewhere(head);
    }
    /**
     * @param folder absolute path of the folder that `actions/checkout` filled
     * @param elsewhere asked for the versions that the checkout has not
     * @returns nothing when that folder is not the root of a checkout
     * @throws ConfigurationError when there is a checkout that cannot be read
     */
    static async open(folder, elsewhere) {
        const root = await (0,promises_.realpath)(folder).catch(() => undefined);
        // A `.git` is looked for first: without it git would go on to the folders above, which are not ours.
        if (!root || !(await exists(external_node_path_.join(root, '.git'))))
            return undefined;
        const git = new Git(root);
        const answer = await git
            .ask(['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'])
            .catch(() => {
            throw new ConfigurationError('git could not be started. The action needs git on the runner to read the checkout.');
        });
        if (answer.status !== 0) {
            throw new ConfigurationError(`The checkout in ${displayPath(folder)} has no commit that can be read${answer.stderr ? ` (git: ${answer.stderr})` : ''}. Check it out with actions/checkout.`);
        }
        return new Checkout(root, git, answer.stdout.toString().trim(), elsewhere);
    }
    async files(folders) {
        const pathspecs = toPathspecs(folders);
        const [index, changed, others] = await Promise.all([
            this.git.run(['ls-files', '-z', '-t', '--stage', ...pathspecs]).then(parseIndex),
            this.git.run(['diff-files', '-z', '--no-renames', '--ignore-submodules=dirty', ...pathspecs]).then(parseRawDiff),
            this.#untracked(pathspecs),
        ]);
        // What the index knows, as far as it still lies in the work tree, and what only lies there.
        const work = new Map(changed.map((entry) => [entry.path, entry.new]));
        const files = new Map();
        for (const { path, kind, oid, sparse } of index) {
            if (sparse)
                files.set(path, { path, kind, oid });
            else if (!work.has(path))
                files.set(path, { path, kind });
            else {
                const now = work.get(path);
                if (now)
                    files.set(path, { path, kind: now.kind });
            }
        }
        for (const file of others)
            files.set(file.path, file);
        return [...files.values()];
    }
    async filesAt(commit, folders) {
        return (await this.#has(commit)) ? this.#tree(commit, folders) : this.#elsewhere.filesAt(commit, folders);
    }
    async #tree(commit, folders) {
        return parseTree(await this.git.run(['ls-tree', '-r', '-z', '--full-tree', commit, ...toPathspecs(folders)]));
    }
    async #has(commit) {
        return (await this.git.ask(['cat-file', '-e', `${commit}^{tree}`])).status === 0;
    }
    async changes(base, folders) {
        if (!(await this.#has(base)))
            return this.#changesFrom(await this.#elsewhere.filesAt(base, folders), folders);
        const pathspecs = toPathspecs(folders);
        const [diff, others] = await Promise.all([
            this.git
                .run(['diff-index', '-z', '--no-renames', '--ignore-submodules=dirty', base, ...pathspecs])
                .then(parseRawDiff),
            this.#untracked(pathspecs),
        ]);
        const heads = await Promise.all(diff.map(({ new: now }) => now && this.#asItStands(now)));
        const changes = new Map();
        diff.forEach(({ path, old }, index) => {
            const head = heads[index];
            changes.set(path, { path, ...(old && { base: old }), ...(head && { head }) });
        });
        for (const file of others) {
            // Taken out of the index but still there: the base's version is known from the diff.
            const base = changes.get(file.path)?.base;
            changes.set(file.path, { path: file.path, ...(base && { base }), head: file });
        }
        return [...changes.values()];
    }
    /** The changes from a base whose tree is only known from elsewhere: by object ids, and by what the work tree has beyond them. */
    async #changesFrom(files, folders) {
        const [committed, work] = await Promise.all([this.#tree(this.head, folders), this.changes(this.head, folders)]);
        const bases = new Map(files.map((file) => [file.path, file]));
        const heads = new Map(committed.map((file) => [file.path, file]));
        const inWork = new Map(work.map((change) => [change.path, change]));
        const paths = [...new Set([...bases.keys(), ...heads.keys(), ...inWork.keys()])].filter((file) => {
            const base = bases.get(file);
            const head = heads.get(file);
            return inWork.has(file) || base?.oid !== head?.oid || base?.kind !== head?.kind;
        });
        return Promise.all(paths.map(async (path) => {
            const base = bases.get(path);
            const committedHead = heads.get(path);
            const head = inWork.has(path)
                ? inWork.get(path)?.head
                : committedHead && (await this.#asItStands(committedHead));
            return { path, ...(base && { base }), ...(head && { head }) };
        }));
    }
    async read(versions, maxBytes) {
        const contents = new Array(versions.length);
        const stored = versions.flatMap((version, index) => (version.oid ? [{ version, index }] : []));
        const blobs = this.#readBlobs(stored.map(({ version }) => version), maxBytes).then((found) => {
            found.forEach((content, i) => {
                contents[stored[i]?.index] = content;
            });
        });
        const work = versions.flatMap(({ path, oid }, index) => (oid ? [] : [{ path, index }]));
        let next = 0;
        const reader = async () => {
            for (let file = work[next++]; file; file = work[next++]) {
                contents[file.index] = await this.#readWork(file.path, maxBytes).catch((error) => error);
            }
        };
        await Promise.all([blobs, ...Array.from({ length: READERS }, reader)]);
        return contents;
    }
    async #untracked(pathspecs) {
        // Ignored files too: what a build step generated under a glob is meant by the glob.
        const others = parseOthers(await this.git.run(['ls-files', '-z', '--others', ...pathspecs]));
        return Promise.all(others.map(async ({ path, repository }) => {
            if (repository)
                return { path, kind: 'submodule' };
            const stat = await (0,promises_.lstat)(this.#absolute(path)).catch(() => undefined);
            return { path, kind: stat?.isSymbolicLink() ? 'symlink' : 'file' };
        }));
    }
    /** A sparse checkout's file is read from git (it keeps its `oid`), every other from the work tree. */
    async #asItStands({ path, kind, oid }) {
        return oid && !(await exists(this.#absolute(path))) ? { path, kind, oid } : { path, kind };
    }
    async #readBlobs(versions, maxBytes) {
        if (versions.length === 0)
            return [];
        const oids = versions.map(({ oid }) => oid);
        await this.#fetchPromised(oids);
        const sizes = parseSizes(await this.git.run(['cat-file', '--batch-check'], lines(oids)));
        const here = oids.filter((_, index) => (sizes[index] ?? Number.POSITIVE_INFINITY) <= maxBytes);
        const [blobs, others] = await Promise.all([
            here.length > 0 ? this.git.run(['cat-file', '--batch'], lines(here)).then(parseBlobs) : [],
            this.#readElsewhere(versions.filter((_, index) => sizes[index] === undefined), maxBytes),
        ]);
        let next = 0;
        let nextOther = 0;
        return oids.map((_, index) => {
            const size = sizes[index];
            if (size === undefined)
                return others[nextOther++];
            return size > maxBytes ? tooLarge(size, maxBytes) : blobs[next++];
        });
    }
    async #readElsewhere(versions, maxBytes) {
        return versions.length > 0 ? this.#elsewhere.read(versions, maxBytes) : [];
    }
    /**
     * Fetches the missing ones of a partial clone's blobs at once; git itself would fetch each one when it is read. What cannot be
     * fetched is then missing, and read elsewhere.
     */
    async #fetchPromised(oids) {
        const remote = await this.git.ask(['config', '--get-regexp', '^remote\\..*\\.promisor$', 'true']);
        const name = /^remote\.(.+)\.promisor /.exec(remote.stdout.toString())?.[1];
        if (!name)
            return;
        const objects = await this.git.ask(['rev-list', '--objects', '--no-object-names', '--no-walk', '--missing=print', '--stdin'], lines(oids));
        const missing = objects.stdout
            .toString()
            .split('\n')
            .filter((line) => line.startsWith('?'))
            .map((line) => line.slice(1));
        if (missing.length > 0)
            await this.git.ask([...FETCH, '--filter=blob:none', '--stdin', name], lines(missing));
    }
    async #readWork(file, maxBytes) {
        const absolute = this.#absolute(file);
        // The last part is held back by O_NOFOLLOW; the folders above it by asking where they really are.
        const parent = await (0,promises_.realpath)(absolute.subarray(0, absolute.lastIndexOf('/')), { encoding: 'buffer' });
        if (!samePath(parent, this.#absolute(external_node_path_.posix.dirname(file))))
            throw new Error('a folder above it is a symbolic link');
        // O_NONBLOCK: opening a FIFO must not wait for a writer.
        const handle = await (0,promises_.open)(absolute, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
        try {
            const stat = await handle.stat();
            if (!stat.isFile())
                throw new Error('it is not a regular file');
            if (stat.size > maxBytes)
                throw tooLarge(stat.size, maxBytes);
            return await handle.readFile();
        }
        finally {
            await handle.close();
        }
    }
    #absolute(file) {
        return file === '.' ? Buffer.from(this.#root) : Buffer.concat([Buffer.from(`${this.#root}/`), encodePath(file)]);
    }
}
const lines = (oids) => oids.map((oid) => `${oid}\n`).join('');
const exists = (file) => (0,promises_.lstat)(file).then(() => true, () => false);
/** Compared as bytes, with either kind of slash on Windows. */
const samePath = (a, b) => external_node_path_.normalize(a.toString('latin1')) === external_node_path_.normalize(b.toString('latin1'));
const tooLarge = (bytes, maxBytes) => new Error(`it has ${bytes} bytes; a config file has at most ${maxBytes}`);
function toPathspecs(folders) {
    const distinct = [...new Set(folders)];
    // Paths that are not valid UTF-8 cannot be passed as arguments.
    return distinct.length === 0 || distinct.length > MAX_PATHSPECS || distinct.some((f) => f === '' || !f.isWellFormed())
        ? []
        : ['--', ...distinct];
}

;// CONCATENATED MODULE: ./build/selection/event.js

/**
 * Reads what the base depends on from an event (documentation of GitHub, "Webhook events and payloads" and "Events that trigger
 * workflows").
 *
 * @throws ConfigurationError when a value is not of the shape that GitHub documents; a value that is not there at all makes the
 *   event `incomplete`, which is no obstacle where the base does not depend on it
 */
function parseEvent({ name, sha, runId, payload }) {
    const fields = new Fields(name, payload);
    if (sha !== '' && !isSha(sha))
        throw malformed('The environment variable GITHUB_SHA', 'a full SHA', sha);
    if (!/^\d{0,15}$/.test(runId))
        throw malformed('The environment variable GITHUB_RUN_ID', 'a number', runId);
    const common = { name, ...(sha !== '' && { commit: sha }), ...(runId !== '' && { runId: Number(runId) }) };
    try {
        return { ...common, ...(event_READERS.get(name)?.(fields) ?? { kind: 'other' }) };
    }
    catch (error) {
        if (error instanceof Missing)
            return { ...common, kind: 'incomplete', missing: error.message };
        throw error;
    }
}
/** Whether a text is a full object id, of SHA-1 or SHA-256. */
const isSha = (text) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text ?? '');
const readPullRequest = (fields) => {
    const headSha = fields.sha('pull_request.head.sha');
    const commits = fields.optional('pull_request.commits', (key) => fields.integer(key));
    const mergeSha = fields.optional('pull_request.merge_commit_sha', (key) => fields.sha(key));
    return {
        kind: 'pull-request',
        headSha,
        baseSha: fields.sha('pull_request.base.sha'),
        ...(mergeSha && { mergeSha }),
        merged: fields.optional('pull_request.merged', (key) => fields.boolean(key)) ?? false,
        ...(commits !== undefined && { commits }),
    };
};
const readDeployment = (fields) => ({
    kind: 'deployment',
    id: fields.integer('deployment.id'),
    environment: fields.text('deployment.environment'),
    commit: fields.sha('deployment.sha'),
});
const event_READERS = new Map(Object.entries({
    push: readPush,
    release: (fields) => ({ kind: 'release', tag: fields.text('release.tag_name') }),
    pull_request: readPullRequest,
    // Here GITHUB_SHA is the target branch's newest commit, which holds nothing of the pull request.
    pull_request_target: (fields) => ({ ...readPullRequest(fields), commit: fields.sha('pull_request.head.sha') }),
    merge_group: (fields) => ({
        kind: 'merge-group',
        baseSha: fields.sha('merge_group.base_sha'),
        commit: fields.sha('merge_group.head_sha'),
    }),
    deployment: readDeployment,
    deployment_status: readDeployment,
    workflow_run(fields) {
        const branch = fields.optional('workflow_run.head_branch', (key) => fields.text(key));
        const headRepositoryId = fields.optional('workflow_run.head_repository.id', (key) => fields.integer(key));
        const conclusion = fields.optional('workflow_run.conclusion', (key) => fields.text(key));
        return {
            kind: 'workflow-run',
            run: {
                id: fields.integer('workflow_run.id'),
                workflowId: fields.integer('workflow_run.workflow_id'),
                event: fields.text('workflow_run.event'),
                ...(branch && { branch }),
                ...(headRepositoryId !== undefined && { headRepositoryId }),
                ...(conclusion && { conclusion }),
            },
            // Here GITHUB_SHA is the default branch's newest commit.
            commit: fields.sha('workflow_run.head_sha'),
        };
    },
}));
function readPush(fields) {
    const ref = fields.text('ref');
    const [, type, name] = /^refs\/(heads|tags)\/(.+)$/s.exec(ref) ?? [];
    if (!type || !name)
        throw fields.malformed('ref', 'a branch or tag (`refs/heads/…`, `refs/tags/…`)');
    const after = fields.sha('after');
    if (isZero(after))
        return { kind: 'deletion', ref };
    if (type === 'tags')
        return { kind: 'push-tag', tag: name };
    const before = fields.sha('before');
    const defaultBranch = fields.optional('repository.default_branch', (key) => fields.text(key));
    return {
        kind: 'push-branch',
        branch: name,
        ...(!isZero(before) && { before }),
        forced: fields.optional('forced', (key) => fields.boolean(key)) ?? false,
        broughtCommits: (fields.optional('commits', (key) => fields.list(key)) ?? []).length > 0,
        ...(defaultBranch && { defaultBranch }),
        commit: after,
    };
}
/** GitHub's sign for "no commit". */
const isZero = (sha) => /^0+$/.test(sha);
/** Something that the payload does not hold at all. */
class Missing extends Error {
}
/** Longest text of a payload that counts as a name; git and GitHub permit no longer ones. */
const MAX_NAME_LENGTH = 1024;
/** Reads checked values from a payload, by their path in it. */
class Fields {
    #event;
    #payload;
    constructor(event, payload) {
        this.#event = event;
        this.#payload = payload;
    }
    sha(key) {
        return this.#checked(key, 'a full SHA', (value) => typeof value === 'string' && isSha(value));
    }
    /** One line that is not empty. */
    text(key) {
        return this.#checked(key, 'a name', (value) => typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME_LENGTH && !/\p{Cc}/u.test(value));
    }
    boolean(key) {
        return this.#checked(key, '`true` or `false`', (value) => typeof value === 'boolean');
    }
    /** A whole number from 0; ids of GitHub's are such numbers. */
    integer(key) {
        return this.#checked(key, 'a whole number', (value) => Number.isSafeInteger(value) && value >= 0);
    }
    list(key) {
        return this.#checked(key, 'a list', Array.isArray);
    }
    /** Nothing for a value that the payload does not hold, or holds as `null`. */
    optional(key, read) {
        return this.#at(key) == null ? undefined : read(key);
    }
    malformed(key, takes) {
        return malformed(`\`${key}\` in the payload of the event \`${this.#event}\``, takes, this.#at(key));
    }
    #checked(key, takes, is) {
        const value = this.#at(key);
        if (value == null)
            throw new Missing(key);
        if (!is(value))
            throw this.malformed(key, takes);
        return value;
    }
    #at(key) {
        return key.split('.').reduce((at, part) => {
            // Own members only: `constructor` and the like are no part of a payload.
            return typeof at === 'object' && at !== null && Object.hasOwn(at, part)
                ? at[part]
                : undefined;
        }, this.#payload);
    }
}
function malformed(what, takes, got) {
    const shown = JSON.stringify(got) ?? String(got);
    return new ConfigurationError(`${what} must be ${takes}, but is ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}. GitHub writes it so; check what made this payload.`);
}

;// CONCATENATED MODULE: ./build/selection/history.js
/** The answer of one who cannot know: a shallow clone that is asked for ancestors, say. */
const UNKNOWN = Symbol('unknown');
/** Asks the local git first, and GitHub for what that cannot know. */
function firstOf(local, github) {
    const orElse = async (answer, ask) => {
        const known = await answer;
        return known === UNKNOWN ? ask() : known;
    };
    return {
        commit: (name) => orElse(local.commit(name), () => github.commit(name)),
        isAncestor: (ancestor, descendant) => orElse(local.isAncestor(ancestor, descendant), () => github.isAncestor(ancestor, descendant)),
        mergeBase: (a, b) => orElse(local.mergeBase(a, b), () => github.mergeBase(a, b)),
        nearestEarlierTag: (sha) => orElse(local.nearestEarlierTag(sha), () => github.nearestEarlierTag(sha)),
        defaultBranch: () => github.defaultBranch(),
        run: (id) => github.run(id),
        runs: (query) => github.runs(query),
        deployments: (query) => github.deployments(query),
        deploymentStatus: (id) => github.deploymentStatus(id),
    };
}

;// CONCATENATED MODULE: ./build/git/local-graph.js



/**
 * The commits as the local checkout has them. A commit that a shallow clone lacks is fetched from `origin`, without touching
 * the user's configuration, refs or work tree; what depends on the history that it lacks is left to others to answer.
 */
class LocalGraph {
    #git;
    constructor(git) {
        this.#git = git;
    }
    async commit(name) {
        // A full ref name means the ref where it is now; a local copy of it may be old.
        const local = name.startsWith('refs/') ? undefined : await this.#parse(name);
        if (local)
            return local;
        const sha = isSha(name.toLowerCase()) ? name.toLowerCase() : await this.#askOrigin(name);
        const fetched = sha !== undefined && ((await this.#parse(sha)) ?? ((await this.#fetch(sha)) && (await this.#parse(sha))));
        // Without an origin that answers, a local copy of a ref is the best that there is.
        return fetched || (sha === undefined && (await this.#parse(name))) || UNKNOWN;
    }
    async isAncestor(ancestor, descendant) {
        const { status } = await this.#git.ask(['merge-base', '--is-ancestor', ancestor, descendant]);
        if (status === 0)
            return true;
        if ((await this.#isShallow()) || !(await this.#parse(descendant)))
            return UNKNOWN;
        // All that a commit descends from is in a full clone: what is not there is no ancestor.
        return false;
    }
    async mergeBase(a, b) {
        if (await this.#isShallow())
            return UNKNOWN;
        const { status, stdout } = await this.#git.ask(['merge-base', a, b]);
        if (status > 1)
            return UNKNOWN;
        return stdout.toString().trim() || undefined;
    }
    async nearestEarlierTag(sha) {
        if ((await this.#isShallow()) || !(await this.#parse(sha)))
            return UNKNOWN;
        const refs = await this.#git.run([
            'for-each-ref',
            `--merged=${sha}`,
            // Of an annotated tag, the commit that it points to; of any other, itself.
            '--format=%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end) %(refname:lstrip=2)',
            'refs/tags',
        ]);
        const tags = new Map(refs
            .toString()
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
        tags.delete(sha);
        if (tags.size === 0)
            return undefined;
        const ancestors = (await this.#git.run(['rev-list', sha])).toString().split('\n');
        const nearest = ancestors.find((ancestor) => tags.has(ancestor));
        return nearest === undefined ? undefined : { name: tags.get(nearest), sha: nearest };
    }
    async #isShallow() {
        return (await this.#git.run(['rev-parse', '--is-shallow-repository'])).toString().trim() === 'true';
    }
    /** The commit that a name stands for, as far as it is here. */
    async #parse(name) {
        const revision = await this.#git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
        if (revision.status !== 0)
            return undefined;
        const sha = revision.stdout.toString().trim();
        // The raw object names its parents even where a shallow clone lacks them.
        const commit = await this.#git.ask(['cat-file', 'commit', sha]);
        return commit.status === 0 ? parseCommit(sha, commit.stdout.toString('latin1')) : undefined;
    }
    /** A branch or tag of `origin` that a shallow or single-branch clone does not have. */
    async #askOrigin(ref) {
        const [, kind, short = ref] = /^(?:refs\/)?(heads|tags|remotes\/origin|origin)\/(.+)$/.exec(ref) ?? [];
        const heads = kind === 'tags' ? [] : [`refs/heads/${short}`];
        const tags = kind === undefined || kind === 'tags' ? [`refs/tags/${short}`] : [];
        const names = ref.startsWith('refs/') && kind === undefined ? [ref] : [...heads, ...tags];
        const { status, stdout } = await this.#git.ask([
            'ls-remote',
            '--end-of-options',
            'origin',
            ...names.flatMap((name) => [name, `${name}^{}`]),
        ]);
        if (status !== 0)
            return undefined;
        // The last line: a tag before a branch, as git itself prefers, and of an annotated tag the commit that it points to.
        const sha = stdout.toString().trim().split('\n').at(-1)?.split('\t')[0];
        return sha && isSha(sha) ? sha : undefined;
    }
    async #fetch(sha) {
        const { status } = await this.#git.ask([
            ...FETCH,
            // A full clone stays one: only one that is shallow already gets one commit more.
            ...((await this.#isShallow()) ? ['--depth=1'] : []),
            '--end-of-options',
            'origin',
            sha,
        ]);
        return status === 0;
    }
}
/** Reads a raw commit object (git's documentation, "git-cat-file"). */
function parseCommit(sha, text) {
    const header = text.slice(0, text.indexOf('\n\n'));
    const seconds = /^committer .* (\d+) [+-]\d{4}$/m.exec(header)?.[1] ?? '0';
    return {
        sha,
        committedAt: new Date(Number(seconds) * 1000).toISOString(),
        parents: [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent]) => parent),
    };
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: ./node_modules/jsonpath-rfc9535/dist/esm/index.js + 38 modules
var esm = __webpack_require__(3062);
// EXTERNAL MODULE: ./node_modules/jsonpath-rfc9535/dist/esm/parser/index.js + 1 modules
var parser = __webpack_require__(1185);
// EXTERNAL MODULE: ./node_modules/@humanwhocodes/momoa/dist/momoa.js
var momoa = __webpack_require__(3162);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./build/selection/document.js


/** Deeper nesting than this is refused: no configuration has it, and it exhausts the stack of every recursive reader. */
const MAX_DEPTH = 100;
/** Reads JSON (RFC 8259), one document. A key that stands twice in an object is refused, as in YAML. */
function parseJson(text) {
    if (text.trim() === '')
        return [];
    let tree;
    try {
        tree = (0,momoa/* parse */.qg)(text, { mode: 'json', ranges: true });
    }
    catch (error) {
        if (exhausted(error))
            return TOO_DEEP;
        const { message, line } = error;
        return { problem: { message: `is no valid JSON: ${message}`, ...(line && { line }) } };
    }
    try {
        // The tree's parser takes control characters in strings.
        JSON.parse(text);
    }
    catch (error) {
        return { problem: { message: `is no valid JSON: ${error.message}` } };
    }
    const value = jsonValue(tree.body, text);
    if (tooDeep(value))
        return TOO_DEEP;
    const duplicate = duplicateKey(tree.body);
    if (duplicate)
        return { problem: duplicate };
    return [
        {
            value,
            locate(keys) {
                const node = jsonNodeAt(tree.body, keys);
                return {
                    line: node.loc.start.line,
                    ...(node.type === 'Number' && { number: text.slice(node.loc.start.offset, node.loc.end.offset) }),
                };
            },
        },
    ];
}
function jsonValue(node, text) {
    switch (node.type) {
        case 'Object': {
            const object = {};
            for (const { name, value } of node.members) {
                // Defined rather than assigned, so that a key `__proto__` is a key like any other.
                Object.defineProperty(object, keyName(name), {
                    value: jsonValue(value, text),
                    enumerable: true,
                    configurable: true,
                    writable: true,
                });
            }
            return object;
        }
        case 'Array':
            return node.elements.map((element) => jsonValue(element.value, text));
        case 'Number': {
            const digits = text.slice(node.loc.start.offset, node.loc.end.offset);
            return /^-?\d+$/.test(digits) ? integer(BigInt(digits)) : decimal(node.value, digits);
        }
        case 'Null':
            return null;
        case 'String':
        case 'Boolean':
            return node.value;
        default:
            throw new Error(`a JSON tree holds no ${node.type}`);
    }
}
const keyName = (name) => (name.type === 'String' ? name.value : '');
function jsonNodeAt(node, keys) {
    let at = node;
    for (const key of keys) {
        const next = at.type === 'Object'
            ? memberOf(at, String(key))
            : at.type === 'Array'
                ? at.elements[Number(key)]?.value
                : undefined;
        if (!next)
            break;
        at = next;
    }
    return at;
}
function memberOf(object, key) {
    return indexOf(object, () => object.members.map(({ name, value }) => [keyName(name), value])).get(key);
}
const indexes = new WeakMap();
/** The members of a mapping by their keys, so that thousands of look-ups in one mapping take no longer than reading it. */
function indexOf(mapping, entries) {
    let index = indexes.get(mapping);
    if (!index) {
        index = new Map(entries());
        indexes.set(mapping, index);
    }
    return index;
}
function duplicateKey(node) {
    if (node.type === 'Array')
        return document_firstOf(node.elements, (element) => duplicateKey(element.value));
    if (node.type !== 'Object')
        return undefined;
    const seen = new Set();
    return document_firstOf(node.members, ({ name, value, loc }) => {
        const key = keyName(name);
        if (seen.has(key)) {
            return { message: `holds the key ${JSON.stringify(key)} twice in one object`, line: loc.start.line };
        }
        seen.add(key);
        return duplicateKey(value);
    });
}
function document_firstOf(items, find) {
    for (const item of items) {
        const found = find(item);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
/** Reads a YAML 1.2 stream (core schema, with the merge keys that so many files use). */
function parseYaml(text) {
    const lines = new dist/* LineCounter */.HN();
    // What is missing at the end is told at the last line that holds something.
    const end = text.trimEnd().length;
    const line = (offset) => lines.linePos(Math.min(offset, end)).line;
    let stream;
    try {
        stream = (0,dist/* parseAllDocuments */.hR)(text, {
            version: '1.2',
            schema: 'core',
            merge: true,
            intAsBigInt: true,
            // Compared pair by pair: with 40,000 keys that takes minutes. `duplicateYamlKey` does it in one pass.
            uniqueKeys: false,
            lineCounter: lines,
            prettyErrors: false,
            logLevel: 'silent',
        });
    }
    catch (error) {
        if (exhausted(error))
            return TOO_DEEP;
        throw error;
    }
    const documents = [];
    for (const document of stream) {
        const [error] = document.errors;
        if (error && exhausted(error))
            return TOO_DEEP;
        if (error)
            return { problem: { message: `is no valid YAML: ${error.message}`, line: line(error.pos[0]) } };
        if (document.contents === null)
            continue;
        const unfit = duplicateYamlKey(document) ?? tooManyAliases(document);
        if (unfit)
            return { problem: { message: unfit.message, line: line(unfit.offset) } };
        keepWhatIsLost(document);
        let value;
        try {
            value = document.toJS({ maxAliasCount: 100 });
        }
        catch (error) {
            return exhausted(error) ? TOO_DEEP : { problem: { message: `is no valid YAML: ${error.message}` } };
        }
        if (tooDeep(value))
            return TOO_DEEP;
        // A document of comments alone, such as the one after a last `---`.
        if (value === null && document.contents && (0,dist/* isScalar */.jn)(document.contents) && !document.contents.source)
            continue;
        documents.push({
            value: shrinkIntegers(value),
            locate(keys) {
                const { position, node } = yamlNodeAt(document, keys);
                return {
                    line: line(position.range?.[0] ?? 0),
                    ...((0,dist/* isScalar */.jn)(node) && typeof node.value !== 'string' && node.source && { number: node.source }),
                };
            },
        });
    }
    return documents;
}
/** A key that stands twice in a mapping; keys are compared as the texts that they become. */
function duplicateYamlKey(document) {
    let found;
    (0,dist/* visit */.YR)(document, {
        Map(_, map) {
            const seen = new Set();
            for (const { key } of map.items) {
                if (!(0,dist/* isScalar */.jn)(key) || key.source === '<<')
                    continue;
                const text = String(key.value);
                if (seen.has(text)) {
                    found = {
                        message: `holds the key ${JSON.stringify(text)} twice in one mapping`,
                        offset: key.range?.[0] ?? 0,
                    };
                    return dist/* visit */.YR.BREAK;
                }
                seen.add(text);
            }
            return undefined;
        },
    });
    return found;
}
/** More aliases than this are refused: each one is looked up in the whole document. */
const MAX_ALIASES = 1000;
function tooManyAliases(document) {
    let aliases = 0;
    let found;
    (0,dist/* visit */.YR)(document, {
        Alias(_, alias) {
            aliases += 1;
            if (aliases <= MAX_ALIASES)
                return undefined;
            found = { message: `has more than ${MAX_ALIASES} aliases`, offset: alias.range?.[0] ?? 0 };
            return dist/* visit */.YR.BREAK;
        },
    });
    return found;
}
/**
 * What a value says beyond what JavaScript makes of it, made part of the value, so that a change of it is a change: a tag that
 * YAML does not know (`!env`, `!vault`), and digits that a number does not hold.
 */
function keepWhatIsLost(document) {
    const unknown = (tag) => (tag && !tag.startsWith('tag:yaml.org,2002:') ? tag : undefined);
    (0,dist/* visit */.YR)(document, {
        Scalar(_, node) {
            if (unknown(node.tag))
                node.value = `${node.tag} ${String(node.value)}`;
            else if (typeof node.value === 'number' && node.source)
                node.value = decimal(node.value, node.source);
        },
        Map(_, node) {
            if (unknown(node.tag))
                node.items.push(new dist/* Pair */.Rm(new dist/* Scalar */.X5('(tag)'), new dist/* Scalar */.X5(node.tag)));
        },
        Seq(_, node) {
            if (unknown(node.tag))
                node.items.push(new dist/* Scalar */.X5(node.tag));
        },
    });
}
/** The node at `keys`, and the node in the text that leads there (they differ behind an alias or a merge). */
function yamlNodeAt(document, keys) {
    const root = document.contents;
    let position = root;
    let node = resolved(root, document);
    let direct = !(0,dist/* isAlias */.Vj)(root);
    for (const key of keys) {
        const next = child(node, key, document);
        if (!next)
            break;
        direct &&= !next.merged;
        if (direct)
            position = next.node;
        direct &&= !(0,dist/* isAlias */.Vj)(next.node);
        node = resolved(next.node, document);
    }
    return { position, node };
}
const resolved = (node, document) => (0,dist/* isAlias */.Vj)(node) ? (node.resolve(document) ?? node) : node;
function child(node, key, document) {
    if ((0,dist/* isSeq */.oP)(node)) {
        const item = node.items[Number(key)];
        return item && { node: item, merged: false };
    }
    if (!(0,dist/* isMap */.jh)(node))
        return undefined;
    const pairs = node.items;
    const own = indexOf(node, () => pairs.map((pair) => [(0,dist/* isScalar */.jn)(pair.key) ? String(pair.key.value ?? '') : '', pair])).get(String(key));
    if (own)
        return { node: own.value ?? own.key, merged: false };
    for (const pair of pairs) {
        if (!(0,dist/* isScalar */.jn)(pair.key) || pair.key.source !== '<<' || !pair.value)
            continue;
        const merged = resolved(pair.value, document);
        for (const source of (0,dist/* isSeq */.oP)(merged) ? merged.items : [merged]) {
            const found = child(resolved(source, document), key, document);
            if (found)
                return { node: found.node, merged: true };
        }
    }
    return undefined;
}
/** A `bigint` only where a `number` would lose digits: what JSON and YAML say of the same number is then the same value. */
function integer(value) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
}
/** A number with a fraction or an exponent; its text where a double would lose digits of it. */
function decimal(value, text) {
    const digits = text
        .replace(/[eE].*$/, '')
        .replace(/\D/g, '')
        .replace(/^0+/, '');
    return Number.isFinite(value) && digits.length <= MAX_DOUBLE_DIGITS ? value : `(number) ${text}`;
}
/** As many significant digits survive the way to a double and back (IEEE 754, `DBL_DIG`). */
const MAX_DOUBLE_DIGITS = 15;
function shrinkIntegers(value) {
    if (typeof value === 'bigint')
        return integer(value);
    if (typeof value === 'object' && value !== null) {
        for (const [key, member] of Object.entries(value)) {
            const shrunk = shrinkIntegers(member);
            if (shrunk !== member)
                value[key] = shrunk;
        }
    }
    return value;
}
/** Whether a value nests deeper than `MAX_DEPTH`; a YAML value that holds itself through an alias does, too. */
const tooDeep = (value, depth = 0) => depth > MAX_DEPTH ||
    (typeof value === 'object' && value !== null && Object.values(value).some((member) => tooDeep(member, depth + 1)));
const TOO_DEEP = { problem: { message: `is nested deeper than ${MAX_DEPTH} levels` } };
/** The parsers are recursive: what nests by the thousands exhausts their stack before the depth can be measured. */
const exhausted = (error) => error instanceof RangeError || (error instanceof Error && error.message.includes('call stack'));

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
;// CONCATENATED MODULE: ./build/selection/text.js

/** The text of a file, without a BOM; nothing when it is not UTF-8. */
const decodeText = (content) => (0,external_node_buffer_.isUtf8)(content) ? content.toString('utf8').replace(/^\ufeff/, '') : undefined;

;// CONCATENATED MODULE: ./build/selection/config-file.js





/** A config file larger than this is refused, in bytes. */
const MAX_CONFIG_FILE_BYTES = 5 * 1024 * 1024;
/** What an id looks like; the contract's chapter "Entries". */
const isId = (text) => /^[1-9][0-9]{0,19}$/.test(text);
const PARSERS = { json: parseJson, yaml: parseYaml, yml: parseYaml };
const extension = (path) => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
/** Whether a file is of a kind that can hold objects, by its ending. */
const isConfigPath = (path) => Object.hasOwn(PARSERS, extension(path));
/**
 * Checks an `id-path`.
 *
 * @returns what is wrong with it, or nothing
 */
function idPathProblem(idPath) {
    try {
        (0,parser/* default */.A)(idPath);
        return undefined;
    }
    catch (error) {
        return error.message;
    }
}
/**
 * Reads the objects of a config file; the contract's chapter "Config files".
 *
 * @param path of the file, for its kind and for an id in its name; `isConfigPath(path)` holds
 * @param idPath RFC 9535 JSONPath of the ids; absent: `id` of the root object or of each element of a root list
 * @returns the objects (none for an empty root list), or everything that is wrong with the file
 */
function readConfigFile(path, content, idPath) {
    const name = displayPath(path);
    const problem = (message, line) => ({
        message: `${name}${line ? `:${line}` : ''} ${message}`,
        path,
        ...(line && { line }),
    });
    const text = decodeText(content);
    if (text === undefined)
        return { problems: [problem('is not UTF-8. Save it as UTF-8.')] };
    const documents = PARSERS[extension(path)]?.(text);
    if (!documents)
        throw new Error(`${name} is no config file`);
    if ('problem' in documents)
        return { problems: [problem(documents.problem.message, documents.problem.line)] };
    const places = documents.map((document) => (idPath ? placesByPath(document, idPath) : placesOfId(document)));
    const found = places.flatMap(({ ids }) => ids);
    if (found.length === 0)
        return fileAsObject(path, documents, problem, idPath);
    const problems = [];
    const objects = [];
    documents.forEach((document, index) => {
        for (const keys of places[index]?.missing ?? []) {
            problems.push(problem('holds no `id`, while others in the same file do. Give it one.', document.locate(keys).line));
        }
        for (const keys of places[index]?.ids ?? []) {
            const { line, number } = document.locate(keys);
            const value = valueAt(document.value, keys);
            const id = number ?? value;
            if (typeof id === 'string' && isId(id)) {
                objects.push({ id, line, value: objectAt(document.value, keys) });
            }
            else {
                problems.push(problem(`has ${quote(id)} for an id; an id is a whole number of 1 to 20 digits without leading zeros.`, line));
            }
        }
    });
    if (problems.length > 0)
        return { problems };
    return {
        objects,
        outside: documents.flatMap((document, index) => withoutObjects(document.value, (places[index]?.ids ?? []).map(holderOf))),
    };
}
/** No id in the content: the file name's digits, and the whole file is the object. */
function fileAsObject(path, documents, problem, idPath) {
    const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
    const id = /^\d+(?=$|[-_.])/.exec(stem)?.[0];
    const value = documents.map((document) => document.value);
    if (id && isId(id))
        return { objects: [{ id, value }], outside: [] };
    // An empty list says that there are no objects; an empty or foreign file says nothing.
    if (value.length === 1 && Array.isArray(value[0]) && value[0].length === 0)
        return { objects: [], outside: [] };
    const [first] = documents;
    return {
        problems: [
            problem(`holds no id: ${first ? (idPath ? `\`id-path\` ${idPath} selects nothing in it` : 'its root has no `id`') : 'it is empty'}, and its name does not start with one. Add the id, name the file after it (\`1628-name.yml\`), or exclude the file (\`!${displayPath(path)}\`).`, first?.locate([]).line),
        ],
    };
}
const hasId = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'id');
function placesOfId({ value }) {
    if (!Array.isArray(value))
        return hasId(value) ? { ids: [['id']], missing: [] } : { ids: [], missing: [[]] };
    const indexes = value.map((element, index) => ({ element, index }));
    return {
        ids: indexes.filter(({ element }) => hasId(element)).map(({ index }) => [index, 'id']),
        missing: indexes.filter(({ element }) => !hasId(element)).map(({ index }) => [index]),
    };
}
function placesByPath({ value }, idPath) {
    const ids = [];
    (0,esm/* exec */.m0)(jsonView(value), idPath, (_, keys) => ids.push([...keys]));
    return { ids, missing: [] };
}
/** The value as JSONPath can compare it: numbers only. The ids themselves are taken from the text. */
function jsonView(value) {
    if (typeof value === 'bigint')
        return Number(value);
    if (Array.isArray(value))
        return value.map(jsonView);
    if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jsonView(member)]));
    }
    return value;
}
const valueAt = (value, keys) => keys.reduce((at, key) => at[key], value);
/** The keys of the mapping that holds the value at `keys`; the root where no mapping does. */
function holderOf(keys) {
    const inMapping = keys.findLastIndex((key) => typeof key === 'string');
    return keys.slice(0, Math.max(inMapping, 0));
}
/**
 * The mapping that holds an id, with the keys that lead to it: an object that got another name, or that moved from `live` to
 * `paused`, counts as changed. Its place in a list does not count.
 */
function objectAt(value, keys) {
    const holder = holderOf(keys);
    return [holder.filter((key) => typeof key === 'string'), valueAt(value, holder)];
}
/**
 * A document's value without the mappings that hold ids: as a list with what is left, or an empty list when the whole
 * document is an object.
 */
function withoutObjects(value, holders) {
    if (holders.some((keys) => keys.length === 0))
        return [];
    if (holders.length === 0 || typeof value !== 'object' || value === null)
        return [value];
    const byKey = Map.groupBy(holders, (keys) => String(keys[0]));
    const rest = Object.entries(value).flatMap(([key, member]) => withoutObjects(member, (byKey.get(key) ?? []).map((keys) => keys.slice(1))).map((left) => [key, left]));
    return [Array.isArray(value) ? rest.map(([, left]) => left) : Object.fromEntries(rest)];
}
/** A value for a message: short, and clear about text and number. */
function quote(value) {
    if (value === undefined || value === null)
        return 'nothing';
    if (typeof value === 'object')
        return Array.isArray(value) ? 'a list' : 'a mapping';
    const text = String(value);
    return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

;// CONCATENATED MODULE: ./build/selection/entries.js



/** The origin for people: "`integration`", "`integration` (ids.txt:3)". */
const describeOrigin = ({ input, list, line }) => `\`${input}\`${list ? ` (${displayPath(list)}${line ? `:${line}` : ''})` : ''}`;
/**
 * Splits the value of `integration`, `conversion` or `resync-all-if-changed`, or the content of an `@file`, into entries.
 * It asks nobody what exists: that is `resolveEntries`.
 *
 * @param origin the input, and the list's file when the text is an `@file`'s
 */
function parseEntries(text, origin) {
    const value = text.trim();
    const pieces = value.startsWith('[') && value.endsWith(']') ? jsonPieces(value, origin) : linePieces(text, origin);
    if ('problem' in pieces)
        return { entries: [], problems: [`${describeOrigin(origin)} ${pieces.problem}`] };
    const parsed = pieces.map(({ text, origin }) => ({ origin, result: parseEntry(text, origin) }));
    return {
        entries: parsed.flatMap(({ result }) => (typeof result === 'string' ? [] : [result])),
        problems: parsed.flatMap(({ origin, result }) => typeof result === 'string' ? [`${describeOrigin(origin)}: ${result}`] : []),
    };
}
function jsonPieces(value, origin) {
    const documents = parseJson(value);
    if ('problem' in documents) {
        const unescaped = parseJson(value.replaceAll('\\"', '"'));
        const hint = 'problem' in unescaped
            ? 'A value that starts with [ and ends with ] is read as a JSON array of strings or integers; give one entry a line instead if it is not one.'
            : 'It looks like JSON whose quotes were escaped with backslashes, as some actions print it: turn escaping off in the step that made it (for tj-actions/changed-files: `escape_json: false`).';
        return { problem: `${documents.problem.message}. ${hint}` };
    }
    const [document] = documents;
    const pieces = [];
    for (const [index, element] of (document?.value ?? []).entries()) {
        const text = typeof element === 'string' ? element.trim() : document?.locate([index]).number;
        if (text === undefined) {
            return { problem: `takes a JSON array of strings or integers; element ${index + 1} is neither.` };
        }
        if (text !== '')
            pieces.push({ text, origin });
    }
    return pieces;
}
function linePieces(text, origin) {
    return text.split(/\r\n|\n|\r/).flatMap((untrimmed, index) => {
        const line = untrimmed.trim();
        if (line === '' || line.startsWith('#'))
            return [];
        const place = origin.list ? { ...origin, line: index + 1 } : origin;
        return splitAtCommas(line)
            .flatMap((piece) => (/^\d+(\s+\d+)+$/.test(piece) ? piece.split(/\s+/) : [piece]))
            .map((piece) => ({ text: piece, origin: place }));
    });
}
/** Splits at the commas outside `{}`. A `{` that nothing closes protects no comma. */
function splitAtCommas(line) {
    const pieces = [];
    let depth = 0;
    let start = 0;
    const lastClose = line.lastIndexOf('}');
    for (let i = 0; i < line.length; i++) {
        const char = line[i];
        if (char === '\\')
            i += 1;
        else if (char === '{' && i < lastClose)
            depth += 1;
        else if (char === '}')
            depth = Math.max(depth - 1, 0);
        else if (char === ',' && depth === 0) {
            pieces.push(line.slice(start, i));
            start = i + 1;
        }
    }
    pieces.push(line.slice(start));
    return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}
/** One entry, or what is wrong with it. */
function parseEntry(text, origin) {
    if (text.includes('\0'))
        return `${entries_quote(text)} holds a NUL character, which no path does.`;
    if (text.startsWith('!')) {
        const pattern = text.slice(1).trim();
        if (pattern === '')
            return '"!" excludes nothing; write the pattern after it, as in `!config/drafts/**`.';
        if (/^\d+$/.test(pattern)) {
            return `${entries_quote(text)} looks like an excluded id; an exclusion takes a path or a glob. Exclude the id's config file, or leave the id out.`;
        }
        return { kind: 'exclusion', pattern, origin };
    }
    if (text.startsWith('@')) {
        const file = text.slice(1).trim();
        if (file === '')
            return '"@" names no list; write the file after it, as in `@ids.txt`.';
        if (origin.list)
            return `${entries_quote(text)}: lists do not nest. Name that list in the input itself.`;
        return { kind: 'list', file, origin };
    }
    if (/^\d+$/.test(text)) {
        return isId(text)
            ? { kind: 'id', id: text, origin }
            : `${entries_quote(text)} is no id; an id is a whole number of 1 to 20 digits without leading zeros.`;
    }
    return { kind: 'path', text, origin };
}
/** An entry's text for a message. */
const entries_quote = (text) => `"${displayPath(text.length > 200 ? `${text.slice(0, 200)}…` : text)}"`;

;// CONCATENATED MODULE: ./build/inputs.js




const IF_NOTHING_TO_SYNC = ['ignore', 'warn', 'error'];
/**
 * Shorter tokens are refused: the runner masks every occurrence of a secret, and one of a few characters would blacken half
 * the log and drop the outputs that happen to hold it.
 */
const MIN_TOKEN_LENGTH = 8;
/**
 * Reads and checks every input.
 *
 * @param read the value of an input by its name; an empty one counts as not given
 * @throws ConfigurationError with all problems at once, each naming the input, what it got and what it takes
 */
function parseInputs(read) {
    const problems = [];
    const raw = (name, fallback = '') => read(name).trim() || fallback;
    const refuse = (name, takes) => {
        problems.push(`\`${name}\` got ${JSON.stringify(raw(name))}; it takes ${takes}.`);
    };
    const whole = (name, fallback, min, max) => {
        const text = raw(name, String(fallback));
        const value = Number(text);
        if (!/^\d{1,9}$/.test(text) || value < min || value > max)
            refuse(name, `a whole number from ${min} to ${max}`);
        return value;
    };
    const oneOf = (name, values) => {
        const text = raw(name, values[0]);
        const value = values.find((candidate) => candidate === text);
        if (value === undefined)
            refuse(name, `one of ${values.map((candidate) => `\`${candidate}\``).join(', ')}`);
        return value ?? values[0];
    };
    // YAML 1.2 core schema, as `core.getBooleanInput` takes them (README of @actions/core).
    const boolean = (name) => {
        const text = raw(name, 'false');
        if (!/^(true|True|TRUE|false|False|FALSE)$/.test(text))
            refuse(name, '`true` or `false`');
        return text.toLowerCase() === 'true';
    };
    const entries = (name) => {
        const parsed = parseEntries(read(name), { input: name });
        for (const problem of parsed.problems)
            problems.push(problem);
        return parsed.entries;
    };
    const dryRun = boolean('dry-run');
    const token = raw('token');
    const tokenProblem = checkToken(token, dryRun);
    if (tokenProblem)
        problems.push(tokenProblem);
    const told = problems.length;
    const integration = entries('integration');
    const conversion = entries('conversion');
    // Where an entry is wrong, that is what is told.
    if (problems.length === told && integration.length + conversion.length === 0) {
        problems.push('`integration` and `conversion` are both empty. At least one of them must hold an entry: an id, a config file or a glob, such as `config/integrations/**`.');
    }
    const idPath = raw('id-path');
    const badPath = idPath && idPathProblem(idPath);
    if (badPath)
        problems.push(`\`id-path\` got ${JSON.stringify(idPath)}, which is no RFC 9535 JSONPath: ${badPath}`);
    const timeout = raw('timeout-minutes', '30');
    const minutes = Number(timeout);
    if (!/^\d+(\.\d+)?$/.test(timeout) || minutes <= 0 || minutes > MAX_TIMEOUT_MINUTES) {
        refuse('timeout-minutes', `a number of minutes above 0, at most ${MAX_TIMEOUT_MINUTES}`);
    }
    const path = raw('path', '.');
    if (/^([/\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..')) {
        refuse('path', 'a folder inside the workspace, relative to it and without `..`');
    }
    const apiUrl = parseApiUrl(raw('api-url', 'https://api.ocamba.com'));
    if (typeof apiUrl === 'string')
        problems.push(apiUrl);
    const base = parseBase(raw('base', 'auto'));
    if (typeof base === 'string')
        problems.push(base);
    const rateLimit = parseRateLimit(raw('rate-limit', DEFAULT_RATE_LIMIT));
    if (!rateLimit) {
        refuse('rate-limit', `one or both of requests a second and requests a minute, from 1, such as \`${DEFAULT_RATE_LIMIT}\``);
    }
    const inputs = {
        token,
        integration,
        conversion,
        ...(idPath && { idPath }),
        deleted: oneOf('deleted', ['ignore', 'resync']),
        resyncAllIfChanged: entries('resync-all-if-changed'),
        ifNothingToSync: oneOf('if-nothing-to-sync', IF_NOTHING_TO_SYNC),
        batchSize: whole('batch-size', 100, 1, 10_000),
        maxAttempts: whole('max-attempts', 5, 1, 20),
        timeoutMs: minutes * 60_000,
        dryRun,
        path,
        githubToken: raw('github-token'),
    };
    if (problems.length > 0 || typeof apiUrl === 'string' || typeof base === 'string' || !rateLimit) {
        throw new ConfigurationError(problems);
    }
    return { ...inputs, apiUrl, base, rateLimit };
}
/** The longest that a job may run on a self-hosted runner: five days (GitHub's documentation of usage limits). */
const MAX_TIMEOUT_MINUTES = 5 * 24 * 60;
const NO_TOKEN = '`token` is empty. Set it from a secret (`token: $' +
    '{{ secrets.OCAMBA_TOKEN }}`) and check that the secret exists under that name. ' +
    'Runs for pull requests from forks and for Dependabot get no secrets: use `dry-run: true` there.';
function checkToken(token, dryRun) {
    if (token === '') {
        return dryRun ? undefined : NO_TOKEN;
    }
    // Never quoted: whatever it is, it was meant to be a secret.
    if (!/^[\x21-\x7e]+$/.test(token)) {
        return '`token` holds blanks, line breaks or characters that no token has. Copy it into the secret again, on one line and without quotes.';
    }
    if (token.length < MIN_TOKEN_LENGTH) {
        return `\`token\` has ${token.length} characters, which is too short for an Ocamba API token (at least ${MIN_TOKEN_LENGTH}). Copy the whole token into the secret.`;
    }
    return undefined;
}
/** The account's limits as the vendor documents them (`hood-resync-endpoint.txt`); a window not named keeps its default. */
const DEFAULT_RATE_LIMIT = '10/s,150/m';
const WINDOWS_MS = { s: 1000, m: 60_000 };
function parseRateLimit(text) {
    const limits = new Map();
    for (const part of text.split(',')) {
        const [, limit, unit] = /^\s*([1-9]\d{0,5})\s*\/\s*([sm])\s*$/.exec(part) ?? [];
        if (!limit || !unit || limits.has(unit))
            return undefined;
        limits.set(unit, Number(limit));
    }
    return [
        { limit: limits.get('s') ?? 10, windowMs: WINDOWS_MS.s },
        { limit: limits.get('m') ?? 150, windowMs: WINDOWS_MS.m },
    ];
}
function parseBase(text) {
    switch (text) {
        case 'auto':
        case 'last-success':
        case 'last-deployment':
        case 'none':
            return { kind: text };
    }
    // What git itself refuses in a name (git-check-ref-format), as far as it could pass for something else here.
    if (text.startsWith('-') || /[\s\p{Cc}:?*[\\]|\.\./u.test(text)) {
        return `\`base\` got ${JSON.stringify(text)}; it takes \`auto\`, \`last-success\`, \`last-deployment\`, \`none\`, or one git ref or SHA.`;
    }
    return { kind: 'ref', ref: text };
}
function parseApiUrl(text) {
    const takes = 'it takes an `https` URL (`http` only for loopback addresses, for tests)';
    const url = URL.parse(text);
    if (!url)
        return `\`api-url\` got ${JSON.stringify(text)}, which is no URL; ${takes}.`;
    // Not quoted: what stands in such a URL may be a password.
    if (url.username || url.password)
        return '`api-url` holds a user or a password; the token belongs into `token` alone.';
    if (url.search || url.hash)
        return `\`api-url\` got ${JSON.stringify(text)}; it takes a URL without ? and #.`;
    if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
        return url;
    return `\`api-url\` got ${JSON.stringify(text)}; ${takes}.`;
}
/** `localhost` names, 127.0.0.0/8 and ::1 (RFC 6761, RFC 1122, RFC 4291). */
function isLoopback(hostname) {
    const host = hostname.replace(/^\[|\]$/g, '');
    return host === 'localhost' || host === '::1' || ((0,external_node_net_.isIP)(host) === 4 && host.startsWith('127.'));
}

;// CONCATENATED MODULE: ./build/hood/outcome.js
/** The key of an object in `SendResult.outcomes`. */
const keyOf = ({ type, id }) => `${type}/${id}`;

;// CONCATENATED MODULE: ./build/report/report.js

/** What a selected object may come to other than being accepted, the most pressing first. */
const UNACCEPTED = ['rejected', 'failed', 'unresolved', 'not-sent'];
const NO_REQUESTS = { total: 0, accepted: 0, rejected: 0, retried: 0, throttled: 0 };
/** Brings together what the stages hand on, and says what the run came to. */
function buildReport(run) {
    const { selection, sent, ifNothingToSync, durationMs } = run;
    const objects = (selection?.objects ?? []).map((object) => reported(object, run));
    const result = resultOf(run, objects);
    const messages = [
        ...(run.messages ?? []),
        ...(selection?.warnings ?? []).map((warning) => ({ level: 'warning', ...warning })),
    ];
    if (result === 'nothing-to-sync' && ifNothingToSync !== 'ignore') {
        messages.unshift({ level: ifNothingToSync === 'warn' ? 'warning' : 'error', message: NOTHING_TO_SYNC });
    }
    return {
        version: 1,
        result,
        ...(selection?.base && { base: selection.base }),
        ...(selection?.noBase !== undefined && { noBase: selection.noBase }),
        ...(selection?.head && { head: selection.head }),
        objects,
        files: selection?.files ?? [],
        messages,
        // Cancelled as the last answer came in: nothing was stopped.
        ...(sent?.stop && result !== 'synced' && { stop: sent.stop }),
        requests: sent?.requests ?? NO_REQUESTS,
        ...(run.startedAt !== undefined && { startedAt: run.startedAt }),
        durationMs,
        ...(run.rateLimit && { rateLimit: run.rateLimit }),
        ...(sent && { timeline: sent.timeline }),
    };
}
const NOTHING_TO_SYNC = 'The inputs led to no id that is to be synced. If that is not what you expect, check the globs and `base`; if it is, set `if-nothing-to-sync: ignore`.';
/** The report of a run that could not start, or broke: nothing was selected, nothing was sent. */
function failedReport(problems, run) {
    return buildReport({
        ...run,
        dryRun: false,
        ifNothingToSync: 'ignore',
        messages: [
            ...problems.map((problem) => ({ level: 'error', ...problem })),
            ...(run.warnings ?? []).map((warning) => ({ level: 'warning', ...warning })),
        ],
    });
}
function reported({ type, id, reason, selected, sources }, { dryRun, sent }) {
    const object = { type, id, reason, sources };
    if (!selected)
        return { ...object, status: 'skipped' };
    if (dryRun)
        return { ...object, status: 'planned' };
    // Whatever sending says nothing of was not sent: a change must never pass for synced by an omission.
    const { status, error } = sent?.outcomes.get(keyOf(object)) ?? { status: 'not-sent' };
    return { ...object, status, ...(error && { error }) };
}
function resultOf({ selection, dryRun, sent, cancelled }, objects) {
    const selected = objects.filter(({ status }) => status !== 'skipped');
    const accepted = selected.filter(({ status }) => status === 'synced');
    // Cancelled as the last answer came in: nothing is left to do, and the truth is that it was done.
    if (accepted.length > 0 && accepted.length === selected.length)
        return 'synced';
    if (cancelled || sent?.stop?.cause === 'cancelled')
        return 'cancelled';
    if (!selection)
        return 'failed';
    if (selected.length === 0)
        return 'nothing-to-sync';
    if (dryRun)
        return 'planned';
    return accepted.length > 0 ? 'partial' : 'failed';
}
/** Whether the step is to fail; the contract's chapter "Outputs". */
function stepFails({ result }, ifNothingToSync) {
    switch (result) {
        case 'synced':
        case 'planned':
            return false;
        case 'nothing-to-sync':
            return ifNothingToSync === 'error';
        case 'partial':
        case 'failed':
        case 'cancelled':
            return true;
    }
}
/** The report as JSON, each object on a line of its own, so that people can read it and `grep` finds an id. */
function reportJson(report) {
    const value = (of) => Array.isArray(of) && of.length > 0
        ? `[\n${of.map((element) => `    ${JSON.stringify(element)}`).join(',\n')}\n  ]`
        : JSON.stringify(of);
    const lines = Object.entries(report).map(([key, of]) => `  ${JSON.stringify(key)}: ${value(of)}`);
    return `{\n${lines.join(',\n')}\n}\n`;
}
/** Whether a status means: selected, but not accepted. */
const isUnaccepted = (status) => UNACCEPTED.includes(status);

;// CONCATENATED MODULE: ./build/report/visible.js

/**
 * A text of one line in which everything can be seen: control characters, undecodable bytes, and characters that hide or
 * reorder what stands around them, as escapes. (The joiners U+200C and U+200D stay: scripts and emoji need them.)
 */
function visible(text) {
    return (displayPath(text)
        .replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
        .toWellFormed()
        // A command to the runner, wherever it stands in a line that is printed (actions/runner, ActionCommand).
        .replaceAll('##[', '# #['));
}
/** Format characters (Unicode's category Cf), and letters that are blank. */
const INVISIBLE = /[[\p{Cf}\u115f\u1160\u3164\uffa0]--[\u200c\u200d]]/gv;
/**
 * At most `length` characters, the rest of them cut out of the middle: names differ at their ends.
 *
 * @param length from 3
 */
function shorten(text, length) {
    if (text.length <= length)
        return text;
    const tail = Math.floor((length - 1) * 0.7);
    return `${text.slice(0, length - 1 - tail)}…${text.slice(-tail)}`.toWellFormed();
}

;// CONCATENATED MODULE: ./build/selection/selection.js
/** The two kinds of objects that Hood resyncs (endpoint page of the API). */
const RESOURCE_TYPES = ['integration', 'conversion'];
/** Ascending numeric order of ids, without turning them into numbers: shorter first, then by digits. */
function compareIds(a, b) {
    return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

;// CONCATENATED MODULE: ./build/report/wording.js



/** Counts the objects of a report. */
function countObjects(objects) {
    const counts = { integration: zeros(), conversion: zeros() };
    for (const { type, status } of objects)
        counts[type][status] += 1;
    return counts;
}
const zeros = () => ({
    synced: 0,
    planned: 0,
    rejected: 0,
    failed: 0,
    unresolved: 0,
    'not-sent': 0,
    skipped: 0,
});
/** What happened, in one sentence without a full stop. */
function headline({ result, objects, messages }) {
    const synced = objects.filter(({ status }) => status === 'synced');
    const left = objects.filter(({ status }) => isUnaccepted(status));
    const all = [...synced, ...left];
    switch (result) {
        case 'synced':
            return `Synced ${inTypes(synced)}`;
        case 'planned':
            return `Plan: ${inTypes(objects.filter(({ status }) => status === 'planned'))} would be synced`;
        case 'nothing-to-sync':
            return `Nothing to sync: ${whyNothing(objects)}`;
        case 'partial':
            return `Synced ${number(synced.length)} of ${inTotal(all)}: ${inStatuses(left, all)}`;
        case 'cancelled':
            return left.length === 0
                ? 'Cancelled before anything was sent'
                : `Cancelled: synced ${number(synced.length)} of ${inTotal(all)}`;
        case 'failed': {
            const problems = messages.filter(({ level }) => level === 'error').length;
            if (left.length === 0)
                return `Nothing was sent${problems > 0 ? `: ${plural(problems, 'problem')}` : ''}`;
            const what = left.length > 1 ? `None of ${inTotal(left)} was synced` : `${inTotal(left)} was not synced`;
            return `${what}: ${inStatuses(left, all)}`;
        }
    }
}
function whyNothing(objects) {
    if (objects.length === 0)
        return 'the inputs led to no object';
    const unchanged = objects.every(({ reason }) => reason === 'unchanged');
    return unchanged ? `no change in ${inTypes(objects)}` : `${inTypes(objects)} left alone`;
}
/** "12 integrations", or "15 objects" when there are both. */
function inTotal(objects) {
    const [first] = objects;
    return plural(objects.length, first && objects.every(({ type }) => type === first.type) ? first.type : 'object');
}
/** "2 refused, 3 not sent"; without a number when it holds for all. */
function inStatuses(objects, all) {
    return UNACCEPTED.map((status) => [status, objects.filter((object) => object.status === status).length])
        .filter(([, count]) => count > 0)
        .map(([status, count]) => `${count < all.length ? `${number(count)} ` : ''}${STATUS_WORDS[status].toLowerCase()}`)
        .join(', ');
}
/** Objects as people call them: "2 integrations and 1 conversion". */
function inTypes(objects) {
    const parts = RESOURCE_TYPES.flatMap((type) => {
        const count = objects.filter((object) => object.type === type).length;
        return count > 0 ? [plural(count, type)] : [];
    });
    return parts.join(' and ') || 'nothing';
}
/** What a status means, as a column of the counts and as a chapter. */
const STATUS_WORDS = {
    synced: 'Synced',
    planned: 'Would be synced',
    rejected: 'Refused',
    failed: 'Failed',
    unresolved: 'Unresolved',
    'not-sent': 'Not sent',
    skipped: 'Left alone',
};
/** What came of the objects of a status, and what their owner can do. */
const ADVICE = {
    rejected: {
        what: 'Hood refused each of these ids in a request of its own.',
        todo: 'Check in Hood that the id exists in this account and is of this type. Correct or remove it in the config file, then run again. If it is right, ask Ocamba with the trace id.',
    },
    failed: {
        what: 'Hood, or the way to it, failed, so these ids were given up.',
        todo: 'The ids themselves are not known to be wrong. Run again when Hood answers.',
    },
    unresolved: {
        what: 'These ids stood in a batch that Hood refused, and which of them it meant is not known.',
        todo: 'Mend what was refused, then run again; a smaller `batch-size` helps to tell them apart.',
    },
    'not-sent': {
        what: 'Sending ended before these ids had their turn.',
        todo: 'Run again.',
    },
};
/** An error on one line: "400 Bad request. The request body is not valid." */
function errorText({ status, title, message }) {
    const code = status === undefined || title.includes(String(status)) ? '' : `${status} `;
    if (!message)
        return `${code}${title}`;
    return `${code}${title}${/[.:;!?…]$/.test(title) ? '' : ':'} ${message}`;
}
/** A text with a full stop at its end, unless it ends a sentence itself. */
const ended = (text) => (/[.!?…]["')]?$/.test(text) ? text : `${text}.`);
/** Where an id stands, as editors and terminals take it: `config/twilio.yml:3`. */
const place = ({ path, line }) => `${visible(path)}${line ? `:${line}` : ''}`;
/** "1 file", "2,000 files". */
const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
/** With thousands separated. */
const number = (count) => count.toLocaleString('en-US');
/** A span of time with two digits or two units, such as "412 ms", "3.2 s", "2 min 4 s", "3 days". */
function duration(ms) {
    if (ms < 1000)
        return `${Math.round(ms)} ms`;
    if (ms < 59_950)
        return `${(ms / 1000).toFixed(1)} s`;
    const seconds = Math.round(ms / 1000);
    const units = [
        [Math.floor(seconds / 86_400), 'd'],
        [Math.floor(seconds / 3600) % 24, 'h'],
        [Math.floor(seconds / 60) % 60, 'min'],
        [seconds % 60, 's'],
    ];
    const first = units.findIndex(([count]) => count > 0);
    return units
        .slice(first, first + 2)
        .filter(([count]) => count > 0)
        .map(([count, unit]) => `${count} ${unit}`)
        .join(' ');
}

;// CONCATENATED MODULE: ./build/report/annotations.js



/** GitHub shows so many of each level of a step (GitHub's documentation, "Workflow commands"). */
const MOST_OF_A_LEVEL = 10;
/** Characters of a message. */
const MAX_MESSAGE_LENGTH = 4096;
/**
 * The annotations of a run, those that matter most first: what to mend, why sending stopped, the refused ids each at its line,
 * then what else was not accepted. Where there are more than GitHub shows, the last one counts the rest.
 */
function annotationsOf(report) {
    const { objects, messages, stop, result } = report;
    const some = (status) => objects.filter((object) => object.status === status);
    const rejected = some('rejected');
    const errors = [
        ...messages.filter(({ level }) => level === 'error').map(ofMessage),
        ...(stop
            ? [
                {
                    level: 'error',
                    title: stop.cause === 'cancelled' ? 'Cancelled' : 'Sending stopped early',
                    message: `${ended(stop.message)} ${headline(report)}.`,
                },
            ]
            : []),
        ...rejected.map(ofRejected),
        ...UNACCEPTED.filter((status) => status !== 'rejected').flatMap((status) => ofGroup(status, some(status), report)),
    ];
    if (errors.length === 0 && result === 'cancelled') {
        errors.push({ level: 'error', message: 'The run was cancelled before anything was sent.' });
    }
    return [
        ...limited(errors, 'error'),
        ...limited(messages.filter(({ level }) => level === 'warning').map(ofMessage), 'warning'),
        ...limited(messages.filter(({ level }) => level === 'notice').map(ofMessage), 'notice'),
    ];
}
const ofMessage = ({ level, message, path, line }) => at({ level, message }, path === undefined ? undefined : { path, ...(line !== undefined && { line }) });
function ofRejected({ type, id, sources, error }) {
    const traceId = error?.traceId ? ` Trace id: ${error.traceId}.` : '';
    return at({
        level: 'error',
        title: `Hood refused ${type} ${id}`,
        message: `${type} ${id}: ${ended(error ? errorText(error) : 'refused')}${traceId} ${ADVICE.rejected.todo}`,
    }, sources[0]);
}
/** What failed together is told together; the summary lists every id. */
function ofGroup(status, objects, { stop }) {
    if (objects.length === 0)
        return [];
    const title = `${STATUS_WORDS[status]}: ${plural(objects.length, 'id')}`;
    if (status === 'not-sent' && stop)
        return [];
    const groups = Map.groupBy(objects, ({ error }) => (error ? errorText(error) : ''));
    const { what, todo } = ADVICE[status];
    return [...groups].map(([error, some]) => {
        const ids = some.slice(0, MOST_IDS).map(({ type, id }) => `${type} ${id}`);
        if (some.length > MOST_IDS)
            ids.push(`${number(some.length - MOST_IDS)} more`);
        return { level: 'error', title, message: `${ended(error || what)} ${todo} Ids: ${ids.join(', ')}.` };
    });
}
const MOST_IDS = 20;
function at(annotation, source) {
    // A list in `RUNNER_TEMP` is no file of the repository: GitHub could show nothing there.
    if (!source || /^([/\\]|[A-Za-z]:[/\\])/.test(source.path))
        return annotation;
    return { ...annotation, path: visible(source.path), ...(source.line !== undefined && { line: source.line }) };
}
function limited(all, level) {
    const shown = all.slice(0, all.length > MOST_OF_A_LEVEL ? MOST_OF_A_LEVEL - 1 : MOST_OF_A_LEVEL);
    const rest = all.length - shown.length;
    const annotations = shown.map((annotation) => ({
        ...annotation,
        message: shorten(annotation.message, MAX_MESSAGE_LENGTH),
    }));
    return rest === 0
        ? annotations
        : [...annotations, { level, message: `And ${number(rest)} more: the job summary and the report list them all.` }];
}

;// CONCATENATED MODULE: ./build/report/final-lines.js



/** Objects of one status that the end of the log names; the report holds all. */
const MOST_LINES = 20;
/**
 * The lines that end the log: what happened, and whatever was not accepted. One line when all is well.
 *
 * Messages of the report are not among them: they stand in the log as annotations.
 */
function finalLines(report) {
    const { requests, durationMs, objects } = report;
    const sent = requests.total > 0 ? ` (${plural(requests.total, 'request')}, ${duration(durationMs)})` : '';
    const lines = [`${headline(report)}${sent}.`];
    if (report.stop)
        lines.push(`Stopped early: ${visible(report.stop.message)}`);
    for (const status of UNACCEPTED) {
        const some = objects.filter((object) => object.status === status);
        // Those that share one cause, told above, are counted; a list of them would only push it out of sight.
        const told = status === 'not-sent' ? 0 : MOST_LINES;
        for (const { type, id, sources, error } of some.slice(0, told)) {
            const [source] = sources;
            const where = source ? ` (${place(source)})` : '';
            const why = error ? `: ${visible(errorText(error))}` : '';
            const trace = error?.traceId ? ` (trace id ${visible(error.traceId)})` : '';
            lines.push(`${STATUS_WORDS[status]}: ${type} ${id}${where}${why}${trace}`);
        }
        const rest = some.length - told;
        if (rest > 0)
            lines.push(`${STATUS_WORDS[status]}: ${told > 0 ? `${number(rest)} more` : inTypes(some)}; the report lists them all`);
    }
    return lines;
}

;// CONCATENATED MODULE: ./build/report/outputs.js


/** An output's array beyond this many bytes is left empty (the contract's chapter "Outputs"): 256 KiB. */
const MAX_ARRAY_BYTES = 256 * 1024;
/** The names of the outputs, in the order of `action.yml`. */
const OUTPUT_NAMES = (/* unused pure expression or super */ null && ([
    'result',
    'integration',
    'conversion',
    'failed-integration',
    'failed-conversion',
    'synced-count',
    'failed-count',
    'skipped-count',
    'request-count',
    'base',
    'head',
    'report',
]));
/**
 * The outputs of the step: all of them, whatever happened.
 *
 * @param reportPath where the JSON report lies; empty when it could not be written
 * @returns the values, and a warning for each array that does not fit
 */
function outputsOf(report, reportPath) {
    const warnings = [];
    const ids = (name, type, chosen) => {
        const array = JSON.stringify(report.objects.filter((object) => object.type === type && chosen(object.status)).map(({ id }) => id));
        // Ids are decimal digits, so a character is a byte.
        if (array.length <= MAX_ARRAY_BYTES)
            return array;
        // Empty rather than `[]`, which would say that there is none.
        warnings.push(`The output \`${name}\` is left empty: with ${array.length} bytes it is larger than the ${MAX_ARRAY_BYTES} that an output may have. The file that the output \`report\` names holds all ids.`);
        return '';
    };
    const count = (chosen) => String(report.objects.filter(({ status }) => chosen(status)).length);
    const [integration, conversion] = RESOURCE_TYPES;
    return {
        values: {
            result: report.result,
            integration: ids('integration', integration, isSynced),
            conversion: ids('conversion', conversion, isSynced),
            'failed-integration': ids('failed-integration', integration, isUnaccepted),
            'failed-conversion': ids('failed-conversion', conversion, isUnaccepted),
            'synced-count': count((status) => status === 'synced'),
            'failed-count': count(isUnaccepted),
            'skipped-count': count((status) => status === 'skipped'),
            'request-count': String(report.requests.total),
            base: report.base?.sha ?? '',
            head: report.head?.sha ?? '',
            report: reportPath,
        },
        warnings,
    };
}
/** Accepted, or in a dry run: would be sent. */
const isSynced = (status) => status === 'synced' || status === 'planned';

;// CONCATENATED MODULE: ./build/report/chart.js
/** So many bars can be told apart on a page. */
const MOST_BARS = 30;
/** Widths of a bar, in seconds, that make sense to people. */
const STEPS = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];
/**
 * The requests against the longest limit as a Mermaid chart: at each moment, the requests of the window before it.
 *
 * @returns Mermaid's text, or nothing when all was sent within one window
 */
function requestChart(timeline, rateLimit) {
    const window = rateLimit.toSorted((a, b) => b.windowMs - a.windowMs)[0];
    const times = timeline.map(({ atMs }) => atMs).sort((a, b) => a - b);
    const last = times.at(-1) ?? 0;
    if (!window || last <= window.windowMs)
        return undefined;
    const { limit, windowMs } = window;
    const step = 1000 * (STEPS.find((seconds) => last / seconds / 1000 <= MOST_BARS) ?? Math.ceil(last / 1000 / MOST_BARS));
    const span = Math.max(step, windowMs);
    const bars = [];
    let from = 0;
    let to = 0;
    for (let end = step; end - step < last; end += step) {
        while (to < times.length && (times[to] ?? 0) <= end)
            to += 1;
        while (from < to && (times[from] ?? 0) <= end - span)
            from += 1;
        bars.push(Math.round(((to - from) * windowMs) / span));
    }
    const [unit, unitMs] = step < 60_000 ? ['seconds', 1000] : step < 3_600_000 ? ['minutes', 60_000] : ['hours', 3_600_000];
    return [
        'xychart-beta',
        `  title "Requests in the last ${windowMs === 60_000 ? 'minute' : `${windowMs / 1000} s`}, and the limit of ${limit}"`,
        `  x-axis "${unit} after the first request" ${step / unitMs} --> ${(step * bars.length) / unitMs}`,
        `  y-axis "requests" 0 --> ${Math.ceil(Math.max(limit, ...bars) * 1.1)}`,
        `  bar [${bars.join(', ')}]`,
        `  line [${bars.map(() => limit).join(', ')}]`,
    ].join('\n');
}

;// CONCATENATED MODULE: ./build/report/markdown.js


/**
 * Text from files and servers as GitHub's Markdown (CommonMark with the GFM extensions). Two ways only: `code` for names,
 * `prose` for sentences. GitHub makes mentions, issue links, mail addresses and emoji out of plain text after Markdown is
 * done, so escaping does not hold them off; inside of a code span it leaves everything alone.
 */
/** A name, verbatim, as a code span: safe for whatever it holds. */
function code(text) {
    const shown = visible(text);
    if (shown === '')
        return '';
    let longest = 0;
    for (const [run] of shown.matchAll(/`+/g))
        longest = Math.max(longest, run.length);
    const fence = '`'.repeat(longest + 1);
    // CommonMark takes one space off both ends; it needs one there beside a backtick.
    const pad = /^`|`$|^ .*[^ ].* $/s.test(shown) ? ' ' : '';
    return `${fence}${pad}${shown}${pad}${fence}`;
}
/**
 * A sentence. What stands in backticks becomes code, and so does every word that is more than letters, digits and the usual
 * punctuation, so that nothing in it can be markup, a link or a mention.
 */
function prose(text) {
    const pieces = text.replace(/\s+/g, ' ').trim().split('`');
    const closed = pieces.length % 2 === 1;
    return join(pieces.map((piece, index) => {
        if (index % 2 === 0)
            return words(piece);
        return closed || index < pieces.length - 1 ? code(piece) : words(`\`${piece}`);
    }));
}
/** Letters and digits of any script, with hyphens and apostrophes inside; quotes and punctuation around them. */
const WORD = /^(["'“‘(]*)((?:[\p{L}\p{N}\p{M}]+(?:[-'’][\p{L}\p{N}\p{M}]+)*|\d+(?:[.,]\d+)+%?|\d+%)?)([.,;:!?)"'”’…]*)$/u;
/** What GitHub links although it is a plain word: a commit's SHA, `GH-1`. */
const LINKED_WORD = /^(?=.*\d)[0-9a-f]{7,40}$|^gh-\d+$/i;
/** Signs that stand between words, and punctuation after a name in code. */
const SIGN = /^(?:[-+=/–—→·]|[.,;:!?()"'“”‘’…]+)$/;
const OPENING = '"\'“‘(';
const CLOSING = '.,;:!?)"\'”’';
function words(text) {
    const out = [];
    let odd = [];
    const flush = () => {
        if (odd.length > 0)
            out.push(codeInside(odd.join(' ')));
        odd = [];
    };
    for (const word of text.split(' ')) {
        const plain = plainWord(word);
        if (plain === undefined) {
            odd.push(word);
            if (CLOSING.includes(word.at(-1) ?? ''))
                flush();
        }
        else {
            flush();
            out.push(plain);
        }
    }
    flush();
    return out.join(' ');
}
/** Code, with the quotes, brackets and punctuation around it outside. */
function codeInside(text) {
    const closing = text.includes('(') ? CLOSING.replace(')', '') : CLOSING;
    let start = 0;
    let end = text.length;
    while (start < end && OPENING.includes(text[start] ?? ''))
        start += 1;
    while (start < end && closing.includes(text[end - 1] ?? ''))
        end -= 1;
    return start === end ? code(text) : `${text.slice(0, start)}${code(text.slice(start, end))}${text.slice(end)}`;
}
function plainWord(word) {
    if (word === '')
        return '';
    // At the start of a line it would make a list or a heading.
    if (SIGN.test(word))
        return word.replace(/[-+=]/, '\\$&');
    const [, before = '', inner = '', after = ''] = WORD.exec(word) ?? [];
    if (inner === '' || LINKED_WORD.test(inner) || visible(word) !== word)
        return undefined;
    // "1." would begin a list.
    return `${before}${inner}${/^\d+$/.test(inner) && /^[.)]/.test(after) ? '\\' : ''}${after}`;
}
/** Joins pieces so that no two runs of backticks become one. */
function join(pieces) {
    let text = '';
    for (const piece of pieces)
        text += text.endsWith('`') && piece.startsWith('`') ? ` ${piece}` : piece;
    return text;
}
/** A link; `label` is Markdown already. */
const markdown_link = (label, url) => `[${label}](${url})`;
/** A row of a table. A bar inside of a cell is escaped, which also holds in code spans (GFM, "Tables"). */
const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
/** A path as part of a URL: every byte that is not unreserved (RFC 3986, 2.3) is percent-encoded. */
function urlPath(path) {
    let url = '';
    for (const byte of encodePath(path)) {
        const char = String.fromCharCode(byte);
        url += /[A-Za-z0-9\-._~/]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    }
    return url;
}

;// CONCATENATED MODULE: ./build/report/page.js


/** Markdown that grows up to a number of bytes. What comes first goes before what comes later. */
class Page {
    #lines = [];
    #bytesLeft;
    #rows = 0;
    #rowsCut = 0;
    /** @param maxBytes most bytes in UTF-8; titles and notes of what was cut may go beyond by about 1 KiB a chapter */
    constructor(maxBytes) {
        this.#bytesLeft = maxBytes;
    }
    get rows() {
        return this.#rows;
    }
    get rowsCut() {
        return this.#rowsCut;
    }
    toString() {
        return this.#lines.join('\n');
    }
    add(...paragraphs) {
        for (const paragraph of paragraphs)
            this.#write(paragraph, '');
    }
    /** Adds as many rows as there is room for, and says how many there was none for. */
    addChapter({ title, subtitle, intro = [], columns, rows, count, open }) {
        if (count === 0)
            return;
        const head = columns ? [row(columns), `|${columns.map(() => ':--').join('|')}|`] : [];
        const folded = open === 0;
        if (folded) {
            this.#openFold(`<b>${title}</b> (${number(count)})${subtitle ? `: ${subtitle}` : ''}`);
        }
        else {
            this.add(`#### ${title} (${number(count)})`);
        }
        this.add(...intro);
        let shown = 0;
        for (const line of rows) {
            const fold = shown === open && !folded;
            const bytes = Buffer.byteLength(line) + 1;
            if (bytes > this.#bytesLeft)
                break;
            if (fold) {
                this.#write('');
                this.#openFold(`… and ${number(count - open)} more`);
            }
            if (shown === 0 || fold)
                this.#write(...head);
            this.#write(line);
            shown += 1;
        }
        this.#write('');
        if (folded || shown > open)
            this.add('</details>');
        this.#rows += count;
        this.#rowsCut += count - shown;
        if (shown < count)
            this.add(`*${number(count - shown)} of these ${number(count)} rows are cut here.*`);
    }
    #openFold(summary) {
        this.#write(`<details><summary>${summary}</summary>`, '');
    }
    #write(...lines) {
        for (const line of lines) {
            this.#lines.push(line);
            this.#bytesLeft -= Buffer.byteLength(line) + 1;
        }
    }
}

;// CONCATENATED MODULE: ./build/report/summary.js







/** GitHub drops a summary of more than 1 MiB, and some just below it were lost; it stays below 900 KiB. In bytes. */
const MAX_SUMMARY_BYTES = 900 * 1024;
/** Kept for the top, the foot and the chapters' titles, which do not grow with the objects. In bytes. */
const FRAME_BYTES = 32 * 1024;
/** Rows of a table that are open to see, when it has more than half again as many. */
const OPEN_ROWS = 10;
/** Problems of the configuration that are open to see: each is a thing to mend. */
const OPEN_PROBLEMS = 50;
/** With more objects than this, only those that need a person are linked: a link is thrice as long as a path. */
const MOST_LINKED = 2000;
/** Shown of one object and one text; the report holds all. */
const MOST_SOURCES = 4;
const MOST_PATH_CHARS = 160;
const MOST_MESSAGE_CHARS = 1000;
const MOST_URL_CHARS = 2000;
const ICONS = {
    synced: '✅',
    'nothing-to-sync': '💤',
    planned: '📋',
    partial: '⚠️',
    failed: '❌',
    cancelled: '🛑',
};
/**
 * The job summary, in GitHub's Markdown: what happened, what needs a person, then everything else. Below 900 KiB; what is
 * cut for that comes from the end, so it is what needs a person least.
 */
function summaryOf(report, context) {
    const page = new Page(MAX_SUMMARY_BYTES - FRAME_BYTES);
    const links = linksOf(report, context);
    const { objects, messages } = report;
    page.addChapter(messageChapter('To mend', 'error', messages, links, OPEN_PROBLEMS));
    for (const status of UNACCEPTED) {
        page.addChapter(attentionChapter(status, objects.filter((object) => object.status === status), report, links));
    }
    if (needsPerson(objects))
        page.add(AGAIN);
    page.addChapter(messageChapter('Warnings', 'warning', messages, links, OPEN_ROWS));
    page.addChapter(messageChapter('Notes', 'notice', messages, links, OPEN_ROWS));
    const linked = objects.length <= MOST_LINKED ? links : NO_LINKS;
    for (const status of ['synced', 'planned']) {
        const some = objects.filter((object) => object.status === status);
        page.addChapter({
            title: STATUS_WORDS[status],
            columns: OBJECT_COLUMNS,
            rows: lazily(some, (object) => row(cells(object, linked))),
            count: some.length,
            // Beside something to mend, what is well steps back.
            open: needsPerson(objects) ? 0 : openRows(some.length),
        });
    }
    const chart = requestChart(report.timeline ?? [], report.rateLimit ?? []);
    if (chart)
        page.add(`\`\`\`mermaid\n${chart}\n\`\`\``);
    page.addChapter(leftAloneChapter(objects.filter(({ status }) => status === 'skipped'), linked));
    page.addChapter({
        title: 'Skipped files',
        columns: ['File', 'Reason'],
        rows: lazily(report.files, ({ path, reason }) => row([linked.file({ path }, 'head'), sentence(reason)])),
        count: report.files.length,
        open: 0,
    });
    return `${[...summary_top(report, links), ...cutNote(page, context), page.toString().trimEnd(), ...foot(report, page, context)].join('\n\n').trim()}\n`;
}
const AGAIN = "To try these ids again, re-run the job, or give this step's outputs `failed-integration` and `failed-conversion` to the inputs of a later step.";
/** The sentence, the counts, what was compared and what was sent. */
function summary_top(report, links) {
    return [
        `### ${ICONS[report.result]} ${headline(report)}`,
        ...countTable(report),
        [comparison(report, links), sending(report)].filter((line) => line !== '').join('<br>\n'),
        ...(report.stop && report.stop.cause !== 'cancelled'
            ? [`**Stopped early:** ${sentence(report.stop.message)}`]
            : []),
    ].filter((block) => block !== '');
}
function countTable({ objects }) {
    const counts = countObjects(objects);
    const statuses = Object.keys(STATUS_WORDS).filter((status) => RESOURCE_TYPES.some((type) => counts[type][status] > 0));
    const types = RESOURCE_TYPES.filter((type) => statuses.some((status) => counts[type][status] > 0));
    // When all is well, the sentence says it.
    if (!needsPerson(objects))
        return [];
    return [
        [
            row(['', ...statuses.map((status) => STATUS_WORDS[status])]),
            `|---|${statuses.map(() => '--:').join('|')}|`,
            ...types.map((type) => row([TYPE_WORDS[type], ...statuses.map((status) => number(counts[type][status]))])),
        ].join('\n'),
    ];
}
const TYPE_WORDS = { integration: 'Integrations', conversion: 'Conversions' };
function comparison({ base, noBase, head, startedAt }, links) {
    if (base) {
        const age = Date.parse(startedAt ?? '') - Date.parse(base.committedAt ?? '');
        const source = `${sentence(base.source)}${age >= 1000 ? `, ${duration(age)} old` : ''}`;
        const to = head ? ` to ${links.commit(head.sha)}` : '';
        const compare = head ? links.compare(base.sha, head.sha) : '';
        return `Changes from ${links.commit(base.sha)} (${source})${to}${compare && ` · ${compare}`}`;
    }
    if (!head)
        return '';
    return `At ${links.commit(head.sha)}${noBase ? `, every match counts: ${sentence(noBase)}` : ''}`;
}
function sending({ result, objects, requests: { total, retried, throttled }, durationMs }) {
    const leftAlone = needsPerson(objects) || result === 'nothing-to-sync'
        ? 0
        : objects.filter(({ status }) => status === 'skipped').length;
    return [
        ...(result === 'planned' ? ['A dry run: Hood was not contacted'] : []),
        ...(total > 0 ? [`${plural(total, 'request')} in ${duration(durationMs)}`] : []),
        ...(retried > 0 ? [`${number(retried)} of them retries`] : []),
        ...(throttled > 0 ? [`${number(throttled)} throttled (429)`] : []),
        ...(leftAlone > 0 ? [`${plural(leftAlone, 'object')} left alone`] : []),
    ].join(' · ');
}
function cutNote(page, { reportPath }) {
    if (page.rowsCut === 0)
        return [];
    return [
        `> This page is cut to what GitHub shows: ${number(page.rowsCut)} of ${number(page.rows)} rows are left out. ${reportAt(reportPath)}`,
    ];
}
function foot(report, page, { reportPath }) {
    if (page.rowsCut > 0 || !needsPerson(report.objects))
        return [];
    return [reportAt(reportPath)];
}
const reportAt = (path) => path === ''
    ? 'The report could not be written.'
    : `All of it, as JSON: ${code(path)}, the output \`report\`. It goes with the runner unless \`actions/upload-artifact\` keeps it.`;
/**
 * What was not accepted, for one reason, and what to do. A list, as the answers are sentences: the columns of a table leave
 * them no room on a narrow screen.
 */
function attentionChapter(status, objects, { stop }, links) {
    const { what, todo } = ADVICE[status];
    const stopped = status === 'not-sent' && stop !== undefined;
    // An answer that all of them got is told once, and one that ended it all stands at the top.
    const answers = stopped ? [] : objects.map(({ error }) => (error ? errorText(error) : ''));
    const common = answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
    const answerOf = ({ error }) => {
        const traceId = error?.traceId ? `trace id ${code(shorten(error.traceId, MOST_PATH_CHARS))}` : '';
        if (!error || stopped || common !== undefined)
            return traceId && ` · ${traceId}`;
        return `<br>${sentence(ended(errorText(error)))}${traceId && ` (${traceId})`}`;
    };
    return {
        title: STATUS_WORDS[status],
        intro: [
            `${what}${common ? ` The answer: ${sentence(ended(common))}` : ''} **What to do:** ${stopped ? stopTodo(stop) : todo}`,
        ],
        rows: lazily(objects, (object) => `- ${objectName(object)} · ${sources(object, links).join(', ')} · ${object.reason}${answerOf(object)}`),
        count: objects.length,
        open: openRows(objects.length),
    };
}
const stopTodo = ({ cause }) => (cause === 'cancelled' ? 'Run again.' : 'See above, then run again.');
function leftAloneChapter(objects, links) {
    const reasons = Map.groupBy(objects, ({ reason }) => reason);
    return {
        title: STATUS_WORDS.skipped,
        subtitle: [...reasons]
            .map(([reason, some]) => (reasons.size > 1 ? `${number(some.length)} ${reason}` : reason))
            .join(', '),
        intro: reasons.has('deleted') ? ['Ids whose config was deleted are synced only with `deleted: resync`.'] : [],
        columns: OBJECT_COLUMNS,
        rows: lazily(objects, (object) => row(cells(object, links))),
        count: objects.length,
        open: 0,
    };
}
function messageChapter(title, level, messages, links, open) {
    const some = messages.filter((message) => message.level === level);
    return {
        title,
        rows: lazily(some, ({ message, path, line }) => {
            if (path === undefined)
                return `- ${sentence(message)}`;
            const source = { path, ...(line !== undefined && { line }) };
            // Most messages begin with the place that they are about; there it becomes the link.
            const at = place(source);
            const rest = message.startsWith(at) ? message.slice(at.length) : ` ${message}`;
            return `- ${links.file(source, 'head')} ${sentence(rest)}`;
        }),
        count: some.length,
        open: openRows(some.length, open),
    };
}
const needsPerson = (objects) => objects.some(({ status }) => isUnaccepted(status));
const openRows = (count, most = OPEN_ROWS) => (count <= most * 1.5 ? count : most);
/** The short columns first: a narrow screen cuts the last one. */
const OBJECT_COLUMNS = ['Object', 'Reason', 'Config'];
const cells = (object, links) => [
    objectName(object),
    object.reason,
    sources(object, links).join('<br>'),
];
const objectName = ({ type, id }) => `${type}&nbsp;${code(id)}`;
const sentence = (text) => prose(shorten(text, MOST_MESSAGE_CHARS));
function sources({ reason, sources }, links) {
    if (sources.length === 0)
        return ['the input'];
    const shown = sources
        .slice(0, MOST_SOURCES)
        .map((source) => links.file(source, reason === 'deleted' ? 'base' : 'head'));
    return sources.length > MOST_SOURCES ? [...shown, `and ${number(sources.length - MOST_SOURCES)} more`] : shown;
}
function* lazily(values, line) {
    for (const value of values)
        yield line(value);
}
const shortSha = (sha) => code(sha.slice(0, 7));
const fileLabel = ({ path, line }) => code(place({ path: shorten(path, MOST_PATH_CHARS), ...(line !== undefined && { line }) }));
const NO_LINKS = { commit: shortSha, compare: () => '', file: fileLabel };
function linksOf({ base, head }, { repositoryUrl, headSha }) {
    if (!repositoryUrl)
        return NO_LINKS;
    const commits = { base: base?.sha, head: head?.sha ?? headSha };
    return {
        commit: (sha) => markdown_link(shortSha(sha), `${repositoryUrl}/commit/${sha}`),
        compare: (from, to) => markdown_link('compare', `${repositoryUrl}/compare/${from}...${to}`),
        file(source, at) {
            const sha = commits[at];
            const label = fileLabel(source);
            // A list in `RUNNER_TEMP` is no file of the repository.
            if (!sha || /^([/\\]|[A-Za-z]:[/\\])/.test(source.path))
                return label;
            const url = `${repositoryUrl}/blob/${sha}/${urlPath(source.path)}${source.line ? `#L${source.line}` : ''}`;
            return url.length <= MOST_URL_CHARS ? markdown_link(label, url) : label;
        },
    };
}

// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./build/batches.js

/**
 * Splits the objects into requests: integrations first, ids ascending.
 *
 * @param objects in any order, each object once
 * @param size most objects in one batch, from 1
 */
function makeBatches(objects, size) {
    const ordered = objects.toSorted((a, b) => RESOURCE_TYPES.indexOf(a.type) - RESOURCE_TYPES.indexOf(b.type) || compareIds(a.id, b.id));
    const batches = [];
    for (let start = 0; start < ordered.length; start += size)
        batches.push(ordered.slice(start, start + size));
    return batches;
}

;// CONCATENATED MODULE: ./build/hood/answer.js
/** Longest text that is kept of what a server says. */
const MAX_TEXT_LENGTH = 500;
/** Reads `X-RateLimit-*`; anything that is not three plain numbers is no reading. */
function readWindow(headers) {
    const limit = wholeNumber(headers['x-ratelimit-limit']);
    const remaining = wholeNumber(headers['x-ratelimit-remaining']);
    const resetSeconds = wholeNumber(headers['x-ratelimit-reset']);
    if (limit === undefined || remaining === undefined || resetSeconds === undefined)
        return undefined;
    if (limit === 0 || remaining > limit)
        return undefined;
    return { limit, remaining, resetSeconds };
}
/**
 * Reads `Retry-After`: seconds, an HTTP date (RFC 9110, 10.2.3), or Hood's `-1`. Anything else is taken as absent.
 *
 * @param wallNow the wall clock in Unix milliseconds, for a date in an answer that has no `Date` of its own
 */
function readRetryAfter(headers, wallNow = Date.now()) {
    const value = headers['retry-after']?.trim();
    if (value === undefined || value === '')
        return undefined;
    if (value === '-1')
        return { kind: 'in-flight' };
    if (/^\d+(\.\d+)?$/.test(value))
        return { kind: 'delay', ms: Math.ceil(Number(value) * 1000) };
    if (!HTTP_DATE.test(value))
        return undefined;
    // Measured from the server's own clock where it tells it: the two clocks need not agree.
    const from = Date.parse(headers['date'] ?? '');
    const ms = Date.parse(value) - (Number.isNaN(from) ? wallNow : from);
    return Number.isNaN(ms) ? undefined : { kind: 'delay', ms: Math.max(0, ms) };
}
/**
 * Reads the body of an error, `{code, title, message?, trace_id}`. A gateway may answer with anything, so a body that is
 * something else is no failure; plain text becomes the message.
 *
 * @param body as received, perhaps cut
 * @param scrub removes secrets; applied to the text as it will be shown
 */
function readProblem(body, scrub) {
    const clean = (value) => {
        if (typeof value !== 'string' && typeof value !== 'number')
            return undefined;
        return harmless(String(value), scrub) || undefined;
    };
    const fields = parseObject(body);
    // The page of a gateway, or JSON that broke off, says nothing that the status does not say.
    if (fields === undefined)
        return /^\s*[<{[]/.test(body) ? {} : definedOnly({ message: clean(body) });
    return definedOnly({
        title: clean(fields['title']),
        message: clean(fields['message']),
        traceId: clean(fields['trace_id']),
    });
}
/**
 * A text of others as it may be shown: one line, no control characters, no secret, of bounded length.
 *
 * @param scrub removes secrets; applied before the text is cut, since a part of a secret would not be found
 */
function harmless(text, scrub) {
    const line = scrub(text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')).trim();
    return line.length <= MAX_TEXT_LENGTH ? line : `${line.slice(0, MAX_TEXT_LENGTH - 1).toWellFormed()}…`;
}
/** The error that the report shows for a request that was not accepted. */
function toSendError(result) {
    if (result.kind === 'failure')
        return { title: FAILURE_TITLES[result.cause], message: result.message };
    return { status: result.status, ...result.problem, title: result.problem.title ?? `HTTP status ${result.status}` };
}
const FAILURE_TITLES = {
    refused: 'Connection refused',
    reset: 'Connection reset',
    timeout: 'No answer in time',
    'unresolved-name': 'Host name not resolved',
    truncated: 'Truncated answer',
    malformed: 'Malformed answer',
    unreachable: 'Network unreachable',
    proxy: 'Proxy failed',
    tls: 'TLS failed',
    aborted: 'No answer before the run ended',
    unknown: 'Request failed',
};
/** The three forms of RFC 9110, 5.6.7; `Date.parse` alone would take nearly anything for a date. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/;
function wholeNumber(value) {
    const text = value?.trim();
    return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
function parseObject(body) {
    try {
        const value = JSON.parse(body);
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
function definedOnly(problem) {
    return Object.fromEntries(Object.entries(problem).filter(([, value]) => value !== undefined));
}

;// CONCATENATED MODULE: ./build/hood/retry.js
/** First and longest backoff before jitter, from the contract. */
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 20_000;
const PASSING_STATUSES = new Set([408, 425, 500, 502, 503, 504, 521, 522, 523, 524]);
const REFUSING_STATUSES = new Set([400, 413, 422]);
/** Not among them: a failed TLS handshake, and what we do not know. */
const PASSING_CAUSES = new Set([
    'refused',
    'reset',
    'timeout',
    'unresolved-name',
    'truncated',
    'malformed',
    'unreachable',
    'proxy',
]);
function meaningOf(result) {
    if (result.kind === 'failure') {
        if (result.cause === 'aborted')
            return 'aborted';
        return PASSING_CAUSES.has(result.cause) ? 'passing' : 'final';
    }
    const { status } = result;
    if (status >= 200 && status < 300)
        return 'accepted';
    if (status === 429)
        return 'throttled';
    if (status === 401 || status === 403)
        return 'token';
    if (REFUSING_STATUSES.has(status))
        return 'refused';
    return PASSING_STATUSES.has(status) ? 'passing' : 'final';
}
/**
 * Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): anything between nothing and a bound that
 * doubles from 0.5 s to 20 s.
 *
 * @param failures failures so far, from 1
 * @param random from 0 up to, but not including, 1
 * @returns milliseconds
 */
function backoff(failures, random) {
    return random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
}
/** Whether a request is made again, and after which pause. Never before the server permits it. */
function decideRetry(attempt, random) {
    const { meaning, retryAfter, now, deadline } = attempt;
    if (meaning === 'passing') {
        if (attempt.budgetLeft <= 0)
            return { retry: false, because: 'unreachable' };
        if (attempt.attempts >= attempt.maxAttempts)
            return { retry: false, because: 'attempts' };
    }
    const asked = retryAfter?.kind === 'delay' ? retryAfter.ms : 0;
    if (asked > 0 && now + asked >= deadline)
        return { retry: false, because: 'deadline' };
    if (meaning === 'passing')
        return { retry: true, waitMs: Math.max(asked, backoff(attempt.attempts, random)) };
    // Where the server names a time, or one of ours has to end first, that is the pause.
    const told = retryAfter?.kind === 'delay' || (retryAfter?.kind === 'in-flight' && attempt.othersInFlight);
    return { retry: true, waitMs: told ? asked : backoff(attempt.throttles, random) };
}

;// CONCATENATED MODULE: ./build/hood/outage.js

/**
 * Failures in a row, over all requests. A single failure concerns its own request; when the next one fails as well, the
 * API itself is in trouble, and every request backs off until one is answered, so that a dead API is not hammered.
 *
 * Failures are counted in rounds: requests that were in flight together fail together.
 */
class Outage {
    #rounds = 0;
    #roundBegan = Number.NEGATIVE_INFINITY;
    #mostRounds;
    /** @param mostRounds rounds of failures after which the run gives up, from 1 */
    constructor(mostRounds) {
        this.#mostRounds = mostRounds;
    }
    /** Whether all requests should go one at a time. */
    get suspected() {
        return this.#rounds >= 2;
    }
    /** Rounds of failures that may still be borne. */
    get budgetLeft() {
        return this.#mostRounds - this.#rounds;
    }
    /** Any answer of the API itself. */
    answered() {
        this.#rounds = 0;
    }
    /**
     * A failure that may pass.
     *
     * @returns until when nothing should be sent, in milliseconds on the clock
     */
    failed(sentAt, now, random) {
        if (sentAt >= this.#roundBegan) {
            this.#rounds += 1;
            this.#roundBegan = now;
        }
        return this.suspected ? now + backoff(this.#rounds - 1, random) : now;
    }
}

;// CONCATENATED MODULE: ./build/hood/progress.js
/** Shorter waits are nothing to tell of. */
const WORTH_TELLING_MS = 2_000;
/** Tells how far sending is, once for each wait that a reader of the log would notice. */
class Progress {
    #log;
    #clock;
    #windows;
    #state;
    #told = Number.NEGATIVE_INFINITY;
    constructor(log, clock, windows, state) {
        this.#log = log;
        this.#clock = clock;
        this.#windows = windows;
        this.#state = state;
    }
    /** Sending waits. The same wait may be told of often; it gives one line. */
    waiting({ until, window }) {
        const now = this.#clock.now();
        if (until - now < WORTH_TELLING_MS || until - this.#told < WORTH_TELLING_MS)
            return;
        this.#told = until;
        const { objects, synced, refused, requests, requestsLeft } = this.#state();
        const why = window
            ? `for the limit of ${window.limit} requests in ${progress_duration(window.windowMs)}`
            : 'as Hood asked, or for it to recover';
        this.#log.info(`Waiting ${progress_duration(until - now)} ${why}. So far ${synced} of ${objects} ids synced, ${requests} requests, ` +
            `${refused} ids refused; done in about ${progress_duration(until - now + this.#duration(requestsLeft))}.`);
    }
    /** How long `requests` take if nothing but the limits holds them up. */
    #duration(requests) {
        let left = Math.max(0, requests - 1);
        let time = 0;
        for (const { limit, windowMs } of this.#windows.toSorted((a, b) => b.windowMs - a.windowMs)) {
            time += Math.floor(left / limit) * windowMs;
            left %= limit;
        }
        return time;
    }
}
/** For people: "40 s", "3 min 20 s", "2 h 5 min". */
function progress_duration(ms) {
    const seconds = Math.ceil(ms / 1000);
    if (seconds < 60)
        return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60)
        return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

;// CONCATENATED MODULE: ./build/hood/courier.js





/** Brings one request to Hood, with as many attempts as it takes and the rules allow. */
class Courier {
    #options;
    #ports;
    #outage;
    constructor(options, ports) {
        this.#options = options;
        this.#ports = ports;
        // One request may use up its attempts, and so may the next. When nothing was answered all the while, nobody is there.
        this.#outage = new Outage(2 * options.maxAttempts);
    }
    /**
     * Sends `objects` until an answer settles it. Resync is idempotent: it carries no new data, and an id sent twice does
     * no harm. So this POST may be made again when its answer was lost, even though the first one may have arrived.
     *
     * @param place where the first attempt goes, if it is taken already
     */
    async deliver(objects, place) {
        const { transport, pacer, clock, random, ledger, ending } = this.#ports;
        const body = requestBody(objects);
        let attempts = 0;
        let throttles = 0;
        let outcome = { kind: 'not-sent' };
        for (let next = place ?? (await pacer.take()); next !== undefined; next = await pacer.take()) {
            if (attempts + throttles > 0)
                ledger.count('retried');
            const result = await transport(body, ending.cutOff);
            // Without another wait from here on: whoever waits for a place must find all that this answer teaches.
            const meaning = meaningOf(result);
            this.#learn(objects, next, result, meaning);
            const error = toSendError(result);
            if (meaning !== 'throttled' && meaning !== 'passing')
                return this.#conclude(meaning, error);
            if (meaning === 'throttled')
                throttles += 1;
            else
                attempts += 1;
            // An attempt that counts may have arrived; one that was throttled has not.
            outcome = attempts > 0 ? { kind: 'failed', error, final: false } : { kind: 'not-sent', error };
            const retryAfter = result.kind === 'answer' ? readRetryAfter(result.headers) : undefined;
            const decision = decideRetry({
                meaning,
                attempts,
                maxAttempts: this.#options.maxAttempts,
                throttles,
                retryAfter,
                othersInFlight: pacer.inFlight > 0,
                budgetLeft: this.#outage.budgetLeft,
                now: clock.now(),
                deadline: this.#options.deadlineMs,
            }, random);
            if (!decision.retry) {
                this.#giveUp(decision.because, error, retryAfter);
                return outcome;
            }
            if (meaning === 'throttled')
                this.#throttled(next, retryAfter, decision.waitMs);
            else if (retryAfter?.kind === 'delay')
                pacer.pause(clock.now() + retryAfter.ms);
            await clock.sleep(decision.waitMs, ending.halt);
        }
        return outcome;
    }
    /** What the end of a request teaches about limits and outages. */
    #learn(objects, place, result, meaning) {
        const { pacer, ledger, random, log } = this.#ports;
        const answered = result.kind === 'answer';
        pacer.end(place, answered, answered ? readWindow(result.headers) : undefined);
        ledger.request(place.sentAt, answered ? result.status : 0);
        if (meaning === 'accepted')
            ledger.count('accepted');
        else if (meaning === 'throttled')
            ledger.count('throttled');
        else if (meaning !== 'passing' && answered)
            ledger.count('rejected');
        if (meaning === 'accepted')
            pacer.accepted();
        if (meaning === 'passing')
            pacer.pause(this.#outage.failed(place.sentAt, place.endedAt, random));
        else if (answered)
            this.#outage.answered();
        pacer.goSingly(this.#outage.suspected);
        const said = answered ? `status ${result.status}` : `${result.cause}: ${result.message}`;
        log.debug(`${objects.length} ids: ${said}, ${Math.round(place.endedAt - place.sentAt)} ms`);
    }
    #throttled(place, retryAfter, waitMs) {
        if (retryAfter?.kind === 'in-flight')
            this.#ports.pacer.crowded(place);
        else
            this.#ports.pacer.throttled(place, waitMs, retryAfter !== undefined);
    }
    #conclude(meaning, error) {
        switch (meaning) {
            case 'accepted':
                return { kind: 'accepted' };
            case 'refused':
                return { kind: 'refused', error };
            case 'aborted':
            case 'final':
                return { kind: 'failed', error, final: meaning === 'final' };
            case 'token':
                this.#ports.ending.end('token', `Hood refused the token (status ${error.status}). Check the token's start and end dates and its account (API Tokens, under ` +
                    'Profile in Ocamba), and that the secret passed as `token` holds it.', error);
                return { kind: 'not-sent', error };
        }
    }
    #giveUp(because, error, retryAfter) {
        const { ending } = this.#ports;
        if (because === 'unreachable') {
            ending.end('unreachable', `Hood did not answer as it should however often it was tried; the last failure was "${describe(error)}". Check api-url, the ` +
                "runner's network and the state of the Ocamba API, then run again.");
        }
        else if (because === 'deadline') {
            const asked = retryAfter?.kind === 'delay' ? progress_duration(retryAfter.ms) : '';
            ending.end('deadline', `Hood asks to wait ${asked} before the next request, which is beyond the time for sending (timeout-minutes).`);
        }
    }
}
/** An error in a few words. */
function describe({ status, title, message }) {
    return [status, title, message].filter((part) => part !== undefined).join(' ');
}
/** The body of a resync request. A type without ids is left out: the API wants none that is empty. */
function requestBody(objects) {
    const resync = RESOURCE_TYPES.map((type) => [type, objects.filter((each) => each.type === type).map(({ id }) => id)]);
    return JSON.stringify({ resync: Object.fromEntries(resync.filter(([, ids]) => ids?.length)) });
}

;// CONCATENATED MODULE: ./build/hood/ending.js
/** How long requests in flight may still take after a cancellation or the deadline (the contract's chapter "Sending"). */
const GRACE_MS = 3_000;
/** Whether and why sending ends before every object is settled. The first cause stands. */
class Ending {
    #halt = new AbortController();
    #cutOff = new AbortController();
    #stop;
    #error;
    /** Aborts when nothing more is to be sent. */
    get halt() {
        return this.#halt.signal;
    }
    /** Aborts when requests in flight are not waited for any more. */
    get cutOff() {
        return this.#cutOff.signal;
    }
    get stop() {
        return this.#stop;
    }
    /** The error of whatever is never sent: the one that ended it all, if there is one. */
    get error() {
        return this.#error ?? { title: 'Not sent', ...(this.#stop && { message: this.#stop.message }) };
    }
    /** Ends sending; requests in flight are waited for. */
    end(cause, message, error) {
        if (this.#stop)
            return;
        this.#stop = { cause, message };
        this.#error = error;
        this.#halt.abort();
    }
    /**
     * Ends sending when the run is cancelled or its time is up, and cuts off what is in flight 3 s later.
     *
     * @param deadline in milliseconds on the clock
     * @param done aborts when all is sent
     */
    async watch(clock, deadline, cancel, done) {
        if (!cancel.aborted && clock.now() < deadline) {
            await clock.sleep(deadline - clock.now(), AbortSignal.any([cancel, done]));
        }
        if (done.aborted)
            return;
        if (cancel.aborted)
            this.end('cancelled', 'The run was cancelled.');
        else
            this.end('deadline', 'The time for sending (timeout-minutes) was up: run again for the rest, or allow more.');
        await clock.sleep(GRACE_MS, done);
        if (!done.aborted)
            this.#cutOff.abort();
    }
}

;// CONCATENATED MODULE: ./build/hood/isolation.js
/** Most further requests for a refused batch of `n` objects (the contract's chapter "Sending"). */
function mostTrials(n) {
    return Math.min(n, Math.floor(4 * Math.log2(n) + 8));
}
/** Batches up to this size are sent one object at a time: halving would not save a request. */
const SMALL = 4;
/** More ids than this in an error's message are no hint. */
const MOST_NAMED = 4;
/** Requests to isolate one object, beyond the halvings that it takes: to prove it, and to try what was set aside. */
const BEYOND_HALVING = 1.5;
/**
 * Finds the refused objects of a batch by halving, so that all others get through.
 *
 * A group that holds a refused object is halved. If its first half is accepted, the refused object is in the second, which
 * then needs no request to prove it; if not, the second half is set aside. When one object stands alone, all that was set
 * aside is tried at once: mostly one object was bad, and that request is the last.
 *
 * If there are more, groups are made as large as the distance between refused objects seems to be. And as soon as there
 * seem to be more than the bound allows to isolate, what may be good goes before what is known to be bad: good objects
 * get through, and some of the bad ones stay unresolved.
 *
 * @param batch refused as a whole, with `error`
 */
async function isolate(batch, error, ports) {
    const search = new Search(batch, error, ports);
    while (search.goesOn)
        await search.step();
    search.close();
}
class Search {
    #ports;
    #trials;
    #latest;
    /** Objects of which nothing is known. */
    #rest = [];
    /** Groups that hold a refused object, the most promising one first. */
    #suspects;
    #accepted = 0;
    #rejected = 0;
    constructor(batch, error, ports) {
        this.#ports = ports;
        this.#trials = mostTrials(batch.length);
        this.#latest = error;
        const named = namedIn(error, batch);
        if (batch.length <= SMALL) {
            this.#suspects = batch.map((object) => [object]);
        }
        else if (named.length > 0) {
            // If the message is right, one request for each of them and one for the others are all it takes.
            this.#suspects = named.map((object) => [object]);
            this.#rest = batch.filter((object) => !named.includes(object));
        }
        else {
            this.#suspects = [batch];
        }
    }
    get goesOn() {
        return this.#trials > 0 && !this.#ports.stopped() && (this.#rest.length > 0 || this.#suspects.length > 0);
    }
    /** One request. */
    async step() {
        const hurry = this.#needed > this.#trials;
        if (this.#rest.length > 0 && (hurry || this.#suspects.length === 0)) {
            const size = this.#rejected < 2 && !hurry ? this.#rest.length : Math.ceil(this.#distance);
            const group = this.#rest.slice(0, size);
            this.#rest = this.#rest.slice(size);
            if ((await this.#send(group)) === 'refused' && group.length > 1)
                this.#suspects.push(group);
            return;
        }
        // The largest has the most good objects to give.
        if (hurry)
            this.#suspects.sort((a, b) => b.length - a.length);
        const group = this.#suspects.shift() ?? [];
        const half = Math.ceil(group.length / 2);
        const first = group.slice(0, half);
        const second = group.slice(half);
        const kind = await this.#send(first);
        if (kind === 'accepted') {
            if (second.length > 0)
                this.#suspects.unshift(second);
        }
        else {
            this.#rest = [...second, ...this.#rest];
            if (kind === 'refused' && first.length > 1)
                this.#suspects.unshift(first);
        }
    }
    /** Gives up on whatever is left. */
    close() {
        const left = [...this.#suspects.flat(), ...this.#rest];
        if (left.length > 0)
            this.#ports.leave(left, this.#latest);
    }
    async #send(group) {
        this.#trials -= 1;
        const trial = await this.#ports.attempt(group);
        if (trial.kind === 'accepted')
            this.#accepted += group.length;
        if (trial.kind === 'not-sent')
            this.#rest = [...group, ...this.#rest];
        if (trial.kind === 'refused') {
            this.#latest = trial.error;
            const [object] = group;
            if (object && group.length === 1) {
                this.#rejected += 1;
                this.#ports.reject(object, trial.error);
            }
        }
        return trial.kind;
    }
    /** Objects from one refused one to the next, as far as is known; there is no telling before the first. */
    get #distance() {
        return this.#rejected === 0 ? Number.POSITIVE_INFINITY : (this.#accepted + this.#rejected) / this.#rejected;
    }
    /** Requests that isolating all refused objects will take, if those of the rest lie as far apart as those found. */
    get #needed() {
        // One may be all there are.
        if (this.#rejected === 0 || this.#rejected + this.#suspects.length < 2)
            return 0;
        const suspects = this.#suspects.reduce((sum, group) => sum + Math.log2(group.length) + 1, 0);
        return suspects + (this.#rest.length / this.#distance) * (Math.log2(this.#distance) + BEYOND_HALVING);
    }
}
/** The objects whose ids the message names: a hint where to look, never more. */
function namedIn({ message }, batch) {
    const numbers = new Set(message?.match(/\d+/g));
    const named = batch.filter(({ id }) => numbers.has(id));
    return named.length <= MOST_NAMED ? named : [];
}

;// CONCATENATED MODULE: ./build/hood/ledger.js

/** The books of one run: what became of each object, and the requests it took. */
class Ledger {
    #pending;
    #outcomes = new Map();
    #counts = {
        total: 0,
        accepted: 0,
        rejected: 0,
        retried: 0,
        throttled: 0,
    };
    #timeline = [];
    #startedAt;
    /** @param startedAt in milliseconds on the clock */
    constructor(objects, startedAt) {
        this.#startedAt = startedAt;
        this.#pending = new Set(objects.map(keyOf));
        if (this.#pending.size !== objects.length)
            throw new Error('An object stands in two batches.');
    }
    /** Writes down what became of `objects`. Each object is settled once: anything else is a bug of ours. */
    settle(objects, outcome) {
        for (const key of objects.map(keyOf)) {
            if (!this.#pending.delete(key))
                throw new Error(`${key} is settled twice, or was never to be sent.`);
            this.#outcomes.set(key, outcome);
        }
    }
    /** Objects without an outcome yet. */
    unsettled(objects) {
        return objects.filter((object) => this.#pending.has(keyOf(object)));
    }
    /**
     * A request ended.
     *
     * @param sentAt in milliseconds on the clock
     * @param status of its answer, 0 if none came
     */
    request(sentAt, status) {
        this.#counts.total += 1;
        this.#timeline.push({ atMs: sentAt - this.#startedAt, status });
    }
    count(what) {
        this.#counts[what] += 1;
    }
    get requests() {
        return { ...this.#counts };
    }
    countOf(status) {
        return this.#outcomes.values().reduce((count, outcome) => count + (outcome.status === status ? 1 : 0), 0);
    }
    get outcomes() {
        return this.#outcomes;
    }
    /** In the order of sending. */
    get timeline() {
        return this.#timeline.toSorted((a, b) => a.atMs - b.atMs);
    }
}

;// CONCATENATED MODULE: ./build/hood/in-flight.js
/** Accepted requests after which one more in flight is tried, the first time. */
const FIRST_PATIENCE = 30;
/** The part of a new latency in the average. */
const NEWEST = 0.2;
/**
 * How many requests may be in flight at once: as many as fill the burst limit at the latency seen (Little's law), and one
 * more. With more, nothing would be faster, and more would be refused when others use the account. The first request goes
 * alone: its answer tells the latency, and whether others are at work. Requests that all fit into one burst go together.
 *
 * The API has a limit of its own and does not document it; it answers 429 with `Retry-After: -1` beyond it. The number is
 * halved at once then, and grows by one after many accepted requests, more of them each time.
 */
class InFlight {
    #current = 0;
    #latencyMs;
    #burst;
    #perMs;
    /** Requests still to be sent, as far as is known. */
    #left;
    /** What the API bears, as far as it has said so. */
    #borne;
    #patience = FIRST_PATIENCE;
    #acceptedSince = 0;
    #shrunkAt = Number.NEGATIVE_INFINITY;
    /** One at a time, while the API is in trouble. */
    singly = false;
    /**
     * @param burst the account's limit for the shortest window
     * @param requests how many requests are expected
     */
    constructor(burst, requests) {
        this.#burst = burst.limit;
        this.#perMs = burst.limit / burst.windowMs;
        this.#borne = burst.limit;
        this.#left = requests;
    }
    get current() {
        return this.#current;
    }
    /** Whether one more may be sent. */
    get free() {
        return this.#current < (this.singly ? 1 : Math.min(this.#borne, this.#useful));
    }
    get #useful() {
        if (this.#left <= this.#burst)
            return this.#burst;
        if (this.#latencyMs === undefined)
            return 1;
        return Math.ceil(this.#perMs * this.#latencyMs) + 1;
    }
    sent() {
        this.#current += 1;
        this.#left -= 1;
    }
    /** A request ended. @param latencyMs how long an answer took; absent when there was none */
    ended(latencyMs) {
        this.#current -= 1;
        if (latencyMs === undefined)
            return;
        this.#latencyMs =
            this.#latencyMs === undefined ? latencyMs : this.#latencyMs + NEWEST * (latencyMs - this.#latencyMs);
    }
    accepted() {
        this.#acceptedSince += 1;
        if (this.#acceptedSince < this.#patience || this.#borne >= this.#burst)
            return;
        this.#borne += 1;
        this.#acceptedSince = 0;
    }
    crowded({ sentAt, endedAt }) {
        // Those that were in flight together are refused together: that is one lesson, not many.
        if (sentAt < this.#shrunkAt)
            return;
        this.#borne = Math.max(1, Math.floor(Math.min(this.#borne, this.#useful) / 2));
        this.#patience *= 2;
        this.#acceptedSince = 0;
        this.#shrunkAt = endedAt;
    }
}

;// CONCATENATED MODULE: ./build/hood/sharing.js
/** How long after the last sign of another client the account counts as shared. */
const MEMORY_MS = 60_000;
/** Over which time the account's use is measured. */
const MEASURE_MS = 2_000;
/** How often the rate is adjusted. */
const ADJUST_MS = 1_000;
/** The part of the burst limit that all clients together should use: above the upper one, slower; below the lower, faster. */
const UPPER = 0.8;
const LOWER = 0.6;
/** The rate is multiplied by the first, or grows by one of the other parts of the burst limit. */
const SLOW_DOWN = 0.8;
const SPEED_UP = 0.02;
const SPEED_UP_BLINDLY = 0.005;
/** Parts of the burst limit: the rate when others first show, and the least. */
const FIRST_RATE = 0.125;
const LEAST_RATE = 0.025;
/**
 * Sharing the account with clients that cannot be talked to. As long as there is no sign of one, it does nothing.
 * Then requests are spread instead of sent in bursts, at a rate that falls by a part when all clients together come near
 * the burst limit, and grows by a constant when they do not: what makes rates fair when everybody does it (Chiu and Jain,
 * "Analysis of the increase and decrease algorithms", 1989).
 */
class Sharing {
    #burstPerSecond;
    #longestMs;
    #random;
    #lastSign = Number.NEGATIVE_INFINITY;
    #adjustedAt = Number.NEGATIVE_INFINITY;
    /** Requests a second. */
    #rate;
    #uses = [];
    constructor(windows, random) {
        this.#burstPerSecond = Math.max(...windows.map(({ limit, windowMs }) => (limit * 1000) / windowMs));
        this.#longestMs = Math.max(...windows.map(({ windowMs }) => windowMs));
        this.#rate = this.#burstPerSecond * FIRST_RATE;
        this.#random = random;
    }
    /** Least time between two requests, in milliseconds. */
    gapMs(now) {
        return this.#shared(now) ? 1000 / this.#rate : 0;
    }
    /** A random wait after the end of a long window, since others wait for it as well: not all should start at once. */
    spreadMs({ windowMs }, now) {
        return windowMs < this.#longestMs ? 0 : this.#random() * this.gapMs(now);
    }
    /** Places of a window to leave free: what others may send before we hear of it. */
    reserve({ windowMs }, now) {
        if (!this.#shared(now) || windowMs < this.#longestMs)
            return 0;
        return Math.ceil((this.#perSecond() * this.gapMs(now)) / 1000) + 1;
    }
    /**
     * Learns from an answer that describes a window.
     *
     * @param foreign how many new requests of others it tells of
     */
    observed(window, reading, foreign, now) {
        const used = reading.limit - reading.remaining;
        this.#uses = this.#uses.filter((use) => use.at > now - MEASURE_MS - 2 * this.gapMs(now) &&
            (use.window !== window || use.used <= used || window.windowMs < MEASURE_MS));
        this.#uses.push({ at: now, window, used });
        if (foreign > 0)
            this.#lastSign = now;
    }
    /** A request was accepted: time to look at the rate. Where no answer tells of the use, it gropes for it. */
    accepted(now) {
        if (!this.#shared(now))
            return;
        const load = this.#perSecond() / this.#burstPerSecond;
        const speedUp = this.#uses.length > 0 ? SPEED_UP : SPEED_UP_BLINDLY;
        if (load > UPPER)
            this.#setRate(this.#rate * SLOW_DOWN, now);
        else if (load < LOWER)
            this.#setRate(this.#rate + speedUp * this.#burstPerSecond, now);
    }
    throttled(now) {
        this.#lastSign = now;
        this.#setRate(this.#rate * SLOW_DOWN ** 2, now);
    }
    /** Requests a second of all clients together, as far as the latest answers tell. */
    #perSecond() {
        let most = 0;
        for (const window of new Set(this.#uses.map((use) => use.window))) {
            const uses = this.#uses.filter((use) => use.window === window);
            const [first, last] = [uses[0], uses.at(-1)];
            if (window.windowMs < MEASURE_MS) {
                // The fullest a short window was seen is nearly what goes into one.
                most = Math.max(most, (Math.max(...uses.map(({ used }) => used)) * 1000) / window.windowMs);
            }
            else if (first && last && last.at > first.at) {
                most = Math.max(most, ((last.used - first.used) * 1000) / (last.at - first.at));
            }
        }
        return most;
    }
    #setRate(rate, now) {
        if (now < this.#adjustedAt + ADJUST_MS)
            return;
        this.#rate = Math.min(this.#burstPerSecond, Math.max(rate, this.#burstPerSecond * LEAST_RATE));
        this.#adjustedAt = now;
    }
    #shared(now) {
        return now < this.#lastSign + MEMORY_MS;
    }
}

;// CONCATENATED MODULE: ./build/hood/window.js
/**
 * How far the server's clock and ours may drift apart within a window of a minute: NTP slews a clock by 500 ppm at most
 * (RFC 5905), so two clocks by 60 ms.
 */
const DRIFT_MS = 60;
/** After so many contradictions, what the headers say of the window's end is no longer believed. */
const MAX_CONTRADICTIONS = 2;
/**
 * One of the account's limits: at most `limit` requests in a fixed window of unknown phase.
 *
 * Safe by construction: a request reaches the server after it is sent and before its answer is here. If fewer than
 * `limit` requests are in flight or were answered less than a window's length ago, no window can hold more than `limit`,
 * whatever its phase, the latency or the order of arrival.
 *
 * Faster by what answers say of the window's end: once the latest instant at which it may lie has passed, requests
 * answered before the earliest one have left the window. Both kinds of windows end once, whether the next one begins
 * with the clock or with a request, so the rule holds for both. Nothing is concluded from a window that nobody described.
 */
class LimitWindow {
    limit;
    windowMs;
    /** Requests that may still count, in the order of sending. */
    #places = [];
    /** Where the described window ends, and where the one before it ended. */
    #end;
    #previousEnd;
    #contradictions = 0;
    /** What other clients are known to have used in the window, and until when that counts. */
    #foreign = 0;
    #foreignUntil = Number.NEGATIVE_INFINITY;
    /** The limit that the server names. Ours may be lower, to leave room for others; then it is ours that counts. */
    #serverLimit;
    constructor({ limit, windowMs }) {
        this.limit = limit;
        this.windowMs = windowMs;
        this.#serverLimit = limit;
    }
    add(place) {
        this.#places.push(place);
    }
    remove(place) {
        this.#places = this.#places.filter((other) => other !== place);
    }
    /**
     * The earliest time at which one more request may be sent; `Infinity` if one in flight has to end first.
     *
     * @param reserve places to leave free for other clients
     */
    freeAt(now, reserve) {
        this.#forget(now);
        const own = Math.max(1, Math.min(this.limit, this.#serverLimit) - reserve);
        if (this.#foreign === 0 || now >= this.#foreignUntil)
            return this.#freeFor(own, now);
        const left = Math.min(own, this.#serverLimit - this.#foreign - reserve);
        const thisWindow = left >= 1 ? this.#freeFor(left, now) : Number.POSITIVE_INFINITY;
        return Math.min(thisWindow, Math.max(this.#foreignUntil, this.#freeFor(own, now)));
    }
    #freeFor(capacity, now) {
        if (this.#places.length < capacity)
            return now;
        const leaving = this.#places.map((place) => this.#leavesAt(place)).filter((time) => time > now);
        if (leaving.length < capacity)
            return now;
        return leaving.sort((a, b) => a - b)[leaving.length - capacity] ?? now;
    }
    /** Drops the places that can be in no window with a request that is in flight or still to be sent. */
    #forget(now) {
        const oldest = this.#places.find(({ endedAt }) => endedAt === Number.POSITIVE_INFINITY)?.sentAt ?? now;
        const keep = this.#places.findIndex(({ endedAt }) => endedAt + this.windowMs > oldest);
        if (keep !== 0)
            this.#places = keep < 0 ? [] : this.#places.slice(keep);
    }
    /** From when on a place can be in no window that a new request gets into. */
    #leavesAt({ endedAt }) {
        return Math.min(endedAt + this.windowMs, passing(endedAt, this.#previousEnd), passing(endedAt, this.#end));
    }
    /**
     * Learns from an answer that describes this window.
     *
     * @returns how many requests of other clients it newly tells of
     */
    observe(place, reading) {
        if (!this.observeEnd(place, reading.resetSeconds))
            return 0;
        this.#serverLimit = reading.limit;
        // Every request of ours that may have been counted before this answer was written is taken to be.
        const opened = Math.max(place.sentAt - this.windowMs, (this.#previousEnd?.from ?? Number.NEGATIVE_INFINITY) - DRIFT_MS);
        const ours = this.#places.filter((other) => other.sentAt < place.endedAt && other.endedAt > opened).length;
        const foreign = reading.limit - reading.remaining - ours;
        const known = place.endedAt < this.#foreignUntil ? this.#foreign : 0;
        if (foreign <= known)
            return 0;
        this.#foreign = foreign;
        this.#foreignUntil = this.#end === undefined ? place.endedAt + this.windowMs : this.#end.to + DRIFT_MS;
        return foreign - known;
    }
    /**
     * Learns where the window ends from an answer to `place` that names the whole seconds left.
     *
     * @returns whether the answer describes the newest known window
     */
    observeEnd(place, seconds) {
        const { sentAt, endedAt } = place;
        // Rounded up or down: the end lies up to a second before or after what is said, but after the request was sent, and
        // no further from its arrival than a window's length.
        const said = {
            from: Math.max(sentAt, sentAt + (seconds - 1) * 1000),
            to: Math.min(endedAt + (seconds + 1) * 1000, endedAt + this.windowMs),
        };
        if (said.to < said.from)
            return this.#contradicted();
        // Two seconds of doubt say nothing of a window that is hardly longer, nor does an answer that took very long.
        if (said.to - said.from > this.windowMs / 2 || this.#contradictions >= MAX_CONTRADICTIONS)
            return true;
        const same = this.#end && overlap(this.#end, said);
        if (same !== undefined) {
            this.#end = same;
            return true;
        }
        if (this.#end === undefined) {
            this.#end = said;
            return true;
        }
        const next = overlap({ from: this.#end.from + this.windowMs - DRIFT_MS, to: Number.POSITIVE_INFINITY }, said);
        if (next !== undefined) {
            // This answer comes from the next window, so the end was before it.
            this.#previousEnd = { from: this.#end.from, to: Math.min(this.#end.to, endedAt) };
            this.#end = next;
            return true;
        }
        // Answers reorder: one of the window before may come late.
        if (this.#previousEnd && overlap(this.#previousEnd, said))
            return false;
        return this.#contradicted();
    }
    /** Forgets what the headers taught, so that only the safe rule is left. */
    #contradicted() {
        this.#contradictions += 1;
        this.#end = undefined;
        this.#previousEnd = undefined;
        return false;
    }
}
/** When a window's end is certainly past, if a request that ended at `endedAt` certainly came before it. */
function passing(endedAt, end) {
    return end !== undefined && endedAt <= end.from - DRIFT_MS ? end.to + DRIFT_MS : Number.POSITIVE_INFINITY;
}
function overlap(a, b) {
    const from = Math.max(a.from, b.from);
    const to = Math.min(a.to, b.to);
    return from <= to ? { from, to } : undefined;
}

;// CONCATENATED MODULE: ./build/hood/pacer.js



/** A reason of our own: without one, each abort makes an exception with its stack, and nobody looks at it. */
const WOKEN = Symbol('woken');
/** Decides when the next request is sent, so that both limits hold and as little time as possible is lost. */
class Pacer {
    #windows;
    /** Limits that the server named, where the length of the window was inferred rather than configured. */
    #inferred = new Map();
    #inFlight;
    #sharing;
    #ports;
    #pausedUntil = Number.NEGATIVE_INFINITY;
    #lastSentAt = Number.NEGATIVE_INFINITY;
    #queue = Promise.resolve();
    #wake = new AbortController();
    /**
     * @param windows the account's limits, at least one
     * @param requests how many requests are expected
     */
    constructor(windows, requests, ports) {
        this.#windows = windows.map((window) => new LimitWindow(window));
        this.#inFlight = new InFlight(shortestOf(windows), requests);
        this.#sharing = new Sharing(windows, ports.random);
        this.#ports = ports;
        ports.halt.addEventListener('abort', () => this.#wake.abort(WOKEN), { once: true });
    }
    /** Requests that were sent and have not ended. */
    get inFlight() {
        return this.#inFlight.current;
    }
    /**
     * Waits for a place in both limits, in the order of the calls. Whoever gets one sends at once, and calls `end` whatever
     * happens.
     *
     * @returns the place, or `undefined` when nothing is to be sent any more
     */
    take() {
        const place = this.#queue.then(() => this.#takeNext());
        this.#queue = place;
        return place;
    }
    async #takeNext() {
        const { clock, halt, onWait } = this.#ports;
        let waitedFor;
        while (!halt.aborted) {
            const now = clock.now();
            const wait = this.#nextPlace(now);
            if (wait.until <= now) {
                const spread = waitedFor ? this.#sharing.spreadMs(waitedFor, now) : 0;
                if (spread === 0)
                    return this.#send(now);
                // Others wait for the same window to end.
                waitedFor = undefined;
                this.#pausedUntil = Math.max(this.#pausedUntil, now + spread);
                continue;
            }
            if (wait.window && wait.window.windowMs > (waitedFor?.windowMs ?? 0))
                waitedFor = wait.window;
            if (wait.until !== Number.POSITIVE_INFINITY)
                onWait(wait);
            this.#wake = new AbortController();
            await clock.sleep(wait.until - now, this.#wake.signal);
        }
        return undefined;
    }
    #send(now) {
        const place = { sentAt: now, endedAt: Number.POSITIVE_INFINITY };
        for (const window of this.#windows)
            window.add(place);
        this.#inFlight.sent();
        this.#lastSentAt = now;
        return place;
    }
    /** When the next request may be sent, and what it waits for. */
    #nextPlace(now) {
        if (!this.#inFlight.free)
            return { until: Number.POSITIVE_INFINITY };
        let latest = { until: Math.max(this.#pausedUntil, this.#lastSentAt + this.#sharing.gapMs(now)) };
        for (const window of this.#windows) {
            const until = window.freeAt(now, this.#sharing.reserve(window, now));
            if (until > latest.until)
                latest = { until, window };
        }
        return latest;
    }
    /**
     * The request ended.
     *
     * @param answered whether there was an answer
     * @param reading what it says of a window
     */
    end(place, answered, reading) {
        place.endedAt = this.#ports.clock.now();
        this.#inFlight.ended(answered ? place.endedAt - place.sentAt : undefined);
        const window = reading && this.#described(reading);
        if (reading && window) {
            this.#sharing.observed(window, reading, window.observe(place, reading), place.endedAt);
        }
        this.#wake.abort(WOKEN);
    }
    /** The request was accepted: there is room for it in flight. */
    accepted() {
        this.#inFlight.accepted();
        this.#sharing.accepted(this.#ports.clock.now());
    }
    /** A place that is not used after all. */
    giveBack(place) {
        for (const window of this.#windows)
            window.remove(place);
        this.#inFlight.ended();
        this.#wake.abort(WOKEN);
    }
    /**
     * 429: over a limit, so somebody else is at work on this account. Nothing is sent before `delayMs` have passed.
     *
     * @param told whether the server named the delay
     */
    throttled(place, delayMs, told) {
        const now = place.endedAt;
        this.#sharing.throttled(now);
        const longEnough = this.#windows.filter(({ windowMs }) => windowMs >= delayMs);
        // A delay that only one window can ask for tells where that window ends.
        if (told && longEnough.length === 1)
            longEnough[0]?.observeEnd(place, delayMs / 1000);
        this.pause(now + delayMs + this.#sharing.gapMs(now) * this.#ports.random());
    }
    /** `Retry-After: -1`: too many in flight. */
    crowded(place) {
        this.#inFlight.crowded(place);
    }
    /** Sends nothing before `until`, in milliseconds on the clock. */
    pause(until) {
        this.#pausedUntil = Math.max(this.#pausedUntil, until);
        this.#wake.abort(WOKEN);
    }
    /** One request at a time, or as many as are good. */
    goSingly(singly) {
        this.#inFlight.singly = singly;
        this.#wake.abort(WOKEN);
    }
    /**
     * The window that an answer describes: told by its limit, never assumed. A limit that is not one of ours (they may have
     * been lowered) is told by a time to the end that only one of the windows can have.
     */
    #described({ limit, resetSeconds }) {
        const longEnough = this.#windows.filter(({ windowMs }) => windowMs >= resetSeconds * 1000);
        const named = this.#windows.filter((window) => window.limit === limit);
        if (named.length === 1)
            return longEnough.find((window) => window === named[0]);
        const inferred = this.#inferred.get(limit);
        if (inferred !== undefined)
            return longEnough.includes(inferred) ? inferred : undefined;
        if (longEnough.length !== 1 || this.#windows.length === 1)
            return undefined;
        const [window] = longEnough;
        if (window !== undefined && named.length === 0)
            this.#inferred.set(limit, window);
        return window;
    }
}
function shortestOf([first, ...others]) {
    if (first === undefined)
        throw new Error('There is no limit to keep.');
    return others.reduce((shortest, window) => (window.windowMs < shortest.windowMs ? window : shortest), first);
}

;// CONCATENATED MODULE: ./build/hood/send.js






/**
 * Sends every batch to Hood, within the account's limits, and brings each good id through. Resolves within 3 s of a
 * cancellation or the deadline; never rejects for what the network or the API does.
 *
 * @param batches each object in one batch only, at least one object a batch
 * @returns an outcome for each object; `synced` only after a 2xx to a request that held it
 */
async function send(batches, options, ports) {
    const { clock, cancel } = ports;
    const ending = new Ending();
    const done = new AbortController();
    const watch = ending.watch(clock, options.deadlineMs, cancel, done.signal);
    const dispatch = new Dispatch(batches, options, ports, ending);
    const result = await dispatch.run();
    done.abort();
    await watch;
    return result;
}
/** One run: which objects go into which request, and what follows from each answer. */
class Dispatch {
    #objects;
    #log;
    #ending;
    #ledger;
    #pacer;
    #courier;
    #waiting;
    #running = new Set();
    /** Batches to be halved when all others are through. */
    #refused = [];
    /** Errors of batches that no retry would mend, in the order of the answers. */
    #doubts = [];
    #accepted = false;
    /** Most objects in a request, as far as a 413 has taught. */
    #largest = Number.POSITIVE_INFINITY;
    /** After a 413, until a request is not too large: one at a time. */
    #sizing = false;
    constructor(batches, options, ports, ending) {
        const { clock, random, log } = ports;
        this.#objects = batches.flat();
        this.#log = log;
        this.#ending = ending;
        this.#ledger = new Ledger(this.#objects, clock.now());
        this.#waiting = [...batches];
        const progress = new Progress(log, clock, options.windows, () => ({
            objects: this.#objects.length,
            synced: this.#ledger.countOf('synced'),
            refused: this.#ledger.countOf('rejected'),
            requests: this.#ledger.requests.total,
            requestsLeft: this.#waiting.length + this.#refused.length,
        }));
        this.#pacer = new Pacer(options.windows, batches.length, {
            clock,
            random,
            halt: ending.halt,
            onWait: (wait) => progress.waiting(wait),
        });
        this.#courier = new Courier(options, { ...ports, pacer: this.#pacer, ledger: this.#ledger, ending });
    }
    async run() {
        await this.#sendBatches();
        await Promise.all(this.#refused.map(({ batch, error }) => this.#settleRefused(batch, error)));
        const ledger = this.#ledger;
        ledger.settle(ledger.unsettled(this.#objects), { status: 'not-sent', error: this.#ending.error });
        const { stop } = this.#ending;
        return { outcomes: ledger.outcomes, requests: ledger.requests, timeline: ledger.timeline, ...(stop && { stop }) };
    }
    /** Sends all batches in order, as many at once as the pacer lets go. */
    async #sendBatches() {
        while (!this.#ending.halt.aborted) {
            if (this.#mayStart) {
                const place = await this.#pacer.take();
                // An answer that came meanwhile may have changed what there is to do.
                const batch = place && this.#mayStart ? this.#nextBatch() : undefined;
                if (place && batch)
                    this.#start(batch, place);
                else if (place)
                    this.#pacer.giveBack(place);
            }
            else if (this.#running.size > 0) {
                await Promise.race(this.#running);
            }
            else if (this.#inDoubt) {
                this.#endInDoubt();
            }
            else {
                return;
            }
        }
        await Promise.all(this.#running);
    }
    /** Whether another batch may go while those that are running do. */
    get #mayStart() {
        if (this.#waiting.length === 0 || this.#inDoubt)
            return false;
        return !this.#sizing || this.#running.size === 0;
    }
    #start(batch, place) {
        const running = this.#sendBatch(batch, place).then(() => {
            this.#running.delete(running);
        });
        this.#running.add(running);
    }
    /** The next objects in line, no more than a request may hold. */
    #nextBatch() {
        const batch = this.#waiting.shift();
        if (batch === undefined || batch.length <= this.#largest)
            return batch;
        this.#waiting.unshift(batch.slice(this.#largest));
        return batch.slice(0, this.#largest);
    }
    async #sendBatch(batch, place) {
        const delivery = await this.#courier.deliver(batch, place);
        const tooLarge = delivery.kind === 'refused' && delivery.error.status === 413 && batch.length > 1;
        this.#sizing = tooLarge;
        if (tooLarge) {
            // This says nothing of its ids: its parts are batches like any other.
            this.#shrink(batch.length);
            this.#waiting.unshift(batch);
        }
        else if (delivery.kind === 'refused') {
            this.#doubts.push(delivery.error);
            this.#refused.push({ batch, error: delivery.error });
        }
        else {
            this.#settle(batch, delivery);
        }
    }
    #settle(batch, delivery) {
        if (delivery.kind === 'accepted') {
            this.#accepted = true;
            this.#ledger.settle(batch, { status: 'synced' });
        }
        else if (delivery.kind === 'failed') {
            if (delivery.final)
                this.#doubts.push(delivery.error);
            this.#ledger.settle(batch, { status: 'failed', error: delivery.error });
        }
        else {
            this.#ledger.settle(batch, { status: 'not-sent', error: delivery.error ?? this.#ending.error });
        }
    }
    #shrink(tooLarge) {
        const half = Math.ceil(tooLarge / 2);
        if (half >= this.#largest)
            return;
        this.#largest = half;
        this.#log.info(`A request with ${tooLarge} ids is too large for Hood; from now on ${half} at most go into one.`);
    }
    /** Whether the first two batches failed alike and none got through: then it is not about their ids. */
    get #inDoubt() {
        const [first, second] = this.#doubts;
        return !this.#accepted && first !== undefined && second !== undefined && alike(first, second);
    }
    #endInDoubt() {
        const [error] = this.#doubts;
        if (error === undefined)
            return;
        const hint = error.status === 400 || error.status === 422 ? 'the API may have changed' : 'check api-url';
        this.#ending.end('refused-alike', `The first requests all failed alike ("${describe(error)}") and none was accepted, so the cause is not an id (${hint}). ` +
            'Nothing else was sent.');
    }
    async #settleRefused(batch, error) {
        const ledger = this.#ledger;
        const { stop } = this.#ending;
        if (batch.length === 1 && stop?.cause !== 'refused-alike') {
            ledger.settle(batch, { status: 'rejected', error });
            return;
        }
        if (stop) {
            ledger.settle(batch, { status: 'unresolved', error });
            return;
        }
        this.#log.info(`Hood refused a request with ${batch.length} ids ("${describe(error)}"). Looking for the ids it refuses.`);
        await isolate(batch, error, {
            attempt: (objects) => this.#try(objects),
            reject: (object, refusal) => ledger.settle([object], { status: 'rejected', error: refusal }),
            leave: (objects, refusal) => ledger.settle(objects, { status: 'unresolved', error: refusal }),
            stopped: () => this.#ending.halt.aborted,
        });
    }
    async #try(objects) {
        const delivery = await this.#courier.deliver(objects);
        if (delivery.kind === 'refused' || delivery.kind === 'not-sent')
            return delivery;
        this.#settle(objects, delivery);
        return delivery.kind === 'accepted' ? delivery : { kind: 'settled' };
    }
}
/** The same refusal, but for its trace id. */
function alike(a, b) {
    return a.status === b.status && a.title === b.title && a.message === b.message;
}

;// CONCATENATED MODULE: ./build/selection/lists.js




/** An `@file` larger than this is refused, in bytes: room for more than a million ids. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;
/**
 * Puts the entries of every `@file` in the place of the entry that names it.
 *
 * @returns the entries, and what was wrong with the lists
 */
async function readLists(entries, folders) {
    const read = await Promise.all(entries.map((entry) => entry.kind === 'list' ? readList(entry.file, entry.origin, folders) : { entries: [entry], problems: [] }));
    return { entries: read.flatMap(({ entries }) => entries), problems: read.flatMap(({ problems }) => problems) };
}
async function readList(file, origin, { checkout, allowed }) {
    const failure = (what) => ({
        entries: [],
        problems: [`\`${origin.input}\`: the list ${entries_quote(`@${file}`)} ${what}`],
    });
    const real = await (0,promises_.realpath)(external_node_path_.resolve(checkout, file)).catch(() => undefined);
    if (!real)
        return failure('does not exist. A list is named relative to the checkout, or absolute.');
    const roots = await Promise.all(allowed.map((folder) => (0,promises_.realpath)(folder).catch(() => folder)));
    // Asked of the real path, so that a symbolic link leads nowhere else.
    if (!roots.some((root) => isInside(root, real))) {
        return failure('lies outside the workspace and RUNNER_TEMP. Move it into one of them.');
    }
    const stats = await (0,promises_.stat)(real);
    if (!stats.isFile())
        return failure('is no regular file.');
    if (stats.size > MAX_LIST_BYTES)
        return failure(`has ${stats.size} bytes; at most ${MAX_LIST_BYTES} are read.`);
    const content = await (0,promises_.readFile)(real).catch((error) => error);
    if (!Buffer.isBuffer(content))
        return failure(`cannot be read: ${content.message}.`);
    const text = decodeText(content);
    if (text === undefined)
        return failure('is not UTF-8. Save it as UTF-8.');
    return parseEntries(text, { ...origin, list: file });
}
/** Whether a real path lies in a folder. */
function isInside(folder, file) {
    const relative = external_node_path_.relative(folder, file);
    return relative !== '..' && !relative.startsWith(`..${external_node_path_.sep}`) && !external_node_path_.isAbsolute(relative);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/selection/objects.js

/**
 * What is compared of a file. An object's fingerprint covers its value and what stands outside the objects of its file:
 * shared defaults that differ make every object of the file differ, and a move to another file makes none.
 */
function fingerprintObjects(path, file) {
    const outside = canonical(file.outside);
    return {
        path,
        objects: file.objects.map(({ id, line, value }) => ({
            id,
            ...(line && { line }),
            fingerprint: (0,external_node_crypto_.createHash)('sha256')
                .update(`${outside}\n${canonical(value)}`)
                .digest('base64'),
        })),
    };
}
/** The same text for values that are the same, whatever the order of their keys. */
function canonical(value) {
    return JSON.stringify(value, (_, member) => {
        if (typeof member === 'bigint')
            return { '(integer)': member.toString() };
        if (typeof member === 'number' && !Number.isFinite(member))
            return { '(number)': String(member) };
        if (typeof member !== 'object' || member === null || Array.isArray(member))
            return member;
        return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
    });
}
/**
 * Compares objects by id over all files of a type; the table of the contract's chapter "What changed".
 *
 * @param base the files' versions at the base, as far as they could be read
 * @param head their versions at the head
 * @param unreadable paths whose version at the base could not be read: all their ids count as changed
 */
function compareObjects(base, head, unreadable) {
    const before = placesById(base);
    const after = placesById(head);
    const compared = [];
    for (const [id, places] of after) {
        const old = before.get(id);
        const unknown = places.some(({ path }) => unreadable.has(path));
        const reason = unknown ? 'changed' : !old ? 'added' : sameVersions(old, places) ? 'unchanged' : 'changed';
        compared.push({ id, reason, sources: places.map(toSource) });
    }
    for (const [id, places] of before) {
        if (!after.has(id))
            compared.push({ id, reason: 'deleted', sources: places.map(toSource) });
    }
    return compared;
}
function placesById(files) {
    const places = new Map();
    for (const { path, objects } of files) {
        for (const { id, line, fingerprint } of objects) {
            const place = { path, ...(line && { line }), fingerprint };
            const others = places.get(id);
            if (others)
                others.push(place);
            else
                places.set(id, [place]);
        }
    }
    return places;
}
/** An id in several places has several versions; it is the same when the set of them is. */
function sameVersions(a, b) {
    const left = new Set(a.map((place) => place.fingerprint));
    const right = new Set(b.map((place) => place.fingerprint));
    return left.size === right.size && left.isSubsetOf(right);
}
const toSource = ({ path, line }) => ({ path, ...(line && { line }) });

// EXTERNAL MODULE: ./node_modules/brace-expansion/dist/esm/index.js + 1 modules
var dist_esm = __webpack_require__(9540);
;// CONCATENATED MODULE: ./build/selection/glob.js

/** More alternatives than this in one pattern are refused: `{a,b}` twenty times over stands for a million patterns. */
const MAX_ALTERNATIVES = 1000;
/** Whether an entry that is no existing path is meant as a glob. */
const isGlob = (text) => /[*?[{]/.test(text);
/**
 * Compiles a pattern: `*`, `?`, `**` (any number of folders, as a whole segment), `[…]`, `[!…]`, `{a,b}`; `*` also matches
 * dot files; no extglobs; `/` on every system; a backslash takes the next character literally.
 *
 * Matching is ours because the libraries compile to backtracking regular expressions: with them ten `*` in a pattern and one
 * long file name stop the step for hours. Here the time is at most that of the pattern's length times the path's.
 *
 * @param pattern relative to the checkout, without `..` (see `relativePath`)
 * @returns the glob, or what is wrong with the pattern
 */
function compileGlob(pattern) {
    const problem = unbalanced(pattern);
    if (problem)
        return { problem };
    const alternatives = (0,dist_esm/* expand */.fT)(pattern, { max: MAX_ALTERNATIVES + 1 });
    if (alternatives.length > MAX_ALTERNATIVES) {
        return { problem: `stands for more than ${MAX_ALTERNATIVES} patterns; write fewer {…,…}` };
    }
    try {
        // `**` at the end stands for what lies below a folder, not for the folder itself.
        const compiled = alternatives.map((alternative) => alternative
            .replace(/(^|\/)\*\*$/, '$1**/*')
            .split('/')
            .map(compileSegment));
        return {
            pattern,
            folder: folderOf(pattern),
            matches(path) {
                const names = path.split('/').map((name) => [...name]);
                return compiled.some((segments) => matchSequence(segments, names, GLOBSTAR, matchSegment));
            },
        };
    }
    catch (error) {
        return { problem: error.message };
    }
}
/** The glob of everything below a directory, whatever characters its name holds. */
function directoryGlob(directory) {
    const prefix = directory === '' ? '' : `${directory}/`;
    return { pattern: `${prefix}**`, folder: directory, matches: (path) => path.startsWith(prefix) };
}
const STAR = Symbol('*');
const ANY = Symbol('?');
const GLOBSTAR = Symbol('**');
function compileSegment(segment) {
    if (segment === '**')
        return GLOBSTAR;
    const tokens = [];
    const chars = [...segment];
    for (let i = 0; i < chars.length; i++) {
        const char = chars[i];
        if (char === '\\' && i + 1 < chars.length)
            tokens.push(chars[++i]);
        else if (char === '?')
            tokens.push(ANY);
        else if (char === '[') {
            const close = closeOfClass(chars, i);
            // Closed in the pattern as a whole, but not in this segment, or not in this alternative of it.
            if (close < 0)
                throw new Error(UNCLOSED_CLASS);
            tokens.push(compileClass(chars.slice(i + 1, close).join('')));
            i = close;
        }
        else if (char !== '*')
            tokens.push(char);
        else if (tokens.at(-1) !== STAR)
            tokens.push(STAR);
    }
    return tokens;
}
function compileClass(body) {
    const [, negated, members = ''] = /^([!^]?)(.*)$/su.exec(body) ?? [];
    try {
        // Whatever a class of a regular expression would read into a character is taken from it, but for ranges and escapes.
        return new RegExp(`^[${negated ? '^' : ''}${members.replace(/[[\]^&|~]|\\(?=.)/gu, (c) => (c === '\\' ? c : `\\${c}`))}]$`, 'su');
    }
    catch {
        throw new Error(`has a class [${body}] that cannot be read`);
    }
}
/** The index of the `]` that ends the class at `open`; one right after the opening, or its negation, is a member. */
function closeOfClass(chars, open) {
    const first = chars[open + 1] === '!' || chars[open + 1] === '^' ? open + 2 : open + 1;
    return chars.indexOf(']', first + 1);
}
/**
 * Matches names (or characters) against tokens of which some, the `wild` ones, stand for any run: on a mismatch only the
 * last run met has to grow, since an earlier one could gain nothing that the last one cannot.
 */
function matchSequence(tokens, items, wild, one) {
    let token = 0;
    let lastWild = -1;
    let resume = 0;
    for (let item = 0; item < items.length;) {
        if (token < tokens.length && tokens[token] === wild) {
            lastWild = token++;
            resume = item;
        }
        else if (token < tokens.length && one(tokens[token], items[item])) {
            token += 1;
            item += 1;
        }
        else if (lastWild >= 0) {
            token = lastWild + 1;
            item = ++resume;
        }
        else
            return false;
    }
    while (tokens[token] === wild)
        token += 1;
    return token === tokens.length;
}
const matchSegment = (segment, name) => segment === GLOBSTAR || matchSequence(segment, name, STAR, matchCharacter);
const matchCharacter = (token, char) => token === ANY || token === char || (token instanceof RegExp && token.test(char));
/** The leading segments that hold no special character. */
function folderOf(pattern) {
    const segments = pattern.split('/').slice(0, -1);
    const special = segments.findIndex((segment) => /[*?[\]{}\\]/.test(segment));
    return segments.slice(0, special < 0 ? undefined : special).join('/');
}
const UNCLOSED_CLASS = 'has a [ without its ]';
/** A bracket that nothing closes would be taken literally and match nothing: it is a slip of the pen. */
function unbalanced(pattern) {
    const chars = [...pattern];
    let open = 0;
    for (let i = 0; i < chars.length; i++) {
        const char = chars[i];
        if (char === '\\')
            i += 1;
        else if (char === '{')
            open += 1;
        else if (char === '}' && --open < 0)
            return 'has a } without its {';
        else if (char === '[') {
            i = closeOfClass(chars, i);
            if (i < 0)
                return UNCLOSED_CLASS;
        }
    }
    return open > 0 ? 'has a { without its }' : undefined;
}

;// CONCATENATED MODULE: ./build/selection/resolve.js




/**
 * Brings a path or pattern to the form that git has it in: relative to the checkout, `/` between folders, without `.`.
 *
 * @param root absolute path of the checkout; an entry below it, as other actions print them, is taken as relative
 * @returns the path (`''` is the root itself), or what is wrong with it
 */
function relativePath(text, root) {
    // A backslash separates folders only in a path that Windows made; elsewhere it escapes.
    const windows = /^[A-Za-z]:[\\/]/.test(text);
    const slashed = windows ? text.replaceAll('\\', '/') : text;
    const base = windows ? root.replaceAll('\\', '/').replace(/\/$/, '') : root.replace(/\/$/, '');
    let relative = slashed;
    if (windows || slashed.startsWith('/')) {
        const inside = windows
            ? slashed.toLowerCase().startsWith(`${base.toLowerCase()}/`)
            : slashed.startsWith(`${base}/`);
        if (!inside && slashed !== base) {
            return { problem: `lies outside the checkout (${displayPath(root)}). Give a path relative to it.` };
        }
        relative = slashed.slice(base.length + 1);
    }
    const segments = relative.split('/').filter((segment) => segment !== '' && segment !== '.');
    if (segments.includes('..'))
        return { problem: 'has a `..`. Give a path below the checkout, written without it.' };
    return { path: segments.join('/') + (segments.length > 0 && /\/\.?$/.test(relative) ? '/' : '') };
}
/** The paths whose existence decides what the entries are: what `Existing` has to know before `resolveEntries`. */
function pathsAskedFor(entries, root) {
    return entries.flatMap((entry) => {
        if (entry.kind !== 'path')
            return [];
        const relative = relativePath(entry.text, root);
        return 'path' in relative ? [relative.path.replace(/\/$/, '')] : [];
    });
}
/**
 * Decides for each entry whether it is a file, a directory or a glob; the contract's chapter "Entries", rule 3.
 *
 * @param root absolute path of the checkout
 * @param isAllowed whether a file that is named one by one is of a kind that can be taken
 */
function resolveEntries(entries, root, existing, isAllowed = isConfigPath) {
    const ids = [];
    const files = new Set();
    const globs = [];
    const exclusions = [];
    const problems = [];
    for (const entry of entries) {
        const problem = (text, what) => problems.push(`${describeOrigin(entry.origin)}: ${entries_quote(text)} ${what}`);
        switch (entry.kind) {
            case 'id':
                ids.push({ id: entry.id, origin: entry.origin });
                break;
            case 'list':
                throw new Error('lists are read before entries are resolved');
            case 'exclusion': {
                const relative = relativePath(entry.pattern, root);
                const excluded = 'problem' in relative ? relative : asExclusion(relative.path);
                if ('problem' in excluded)
                    problem(`!${entry.pattern}`, excluded.problem);
                else
                    exclusions.push(excluded.matches);
                break;
            }
            case 'path': {
                const relative = relativePath(entry.text, root);
                const resolved = 'problem' in relative ? relative : asFileOrGlob(relative.path, existing, isAllowed);
                if ('problem' in resolved)
                    problem(entry.text, resolved.problem);
                else if ('file' in resolved)
                    files.add(resolved.file);
                else
                    globs.push(resolved);
            }
        }
    }
    const [first] = entries;
    if (first && problems.length === 0 && entries.every((entry) => entry.kind === 'exclusion')) {
        problems.push(`\`${first.origin.input}\` holds exclusions alone, which take nothing in. Add what they are taken from, as in \`config/**\`.`);
    }
    return {
        ids,
        files: [...files],
        globs,
        excluded: (path) => exclusions.some((excluded) => excluded(path)),
        problems,
    };
}
function asFileOrGlob(path, existing, isAllowed) {
    const bare = path.replace(/\/$/, '');
    const kind = bare === '' ? 'directory' : existing.kindOf(bare);
    if (kind === 'directory' || (path.endsWith('/') && !isGlob(path))) {
        return kind === 'directory' ? directoryGlob(bare) : { problem: `is a directory that does not exist${HINT}` };
    }
    if (kind === 'symlink')
        return { problem: 'is a symbolic link, and links are not followed. Name the file that it points to.' };
    if (kind === 'submodule')
        return { problem: 'is a submodule or another repository. Check it out and use `path`.' };
    if (kind === 'file') {
        return isAllowed(path) ? { file: path } : { problem: 'is no config file; those end in .json, .yaml or .yml.' };
    }
    if (isGlob(path))
        return compileGlob(path.endsWith('/') ? `${path}**` : path);
    return { problem: `is neither an id nor a glob, and no file of that name exists${HINT}` };
}
const HINT = ', neither in the checkout nor at the base. Paths are relative to the checkout and case counts.';
/** What an exclusion takes out: what it names, what lies below that, and what it matches as a pattern. */
function asExclusion(path) {
    const bare = path.replace(/\/$/, '');
    const below = directoryGlob(bare);
    const named = (candidate) => candidate === bare || below.matches(candidate);
    if (!isGlob(path))
        return { matches: named };
    const glob = compileGlob(path.endsWith('/') ? `${path}**` : path);
    return 'problem' in glob ? glob : { matches: (candidate) => named(candidate) || glob.matches(candidate) };
}

;// CONCATENATED MODULE: ./build/selection/select.js






/** How many files are read and parsed at a time: bounds the memory, and keeps the calls of git few. */
const FILES_AT_A_TIME = 512;
/**
 * Chooses the objects; the contract's chapters "Entries", "Config files" and "What changed".
 *
 * @throws ConfigurationError with every problem of the entries, or of the config files, at once
 */
async function select_select(options, ports) {
    const all = Object.values(options.entries).flat();
    if (all.every((entry) => entry.kind === 'id')) {
        const objects = RESOURCE_TYPES.flatMap((type) => collect(type, resolveEntries(options.entries[type], '', NOTHING_EXISTS), [], options));
        return { objects, files: [], warnings: [] };
    }
    return new Selecting(options, await ports.openRepository(), ports.log).run(all);
}
const NOTHING_EXISTS = { kindOf: () => undefined };
class Selecting {
    #options;
    #repository;
    #root;
    #resolveBase;
    #log;
    #decision;
    #skipped = new Map();
    #problems = new Map();
    #warnings = [];
    constructor(options, { repository, root, resolveBase }, log) {
        this.#options = options;
        this.#repository = repository;
        this.#root = root;
        this.#resolveBase = resolveBase;
        this.#log = log;
    }
    async run(all) {
        const inputs = await this.#resolve(all);
        const found = new Map();
        const everything = await this.#isEverything(inputs.resyncAllIfChanged);
        for (const type of RESOURCE_TYPES) {
            const input = inputs[type];
            found.set(type, [...(await this.#listed(input)), ...(await this.#matched(type, input, everything))]);
        }
        if (this.#problems.size > 0)
            throw new ConfigurationError([...this.#problems.values()].flat());
        const decision = await this.#decision;
        for (const message of decision?.warnings ?? [])
            this.#warnings.push({ message });
        return {
            ...(decision?.kind === 'commit' && { base: decision.base }),
            ...(decision?.kind === 'everything' && { noBase: decision.why }),
            head: { sha: this.#repository.head },
            objects: RESOURCE_TYPES.flatMap((type) => collect(type, inputs[type], found.get(type) ?? [], this.#options)),
            files: [...this.#skipped.values()],
            warnings: this.#warnings,
        };
    }
    /** Finds out what the entries name: at the head, and for what does not exist there, at the base. */
    async #resolve(all) {
        const asked = new Set(pathsAskedFor(all, this.#root));
        const kinds = kindsOf(asked, await this.#repository.files(foldersOf(asked)));
        const gone = new Set([...asked].filter((path) => path !== '' && !kinds.has(path)));
        const base = gone.size > 0 ? await this.#base() : undefined;
        if (base) {
            for (const [path, kind] of kindsOf(gone, await this.#repository.filesAt(base.sha, foldersOf(gone)))) {
                kinds.set(path, kind);
            }
        }
        const existing = { kindOf: (path) => kinds.get(path) };
        const { entries } = this.#options;
        const inputs = {
            integration: resolveEntries(entries.integration, this.#root, existing),
            conversion: resolveEntries(entries.conversion, this.#root, existing),
            resyncAllIfChanged: resolveEntries(entries.resyncAllIfChanged, this.#root, existing, () => true),
        };
        const problems = Object.values(inputs).flatMap((input) => input.problems);
        for (const { id } of inputs.resyncAllIfChanged.ids) {
            problems.push(`\`resync-all-if-changed\`: "${id}" is an id; this input takes shared files and globs of them.`);
        }
        if (problems.length > 0)
            throw new ConfigurationError(problems);
        return inputs;
    }
    #decide() {
        this.#decision ??= this.#resolveBase();
        return this.#decision;
    }
    async #base() {
        const decision = await this.#decide();
        return decision.kind === 'commit' ? decision.base : undefined;
    }
    /** Whether one of the shared files changed, so that every matched file counts as changed. */
    async #isEverything(shared) {
        const base = shared.globs.length + shared.files.length > 0 ? await this.#base() : undefined;
        if (!base)
            return false;
        const matches = matcher(shared);
        const files = await this.#repository.files(folders(shared));
        const changes = await this.#repository.changes(base.sha, [...folders(shared), ...shared.files]);
        this.#warnOfEmptyGlobs('resync-all-if-changed', shared, files, changes);
        for (const change of changes.filter(({ path }) => matches(path) || shared.files.includes(path))) {
            if (await this.#differs(change)) {
                this.#log.info(`${displayPath(change.path)} changed, which is under \`resync-all-if-changed\`: every matched file counts.`);
                return true;
            }
        }
        return false;
    }
    async #differs({ base, head }) {
        if (base?.kind !== 'file' || head?.kind !== 'file')
            return true;
        const [before, after] = await this.#repository.read([base, head], MAX_CONFIG_FILE_BYTES);
        // What cannot be read cannot be called unchanged.
        return !Buffer.isBuffer(before) || !Buffer.isBuffer(after) || !before.equals(after);
    }
    /** The ids of the files that are named one by one: the whole file, whether it changed or not. */
    async #listed(input) {
        const named = input.files.filter((path) => !this.#isExcluded(input, path));
        const wanted = new Set(named);
        const heads = (await this.#repository.files(named)).filter(({ path }) => wanted.has(path));
        for (const { path } of heads)
            wanted.delete(path);
        const found = (await this.#load(heads)).flatMap((file) => toFound(file, 'listed'));
        if (wanted.size === 0)
            return found;
        // Only at the base: the file was deleted, and what it held with it.
        const base = await this.#base();
        const gone = base
            ? (await this.#repository.filesAt(base.sha, [...wanted])).filter(({ path }) => wanted.has(path))
            : [];
        const { objects } = await this.#loadBases(gone, new Set());
        return [...found, ...objects.flatMap((file) => toFound(file, 'deleted'))];
    }
    #isExcluded(input, path) {
        if (!input.excluded(path))
            return false;
        this.#skip(path, 'named, but excluded by a `!` entry');
        return true;
    }
    /** The ids of the files that globs match: what changed since the base, or everything. */
    async #matched(type, input, everything) {
        if (input.globs.length === 0)
            return [];
        const base = await this.#base();
        const matches = matcher(input);
        const files = (await this.#repository.files(folders(input))).filter(({ path }) => matches(path));
        const changes = base
            ? (await this.#repository.changes(base.sha, folders(input))).filter(({ path }) => matches(path))
            : [];
        this.#warnOfEmptyGlobs(type, input, files, changes);
        if (!base || everything) {
            const found = (await this.#load(this.#readable(files))).flatMap((file) => toFound(file, 'all'));
            const ids = new Set(found.map(({ id }) => id));
            return [
                ...found,
                ...(await this.#compared(files, changes)).filter((o) => o.reason === 'deleted' && !ids.has(o.id)),
            ];
        }
        this.#log.debug(`\`${type}\`: ${files.length} files match, ${changes.length} of them may have changed.`);
        return this.#compared(files, changes);
    }
    #warnOfEmptyGlobs(name, input, files, changes) {
        for (const glob of input.globs) {
            if (files.some(({ path }) => glob.matches(path)) || changes.some(({ path }) => glob.matches(path)))
                continue;
            this.#warnings.push({
                message: `\`${name}\`: the glob "${displayPath(glob.pattern)}" matches no file. Patterns are relative to the checkout, with / between folders, and case counts.`,
            });
        }
    }
    /** The objects of the files that differ, base against head. */
    async #compared(files, changes) {
        const heads = this.#readable(changes.flatMap(({ head }) => head ?? []));
        const bases = changes.flatMap(({ base }) => (base?.kind === 'file' && isConfigPath(base.path) ? base : []));
        const head = await this.#load(heads);
        const { objects: base, unreadable } = await this.#loadBases(bases, new Set(heads.map(({ path }) => path)));
        const compared = compareObjects(base, head, unreadable);
        const deleted = new Set(compared.filter(({ reason }) => reason === 'deleted').map(({ id }) => id));
        if (deleted.size === 0)
            return compared;
        // An id that is gone from one file may stand in another one that did not change. Only then are those looked at.
        const changed = new Set(changes.map(({ path }) => path));
        const others = await this.#mentioning(deleted, files.filter(({ path, kind }) => !changed.has(path) && kind === 'file' && isConfigPath(path)));
        return others.length === 0
            ? compared
            : compareObjects([...base, ...others], [...head, ...others], unreadable).filter(({ id, reason }) => reason !== 'unchanged' || compared.some((object) => object.id === id));
    }
    /** Drops and reports what cannot hold objects. */
    #readable(versions) {
        return versions.filter(({ path, kind }) => {
            if (kind === 'symlink')
                this.#skip(path, 'a symbolic link, which is not followed');
            else if (kind === 'submodule')
                this.#skip(path, 'a submodule or another repository');
            else if (!isConfigPath(path))
                this.#skip(path, 'no config file; those end in .json, .yaml or .yml');
            else
                return true;
            return false;
        });
    }
    #skip(path, reason) {
        this.#skipped.set(path, { path, reason });
    }
    /** Reads versions whose problems are the user's to mend. */
    async #load(versions) {
        const loaded = [];
        for await (const [version, file] of this.#read(versions)) {
            if ('problems' in file)
                this.#problems.set(version.path, file.problems);
            else if (file.objects.objects.length === 0)
                this.#skip(version.path, 'holds no object');
            else
                loaded.push(file.objects);
        }
        return loaded;
    }
    /** Reads versions at the base: what is wrong with them cannot be mended any more. */
    async #loadBases(versions, atHead) {
        const objects = [];
        const unreadable = new Set();
        for await (const [{ path }, file] of this.#read(versions)) {
            if (!('problems' in file)) {
                objects.push(file.objects);
                continue;
            }
            const version = `version at the base could not be read (${file.problems[0]?.message})`;
            if (atHead.has(path))
                unreadable.add(path);
            this.#warnings.push({
                message: atHead.has(path)
                    ? `${displayPath(path)}: its ${version}, so all its ids count as changed; ids that were removed from it are not known.`
                    : `${displayPath(path)} was deleted, and its ${version}, so the ids that it held are not known.`,
            });
        }
        return { objects, unreadable };
    }
    /** The files among `versions` whose text holds one of the ids, at all. */
    async #mentioning(ids, versions) {
        const files = [];
        for await (const [version, content] of this.#contents(versions)) {
            if (!Buffer.isBuffer(content))
                continue;
            const text = `${version.path}\n${content.toString('latin1')}`;
            if (!(text.match(/\d+/g) ?? []).some((digits) => ids.has(digits)))
                continue;
            const file = this.#parse(version.path, content);
            if (!('problems' in file))
                files.push(file.objects);
        }
        return files;
    }
    async *#read(versions) {
        for await (const [version, content] of this.#contents(versions)) {
            yield [
                version,
                Buffer.isBuffer(content) ? this.#parse(version.path, content) : cannotRead(version.path, content),
            ];
        }
    }
    async *#contents(versions) {
        for (let start = 0; start < versions.length; start += FILES_AT_A_TIME) {
            const some = versions.slice(start, start + FILES_AT_A_TIME);
            const contents = await this.#repository.read(some, MAX_CONFIG_FILE_BYTES);
            for (const [index, version] of some.entries())
                yield [version, contents[index]];
        }
    }
    #parse(path, content) {
        const file = readConfigFile(path, content, this.#options.idPath);
        return 'problems' in file ? file : { objects: fingerprintObjects(path, file) };
    }
}
const cannotRead = (path, error) => ({
    problems: [{ message: `${displayPath(path)} cannot be read: ${error.message}.`, path }],
});
const folders = (input) => input.globs.map((glob) => glob.folder);
/** The root stands for itself; an asked path is a folder to look into as well as a file to look for. */
const foldersOf = (paths) => [...paths].filter((path) => path !== '');
const matcher = (input) => (path) => input.globs.some((glob) => glob.matches(path)) && !input.excluded(path);
/** What stands at each of the asked paths, by a listing of files: a path that has files below it is a directory. */
function kindsOf(asked, files) {
    const kinds = new Map();
    for (const { path, kind } of files) {
        if (asked.has(path))
            kinds.set(path, kind);
        for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            const folder = path.slice(0, slash);
            if (asked.has(folder))
                kinds.set(folder, 'directory');
        }
    }
    return kinds;
}
const toFound = ({ path, objects }, reason) => objects.map(({ id, line }) => ({ id, reason, sources: [{ path, ...(line && { line }) }] }));
/** Where several reasons hold for one object, the first of these is told: the strongest. */
const PRECEDENCE = ['listed', 'all', 'changed', 'added', 'deleted', 'unchanged'];
/** Brings together all that was found of each id of a type. */
function collect(type, input, found, { deleted }) {
    const listed = input.ids.map(({ id, origin: { list, line } }) => ({
        id,
        reason: 'listed',
        sources: list ? [{ path: list, ...(line && { line }) }] : [],
    }));
    const byId = Map.groupBy([...listed, ...found], ({ id }) => id);
    return [...byId]
        .map(([id, all]) => {
        const reason = PRECEDENCE.find((candidate) => all.some((one) => one.reason === candidate)) ?? 'listed';
        const sources = new Map(all.flatMap((one) => one.sources).map((source) => [`${source.path}\0${source.line}`, source]));
        return {
            type,
            id,
            reason,
            selected: reason === 'deleted' ? deleted === 'resync' : reason !== 'unchanged',
            sources: [...sources.values()].sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : (a.line ?? 0) - (b.line ?? 0)),
        };
    })
        .sort((a, b) => compareIds(a.id, b.id));
}

;// CONCATENATED MODULE: ./build/resync.js









/** More lines than this are not written for the selected objects; the report holds them all. */
const MAX_OBJECT_LINES = 200;
/**
 * The whole job: inputs → selection → batches → sending → report. It knows nothing of the toolkit.
 *
 * @throws ConfigurationError for what the user has to mend before anything can be sent
 */
async function resync(inputs, ports) {
    const started = ports.clock.now();
    const finish = (parts) => buildReport({
        ...parts,
        dryRun: inputs.dryRun,
        ifNothingToSync: inputs.ifNothingToSync,
        rateLimit: inputs.rateLimit,
        startedAt: ports.startedAt,
        durationMs: Math.round(ports.clock.now() - started),
    });
    const selection = await Promise.race([choose(inputs, ports), aborted(ports.cancel)]);
    await signals();
    if (!selection)
        return finish({ cancelled: true });
    const chosen = selection.objects.filter(({ selected }) => selected);
    await tell(selection, chosen, ports.log);
    if (ports.cancel.aborted)
        return finish({ selection, cancelled: true });
    if (chosen.length === 0 || inputs.dryRun)
        return finish({ selection });
    const batches = makeBatches(chosen, inputs.batchSize);
    await signals();
    if (ports.cancel.aborted)
        return finish({ selection, cancelled: true });
    const transport = ports.openTransport();
    try {
        const sent = await send(batches, { windows: inputs.rateLimit, maxAttempts: inputs.maxAttempts, deadlineMs: ports.clock.now() + inputs.timeoutMs }, { ...ports, transport: transport.send });
        return finish({ selection, sent });
    }
    finally {
        transport.dispose();
    }
}
async function choose(inputs, ports) {
    const [integration, conversion, resyncAllIfChanged] = await Promise.all([inputs.integration, inputs.conversion, inputs.resyncAllIfChanged].map((entries) => readLists(entries, ports.lists)));
    if (!integration || !conversion || !resyncAllIfChanged)
        throw new Error('three inputs hold entries');
    const problems = [integration, conversion, resyncAllIfChanged].flatMap((list) => list.problems);
    if (problems.length > 0)
        throw new ConfigurationError(problems);
    await signals();
    return select_select({
        entries: {
            integration: integration.entries,
            conversion: conversion.entries,
            resyncAllIfChanged: resyncAllIfChanged.entries,
        },
        deleted: inputs.deleted,
        ...(inputs.idPath && { idPath: inputs.idPath }),
    }, ports);
}
/** Lets a signal in that came while a stage was at work: with a million ids each of them takes a while without a pause. */
const signals = () => (0,external_node_timers_promises_.setImmediate)();
function aborted(signal) {
    return new Promise((resolve) => {
        if (signal.aborted)
            resolve(undefined);
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
}
/** Says what was chosen and why, before anything is sent. */
async function tell({ base, noBase, head, objects }, chosen, log) {
    if (head)
        log.info(`Head: ${head.sha}`);
    if (base)
        log.info(`Base: ${base.sha}, ${base.source}${base.committedAt ? `, committed ${base.committedAt}` : ''}`);
    if (noBase)
        log.info(`No base, everything counts: ${noBase}`);
    for (const type of RESOURCE_TYPES) {
        const reasons = Map.groupBy(objects.filter((object) => object.type === type), ({ reason, selected }) => `${reason}${selected ? '' : ', left alone'}`);
        if (reasons.size > 0)
            log.info(`${type}: ${[...reasons].map(([reason, some]) => `${some.length} ${reason}`).join('; ')}`);
    }
    if (chosen.length === 0)
        return;
    await log.group(`To sync: ${chosen.length}`, async () => {
        for (const { type, id, reason, sources } of chosen.slice(0, MAX_OBJECT_LINES)) {
            const places = sources.map(({ path, line }) => `${displayPath(path)}${line ? `:${line}` : ''}`);
            log.info(`${type} ${id} ${reason}${places.length > 0 ? ` (${places.join(', ')})` : ''}`);
        }
        if (chosen.length > MAX_OBJECT_LINES)
            log.info(`… and ${chosen.length - MAX_OBJECT_LINES} more; the report lists them all.`);
    });
}

;// CONCATENATED MODULE: ./build/selection/base.js

const found = (sha, source) => ({ kind: 'commit', sha, source });
const everything = (why) => ({ kind: 'everything', why });
/**
 * How many deployments are asked for their status before the search ends with "everything". Each costs a request, and a job's
 * token has 1,000 an hour (documentation of GitHub, "Rate limits for the REST API").
 */
const MOST_DEPLOYMENTS = 250;
/**
 * Finds the base; the table of the contract's chapter "What changed".
 *
 * @param head full object id of what is checked out; without a checkout, of the event's commit
 * @throws ConfigurationError when the base is named or found but cannot be read, or when it cannot be known: it is never taken
 *   for "nothing changed", nor for "everything"
 */
async function resolveBase(input, event, head, history) {
    const warnings = warningsOf(event, head);
    const finding = await find(input, event, head, history);
    if (finding.kind === 'everything')
        return { ...finding, warnings };
    const commit = await history.commit(finding.sha);
    if (!commit)
        throw unreadable(finding);
    return {
        kind: 'commit',
        base: { sha: commit.sha, source: finding.source, committedAt: commit.committedAt },
        warnings,
    };
}
function find(input, event, head, history) {
    switch (input.kind) {
        case 'none':
            return Promise.resolve(everything('`base: none`'));
        case 'ref':
            return named(input.ref, head, history);
        case 'last-success':
            return lastSuccess(event, head, history);
        case 'last-deployment':
            return lastDeployment(event, history);
        case 'auto':
            return ofEvent(event, head, history);
    }
}
/** The contract's table "`base: auto` takes the base from the event", row by row. */
function ofEvent(event, head, history) {
    switch (event.kind) {
        case 'push-branch':
            return ofPush(event, head, history);
        case 'deletion':
            // Nothing was pushed, so the commit that is there instead (the default branch's) is not what changed.
            return Promise.resolve(found(head, `the checked-out commit itself, since the push deleted \`${event.ref}\``));
        case 'push-tag':
        case 'release':
            return earlierTag(head, history);
        case 'pull-request':
            return ofPullRequest(event, head, history);
        case 'merge-group':
            return Promise.resolve(found(event.baseSha, '`base_sha` of the merge group'));
        case 'deployment':
            return lastDeployment(event, history);
        case 'workflow-run':
            return lastSuccess(event, head, history);
        case 'other':
            return Promise.resolve(everything(`the event \`${event.name}\` has nothing to compare with`));
        case 'incomplete':
            throw incomplete(event);
    }
}
async function ofPush(event, head, history) {
    const { before, forced, branch } = event;
    if (!before)
        return sinceDefaultBranch(event, head, history, `\`${branch}\` is new`);
    const finding = found(before, forced ? '`before` of the forced push' : '`before` of the push');
    // Only a forced push can make it unreachable, so that it may be gone. Otherwise it is read, or that is an error.
    if (!forced || (await history.commit(before)))
        return finding;
    return sinceDefaultBranch(event, head, history, '`before` of the forced push is gone');
}
async function sinceDefaultBranch({ branch, broughtCommits, defaultBranch }, head, history, reason) {
    const trunk = defaultBranch ?? (await history.defaultBranch());
    if (branch === trunk)
        return everything(`${reason}, and it is the default branch`);
    const tip = await history.commit(`refs/heads/${trunk}`);
    if (!tip) {
        throw new ConfigurationError(`The default branch \`${trunk}\` does not exist, and the base of a push to \`${branch}\` is its merge-base with it (${reason}). Set \`base\` to a branch or SHA.`);
    }
    const mergeBase = await history.mergeBase(tip.sha, head);
    if (!mergeBase)
        return everything(`${reason}, and it has no commit in common with \`${trunk}\``);
    // By the time of a re-run the branch may have been merged, and its merge-base is then its own head.
    if (mergeBase === head && broughtCommits) {
        return everything(`${reason}, and \`${trunk}\` holds its commits by now, so that their merge-base tells nothing`);
    }
    return found(mergeBase, `merge-base with \`${trunk}\`, since ${reason}`);
}
async function earlierTag(head, history) {
    const tag = await history.nearestEarlierTag(head);
    return tag
        ? found(tag.sha, `tag \`${tag.name}\`, the nearest earlier one`)
        : everything('no earlier commit has a tag');
}
async function ofPullRequest(event, head, history) {
    const { parents } = await existing(head, history);
    const [first, second] = parents;
    if (first && parents.length === 2 && (second === event.headSha || head === event.mergeSha)) {
        return found(first, "first parent of the pull request's merge commit");
    }
    // A single commit, squashed or rebased. Of several that were rebased, the last one's parent would miss the others; they are
    // not told from squashed ones, so the base of the pull request is taken for both.
    if (first && parents.length === 1 && event.merged && head === event.mergeSha && event.commits === 1) {
        return found(first, 'parent of the commit that the pull request was merged as');
    }
    const mergeBase = await history.mergeBase(event.baseSha, head);
    if (mergeBase)
        return found(mergeBase, "merge-base with the pull request's base");
    throw new ConfigurationError(`The checked-out commit ${head} has no commit in common with the pull request's base ${event.baseSha}. Check out the pull request's head or its merge commit, or set \`base\`.`);
}
/** Events whose runs work on the commit that GitHub lists them with, on a branch of the repository. */
const BRANCH_EVENTS = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch'];
/** Whether a success of one event is a success in the sense of the other; a pull request's run is none of a push to its branch. */
const base_alike = (event, other) => event === other || (BRANCH_EVENTS.includes(event) && BRANCH_EVENTS.includes(other));
async function lastSuccess(event, head, history) {
    if (event.kind === 'incomplete')
        throw incomplete(event);
    if (event.kind === 'workflow-run')
        return lastFollowedRun(event, head, history);
    const current = await history.run(runIdOf(event));
    const { id, workflowId, branch } = current;
    if (branch === undefined)
        return everything('this run is on no branch, so there is no earlier run to look for');
    for await (const run of history.runs({ workflowId, branch, successful: true })) {
        // The current run may have succeeded in an earlier attempt. A fork may have a branch of the same name.
        if (run.id === id || run.headRepositoryId !== current.headRepositoryId || !base_alike(run.event, current.event))
            continue;
        if (await isAncestor(run.headSha, head, history)) {
            return found(run.headSha, `head of the last successful run on \`${branch}\``);
        }
        // An older run may be an ancestor, but what the commits since then changed and the head does not have was synced, too: it
        // changed back, and a comparison with the older commit would not show it.
        return everything(`the last successful run on \`${branch}\` was at ${run.headSha}, which is no ancestor of the head: the history was rewritten, or an older commit is run again`);
    }
    return everything(`no earlier run of this workflow on \`${branch}\` was successful`);
}
/**
 * `last-success` for a workflow that follows another one. GitHub lists its runs with the default branch's newest commit of that
 * time, whatever commit they worked on, so they tell only whether they succeeded. The commits come from the runs that were
 * followed: the newest one since whose beginning no run of this workflow failed, and since whose end one succeeded.
 */
async function lastFollowedRun(event, head, history) {
    const followed = event.run;
    const { branch } = followed;
    if (branch === undefined)
        return everything('the run that this one follows is on no branch');
    const { id, workflowId } = await history.run(runIdOf(event));
    const successSince = lastSuccessSince(history.runs({ workflowId }), id);
    for await (const run of history.runs({ workflowId: followed.workflowId, branch })) {
        // Only runs that this workflow treats as it does the current one: it may well leave out failed ones, say.
        const isLike = run.event === followed.event &&
            run.conclusion === followed.conclusion &&
            run.headRepositoryId === followed.headRepositoryId;
        if (run.id === followed.id || !isLike)
            continue;
        const success = await successSince(run.createdAt);
        // What an older run could tell is spoiled by the same failure.
        if (success === 'failed')
            return everything('not all of the last runs of this workflow were successful');
        if (success === undefined || success.createdAt < run.updatedAt)
            continue;
        if (await isAncestor(run.headSha, head, history)) {
            return found(run.headSha, `head of the last run on \`${branch}\` that this workflow followed with success`);
        }
        return everything(`the last run on \`${branch}\` that this workflow followed with success was at ${run.headSha}, which is no ancestor of the head: the history was rewritten, or an older commit is run again`);
    }
    return everything(`no earlier run on \`${branch}\` is known to have been followed with success`);
}
/**
 * Walks back over the runs of a workflow.
 *
 * @returns a function that finds the newest successful run created since a time (ISO 8601), which gets earlier from call to call;
 *   `failed` when one since then failed or has not ended. Skipped runs count for nothing.
 */
function lastSuccessSince(runs, currentId) {
    const iterator = runs[Symbol.asyncIterator]();
    let next;
    let newest;
    return async (since) => {
        for (;;) {
            next ??= iterator.next();
            const { done, value: run } = await next;
            if (done || run.createdAt < since)
                return newest;
            if (run.id !== currentId && run.conclusion !== 'skipped') {
                // Not taken from the iterator: it stands in the way of every earlier time, too.
                if (run.conclusion !== 'success')
                    return 'failed';
                newest ??= run;
            }
            next = undefined;
        }
    };
}
async function lastDeployment(event, history) {
    if (event.kind === 'incomplete')
        throw incomplete(event);
    const current = event.kind === 'deployment' ? event : await deploymentOfThisJob(runIdOf(event), history);
    const { environment } = current;
    let asked = 0;
    for await (const deployment of history.deployments({ environment })) {
        if (deployment.id >= current.id)
            continue;
        if (asked++ === MOST_DEPLOYMENTS)
            break;
        const status = await history.deploymentStatus(deployment.id);
        // What another job of this run deployed is not earlier.
        if (status?.state === 'success' && (event.runId === undefined || runIdIn(status) !== event.runId)) {
            return found(deployment.sha, `last successful deployment to \`${environment}\` (${deployment.id})`);
        }
    }
    return everything(`no earlier deployment to \`${environment}\` has the status \`success\``);
}
/** How many of the newest deployments are asked whether they belong to this job. */
const MOST_RECENT_DEPLOYMENTS = 30;
/** A job with an `environment` makes a deployment as it starts, and its status names the run. */
async function deploymentOfThisJob(runId, history) {
    const ours = [];
    let asked = 0;
    for await (const { id, environment } of history.deployments({})) {
        if (asked++ === MOST_RECENT_DEPLOYMENTS)
            break;
        const status = await history.deploymentStatus(id);
        if (status?.state === 'in_progress' && runIdIn(status) === runId)
            ours.push({ id, environment });
    }
    const environments = new Set(ours.map(({ environment }) => environment));
    const [first] = ours;
    if (first && environments.size === 1)
        return first;
    throw new ConfigurationError(environments.size === 0
        ? '`base: last-deployment` needs to know the environment, but this job deploys to none. Give the job an `environment`, or use it with the events `deployment` and `deployment_status`.'
        : `\`base: last-deployment\` cannot tell which environment this job deploys to, since several jobs of this run are deploying just now (${[...environments].join(', ')}). Let them run one after the other (\`needs\`), or set \`base\` to a SHA.`);
}
/** The run whose job made a deployment, by the page that its status leads to. */
const runIdIn = ({ logUrl = '' }) => Number(/\/actions\/runs\/(\d+)(?:\/|$)/.exec(logUrl)?.[1]);
function runIdOf({ runId }) {
    if (runId !== undefined)
        return runId;
    throw new ConfigurationError('GITHUB_RUN_ID is not set, so earlier runs and deployments cannot be told from this one. Set `base` to a git ref or SHA, or to `none`.');
}
/** Farthest that `~` and `^` go; each step may have to be fetched. */
const MOST_STEPS = 100;
/** A ref or SHA, with git's `~3` and `^2` behind it. They are walked here, since a shallow clone does not have the parents. */
async function named(ref, head, history) {
    const [, name = '', suffix = ''] = /^([^~^]*)((?:[~^]\d{0,4})*)$/.exec(ref) ?? [];
    if (name === '' || ref.includes('@{')) {
        throw new ConfigurationError(`\`base\` got ${JSON.stringify(ref)}; it takes a branch, a tag or a SHA, also with \`~1\` or \`^\` behind it.`);
    }
    const steps = [...suffix.matchAll(/([~^])(\d*)/g)].flatMap(([, sign, digits]) => {
        const number = digits ? Number(digits) : 1;
        if (sign === '~')
            return new Array(number).fill(1);
        return number === 0 ? [] : [number];
    });
    if (steps.length > MOST_STEPS) {
        throw new ConfigurationError(`\`base\` got ${JSON.stringify(ref)}; it goes back at most ${MOST_STEPS} commits. Set it to the SHA.`);
    }
    let commit = await history.commit(name === 'HEAD' || name === '@' ? head : name);
    if (!commit) {
        throw new ConfigurationError(`\`base: ${ref}\` names no branch, tag or commit of this repository. Check how it is spelled and that it was pushed, or set \`base\` to a SHA.`);
    }
    for (const step of steps) {
        const parent = commit.parents[step - 1];
        if (!parent)
            throw new ConfigurationError(`\`base: ${ref}\` goes back beyond ${commit.sha}, which has no parent ${step}.`);
        commit = await existing(parent, history);
    }
    return found(commit.sha, `\`base: ${ref}\``);
}
const isAncestor = async (ancestor, head, history) => ancestor === head || history.isAncestor(ancestor, head);
/** A commit that is known to exist, since another one names it. */
async function existing(sha, history) {
    const commit = await history.commit(sha);
    if (commit)
        return commit;
    throw unreadable({ sha, source: 'needed to find the base' });
}
const unreadable = ({ sha, source }) => new ConfigurationError(`The commit ${sha} (${source}) cannot be read: it is neither in the checkout nor on GitHub. If the history was rewritten, set \`base\` to a commit that exists, or once to \`none\` to take every file that the globs match.`);
const incomplete = ({ name, missing }) => new ConfigurationError(`The payload of the event \`${name}\` (GITHUB_EVENT_PATH) has no \`${missing}\`, so the base is not known. Set \`base\` to a git ref or SHA, or to \`none\`.`);
/** The expression for the event's commit, where it is not `github.sha`. */
const COMMIT_EXPRESSIONS = {
    'push-branch': 'github.event.after',
    deployment: 'github.event.deployment.sha',
    'merge-group': 'github.event.merge_group.head_sha',
    'pull-request': 'github.event.pull_request.head.sha',
    'workflow-run': 'github.event.workflow_run.head_sha',
};
function warningsOf(event, head) {
    if (event.kind === 'deletion') {
        return [
            `The push deleted \`${event.ref}\`, so no commit was pushed, and nothing of the checked-out commit counts as changed. Leave such runs out with \`if: github.event.deleted != true\`.`,
        ];
    }
    const { commit } = event;
    const expected = event.kind === 'pull-request' ? [commit, event.headSha, event.mergeSha] : [commit];
    if (!commit || expected.includes(head))
        return [];
    const expression = COMMIT_EXPRESSIONS[event.kind] ?? 'github.sha';
    return [
        `The checkout is at ${head}, but the event \`${event.name}\` is about ${commit}. The checkout is used as it is. If that is not meant, give actions/checkout \`ref: \${{ ${expression} }}\`.`,
    ];
}

;// CONCATENATED MODULE: ./build/toolkit/github-api.js

/** Most items of a page (documentation of GitHub, "Using pagination in the REST API"). */
const PAGE_SIZE = 100;
/**
 * GitHub's API for one repository: loads octokit when the first question is asked, and turns every failure into a
 * `ConfigurationError` that says what could not be read and what to do. The token never stands in one.
 */
class GitHubApi {
    repository;
    #options;
    #octokit;
    #defaultBranch;
    /** @throws ConfigurationError when the repository's name or the URL is not one */
    constructor(options) {
        const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(options.repository) ?? [];
        if (!owner || !repo) {
            throw new ConfigurationError(`GITHUB_REPOSITORY is ${JSON.stringify(options.repository)}, but must be \`owner/name\` to read the repository through GitHub's API.`);
        }
        if (!URL.canParse(options.apiUrl)) {
            throw new ConfigurationError(`GITHUB_API_URL is ${JSON.stringify(options.apiUrl)}, which is no URL.`);
        }
        this.#options = options;
        this.repository = { owner, repo };
    }
    /** Asks for what must be there. */
    async get(question, call) {
        const octokit = await this.#open(question);
        try {
            return (await call(octokit)).data;
        }
        catch (error) {
            throw this.#translated(error, question);
        }
    }
    /**
     * Asks for what may not exist.
     *
     * @param absent the statuses by which GitHub says so. GitHub says 404, too, of a repository that the token may not read, so the
     *   repository itself is asked for before that is believed.
     */
    async find(question, absent, call) {
        const octokit = await this.#open(question);
        try {
            return (await call(octokit)).data;
        }
        catch (error) {
            if (!isFailure(error) || !absent.includes(error.status))
                throw this.#translated(error, question);
        }
        await this.defaultBranch();
        return undefined;
    }
    /**
     * Reads a list page by page, as far as the caller goes. (Octokit's own iterator takes a 409 for the end of the list, and goes to
     * whatever address the answer names next.)
     */
    async *list(question, call) {
        const octokit = await this.#open(question);
        for (let number = 1;; number++) {
            let page;
            try {
                page = await call(octokit, number);
            }
            catch (error) {
                throw this.#translated(error, question);
            }
            yield* page.items;
            if (!/;\s*rel="next"/.test(page.headers.link ?? ''))
                return;
        }
    }
    /** Name of the default branch. It also shows that the token may read the repository at all. */
    defaultBranch() {
        this.#defaultBranch ??= this.get({ what: 'the repository', permission: 'contents: read' }, (octokit) => octokit.rest.repos.get(this.repository)).then((repository) => repository.default_branch);
        return this.#defaultBranch;
    }
    async #open({ what }) {
        if (this.#options.token === '') {
            throw new ConfigurationError(`\`github-token\` is empty, but ${what} has to be read through GitHub's API. Leave \`github-token\` at its default, or give actions/checkout \`fetch-depth: 0\`.`);
        }
        this.#octokit ??= Promise.all(/* import() */[__webpack_require__.e(239), __webpack_require__.e(804)]).then(__webpack_require__.bind(__webpack_require__, 9804)).then(({ createOctokit }) => createOctokit(this.#options));
        return this.#octokit;
    }
    /** The only place that knows what GitHub's statuses mean. */
    #translated(error, { what, permission }) {
        if (!isFailure(error))
            return error;
        const { status, response } = error;
        const name = `${this.repository.owner}/${this.repository.repo}`;
        const said = this.#said(error);
        if (!response) {
            return new ConfigurationError(`GitHub's API at ${this.#options.apiUrl} did not give ${what} (${name}): ${said}. Run the job again; if it stays so, check that the runner can reach the API.`);
        }
        if (status === 401) {
            return new ConfigurationError(`GitHub refused \`github-token\` (401 ${said}), so ${what} (${name}) could not be read. Leave \`github-token\` at its default, or replace the token, which is not valid or has expired.`);
        }
        if (status === 429 || response.headers['x-ratelimit-remaining'] === '0' || /\brate limit\b/i.test(said)) {
            const reset = Number(response.headers['x-ratelimit-reset']);
            const until = reset > 0 ? ` until ${new Date(reset * 1000).toISOString()}` : '';
            return new ConfigurationError(`GitHub's limit on API requests is used up${until} (${status} ${said}), so ${what} (${name}) could not be read. Check the repository out with actions/checkout before this step (\`fetch-depth: 0\` saves the most requests), or run the job again later.`);
        }
        if (status === 403 || status === 404) {
            return new ConfigurationError(`GitHub did not give ${what} (${name}): ${status} ${said}. Grant the job the permission \`${permission}\` under \`permissions\`${status === 404 ? ', and check that it exists' : ''}.`);
        }
        return new ConfigurationError(`GitHub's API failed to give ${what} (${name}): ${status} ${said}. Run the job again; if it stays so, see https://www.githubstatus.com.`);
    }
    /** GitHub's own words: one line, short, and without the token, whatever an error may have picked up. */
    #said(failure) {
        const message = failure.response?.data?.message;
        const text = typeof message === 'string' ? message : reasonOf(failure);
        const line = text.replaceAll(this.#options.token, '***').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
        return line.length > 200 ? `${line.slice(0, 200)}…` : line;
    }
}
/** What an error is about at bottom: `fetch` says "fetch failed" and names the reason as its cause. */
function reasonOf(error) {
    if (error.cause instanceof Error)
        return reasonOf(error.cause);
    return error.message || String(error.code ?? error.name);
}
const isFailure = (error) => error instanceof Error && typeof error.status === 'number';

;// CONCATENATED MODULE: ./build/toolkit/github-history.js



/** How far back a tag is looked for, in commits; 100 come with a request. */
const MOST_COMMITS = 10_000;
const contents = { permission: 'contents: read' };
const actions = { permission: 'actions: read' };
const deployments = { permission: 'deployments: read' };
/** The history as GitHub's API tells it. */
class GitHubHistory {
    #api;
    #commits = new Map();
    constructor(api) {
        this.#api = api;
    }
    async commit(name) {
        if (isSha(name))
            return this.#commitById(name);
        if (name.startsWith('refs/'))
            return this.#commitAt(name.slice('refs/'.length));
        return ((await this.#commitAt(`tags/${name}`)) ??
            (await this.#commitAt(`heads/${name}`)) ??
            (name.startsWith('origin/') ? await this.#commitAt(`heads/${name.slice('origin/'.length)}`) : undefined) ??
            (/^[0-9a-f]{4,63}$/i.test(name) ? this.#commitAt(name) : undefined));
    }
    async isAncestor(ancestor, descendant) {
        const comparison = await this.#compare(ancestor, descendant);
        if (comparison)
            return comparison.status === 'ahead' || comparison.status === 'identical';
        // Unrelated, or one of the two is not there. All ancestors of a commit that is there are there, too.
        await this.#mustExist(descendant);
        return false;
    }
    async mergeBase(a, b) {
        const comparison = await this.#compare(a, b);
        if (comparison)
            return comparison.merge_base_commit.sha;
        await this.#mustExist(a);
        await this.#mustExist(b);
        return undefined;
    }
    async nearestEarlierTag(sha) {
        const tags = new Map();
        const allTags = this.#api.list({ what: 'the tags', ...contents }, async (octokit, page) => {
            const { data, headers } = await octokit.rest.repos.listTags({
                ...this.#api.repository,
                per_page: PAGE_SIZE,
                page,
            });
            return { items: data, headers };
        });
        for await (const { name, commit } of allTags) {
            if (commit.sha !== sha && name > (tags.get(commit.sha) ?? ''))
                tags.set(commit.sha, name);
        }
        if (tags.size === 0)
            return undefined;
        let walked = 0;
        const ancestors = this.#api.list({ what: `the commits before ${sha}`, ...contents }, async (octokit, page) => {
            const { data, headers } = await octokit.rest.repos.listCommits({
                ...this.#api.repository,
                sha,
                per_page: PAGE_SIZE,
                page,
            });
            return { items: data, headers };
        });
        for await (const commit of ancestors) {
            const name = tags.get(commit.sha);
            if (name !== undefined)
                return { name, sha: commit.sha };
            if (++walked === MOST_COMMITS) {
                throw new ConfigurationError(`No tag was found among the ${MOST_COMMITS} commits before ${sha}, and looking further through GitHub's API would use up its limit. Give actions/checkout \`fetch-depth: 0\`, or set \`base\` to the tag.`);
            }
        }
        return undefined;
    }
    defaultBranch() {
        return this.#api.defaultBranch();
    }
    async run(id) {
        return toRun(await this.#api.get({ what: `the workflow run ${id}`, ...actions }, (octokit) => octokit.rest.actions.getWorkflowRun({ ...this.#api.repository, run_id: id })));
    }
    async *runs({ workflowId, branch, successful }) {
        const runs = this.#api.list({ what: 'the runs of the workflow', ...actions }, async (octokit, page) => {
            const { data, headers } = await octokit.rest.actions.listWorkflowRuns({
                ...this.#api.repository,
                workflow_id: workflowId,
                ...(branch !== undefined && { branch }),
                ...(successful && { status: 'success' }),
                per_page: PAGE_SIZE,
                page,
            });
            return { items: data.workflow_runs, headers };
        });
        for await (const run of runs)
            yield toRun(run);
    }
    async *deployments(query) {
        const all = this.#api.list({ what: 'the deployments', ...deployments }, async (octokit, page) => {
            const { data, headers } = await octokit.rest.repos.listDeployments({
                ...this.#api.repository,
                ...query,
                per_page: PAGE_SIZE,
                page,
            });
            return { items: data, headers };
        });
        for await (const { id, sha, environment } of all)
            yield { id, sha, environment };
    }
    async deploymentStatus(id) {
        // Newest first, so that the first page's first item is all that is needed.
        const [status] = await this.#api.get({ what: `the status of the deployment ${id}`, ...deployments }, (octokit) => octokit.rest.repos.listDeploymentStatuses({ ...this.#api.repository, deployment_id: id, per_page: 1 }));
        return status && { state: status.state, ...(status.log_url && { logUrl: status.log_url }) };
    }
    #commitById(sha) {
        let commit = this.#commits.get(sha);
        if (!commit) {
            commit = this.#api
                .find({ what: `the commit ${sha}`, ...contents }, [404, 409, 422], (octokit) => octokit.rest.git.getCommit({ ...this.#api.repository, commit_sha: sha }))
                .then((found) => found && toCommit(found.sha, found.committer.date, found.parents));
            this.#commits.set(sha, commit);
        }
        return commit;
    }
    /** @param ref `heads/…`, `tags/…`, or the first digits of a SHA */
    async #commitAt(ref) {
        const found = await this.#api.find({ what: `the commit at \`${ref}\``, ...contents }, [404, 409, 422], (octokit) => 
        // A page of one file: the answer lists what the commit changed, which nobody wants to know here.
        octokit.rest.repos.getCommit({ ...this.#api.repository, ref, per_page: 1 }));
        const date = found?.commit.committer?.date ?? found?.commit.author?.date;
        return found && date ? toCommit(found.sha, date, found.parents) : undefined;
    }
    /** Nothing when the two have no common ancestor, or one does not exist. */
    #compare(base, head) {
        return this.#api.find({ what: `the comparison of ${base} and ${head}`, ...contents }, [404], (octokit) => octokit.rest.repos.compareCommitsWithBasehead({
            ...this.#api.repository,
            basehead: `${base}...${head}`,
            // The changed files stand on the first page only, and are the better part of the answer.
            page: 2,
            per_page: 1,
        }));
    }
    async #mustExist(sha) {
        if (await this.#commitById(sha))
            return;
        throw new ConfigurationError(`The commit ${sha} is not on GitHub, so its history cannot be told by the API. Push it, or give actions/checkout \`fetch-depth: 0\`.`);
    }
}
const toCommit = (sha, date, parents) => ({
    sha,
    committedAt: new Date(date).toISOString(),
    parents: parents.map((parent) => parent.sha),
});
const toRun = (run) => ({
    id: run.id,
    workflowId: run.workflow_id,
    event: run.event,
    ...(run.head_branch && { branch: run.head_branch }),
    ...(run.head_repository && { headRepositoryId: run.head_repository.id }),
    headSha: run.head_sha,
    ...(run.conclusion && { conclusion: run.conclusion }),
    createdAt: run.created_at,
    updatedAt: run.updated_at,
});

;// CONCATENATED MODULE: ./build/toolkit/github-repository.js


/** How many blobs are asked for side by side; octokit's throttling lets 10 requests through at a time. */
const github_repository_READERS = 10;
/** A mode of git's: what an entry of a tree is (documentation of GitHub, "Create a tree"). */
const github_repository_KINDS = {
    '100644': 'file',
    '100755': 'file',
    // Written by early versions of git for group-writable files; still in old histories.
    '100664': 'file',
    '120000': 'symlink',
    '160000': 'submodule',
    '040000': 'folder',
};
/**
 * The repository without a checkout: trees and blobs by GitHub's API. A tree that is too large for one answer is read folder by
 * folder, so that nothing is cut off.
 *
 * Of a name that is not UTF-8, GitHub's answers hold U+FFFD for what is not; so two files may seem to have one path. They are told
 * apart by their blobs, and each is returned.
 */
class GitHubRepository {
    head;
    #api;
    #roots = new Map();
    #trees = new Map();
    #sizes = new Map();
    /** @param head full object id of the event's commit */
    constructor(api, head) {
        this.#api = api;
        this.head = head;
    }
    files(folders) {
        return this.filesAt(this.head, folders);
    }
    async filesAt(commit, folders) {
        return this.#filesBelow(await this.#root(commit), '', folders);
    }
    async changes(base, folders) {
        const [before, after] = await Promise.all([this.#root(base), this.#root(this.head)]);
        return this.#changesBelow(before, after, '', folders);
    }
    async read(versions, maxBytes) {
        const oids = [...new Set(versions.map(oidOf))];
        const contents = new Map();
        let next = 0;
        const reader = async () => {
            for (let oid = oids[next++]; oid !== undefined; oid = oids[next++]) {
                contents.set(oid, await this.#blob(oid, maxBytes));
            }
        };
        try {
            await Promise.all(Array.from({ length: github_repository_READERS }, reader));
        }
        finally {
            // After a failure nobody waits for the rest.
            next = oids.length;
        }
        return versions.map((version) => contents.get(oidOf(version)));
    }
    async #filesBelow(tree, prefix, folders) {
        const whole = await this.#tree(tree, prefix, 'recursive');
        if (whole)
            return versions(whole, prefix);
        const entries = await this.#folder(tree, prefix);
        const below = entries.flatMap(({ path, kind, oid }) => kind === 'folder' && mayHold(prefix + path, folders) ? this.#filesBelow(oid, `${prefix}${path}/`, folders) : []);
        return [...versions(entries, prefix), ...(await Promise.all(below)).flat()];
    }
    /** @param before object id of a tree, or nothing where there is none; `after` likewise */
    async #changesBelow(before, after, prefix, folders) {
        if (before === after)
            return [];
        const wholes = await Promise.all([before, after].map((tree) => (tree === undefined ? [] : this.#tree(tree, prefix, 'recursive'))));
        if (wholes[0] && wholes[1])
            return differences(versions(wholes[0], prefix), versions(wholes[1], prefix));
        const [old = [], now = []] = await Promise.all([before, after].map((tree) => (tree === undefined ? [] : this.#folder(tree, prefix))));
        const subfolders = new Map();
        for (const [entries, side] of [[old, 'before'], [now, 'after']]) {
            for (const { path, kind, oid } of entries) {
                if (kind === 'folder')
                    subfolders.set(path, { ...subfolders.get(path), [side]: oid });
            }
        }
        const below = [...subfolders]
            .filter(([path]) => mayHold(prefix + path, folders))
            .map(([path, trees]) => this.#changesBelow(trees.before, trees.after, `${prefix}${path}/`, folders));
        return [...differences(versions(old, prefix), versions(now, prefix)), ...(await Promise.all(below)).flat()];
    }
    /** One folder's own entries. */
    async #folder(tree, prefix) {
        const entries = await this.#tree(tree, prefix, 'flat');
        if (entries)
            return entries;
        throw new ConfigurationError(`The folder ${displayPath(prefix) || '/'} holds more files than GitHub's API lists. Check the repository out with actions/checkout before this step.`);
    }
    /** @returns nothing when GitHub cut the answer off */
    #tree(sha, prefix, depth) {
        const key = `${depth} ${sha}`;
        let tree = this.#trees.get(key);
        if (!tree) {
            tree = this.#askTree(sha, prefix, depth);
            this.#trees.set(key, tree);
        }
        return tree;
    }
    async #askTree(sha, prefix, depth) {
        const answer = await this.#api.get(reading(`the list of the files in ${displayPath(prefix) || '/'}`), (octokit) => octokit.rest.git.getTree({
            ...this.#api.repository,
            tree_sha: sha,
            // Any value counts as true, so that it is left out rather than false.
            ...(depth === 'recursive' && { recursive: '1' }),
        }));
        if (answer.truncated)
            return undefined;
        return answer.tree.map(({ path, mode, sha: oid, size }) => {
            const kind = github_repository_KINDS[mode];
            if (!kind)
                throw new Error(`GitHub names the mode ${mode}, which this action does not know`);
            if (size !== undefined)
                this.#sizes.set(oid, size);
            return { path, kind, oid };
        });
    }
    #root(commit) {
        let root = this.#roots.get(commit);
        if (!root) {
            root = this.#api
                .get(reading(`the commit ${commit}`), (octokit) => octokit.rest.git.getCommit({ ...this.#api.repository, commit_sha: commit }))
                .then(({ tree }) => tree.sha);
            this.#roots.set(commit, root);
        }
        return root;
    }
    async #blob(oid, maxBytes) {
        const size = this.#sizes.get(oid);
        if (size !== undefined && size > maxBytes)
            return github_repository_tooLarge(size, maxBytes);
        const blob = await this.#api.get(reading(`the blob ${oid}`), (octokit) => octokit.rest.git.getBlob({ ...this.#api.repository, file_sha: oid }));
        const content = Buffer.from(blob.content, 'base64');
        if (blob.encoding !== 'base64' || content.length !== blob.size) {
            throw new ConfigurationError(`GitHub's API gave ${content.length} of the ${blob.size} bytes of the blob ${oid}. Run the job again, or check the repository out with actions/checkout before this step.`);
        }
        return content.length > maxBytes ? github_repository_tooLarge(content.length, maxBytes) : content;
    }
}
const reading = (what) => ({ what, permission: 'contents: read' });
const github_repository_tooLarge = (bytes, maxBytes) => new Error(`it has ${bytes} bytes; a config file has at most ${maxBytes}`);
function oidOf({ oid, path }) {
    if (oid)
        return oid;
    throw new Error(`${displayPath(path)} has no blob`);
}
/** Whether a folder is one of the wanted ones, below one, or above one. */
const mayHold = (folder, wanted) => wanted.some((path) => path === '' || path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`));
const versions = (entries, prefix) => entries.flatMap(({ path, kind, oid }) => (kind === 'folder' ? [] : [{ path: prefix + path, kind, oid }]));
/** What stands on one side only. Several files may seem to have one path; what is the same on both sides falls out first. */
function differences(before, after) {
    const paths = new Map();
    for (const [versions, side] of [[before, 'before'], [after, 'after']]) {
        for (const version of versions) {
            const at = paths.get(version.path) ?? { before: [], after: [] };
            at[side].push(version);
            paths.set(version.path, at);
        }
    }
    return [...paths].flatMap(([path, sides]) => {
        const bases = without(sides.before, sides.after);
        const heads = without(sides.after, sides.before);
        return Array.from({ length: Math.max(bases.length, heads.length) }, (_, index) => {
            const base = bases[index];
            const head = heads[index];
            return { path, ...(base && { base }), ...(head && { head }) };
        });
    });
}
const without = (some, others) => some.filter(({ oid, kind }) => !others.some((other) => other.oid === oid && other.kind === kind));

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
var external_node_http_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_http_, 2);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
var external_node_https_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_https_, 2);
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __webpack_require__(3136);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __webpack_require__(4942);
;// CONCATENATED MODULE: ./build/toolkit/http.js






/** Longest time from sending a request to the last byte of its answer. */
const ATTEMPT_TIMEOUT_MS = 30_000;
/** Most of an answer's body that is read; errors of the API are a few hundred bytes. */
const MAX_BODY_BYTES = 64 * 1024;
/**
 * How long an idle connection may wait for its next request. Servers close idle connections after 5 s (Node's own
 * default) or more; a request that is sent just then is lost.
 */
const MAX_IDLE_MS = 4_000;
/**
 * The transport over `@actions/http-client`, which knows the runner's proxy settings. Requests are made by its
 * `requestRaw`, beneath its redirects and retries: redirects could take the token to another host. Body and time-outs
 * are handled here, since its own readers wait for ever when an answer breaks off.
 *
 * @throws ConfigurationError when the runner's proxy setting is not a URL
 */
function createHttpTransport(options) {
    const { url, token, userAgent, attemptTimeoutMs = ATTEMPT_TIMEOUT_MS } = options;
    const httpModule = url.protocol === 'https:' ? external_node_https_namespaceObject : external_node_http_namespaceObject;
    const disposal = new AbortController();
    const client = new lib/* HttpClient */.Qq(userAgent, [], {
        allowRedirects: false,
        allowRetries: false,
        keepAlive: true,
        // Longer than any attempt: the attempt's own deadline decides.
        socketTimeout: 2 * attemptTimeoutMs,
    });
    const agent = agentFor(client, url, disposal.signal);
    const scrub = scrubber(token);
    async function send(body, signal) {
        const attempt = new AbortController();
        const abort = () => attempt.abort();
        const timer = setTimeout(abort, attemptTimeoutMs);
        signal.addEventListener('abort', abort, { once: true });
        // A request that still waits for a proxy's tunnel is destroyed without a word.
        const aborted = new Promise((_, reject) => attempt.signal.addEventListener('abort', reject, { once: true }));
        if (signal.aborted)
            abort();
        let status;
        try {
            const request = client.requestRaw({
                parsedUrl: url,
                httpModule,
                options: {
                    ...(0,external_node_url_.urlToHttpOptions)(url),
                    method: 'POST',
                    agent,
                    signal: attempt.signal,
                    headers: {
                        accept: 'application/json',
                        authorization: `Bearer ${token}`,
                        'content-type': 'application/json',
                        'user-agent': userAgent,
                    },
                },
            }, body);
            const { message } = await Promise.race([request, aborted]);
            status = message.statusCode ?? 0;
            const text = await readBody(message);
            return { kind: 'answer', status, headers: singleHeaders(message), problem: readProblem(text, scrub) };
        }
        catch (error) {
            const failure = signal.aborted
                ? { cause: 'aborted', message: 'The request was sent, but its answer was not waited for.' }
                : attempt.signal.aborted
                    ? { cause: 'timeout', message: `${described(status)} within ${attemptTimeoutMs / 1000} s.` }
                    : describeError(error, status);
            return { kind: 'failure', cause: failure.cause, message: harmless(failure.message, scrub) };
        }
        finally {
            clearTimeout(timer);
            signal.removeEventListener('abort', abort);
        }
    }
    return {
        send,
        dispose() {
            disposal.abort();
            client.dispose();
            // `dispose` forgets the agent that tunnels through a proxy.
            if (isTunnel(agent))
                for (const socket of agent.sockets)
                    socket.destroy?.();
        },
    };
}
/** Reads at most `MAX_BODY_BYTES`; rejects when the answer breaks off before its end. */
async function readBody(message) {
    const chunks = [];
    let length = 0;
    for await (const chunk of message) {
        chunks.push(chunk);
        length += chunk.length;
        // Leaving the loop destroys the connection; what an answer of that size goes on to say is of no use.
        if (length >= MAX_BODY_BYTES)
            break;
    }
    return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8');
}
function singleHeaders(message) {
    return Object.fromEntries(Object.entries(message.headersDistinct).map(([name, values]) => [
        name,
        values?.length === 1 ? values[0] : undefined,
    ]));
}
/** Takes the token out of a text, also as it stands in a URL or in an escaped JSON string. */
function scrubber(token) {
    const forms = [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)];
    return (text) => forms.reduce((left, form) => (form === '' ? left : left.replaceAll(form, '***')), text);
}
const isTunnel = (agent) => typeof agent === 'object' && agent !== null && 'proxyOptions' in agent;
function agentFor(client, url, disposal) {
    let agent;
    try {
        agent = client.getAgent(url.href);
    }
    catch {
        // The value may hold a password, so it is not shown.
        throw new ConfigurationError(`The proxy set by ${url.protocol.slice(0, -1)}_proxy in the environment is not a URL. Write it as http://host:port.`);
    }
    // A tunnel keeps no idle connections, but one that is being opened ends only by this signal.
    if (isTunnel(agent))
        agent.proxyOptions.signal = disposal;
    else
        agent.options.timeout = MAX_IDLE_MS;
    return agent;
}
const described = (status) => status === undefined ? 'No answer' : `The answer (status ${status}) did not end`;
/** Node's error codes (nodejs.org/api/errors.html, "Common system errors" and "OpenSSL error codes"). */
const CAUSES = {
    ECONNREFUSED: 'refused',
    ECONNRESET: 'reset',
    ECONNABORTED: 'reset',
    EPIPE: 'reset',
    ETIMEDOUT: 'timeout',
    ENOTFOUND: 'unresolved-name',
    EAI_AGAIN: 'unresolved-name',
    EHOSTUNREACH: 'unreachable',
    ENETUNREACH: 'unreachable',
    ENETDOWN: 'unreachable',
    EPROTO: 'tls',
};
const TLS_CODE = /^(?:ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_|CRL_|ERROR_IN_)/;
function describeError(error, status) {
    const { code = '', message: said = '', errors } = error;
    // Where all addresses of a host failed, Node wraps the single errors.
    const text = errors?.map((each) => String(each.message)).join('; ') || said || code || String(error);
    if (text.startsWith('tunneling socket')) {
        return { cause: 'proxy', message: `The proxy did not open a connection to the API (${text}).` };
    }
    if (TLS_CODE.test(code) || CAUSES[code] === 'tls') {
        return {
            cause: 'tls',
            message: `The secure connection failed (${code}: ${text}). Check api-url, and that the runner trusts the certificate (NODE_EXTRA_CA_CERTS).`,
        };
    }
    if (status !== undefined) {
        return { cause: 'truncated', message: `The answer (status ${status}) broke off before its end.` };
    }
    if (code.startsWith('HPE_'))
        return { cause: 'malformed', message: `The answer is not HTTP (${code}).` };
    return { cause: CAUSES[code] ?? 'unknown', message: `${text}.` };
}

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 12 modules
var core = __webpack_require__(143);
;// CONCATENATED MODULE: ./build/toolkit/workflow.js

/**
 * Makes a text harmless in the log: the runner takes `::command::` at the start of a line and `##[command]` anywhere in one
 * for a command (actions/runner, ActionCommand), and `core.info` escapes neither. File names, ids and what servers say
 * come from strangers.
 */
function workflow_harmless(message) {
    return message
        .split(/\r\n|[\n\r\u2028\u2029\v\f\u0085]/)
        .map((line) => line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '# #['))
        .join('\n');
}
/** The workflow log. */
const workflowLog = {
    debug: (message) => core/* debug */.Yz(workflow_harmless(message)),
    info: (message) => core/* info */.pq(workflow_harmless(message)),
    group: (title, body) => core/* group */.Os(workflow_harmless(title).replaceAll('\n', ' '), body),
};
/** Keeps a value out of the log, wherever it turns up. */
function mask(secret) {
    if (secret !== '')
        core/* setSecret */.Pq(secret);
}
/** An input's value, untrimmed: what it means is for `parseInputs` to say. */
const readInput = (name) => core/* getInput */.V4(name, { trimWhitespace: false });
const ANNOTATE = { error: core/* error */.z3, warning: core/* warning */.$e, notice: core/* notice */.lm };
function annotate({ level, message, title, path, line }) {
    const properties = {
        ...(title !== undefined && { title }),
        ...(path !== undefined && { file: path }),
        ...(line !== undefined && { startLine: line }),
    };
    ANNOTATE[level](workflow_harmless(message), properties);
}
const setOutput = (name, value) => core/* setOutput */.uH(name, value);
/** Appends to the job summary. */
async function writeSummary(markdown) {
    // Outside a runner, for instance under a local test of somebody's, there is no file for it.
    if (process.env['GITHUB_STEP_SUMMARY'])
        await core/* summary */.z.addRaw(markdown, true).write();
}

;// CONCATENATED MODULE: ./build/version.js
/** The action's version, as `package.json` has it (a test holds the two together). */
const VERSION = '0.1.0';

;// CONCATENATED MODULE: ./build/run.js

























const USER_AGENT = `hood-resync/${VERSION}`;
/**
 * Runs the action as a workflow step: wires the real adapters to the core, and publishes what the core reports.
 *
 * @param cancel aborts when the run is cancelled
 * @returns whether the step succeeds
 */
async function run(environment, cancel) {
    // First of all, before anything else can print it: as it is sent, and as JSON would hold it.
    const token = readInput('token').trim();
    for (const secret of new Set([token, JSON.stringify(token).slice(1, -1)]))
        mask(secret);
    mask(readInput('github-token').trim());
    const startedAt = new Date().toISOString();
    const started = systemClock.now();
    let report;
    let ifNothingToSync = 'ignore';
    try {
        const inputs = parseInputs(readInput);
        ifNothingToSync = inputs.ifNothingToSync;
        report = await resync(inputs, portsOf(inputs, environment, startedAt, cancel));
    }
    catch (error) {
        report = failedReport(problemsOf(error), { durationMs: Math.round(systemClock.now() - started), startedAt });
    }
    const published = await publish(report, environment);
    return published && !stepFails(report, ifNothingToSync);
}
/** What the user can mend in its own words; a bug of ours as what it is, its stack only in the debug log. */
function problemsOf(error) {
    if (error instanceof ConfigurationError)
        return error.problems;
    if (error instanceof Error && error.stack)
        workflowLog.debug(error.stack);
    const message = error instanceof Error ? error.message : String(error);
    return [
        {
            message: `The action failed where it should not: ${message}. Run again with debug logging on, and report what it shows at ${ISSUES}.`,
        },
    ];
}
const ISSUES = 'https://github.com/ocamba/hood-resync/issues';
function portsOf(inputs, environment, startedAt, cancel) {
    const workspace = environment['GITHUB_WORKSPACE'] || process.cwd();
    const checkout = external_node_path_.resolve(workspace, inputs.path);
    const temp = environment['RUNNER_TEMP'];
    return {
        lists: { checkout, allowed: [workspace, ...(temp ? [temp] : [])] },
        clock: systemClock,
        startedAt,
        random: Math.random,
        log: workflowLog,
        cancel,
        openTransport: () => createHttpTransport({
            url: endpointOf(inputs.apiUrl),
            token: inputs.token,
            userAgent: USER_AGENT,
        }),
        openRepository: () => openRepository(inputs, environment, checkout),
    };
}
/** The checkout, with GitHub's API behind it for what it lacks; or the API alone. */
async function openRepository(inputs, environment, folder) {
    const event = readEvent(environment);
    const workspace = environment['GITHUB_WORKSPACE'] || process.cwd();
    const real = await (0,promises_.realpath)(folder).catch(() => folder);
    if (!isInside(await (0,promises_.realpath)(workspace).catch(() => workspace), real)) {
        throw new ConfigurationError(`\`path\` is ${JSON.stringify(inputs.path)}, which leads out of the workspace, to ${real}.`);
    }
    const api = new GitHubApi({
        apiUrl: environment['GITHUB_API_URL'] || 'https://api.github.com',
        repository: environment['GITHUB_REPOSITORY'] ?? '',
        token: inputs.githubToken,
        userAgent: USER_AGENT,
        log: workflowLog,
    });
    const github = new GitHubHistory(api);
    const checkout = await Checkout.open(folder, (head) => new GitHubRepository(api, head));
    if (!checkout && inputs.path !== '.') {
        throw new ConfigurationError(`\`path\` is ${JSON.stringify(inputs.path)}, but ${folder} is not the folder of a checkout. Give it the same value as the \`path\` of actions/checkout.`);
    }
    const head = checkout?.head ?? event.commit;
    if (!head)
        throw new ConfigurationError('There is no checkout, and GITHUB_SHA is empty. Run actions/checkout before this step.');
    return {
        repository: checkout ?? new GitHubRepository(api, head),
        root: folder,
        resolveBase: () => resolveBase(inputs.base, event, head, checkout ? firstOf(new LocalGraph(checkout.git), github) : github),
    };
}
/** The event that started the run. A payload that is not there is an obstacle only where the base depends on it. */
function readEvent(environment) {
    const { GITHUB_EVENT_NAME: name = '', GITHUB_SHA: sha = '', GITHUB_RUN_ID: runId = '' } = environment;
    let payload;
    try {
        payload = JSON.parse((0,external_node_fs_.readFileSync)(environment['GITHUB_EVENT_PATH'] ?? '', 'utf8'));
    }
    catch (error) {
        workflowLog.debug(`GITHUB_EVENT_PATH cannot be read: ${error.message}`);
    }
    return parseEvent({ name, sha, runId, payload });
}
/** The resync endpoint below `api-url`, which may have a path of its own. */
const endpointOf = (apiUrl) => new URL(`${apiUrl.href.replace(/\/+$/, '')}/v1/hood/resync`);
/**
 * Writes everything that outlives the step: outputs first, since they are short and a cancelled run has little time, then report,
 * annotations, summary and the last lines of the log. What cannot be written keeps nothing else from being written.
 *
 * @returns whether outputs and report could be written
 */
async function publish(report, environment) {
    let complete = true;
    const attempt = async (what, level, write) => {
        try {
            await write();
        }
        catch (error) {
            if (level === 'error')
                complete = false;
            annotate({ level, message: `${what} could not be written: ${error.message}` });
        }
    };
    let file;
    await attempt('The report', 'error', async () => {
        file = await openReport(environment['RUNNER_TEMP'] || (0,external_node_os_.tmpdir)());
    });
    const { values, warnings } = outputsOf(report, file?.path ?? '');
    await attempt('The outputs', 'error', () => {
        for (const [name, value] of Object.entries(values))
            setOutput(name, value);
    });
    await attempt('The report', 'error', async () => {
        await file?.handle.writeFile(reportJson(report));
        await file?.handle.close();
    });
    for (const annotation of annotationsOf(report))
        annotate(annotation);
    for (const message of warnings)
        annotate({ level: 'warning', message });
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = environment;
    await attempt('The job summary', 'warning', () => writeSummary(summaryOf(report, {
        ...(server && repository && { repositoryUrl: `${server}/${repository}` }),
        ...(sha && { headSha: sha }),
        reportPath: file?.path ?? '',
    })));
    for (const line of finalLines(report))
        workflowLog.info(line);
    return complete;
}
/** Opens the report under a name that is free, since a job may use the action more than once. */
async function openReport(folder) {
    for (let number = 1;; number++) {
        const file = external_node_path_.join(folder, `hood-resync-report${number > 1 ? `-${number}` : ''}.json`);
        try {
            return { path: file, handle: await (0,promises_.open)(file, 'wx') };
        }
        catch (error) {
            if (error.code !== 'EEXIST')
                throw error;
        }
    }
}


/***/ })

};
