export const id = 882;
export const ids = [882];
export const modules = {

/***/ 7605:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
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
/**
 * Lets a signal in that came while the process was at work: a million ids, or files of megabytes, keep it busy for long without a
 * pause. Twice, since the first one may come in the same turn of the event loop, before it looks for signals.
 */
async function letSignalsIn() {
    await (0,external_node_timers_promises_.setImmediate)();
    await (0,external_node_timers_promises_.setImmediate)();
}

;// CONCATENATED MODULE: ./build/failure.js
/**
 * What the user can mend: inputs, entries, config files, permissions. Everything else that is thrown is a bug of ours.
 * It carries all problems of a stage, since being told of them one run at a time is a nuisance.
 */
class ConfigurationError extends Error {
    name = 'ConfigurationError';
    problems;
    constructor(first, message = '') {
        const problems = typeof first === 'string' ? [{ topic: first, message }] : first;
        super(problems.map((problem) => problem.message).join('\n'));
        this.problems = problems;
    }
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
/** More documents in one file are refused. */
const MAX_DOCUMENTS = 10_000;
/**
 * A YAML file of more lexical tokens (words, signs, gaps) is refused: each takes some microseconds and some hundred bytes. 5 MiB of
 * ordinary configuration have about 3 million.
 */
const MAX_TOKENS = 3_500_000;
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
        return {
            problem: { topic: 'file-syntax', message: `is not valid JSON: ${inPlainWords(message)}`, ...(line && { line }) },
        };
    }
    try {
        // The tree's parser takes control characters in strings.
        JSON.parse(text);
    }
    catch (error) {
        return { problem: { topic: 'file-syntax', message: `is not valid JSON: ${error.message}` } };
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
/** The parser's message with characters for its names of tokens; the line is told with the file. */
const inPlainWords = (message) => JSON_TOKENS.reduce((text, [name, token]) => text.replace(name, `\`${token}\``), message).replace(/\.? \(\d+:\d+\)$/, '');
const JSON_TOKENS = [
    [/\bLBrace\b/g, '{'],
    [/\bRBrace\b/g, '}'],
    [/\bLBracket\b/g, '['],
    [/\bRBracket\b/g, ']'],
    [/\bComma\b/g, ','],
    [/\bColon\b/g, ':'],
];
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
/** In JSON a key is a string; identifiers are JSON5's. */
const keyName = (name) => name.value;
function jsonNodeAt(node, keys) {
    let at = node;
    for (const key of keys) {
        const next = at.type === 'Object'
            ? memberOf(at.members, ({ name }) => keyName(name), String(key))?.value
            : at.type === 'Array'
                ? at.elements[Number(key)]?.value
                : undefined;
        if (!next)
            break;
        at = next;
    }
    return at;
}
/** A mapping with more members than this gets an index, so that thousands of look-ups in one take no longer than reading it. */
const FEW_MEMBERS = 32;
const indexes = new WeakMap();
function memberOf(members, nameOf, key) {
    if (members.length <= FEW_MEMBERS)
        return members.find((member) => nameOf(member) === key);
    let index = indexes.get(members);
    if (!index) {
        index = new Map(members.map((member) => [nameOf(member), member]));
        indexes.set(members, index);
    }
    return index.get(key);
}
function duplicateKey(node) {
    if (node.type === 'Array')
        return firstOf(node.elements, (element) => duplicateKey(element.value));
    if (node.type !== 'Object')
        return undefined;
    const seen = new Set();
    return firstOf(node.members, ({ name, value, loc }) => {
        const key = keyName(name);
        if (seen.has(key)) {
            return {
                topic: 'duplicate-key',
                message: `holds the key ${JSON.stringify(key)} twice in one object`,
                line: loc.start.line,
            };
        }
        seen.add(key);
        return duplicateKey(value);
    });
}
function firstOf(items, find) {
    for (const item of items) {
        const found = find(item);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
/** Reads a YAML 1.2 stream (core schema, with the merge keys that so many files use). */
function parseYaml(source) {
    // Each document may begin with a byte order mark (YAML 1.2.2, 5.2), as where files were joined; the parser makes it part of a key.
    const text = source.replace(/^(---[^\n]*\n)\ufeff/gm, '$1');
    const lines = new dist/* LineCounter */.HN();
    // What is missing at the end is told at the last line that holds something.
    const end = text.trimEnd().length;
    const line = (offset) => lines.linePos(Math.min(offset, end)).line;
    const tokens = yamlTokens(text, lines);
    if ('problem' in tokens)
        return tokens;
    const documents = [];
    const use = { count: 0, lookUps: 0, broughtIn: 0 };
    for (const document of composed(tokens)) {
        const [error] = document.errors;
        if (error) {
            return {
                problem: { topic: 'file-syntax', message: `is not valid YAML: ${error.message}`, line: line(error.pos[0]) },
            };
        }
        const unfit = checkAndComplete(document, text, use);
        if (unfit) {
            const { offset, ...problem } = unfit;
            return { problem: { ...problem, line: line(offset) } };
        }
        let value;
        try {
            value = document.toJS({ maxAliasCount: -1 });
        }
        catch (error) {
            if (exhausted(error))
                return TOO_DEEP;
            return { problem: { topic: 'file-syntax', message: `is not valid YAML: ${error.message}` } };
        }
        if (tooDeep(value))
            return TOO_DEEP;
        // A document of comments alone, such as the one after a last `---`.
        if (value === null && (0,dist/* isScalar */.jn)(document.contents) && !document.contents.source)
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
/**
 * The first step of `yaml`'s `parseAllDocuments`, which is not recursive: what is too large or too deep for the second one is told
 * before that takes its time and its memory.
 */
function yamlTokens(text, lines) {
    const refuse = (topic, message) => ({
        problem: { topic, message, line: lines.linePos(parser.offset).line },
    });
    const parser = new dist/* Parser */.iX(lines.addNewLine);
    lines.addNewLine(0);
    const tokens = [];
    let lexemes = 0;
    let documents = 0;
    for (const lexeme of new dist/* Lexer */.JG().lex(text)) {
        for (const token of parser.next(lexeme)) {
            if (token.type === 'document')
                documents += 1;
            tokens.push(token);
        }
        lexemes += 1;
        if (parser.stack.length > 2 * MAX_DEPTH)
            return refuse(TOO_DEEP.problem.topic, TOO_DEEP.problem.message);
        if (documents > MAX_DOCUMENTS) {
            return refuse('too-deep', `holds more than ${MAX_DOCUMENTS} documents. Split the file.`);
        }
        if (lexemes > MAX_TOKENS) {
            return refuse('too-deep', `holds more than ${MAX_TOKENS} words and signs. Split the file.`);
        }
    }
    tokens.push(...parser.end());
    return tokens;
}
function composed(tokens) {
    const { stackTraceLimit } = Error;
    // A broken file has errors by the hundred thousand, and nobody looks at where in the parser they were made.
    Error.stackTraceLimit = 0;
    try {
        const composer = new dist/* Composer */.Dk({
            version: '1.2',
            schema: 'core',
            merge: true,
            intAsBigInt: true,
            // Dates, sets and ordered maps of YAML 1.1 would become objects without a member that could be compared.
            resolveKnownTags: false,
            // Compared pair by pair: with 40,000 keys that takes minutes. `checkAndComplete` does it in one pass.
            uniqueKeys: false,
            logLevel: 'silent',
        });
        return [...composer.compose(tokens)];
    }
    finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}
/**
 * A file whose aliases (`*defaults`) bring in more text than this, in characters, is refused: a small file could come to be gigabytes.
 */
const MAX_BROUGHT_IN = 5 * 1024 * 1024;
/** Longer keys than this, in characters, all that are lists or mappings together, are refused: the parser makes texts of them, slowly. */
const MAX_COLLECTION_KEYS = 100_000;
/** More aliases than this are refused. */
const MAX_ALIASES = 5000;
/** To make a value of an alias, the parser goes through all anchors and aliases before it: so many steps take about a second. */
const MAX_LOOK_UPS = 25_000_000;
/** Aliases that lead to aliases deeper than this are refused: the parser makes a merge's value anew for each merge above it. */
const MAX_ALIAS_DEPTH = 20;
/** Where an alias leads. */
const LEADS_TO = new WeakMap();
const resolved = (node) => ((0,dist/* isAlias */.Vj)(node) ? LEADS_TO.get(node) : node);
/**
 * Looks at all nodes once, as a walk takes a good part of the time of parsing. It finds where aliases lead, a key that stands twice in
 * a mapping (keys are compared as the texts that they become), and more aliases than are good. And what a value says beyond what
 * JavaScript makes of it, it makes part of the value, so that a change of it is a change: a tag beyond the core schema (`!env`,
 * `!vault`, `!!timestamp`), and digits that a number does not hold.
 */
function checkAndComplete(document, text, use) {
    let found;
    const anchors = new Map();
    const keysOf = new Map();
    let collections = 0;
    /** How much text the aliases in a node bring in, and how deep they lead. */
    const broughtInto = new Map();
    let anchored = 0;
    const refuse = (topic, message, node) => {
        found = { topic, message, offset: node.range?.[0] ?? 0 };
        return dist/* visit */.YR.BREAK;
    };
    const lookAt = (node) => {
        if (!node.anchor)
            return;
        anchors.set(node.anchor, node);
        anchored += 1;
    };
    /** Where a node leads, also one that the walk has not come to yet. */
    const target = (node) => (0,dist/* isAlias */.Vj)(node) ? (LEADS_TO.get(node) ?? anchors.get(node.source)) : node;
    const checkKey = (key, map) => {
        let name = keyText(target(key));
        if (name === undefined) {
            // Lists and mappings by how they are written, but for blanks.
            name = text.slice(...(key.range ?? [0])).replace(/\s+/g, '');
            collections += name.length;
            if (collections > MAX_COLLECTION_KEYS)
                return refuse('too-deep', `has more than ${MAX_COLLECTION_KEYS} characters of keys that are lists or mappings. Write plain keys.`, key);
        }
        const keys = keysOf.get(map) ?? new Set();
        keysOf.set(map, keys);
        if (keys.has(name))
            return refuse('duplicate-key', `holds the key ${JSON.stringify(name)} twice in one mapping`, key);
        keys.add(name);
        return undefined;
    };
    (0,dist/* visit */.YR)(document, {
        Alias(_, alias, path) {
            use.count += 1;
            anchored += 1;
            use.lookUps += anchored;
            if (use.count > MAX_ALIASES)
                return refuse('too-deep', `has more than ${MAX_ALIASES} aliases`, alias);
            const target = anchors.get(alias.source);
            if (!target)
                return refuse('file-syntax', `is not valid YAML: nothing before it is named &${alias.source}`, alias);
            LEADS_TO.set(alias, target);
            const [start, end] = target.range ?? [0, 0];
            const below = broughtInto.get(target) ?? { length: 0, depth: 0 };
            const length = end - start + below.length;
            const depth = 1 + below.depth;
            use.broughtIn += length;
            if (use.broughtIn > MAX_BROUGHT_IN)
                return refuse('too-deep', `brings in more than ${MAX_BROUGHT_IN} characters by aliases. Split the file.`, alias);
            if (depth > MAX_ALIAS_DEPTH)
                return refuse('too-deep', `has aliases of aliases, deeper than ${MAX_ALIAS_DEPTH} levels`, alias);
            if (use.lookUps > MAX_LOOK_UPS)
                return refuse('too-deep', 'has too many anchors and aliases. Split the file.', alias);
            for (const above of path) {
                const known = broughtInto.get(above) ?? { length: 0, depth: 0 };
                broughtInto.set(above, { length: known.length + length, depth: Math.max(known.depth, depth) });
            }
            return undefined;
        },
        Pair(_, { key }, path) {
            return (0,dist/* isNode */.Ll)(key) && !isMerge(key) ? checkKey(key, path.at(-1)) : undefined;
        },
        Map(_, map) {
            lookAt(map);
            if (unknownTag(map))
                map.items.push(new dist/* Pair */.Rm(new dist/* Scalar */.X5('(tag)'), new dist/* Scalar */.X5(map.tag)));
        },
        Seq(_, list) {
            lookAt(list);
            if (unknownTag(list))
                list.items.push(new dist/* Scalar */.X5(list.tag));
        },
        Scalar(_, node) {
            lookAt(node);
            if (unknownTag(node))
                node.value = `${node.tag} ${String(node.value)}`;
            else if (typeof node.value === 'number' && node.source)
                node.value = decimal(node.value, node.source);
        },
    });
    return found;
}
/** What a key becomes: an object's keys are texts. What a list or a mapping becomes is for the parser to say. */
const keyText = (key) => ((0,dist/* isScalar */.jn)(key) ? String(key.value ?? '') : undefined);
/** A plain `<<`: in quotes it is a key like any other. */
const isMerge = (key) => (0,dist/* isScalar */.jn)(key) && key.type === dist/* Scalar */.X5.PLAIN && key.source === '<<';
/** The tags of the core schema (YAML 1.2.2, 10.3), whose values say all that they stand for, and that of merges. */
const CORE_TAGS = new Set(['null', 'bool', 'int', 'float', 'str', 'seq', 'map', 'merge'].map((name) => `tag:yaml.org,2002:${name}`));
const unknownTag = ({ tag }) => tag !== undefined && !CORE_TAGS.has(tag);
/** The node at `keys`, and the node in the text that leads there (they differ behind an alias or a merge). */
function yamlNodeAt(document, keys) {
    const root = document.contents;
    let position = root;
    let node = resolved(root);
    let direct = !(0,dist/* isAlias */.Vj)(root);
    for (const key of keys) {
        const next = child(node, key);
        if (!next)
            break;
        direct &&= !next.merged;
        if (direct)
            position = next.node;
        direct &&= !(0,dist/* isAlias */.Vj)(next.node);
        node = resolved(next.node);
    }
    return { position, node };
}
function child(node, key) {
    if ((0,dist/* isSeq */.oP)(node)) {
        const item = node.items[Number(key)];
        return item && { node: item, merged: false };
    }
    if (!(0,dist/* isMap */.jh)(node))
        return undefined;
    const pairs = node.items;
    const own = memberOf(pairs, ({ key }) => (isMerge(key) ? undefined : keyText(resolved(key))), String(key));
    if (own)
        return { node: own.value ?? own.key, merged: false };
    for (const pair of pairs) {
        if (!isMerge(pair.key) || !pair.value)
            continue;
        // A mapping, or several of them in a list, each of them or the list by way of an alias or not.
        const merged = resolved(pair.value);
        for (const source of (0,dist/* isSeq */.oP)(merged) ? merged.items : [merged]) {
            const found = child(resolved(source), key);
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
const TOO_DEEP = {
    problem: { topic: 'too-deep', message: `is nested deeper than ${MAX_DEPTH} levels` },
};
/** The parser of JSON is recursive: what nests by the thousands exhausts its stack before the depth can be measured. */
const exhausted = (error) => error instanceof RangeError || (error instanceof Error && error.message.includes('call stack'));

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
        const lead = bytes.readUInt8(i);
        const length = utf8Length(lead);
        const piece = bytes.subarray(i, i + length);
        const char = length > 0 && piece.length === length ? piece.toString('utf8') : '\ufffd';
        // U+FFFD itself is a valid name; it is told from a decoding error by its bytes.
        if (!char.includes('\ufffd') || piece.equals(Buffer.from('\ufffd'))) {
            path += char;
            i += length;
        }
        else {
            path += String.fromCharCode(ESCAPE + lead);
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
/** Format characters (Unicode's category Cf), and letters that are blank; the joiners stay: scripts and emoji need them. */
const INVISIBLE = /[[\p{Cf}\u115f\u1160\u3164\uffa0]--[\u200c\u200d]]/gv;
/**
 * A path for people: control characters and undecodable bytes as `\n`, `\t` or `\xNN`, so that it stays on one line, and characters
 * that hide or reorder what stands around them as `\u{NNNN}`, so that it is what it looks like.
 */
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
    })
        .replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`));
}

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
    const problem = (topic, message, line) => ({
        topic,
        // What the parsers quote of the text may hold line breaks.
        message: `${name}${line ? `:${line}` : ''} ${displayPath(message)}`,
        path,
        ...(line && { line }),
    });
    const text = decodeText(content);
    if (text === undefined)
        return { problems: [problem('file-encoding', 'is not UTF-8. Save it as UTF-8.')] };
    if (text.includes('\0')) {
        return {
            problems: [
                problem('file-encoding', 'holds a NUL character, so it is UTF-16 or no text at all. Save it as UTF-8.'),
            ],
        };
    }
    const documents = PARSERS[extension(path)]?.(text);
    if (!documents)
        throw new Error(`${name} is not a config file`);
    if ('problem' in documents) {
        const { topic, message, line } = documents.problem;
        return { problems: [problem(topic, message, line)] };
    }
    if (idPath && pathLength(documents.map(({ value }) => value)) > MAX_PATH_LENGTH) {
        return { problems: [problem('too-deep', 'holds too much, too deep down, for `id-path`. Split the file.')] };
    }
    const read = documents.map((document) => ({
        document,
        ...(idPath ? placesByPath(document, idPath) : placesOfId(document)),
    }));
    if (read.every(({ ids }) => ids.length === 0))
        return fileAsObject(path, documents, problem, idPath);
    const problems = [];
    const objects = [];
    for (const { document, ids, missing } of read) {
        for (const keys of missing) {
            problems.push(problem('no-id', 'holds no `id`, while others in the same file do. Give it one.', document.locate(keys).line));
        }
        for (const keys of ids) {
            const { line, number } = document.locate(keys);
            const value = valueAt(document.value, keys);
            const id = number ?? value;
            if (typeof id === 'string' && isId(id)) {
                objects.push({ id, line, value: objectAt(document.value, keys) });
            }
            else {
                problems.push(problem('bad-id', `has ${quote(id)} for an id; an id is a whole number of 1 to 20 digits without leading zeros.`, line));
            }
        }
    }
    if (problems.length > 0)
        return { problems };
    return {
        objects,
        // Of a root list of objects nothing is left: an object is the same in it as in a file of its own.
        outside: read
            .flatMap(({ document, ids }) => withoutObjects(document.value, ids.map(holderOf)))
            .filter((left) => !Array.isArray(left) || left.length > 0),
    };
}
/**
 * Most keys on the ways to all values together. JSONPath may hold all of these ways in memory at once: 8 bytes a key. In 5 MiB of ordinary
 * configuration they are about 2 million.
 */
const MAX_PATH_LENGTH = 20_000_000;
const pathLength = (value, depth = 0) => typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum, member) => sum + pathLength(member, depth + 1), depth)
    : depth;
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
            problem('no-id', `holds no id: ${first ? (idPath ? `\`id-path\` ${idPath} selects nothing in it` : 'its root has no `id`') : 'it is empty'}, and its name does not start with one. Add the id, name the file after it (\`1628-name.yml\`), or exclude the file (\`!${displayPath(path)}\`).`, first?.locate([]).line),
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
    (0,esm/* exec */.m0)(jsonView(value), idPath, (_, keys) => ids.push(keys.map((key) => (typeof key === 'string' ? plainKey(key) : key))));
    return { ids, missing: [] };
}
/** The key that stands in a normalized path as `it\'s` (RFC 9535, 2.7): the library hands out keys as they are written there. */
const plainKey = (key) => key.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code, char = '') => code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPED[char] ?? char));
const ESCAPED = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
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
    const text = displayPath(String(value));
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
    if ('problem' in pieces) {
        return {
            entries: [],
            problems: [{ topic: 'entries-json', message: `${describeOrigin(origin)} ${pieces.problem}` }],
        };
    }
    const parsed = pieces.map(({ text, origin }) => ({ origin, result: parseEntry(text, origin) }));
    return {
        entries: parsed.flatMap(({ result }) => ('topic' in result ? [] : [result])),
        problems: parsed.flatMap(({ origin, result }) => 'topic' in result ? [{ ...result, message: `${describeOrigin(origin)}: ${result.message}` }] : []),
    };
}
function jsonPieces(value, origin) {
    const documents = parseJson(value);
    if ('problem' in documents) {
        const unescaped = parseJson(value.replaceAll('\\"', '"'));
        const hint = 'problem' in unescaped
            ? 'A value that starts with [ and ends with ] is read as a JSON array of integers or of strings in double quotes; give one entry a line instead if it is not one.'
            : 'It looks like JSON whose quotes were escaped with backslashes, as some actions print it: turn escaping off in the step that made it (for tj-actions/changed-files: `escape_json: false`).';
        // What the parser quotes of the text may hold line breaks.
        return { problem: `${displayPath(documents.problem.message)}. ${hint}` };
    }
    // It begins with [ and ends with ], so it is one document, a list.
    const [document] = documents;
    const pieces = [];
    for (const [index, element] of document.value.entries()) {
        const text = document.locate([index]).number ?? (typeof element === 'string' ? element.trim() : undefined);
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
    const malformed = (message) => ({ topic: 'entry-malformed', message });
    if (text.includes('\0'))
        return malformed(`${entries_quote(text)} holds a NUL character, which no path does.`);
    if (text === '***') {
        return malformed('"***" is what the runner shows in place of a secret. Give the ids or files themselves.');
    }
    if (text.startsWith('!')) {
        const pattern = text.slice(1).trim();
        if (pattern === '')
            return malformed('"!" excludes nothing; write the pattern after it, as in `!config/drafts/**`.');
        if (/^\d+$/.test(pattern)) {
            return malformed(`${entries_quote(text)} looks like an excluded id; an exclusion takes a path or a glob. Exclude the id's config file, or leave the id out.`);
        }
        return { kind: 'exclusion', pattern, origin };
    }
    if (text.startsWith('@')) {
        const file = text.slice(1).trim();
        if (file === '')
            return malformed('"@" names no list; write the file after it, as in `@ids.txt`.');
        if (origin.list)
            return malformed(`${entries_quote(text)}: lists do not nest. Name that list in the input itself.`);
        return { kind: 'list', file, origin };
    }
    if (/^\d+$/.test(text)) {
        return isId(text)
            ? { kind: 'id', id: text, origin }
            : malformed(`${entries_quote(text)} is not an id; an id is a whole number of 1 to 20 digits without leading zeros.`);
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
/** Longer tokens are refused, in characters: web servers take no more than about that in all headers together. */
const MAX_TOKEN_LENGTH = 8192;
/**
 * Words that outputs and report are made of: a token of that kind is none, and the runner would drop every output that holds it.
 * `undefined` is what a script stores that had no value.
 */
const PLAIN_WORDS = new Set([
    'integration',
    'integrations',
    'conversion',
    'conversions',
    'nothing-to-sync',
    'cancelled',
    'undefined',
]);
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
        problems.push({
            topic: 'input-value',
            message: `\`${name}\` got ${JSON.stringify(raw(name))}; it takes ${takes}.`,
        });
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
        problems.push({
            topic: 'no-entries',
            message: '`integration` and `conversion` are both empty. At least one of them must hold an entry: an id, a config file or a glob, such as `config/integrations/**`.',
        });
    }
    const idPath = raw('id-path');
    const badPath = idPath && idPathProblem(idPath);
    if (badPath) {
        problems.push({
            topic: 'id-path',
            message: `\`id-path\` got ${JSON.stringify(idPath)}, which is not an RFC 9535 JSONPath: ${badPath}`,
        });
    }
    const timeout = raw('timeout-minutes', '30');
    const minutes = Number(timeout);
    if (!/^\d+(\.\d+)?$/.test(timeout) || minutes <= 0 || minutes > MAX_TIMEOUT_MINUTES) {
        refuse('timeout-minutes', `a number of minutes above 0, at most ${MAX_TIMEOUT_MINUTES}`);
    }
    const path = external_node_path_.posix.normalize(raw('path', '.')).replace(/(?<=.)\/$/, '');
    if (/^([/\\]|[A-Za-z]:)|\p{Cc}/u.test(path) || path.split(/[/\\]/).includes('..')) {
        refuse('path', 'a folder inside the workspace, relative to it and without `..`');
    }
    const apiUrl = parseApiUrl(raw('api-url', 'https://api.ocamba.com'));
    if (typeof apiUrl === 'string')
        problems.push({ topic: 'api-url', message: apiUrl });
    const base = parseBase(raw('base', 'auto'));
    if (typeof base === 'string')
        problems.push({ topic: 'input-value', message: base });
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
const WRITE_SECRET = 'Write it as an expression (`token: $' + '{{ secrets.OCAMBA_TOKEN }}`).';
const NO_TOKEN = '`token` is empty. Set it from a secret (`token: $' +
    '{{ secrets.OCAMBA_TOKEN }}`) and check that the secret exists under that name. ' +
    'Runs for pull requests from forks and for Dependabot get no secrets: use `dry-run: true` there.';
function checkToken(token, dryRun) {
    if (token === '') {
        return dryRun ? undefined : { topic: 'token-empty', message: NO_TOKEN };
    }
    // Never quoted: whatever it is, it was meant to be a secret.
    if (!/^[\x21-\x7e]+$/.test(token)) {
        return {
            topic: 'token-malformed',
            message: '`token` holds blanks, line breaks or characters that no token has. Copy it into the secret again, on one line and without quotes.',
        };
    }
    if (token.length < MIN_TOKEN_LENGTH) {
        return {
            topic: 'token-malformed',
            message: `\`token\` has ${token.length} characters, which is too short for an Ocamba API token (at least ${MIN_TOKEN_LENGTH}). Copy the whole token into the secret.`,
        };
    }
    if (token.length > MAX_TOKEN_LENGTH) {
        return {
            topic: 'token-malformed',
            message: `\`token\` has ${token.length} characters, more than any server takes in a header (at most ${MAX_TOKEN_LENGTH}). Check that the secret holds the token alone.`,
        };
    }
    if (/^(?:secrets|vars|env|inputs|github)\.\w+$/.test(token)) {
        return {
            topic: 'token-malformed',
            message: `\`token\` looks like the name of a secret, not like its value. ${WRITE_SECRET}`,
        };
    }
    // As long as an id may be: it could be one, or a part of one.
    if (/^\d{1,20}$/.test(token)) {
        return {
            topic: 'token-malformed',
            message: `\`token\` is a number such as ids are, and masking it would take ids out of every output. ${WRITE_SECRET}`,
        };
    }
    if (PLAIN_WORDS.has(token)) {
        return {
            topic: 'token-malformed',
            message: `\`token\` is a plain word that no API token is, and masking it would take it out of every output. ${WRITE_SECRET}`,
        };
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
const MAX_REF_LENGTH = 1024;
function parseBase(text) {
    switch (text) {
        case 'auto':
        case 'last-success':
        case 'last-deployment':
        case 'none':
            return { kind: text };
    }
    // What git itself refuses in a name (git-check-ref-format), as far as it could pass for something else here; and no system takes
    // a name of that length.
    if (text.length > MAX_REF_LENGTH || text.startsWith('-') || /[\s\p{Cc}:?*[\\]|\.\./u.test(text)) {
        return `\`base\` got ${JSON.stringify(text)}; it takes \`auto\`, \`last-success\`, \`last-deployment\`, \`none\`, or one git ref or SHA.`;
    }
    return { kind: 'ref', ref: text };
}
function parseApiUrl(text) {
    const takes = 'it takes an `https` URL (`http` only for loopback addresses, for tests)';
    const url = URL.parse(text);
    // Not quoted where it could hold a password, or a key behind a question mark.
    if (!url) {
        if (/[@?#]/.test(text))
            return `\`api-url\` is not a URL; ${takes}.`;
        return `\`api-url\` got ${JSON.stringify(text)}, which is not a URL; ${takes}.`;
    }
    if (url.username || url.password)
        return '`api-url` holds a user or a password; the token belongs into `token` alone.';
    if (url.search || url.hash)
        return `\`api-url\` got "${url.origin}/…"; it takes a URL without ? and #.`;
    if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
        return url;
    return `\`api-url\` got ${JSON.stringify(text)}; ${takes}.`;
}
/** `localhost` names, 127.0.0.0/8 and ::1 (RFC 6761, RFC 1122, RFC 4291). */
function isLoopback(hostname) {
    const host = hostname.replace(/^\[|\]$/g, '');
    return host === 'localhost' || host === '::1' || ((0,external_node_net_.isIP)(host) === 4 && host.startsWith('127.'));
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
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
        problems: [{ topic: 'list-unreadable', message: `\`${origin.input}\`: the list ${entries_quote(`@${file}`)} ${what}` }],
    });
    const named = external_node_path_.resolve(checkout, file);
    const real = await (0,promises_.realpath)(named).catch(() => undefined);
    if (!real)
        return failure('does not exist. A list is named relative to the checkout, or absolute.');
    const roots = await Promise.all(allowed.map((folder) => (0,promises_.realpath)(folder).catch(() => folder)));
    // Asked of the real path, so that a symbolic link leads nowhere else.
    if (!roots.some((root) => isInside(root, real))) {
        return failure('lies outside the workspace and RUNNER_TEMP. Move it into one of them.');
    }
    // Nor to another file inside: a link comes with a pull request, and where it leads to what is no list, such as the credentials of
    // actions/checkout, that would be quoted as an entry that is none.
    const ways = await Promise.all(allowed.map((folder) => withoutLinks(folder, named)));
    if (!ways.includes(real)) {
        return failure('is reached by a symbolic link, and links are not followed. Name the file that it points to.');
    }
    if (real.split(external_node_path_.sep).includes('.git'))
        return failure('lies in the folder of git. Move it out of there.');
    const stats = await (0,promises_.stat)(real);
    if (!stats.isFile())
        return failure('is not a regular file.');
    if (stats.size > MAX_LIST_BYTES)
        return failure(`has ${stats.size} bytes; at most ${MAX_LIST_BYTES} are read.`);
    const content = await (0,promises_.readFile)(real).catch((error) => error);
    if (!Buffer.isBuffer(content))
        return failure(`cannot be read: ${content.message}.`);
    const text = decodeText(content);
    if (text === undefined)
        return failure('is not UTF-8. Save it as UTF-8.');
    return parseEntries(text, { ...origin, list: slashed(file) });
}
/** Where a file below a folder really lies if no link leads there from the folder on; the folder itself may be reached by links. */
async function withoutLinks(folder, file) {
    if (!isInside(folder, file))
        return undefined;
    return external_node_path_.join(await (0,promises_.realpath)(folder).catch(() => folder), external_node_path_.relative(folder, file));
}
/** Whether a real path lies in a folder. */
function isInside(folder, file, 
// For tests of another system's paths.
system = external_node_path_) {
    const relative = system.relative(folder, file);
    return relative !== '..' && !relative.startsWith(`..${system.sep}`) && !system.isAbsolute(relative);
}
/** A list's name with `/` between its folders, as all paths of a report have it. On Windows a list may be named with `\\`. */
const slashed = (file, sep = external_node_path_.sep) => sep === '\\' ? file.replaceAll('\\', '/') : file;

;// CONCATENATED MODULE: ./build/selection/repository.js
/** What an entry of a tree or of the index is, by its mode (documentation of git, "git-fast-import", and of GitHub, "Create a tree"). */
const KIND_OF_MODE = new Map([
    ['100644', 'file'],
    ['100755', 'file'],
    // Written by early versions of git for group-writable files; still in old histories.
    ['100664', 'file'],
    ['120000', 'symlink'],
    ['160000', 'submodule'],
]);
/** Why a file is not read. */
const tooLarge = (bytes, maxBytes) => new Error(`it has ${bytes} bytes; a config file has at most ${maxBytes}`);
/** What one call of `read` brings into memory: 64 MiB, a few files more or less. */
const MAX_READ_BYTES = 64 * 1024 * 1024;
/**
 * Reads one item after the other, some of them side by side, until `MAX_READ_BYTES` have come together.
 *
 * @param readers how many are read side by side
 * @returns the contents of the first items
 */
async function readInOrder(items, readers, read) {
    const contents = [];
    let next = 0;
    let room = MAX_READ_BYTES;
    const reader = async () => {
        while (next < items.length && room > 0) {
            const index = next++;
            const content = await read(items[index]);
            if (Buffer.isBuffer(content))
                room -= content.length;
            contents[index] = content;
        }
    };
    try {
        await Promise.all(Array.from({ length: readers }, reader));
    }
    finally {
        // After a failure nobody waits for the rest.
        next = items.length;
    }
    return contents;
}
/** What `read` returns when some contents did not come: those before the first of them. */
function upToFirstMissing(contents) {
    const missing = contents.indexOf(undefined);
    return contents.slice(0, missing < 0 ? contents.length : missing);
}
/**
 * What stands on one side only, by blobs. Several files may seem to have one path, since GitHub's API does not tell what is no
 * UTF-8 in it; what is the same on both sides falls out first.
 */
function differences(before, after) {
    const paths = new Map();
    for (const [versions, side] of [[before, 'before'], [after, 'after']]) {
        for (const version of versions) {
            const key = asGitHubTells(version.path);
            const at = paths.get(key) ?? { before: [], after: [] };
            at[side].push(version);
            paths.set(key, at);
        }
    }
    return [...paths.values()].flatMap((sides) => {
        const bases = without(sides.before, sides.after);
        const heads = without(sides.after, sides.before);
        return Array.from({ length: Math.max(bases.length, heads.length) }, (_, index) => {
            const base = bases[index];
            const head = heads[index];
            return { path: (head ?? base)?.path, ...(base && { base }), ...(head && { head }) };
        });
    });
}
const without = (some, others) => some.filter(({ oid, kind }) => !others.some((other) => other.oid === oid && other.kind === kind));
/** How many U+FFFD stand for some bytes that are no UTF-8 is not agreed upon. */
const asGitHubTells = (path) => path.toWellFormed().replace(/\ufffd+/g, '\ufffd');

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./build/git/git.js


/**
 * Options for every call. No program that the checkout's own configuration names is run, be it a hook or a file system monitor,
 * nothing is written to the index, and an owner that differs (a container's user) is no obstacle: the workspace is trusted by the
 * workflow that made it.
 *
 * Permitted are the two by which a fetch authenticates, `core.sshCommand` and `credential.helper`: actions/checkout sets the first
 * for its `ssh-key`, runner images set the second. They get an environment without secrets, like git itself.
 */
const SAFE_OPTIONS = [
    ...[
        'safe.directory=*',
        'core.fsmonitor=false',
        // Otherwise git takes the work tree for unchanged, whatever an earlier step did.
        'core.ignoreStat=false',
        `core.hooksPath=${external_node_os_.devNull}`,
        // Empty, it would run the paths that it is given.
        'core.alternateRefsCommand=:',
        // Git would tell on every call that the file of `GIT_GRAFT_FILE` should be none.
        'advice.graftFileDeprecated=false',
    ].flatMap((option) => ['-c', option]),
    '--no-optional-locks',
    '--no-replace-objects',
    '--literal-pathspecs',
];
/**
 * The environment that holds for every call. Transports: those of actions/checkout, and local paths; not `ext::`, which runs a command,
 * nor `git://`, which may run a proxy. This counts before `protocol.*.allow` of any configuration.
 */
const SAFE_ENVIRONMENT = {
    // Messages in English and never a question to somebody: nobody is there to answer it.
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
    // As with `--no-replace-objects`: history is what the commits say, not what `.git/info/grafts` makes of it.
    GIT_GRAFT_FILE: external_node_os_.devNull,
};
/** Settings by any middle name that run a program. */
const FILTER = /^filter\..*\.(?:clean|smudge|process|required)$/s;
const UPLOAD_PACK = /^(remote\..*\.)uploadpack$/s;
/** The setting that takes the force out of another one, with its value; none for one that runs no program. */
function overridesOf(key) {
    if (FILTER.test(key))
        return [[key, key.endsWith('.required') ? 'false' : '']];
    const remote = UPLOAD_PACK.exec(key)?.[1];
    // Of several values git takes the first, so the remote as a whole is switched off: this transport is none that is allowed.
    return remote === undefined ? [] : [[`${remote}vcs`, 'none']];
}
/** A fetch that brings objects and nothing else: no ref, no configuration, no file of the work tree is touched. */
const FETCH = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-prune',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    '--no-auto-maintenance',
];
/** Runs git in one folder. The only place that starts it; what it prints is parsed elsewhere. */
class Git {
    #folder;
    #overrides;
    constructor(folder) {
        this.#folder = folder;
    }
    /**
     * @param args the command and its arguments; user input among them must not be able to pass for an option
     * @param input bytes for its standard input
     * @throws Error when git cannot be started
     */
    async ask(args, input) {
        this.#overrides ??= this.#findOverrides();
        return this.#start([...(await this.#overrides), ...args], input);
    }
    /**
     * Options that keep git from programs whose settings the configuration gives names of its own. A filter of Git
     * LFS, say, would be run only to find out whether a file is as it was committed; without it, it is read.
     */
    async #findOverrides() {
        const { stdout } = await this.#start(['config', '--null', '--name-only', '--list']);
        const overrides = new Map(stdout.toString().split('\0').flatMap(overridesOf));
        // By way of a variable, since a middle name may hold a `=`.
        return [...overrides].map(([key, value]) => `--config-env=${key}=${OVERRIDE}${value}`);
    }
    #start(args, input) {
        return new Promise((resolve, reject) => {
            const git = (0,external_node_child_process_.spawn)('git', [...SAFE_OPTIONS, ...args], {
                cwd: this.#folder,
                env: {
                    ...withoutSecrets(process.env),
                    ...SAFE_ENVIRONMENT,
                    ...OVERRIDES,
                    // Counts before `core.worktree`.
                    GIT_WORK_TREE: this.#folder,
                },
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
/** Variables with the values of `overridesOf`, each named after its value. */
const OVERRIDE = 'HOOD_RESYNC_';
const OVERRIDES = Object.fromEntries(['', 'false', 'none'].map((value) => [`${OVERRIDE}${value}`, value]));
/**
 * The environment without the action's inputs, among which is the token, without the runner's own tokens, and without every other
 * variable that holds the token: a fetch may run programs that the checkout's configuration names, and an earlier step may have
 * written there. Of git's own variables only those stay by which it finds itself, its configuration and its way to a server: it is not
 * to be led to other objects than the repository's, nor to print what it sends.
 */
function withoutSecrets(environment) {
    const token = environment['INPUT_TOKEN']?.trim() || undefined;
    return Object.fromEntries(Object.entries(environment).filter(([name, value]) => !/^(?:INPUT_|ACTIONS_|GIT_(?!EXEC_PATH$|CONFIG|SSH|SSL_|HTTP_|PROXY_))/i.test(name) &&
        !(token && value?.includes(token))));
}
/** A git command that failed where it should not. */
class GitError extends Error {
    name = 'GitError';
    constructor(args, stderr) {
        super(`git ${args[0]} failed: ${stderr || 'it said nothing'}`);
    }
}

;// CONCATENATED MODULE: ./build/git/listings.js


const ABSENT = '000000';
function kindOf(mode) {
    const kind = KIND_OF_MODE.get(mode);
    if (!kind)
        throw new Error(`git printed the mode ${mode}, which this action does not know`);
    return kind;
}
/** The NUL-terminated records of an output of `git … -z`. */
function* records(output) {
    let start = 0;
    for (let end = output.indexOf(0); end >= 0; end = output.indexOf(0, start)) {
        yield output.subarray(start, end);
        start = end + 1;
    }
    if (start !== output.length)
        throw new Error('git printed a record without its end');
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
    for (const part of parts) {
        const meta = part.toString('latin1');
        // Added, modified, deleted, type changed, unmerged: renames and copies are switched off.
        const [, oldMode, newMode, oldOid, newOid, status] = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([AMDTU])\d*$/.exec(meta) ?? [];
        const name = parts.next().value;
        if (!oldMode || !newMode || !oldOid || !newOid || !name) {
            throw new Error(`git printed the diff record "${meta}", which this action does not know`);
        }
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
    return Array.from(records(output), (record) => {
        const { meta, path } = atTab(record);
        const [mode = '', , oid = ''] = meta;
        return { path, kind: kindOf(mode), oid };
    });
}
/** Parses `git ls-files -z -v --stage`: `TAG MODE OID STAGE<tab>PATH<nul>`. An unmerged path comes once for each stage. */
const parseIndex = (output) => Array.from(records(output), indexEntry);
/** Of the same output only what git does not compare with the work tree; of 100,000 files that is mostly none. */
const parseUnwatched = (output) => Array.from(records(output).filter((record) => !isWatched(record.toString('latin1', 0, 1))), indexEntry).filter(({ watched }) => !watched);
function indexEntry(record) {
    const { meta, path } = atTab(record);
    const [tag = '', mode = '', oid = ''] = meta;
    const kind = kindOf(mode);
    return { path, kind, oid, sparse: /^s$/i.test(tag), watched: isWatched(tag) || kind === 'submodule' };
}
/** A lower-case letter has the assume-unchanged bit, `S` the skip-worktree bit (documentation of `git ls-files`, `-t` and `-v`). */
const isWatched = (tag) => /^[A-RT-Z?]$/.test(tag);
/** Parses `git ls-files -z --others`. A repository inside the checkout comes as its folder, with a `/` at the end. */
function parseOthers(output) {
    return Array.from(records(output), (record) => {
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
/** Nor is it given longer ones, in characters: Windows takes no longer command line (documentation of `CreateProcess`). */
const MAX_PATHSPEC_CHARS = 30_000;
/** `rev-parse --path-format` and `--config-env` came with it (release notes of git 2.31). */
const OLDEST_GIT = [2, 31];
/** Every path of the index, with what git knows of it. */
const LIST_INDEX = ['ls-files', '-z', '-v', '--stage'];
/** How many files are read side by side. */
const READERS = 32;
/** A local checkout: a commit in git, and the work tree above it. */
class Checkout {
    head;
    /** URL of the repository that it came from; empty without one. It may hold a password. */
    origin;
    git;
    #root;
    #elsewhere;
    constructor(root, git, head, origin, elsewhere) {
        this.#root = root;
        this.git = git;
        this.head = head;
        this.origin = origin;
        this.#elsewhere = elsewhere(this);
    }
    /**
     * @param folder absolute path of the folder that `actions/checkout` filled
     * @param elsewhere asked for the versions that the checkout has not
     * @param workspace absolute path of the folder in which all of the checkout has to lie, its repository too
     * @returns nothing when that folder is not the root of a checkout
     * @throws ConfigurationError when there is a checkout that cannot be read
     */
    static async open(folder, elsewhere, workspace = folder) {
        const root = await (0,promises_.realpath)(folder).catch(() => undefined);
        // A `.git` is looked for first: without it git would go on to the folders above, which are not ours.
        if (!root || !(await exists(external_node_path_.join(root, '.git'))))
            return undefined;
        const git = new Git(root);
        const [version, answer] = await Promise.all([
            git.ask(['--version']),
            git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}']),
        ]).catch(() => {
            throw new ConfigurationError('git-missing', 'git could not be started. The action needs git on the runner to read the checkout.');
        });
        const [, number = '', major, minor] = /^git version ((\d+)\.(\d+)\S*)/.exec(version.stdout.toString()) ?? [];
        if (number &&
            (Number(major) < OLDEST_GIT[0] || (Number(major) === OLDEST_GIT[0] && Number(minor) < OLDEST_GIT[1]))) {
            throw new ConfigurationError('git-old', `git ${number} is too old to read the checkout: the action needs ${OLDEST_GIT.join('.')} or newer. Update git on the runner; or leave the checkout out, and everything is read through GitHub's API.`);
        }
        if (answer.status !== 0) {
            throw new ConfigurationError('checkout-unreadable', `The checkout in ${displayPath(folder)} has no commit that can be read${answer.stderr ? ` (git: ${answer.stderr})` : ''}. Check it out with actions/checkout.`);
        }
        // `.git` may be a file or a link that leads elsewhere, and of a linked work tree the repository does.
        const repository = await git.run(['rev-parse', '--path-format=absolute', '--git-dir', '--git-common-dir']);
        const within = await (0,promises_.realpath)(workspace).catch(() => workspace);
        for (const part of repository.toString().trimEnd().split('\n')) {
            const real = await (0,promises_.realpath)(part).catch(() => part);
            if (isInside(within, real))
                continue;
            throw new ConfigurationError('no-checkout', `The checkout in ${displayPath(folder)} keeps its repository outside the workspace, in ${displayPath(real)}, and nothing is read from there. Check it out with actions/checkout.`);
        }
        const { stdout: origin } = await git.ask(['config', '--get', 'remote.origin.url']);
        return new Checkout(root, git, answer.stdout.toString().trim(), origin.toString().trim(), elsewhere);
    }
    async files(folders) {
        const pathspecs = toPathspecs(folders);
        const [index, changed, others] = await Promise.all([
            this.git.run([...LIST_INDEX, ...pathspecs]).then(parseIndex),
            this.git.run(['diff-files', '-z', '--no-renames', '--ignore-submodules=dirty', ...pathspecs]).then(parseRawDiff),
            this.#untracked(pathspecs),
        ]);
        // What the index knows, as far as it still lies in the work tree, and what only lies there.
        const work = new Map(changed.map((entry) => [entry.path, entry.new]));
        const files = new Map();
        for (const { path, kind, oid, sparse, watched } of index) {
            if (!watched) {
                const now = this.#now(path) ?? (sparse && { path, kind, oid });
                if (now)
                    files.set(path, now);
            }
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
        const [diff, others, unwatched] = await Promise.all([
            this.git
                .run(['diff-index', '-z', '--no-renames', '--ignore-submodules=dirty', base, ...pathspecs])
                .then(parseRawDiff),
            this.#untracked(pathspecs),
            this.git.run([...LIST_INDEX, ...pathspecs]).then(parseUnwatched),
        ]);
        const changes = new Map();
        for (const { path, old, new: now } of diff) {
            // Of a mode that alone changed nothing is told elsewhere, either.
            if (old?.oid && old.oid === now?.oid && old.kind === now.kind)
                continue;
            changes.set(path, { path, ...(old && { base: old }), ...(now && { head: this.#asItStands(now) }) });
        }
        for (const { path, kind, oid, sparse } of unwatched) {
            const head = this.#now(path);
            if (sparse && !head)
                continue;
            // What git does not tell of is at the base as it is in the index.
            const base = changes.has(path) ? changes.get(path)?.base : { path, kind, oid };
            changes.set(path, { path, ...(base && { base }), ...(head && { head }) });
        }
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
        const heads = new Map(committed.map((file) => [file.path, file]));
        for (const { path, head } of work) {
            if (head)
                heads.set(path, head);
            else
                heads.delete(path);
        }
        return differences(files, [...heads.values()]).map((change) => ({
            ...change,
            ...(change.head && { head: this.#asItStands(change.head) }),
        }));
    }
    async read(versions, maxBytes) {
        const stored = versions.filter(({ oid }) => oid);
        const work = versions.filter(({ oid }) => !oid);
        // Where the folders of the files really are; asked once for each, since files of one folder come together.
        const folders = new Map();
        const [blobs, files] = await Promise.all([
            this.#readBlobs(stored, maxBytes),
            readInOrder(work, READERS, ({ path }) => this.#readWork(path, maxBytes, folders).catch((error) => error)),
        ]);
        let nextBlob = 0;
        let nextFile = 0;
        return upToFirstMissing(versions.map(({ oid }) => (oid ? blobs[nextBlob++] : files[nextFile++])));
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
    /** What lies in the work tree at a path that git does not look at. */
    #now(path) {
        const stat = statNow(this.#absolute(path));
        return stat && !stat.isDirectory() ? { path, kind: stat.isSymbolicLink() ? 'symlink' : 'file' } : undefined;
    }
    /**
     * A sparse checkout's file is read from git (it keeps its `oid`), every other from the work tree. Not asynchronous: git has just
     * looked at all of them, and 100,000 promises take more time and memory than the answers.
     */
    #asItStands({ path, kind, oid }) {
        return oid && !statNow(this.#absolute(path)) ? { path, kind, oid } : { path, kind };
    }
    async #readBlobs(versions, maxBytes) {
        if (versions.length === 0)
            return [];
        const oids = versions.map(({ oid }) => oid);
        const asked = oids.filter(await this.#available(oids));
        const found = asked.length > 0 ? parseSizes(await this.git.run(['cat-file', '--batch-check'], lines(asked))) : [];
        const sizeOf = new Map(asked.map((oid, index) => [oid, found[index]]));
        const sizes = oids.map((oid) => sizeOf.get(oid));
        let room = MAX_READ_BYTES;
        const here = oids.filter((_, index) => {
            const size = sizes[index] ?? Number.POSITIVE_INFINITY;
            if (size > maxBytes || room <= 0)
                return false;
            room -= size;
            return true;
        });
        const [blobs, others] = await Promise.all([
            here.length > 0 ? this.git.run(['cat-file', '--batch'], lines(here)).then(parseBlobs) : [],
            this.#readElsewhere(versions.filter((_, index) => sizes[index] === undefined), maxBytes),
        ]);
        let next = 0;
        let nextOther = 0;
        return sizes.map((size) => {
            if (size === undefined)
                return others[nextOther++];
            return size > maxBytes ? tooLarge(size, maxBytes) : blobs[next++];
        });
    }
    async #readElsewhere(versions, maxBytes) {
        return versions.length > 0 ? this.#elsewhere.read(versions, maxBytes) : [];
    }
    /**
     * Fetches the missing ones of a partial clone's blobs, all at once. Git itself would fetch each one when it is read, and fail
     * when it cannot.
     *
     * @returns whether git may be asked for a blob; what it may not be asked for is read elsewhere
     */
    async #available(oids) {
        const remote = await this.git.ask(['config', '--get-regexp', '^remote\\..*\\.promisor$', 'true']);
        const name = /^remote\.(.+)\.promisor /.exec(remote.stdout.toString())?.[1];
        if (!name)
            return () => true;
        const before = await this.#present(oids);
        const missing = oids.filter((oid) => !before.has(oid));
        if (missing.length === 0)
            return () => true;
        const options = [
            // By default git tells the remote that it has all of its commits, so that their blobs are not sent.
            'fetch.negotiationAlgorithm=noop',
            // Without one in the configuration, git would write the filter of a fetch there.
            `remote.${name}.partialCloneFilter=blob:none`,
        ].flatMap((option) => ['-c', option]);
        await this.git.ask([...options, ...FETCH, '--filter=blob:none', '--stdin', name], lines(missing));
        const after = await this.#present(missing);
        return (oid) => before.has(oid) || after.has(oid);
    }
    /** Those of some blobs that are here. `--missing` keeps git from fetching the others. */
    async #present(oids) {
        const list = ['rev-list', '--objects', '--no-object-names', '--no-walk', '--ignore-missing', '--missing=allow-any'];
        return new Set((await this.git.run([...list, '--stdin'], lines(oids))).toString().split('\n'));
    }
    async #readWork(file, maxBytes, folders) {
        const absolute = this.#absolute(file);
        const folder = external_node_path_.posix.dirname(file);
        // The last part is held back by O_NOFOLLOW; the folders above it by asking where they really are.
        let real = folders.get(folder);
        if (!real) {
            real = (0,promises_.realpath)(this.#absolute(folder), { encoding: 'buffer' });
            folders.set(folder, real);
        }
        if (!samePath(await real, this.#absolute(folder)))
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
function statNow(file) {
    try {
        return (0,external_node_fs_.lstatSync)(file, { throwIfNoEntry: false });
    }
    catch {
        return undefined;
    }
}
/** Compared as bytes, with either kind of slash on Windows. */
const samePath = (a, b) => external_node_path_.normalize(a.toString('latin1')) === external_node_path_.normalize(b.toString('latin1'));
function toPathspecs(folders) {
    const distinct = [...new Set(folders)];
    // Paths that are not valid UTF-8 cannot be passed as arguments.
    return distinct.length === 0 ||
        distinct.length > MAX_PATHSPECS ||
        distinct.join(' ').length > MAX_PATHSPEC_CHARS ||
        distinct.some((f) => f === '' || !f.isWellFormed())
        ? []
        : ['--', ...distinct];
}

;// CONCATENATED MODULE: ./build/selection/event.js

/** The commits that a checkout for the event may be at, as far as the event names them. */
const commitsOf = (event) => event.kind === 'pull-request' ? [event.commit, event.headSha, event.mergeSha] : [event.commit];
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
const isSha = (text) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
const readPullRequest = (fields) => {
    const headSha = fields.sha('pull_request.head.sha');
    const commits = fields.optional('pull_request.commits', (key) => fields.integer(key));
    const mergeSha = fields.optional('pull_request.merge_commit_sha', (key) => fields.sha(key));
    const baseBranch = fields.optional('pull_request.base.ref', (key) => fields.text(key));
    const headRepository = fields.optional('pull_request.head.repo.full_name', (key) => fields.text(key));
    return {
        kind: 'pull-request',
        headSha,
        baseSha: fields.sha('pull_request.base.sha'),
        ...(baseBranch && { baseBranch }),
        ...(headRepository && { headRepository }),
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
        const headRepository = fields.optional('workflow_run.head_repository.full_name', (key) => fields.text(key));
        return {
            kind: 'workflow-run',
            ...(headRepository && { headRepository }),
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
    const shown = JSON.stringify(got);
    return new ConfigurationError('event-payload', `${what} must be ${takes}, but is ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}. GitHub writes it so; check what made this payload.`);
}

;// CONCATENATED MODULE: ./build/selection/history.js
/** The answer of one who cannot know: a shallow clone that is asked for ancestors, say. */
const UNKNOWN = Symbol('unknown');
/** Asks the local git first, and GitHub for what that cannot know. */
function history_firstOf(local, github) {
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
    #commits = new Map();
    #shallow;
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
        const isHere = (await this.#parse(ancestor)) !== undefined;
        if (isHere && (await this.#git.ask(['merge-base', '--is-ancestor', ancestor, descendant])).status === 0)
            return true;
        if ((await this.#isShallow()) || !(await this.#parse(descendant)))
            return UNKNOWN;
        // All that a commit descends from is in a full clone: what is not there is not an ancestor.
        return false;
    }
    async mergeBase(a, b) {
        if ((await this.#isShallow()) || !(await this.#parse(a)) || !(await this.#parse(b)))
            return UNKNOWN;
        const { status, stdout, stderr } = await this.#git.ask(['merge-base', a, b]);
        // Some versions of git end with 1, as with nothing in common, and tell only there that a part of the history cannot be read.
        if (status > 1 || stderr !== '')
            return UNKNOWN;
        return stdout.toString().trim() || undefined;
    }
    async nearestEarlierTag(sha) {
        if ((await this.#isShallow()) || !(await this.#parse(sha)))
            return UNKNOWN;
        const refs = await this.#git.run(['for-each-ref', `--merged=${sha}`, '--format=%(refname:lstrip=2)', 'refs/tags']);
        const names = refs.toString().split('\n').slice(0, -1);
        // A tag may be one of a tag; only here git follows them to the end in all its versions.
        const commits = await this.#git.run(['cat-file', '--batch-check=%(objectname)'], names.map((name) => `refs/tags/${name}^{commit}\n`).join(''));
        const tags = new Map(commits
            .toString()
            .split('\n')
            .slice(0, -1)
            .map((commit, index) => [commit, names[index]]));
        tags.delete(sha);
        if (tags.size === 0)
            return undefined;
        const ancestors = (await this.#git.run(['rev-list', sha])).toString().split('\n');
        // One of them has a tag: `--merged` lists no others.
        const nearest = ancestors.find((ancestor) => tags.has(ancestor));
        return { name: tags.get(nearest), sha: nearest };
    }
    #isShallow() {
        this.#shallow ??= this.#git
            .run(['rev-parse', '--is-shallow-repository'])
            .then((answer) => answer.toString().trim() === 'true');
        return this.#shallow;
    }
    /** The commit that a name stands for, as far as it is here. */
    async #parse(name) {
        const known = this.#commits.get(name);
        if (known)
            return known;
        const revision = await this.#git.ask(isSha(name)
            ? // In a partial clone any other command fetches a commit that is missing, and its whole history with it.
                ['rev-list', '--no-walk', '--missing=allow-any', '--end-of-options', name]
            : ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
        const sha = revision.stdout.toString().trim();
        if (revision.status !== 0 || sha === '')
            return undefined;
        // The raw object names its parents even where a shallow clone lacks them.
        const object = await this.#git.ask(['cat-file', 'commit', sha]);
        if (object.status !== 0)
            return undefined;
        const commit = parseCommit(sha, object.stdout.toString('latin1'));
        this.#commits.set(sha, commit);
        return commit;
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
            // A full clone stays one: only one that is shallow already gets one commit more. That git notes it as one without parents
            // (`.git/shallow`) is right: otherwise later steps would find the repository broken.
            ...((await this.#isShallow()) ? ['--depth=1'] : []),
            '--end-of-options',
            'origin',
            sha,
        ]);
        return status === 0;
    }
}
/** The last second that a `Date` takes (ECMAScript, "Time Values and Time Range"); git takes later ones. */
const LAST_SECOND = 8.64e12;
/** Reads a raw commit object (git's documentation, "git-cat-file"). */
function parseCommit(sha, text) {
    const header = text.slice(0, text.indexOf('\n\n'));
    const seconds = /^committer .* (\d+) [+-]\d{4}$/m.exec(header)?.[1] ?? '0';
    return {
        sha,
        committedAt: new Date(Math.min(Number(seconds), LAST_SECOND) * 1000).toISOString(),
        parents: [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent]) => parent),
    };
}

;// CONCATENATED MODULE: ./build/selection/base.js


const found = (sha, source, unsettled = []) => ({
    kind: 'commit',
    sha,
    source,
    unsettled,
});
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
 * @param other where the checkout is of another repository, whose commits neither the event nor earlier runs know
 * @throws ConfigurationError when the base is named or found but cannot be read, or when it cannot be known: it is never taken
 *   for "nothing changed", nor for "everything"
 */
async function resolveBase(input, event, head, history, other) {
    if (other && isOfWorkflow(input, event))
        throw ofOtherRepository(event, other);
    const warnings = warningsOf(event, head, other !== undefined);
    const finding = await find(input, event, head, history);
    if (finding.kind !== 'commit')
        return { ...finding, warnings };
    const commit = await history.commit(finding.sha);
    if (!commit)
        throw unreadable(finding);
    const unsettled = [...new Set(finding.unsettled)].filter((sha) => sha !== commit.sha && sha !== head);
    const { readable, doubt } = await readableOf(unsettled, history);
    if (doubt) {
        warnings.push({
            topic: 'base-in-doubt',
            message: `Every file that the globs match counts, since after the base (${finding.source}) ${doubt}.`,
        });
    }
    return {
        kind: 'commit',
        base: {
            sha: commit.sha,
            source: finding.source,
            committedAt: commit.committedAt,
            ...(readable.length > 0 && { unsettled: readable }),
        },
        ...(doubt && { inDoubt: true }),
        warnings,
    };
}
/** With more commits than this that may have been synced in part, everything is taken: each of them may have to be fetched. */
const MOST_UNSETTLED = 20;
/** Those of the commits that can be compared with, and why they do not suffice to tell what changed, if they do not. */
async function readableOf(unsettled, history) {
    const readable = [];
    let doubt = unsettled.length > MOST_UNSETTLED ? `more than ${MOST_UNSETTLED} commits may have been synced in part` : '';
    for (const sha of unsettled.slice(0, MOST_UNSETTLED)) {
        if (await history.commit(sha))
            readable.push(sha);
        else
            doubt ||= `the commit ${sha} may have been synced in part, and is gone`;
    }
    return { readable, ...(doubt && { doubt }) };
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
/** Events that name the base, or the branch or environment by which it is found. */
const NAMES_BASE = [
    'push-branch',
    'pull-request',
    'merge-group',
    'deployment',
    'workflow-run',
];
/** Whether the base is a commit that the event or an earlier run of the workflow is about. */
const isOfWorkflow = ({ kind }, event) => kind === 'auto' ? NAMES_BASE.includes(event.kind) : kind === 'last-success' || kind === 'last-deployment';
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
        throw new ConfigurationError('no-default-branch', `The default branch \`${trunk}\` does not exist, and the base of a push to \`${branch}\` is its merge-base with it (${reason}). Set \`base\` to a branch or SHA.`);
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
    const [first] = parents;
    if (first && (await isMergeOf(event, head, parents, history))) {
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
    throw new ConfigurationError('no-common-commit', `The checked-out commit ${head} has no commit in common with the pull request's base ${event.baseSha}. Check out the pull request's head or its merge commit, or set \`base\`.`);
}
/**
 * Whether the head is a merge of the pull request into its target: by GitHub, or by whoever merged it. What a branch merged into itself
 * looks the same but for its first parent, which is no commit of the target.
 */
async function isMergeOf({ headSha, baseSha, baseBranch, mergeSha, merged, commit }, head, parents, history) {
    const [first, second] = parents;
    if (!first || parents.length !== 2 || head === headSha)
        return false;
    // Before it is merged, both are GitHub's own test merge. Merged it may be by a push of anything that holds its commits.
    if (!merged && (head === mergeSha || head === commit))
        return true;
    if (merged && head === mergeSha)
        return isAncestor(baseSha, first, history);
    if (second !== headSha)
        return false;
    if (first === baseSha)
        return true;
    if (baseBranch === undefined)
        return false;
    const target = await history.commit(`refs/heads/${baseBranch}`);
    return target !== undefined && isAncestor(first, target.sha, history);
}
/** Events whose runs work on the commit that GitHub lists them with, on a branch of the repository. */
const BRANCH_EVENTS = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch'];
/** Whether a success of one event is a success in the sense of the other; a pull request's run is none of a push to its branch. */
const alike = (event, other) => event === other || (BRANCH_EVENTS.includes(event) && BRANCH_EVENTS.includes(other));
async function lastSuccess(event, head, history) {
    if (event.kind === 'incomplete')
        throw incomplete(event);
    if (event.kind === 'workflow-run')
        return lastFollowedRun(event, head, history);
    const current = await history.run(runIdOf(event));
    const { id, workflowId, branch } = current;
    if (branch === undefined)
        return everything('this run is on no branch, so there is no earlier run to look for');
    if (event.kind === 'pull-request' && head !== event.headSha) {
        return everything("GitHub lists the runs of a pull request with its branch's commits, but they work on its merge with the target, which may have changed since");
    }
    const runs = [];
    let last;
    for await (const run of history.runs({ workflowId, branch })) {
        if (last && isOutOfReach(run, last.createdAt))
            break;
        // The current run may have succeeded in an earlier attempt. A fork may have a branch of the same name.
        if (run.id === id || run.headRepositoryId !== current.headRepositoryId)
            continue;
        // Of an old run that was run again after newer ones, Hood has heard last.
        const isSuccess = run.conclusion === 'success' && alike(run.event, current.event);
        if (isSuccess && (!last || run.startedAt > last.startedAt))
            last = run;
        runs.push(run);
    }
    if (!last)
        return everything(`no earlier run of this workflow on \`${branch}\` was successful`);
    const { headSha, createdAt } = last;
    if (!(await isAncestor(headSha, head, history))) {
        return everything(`the last successful run on \`${branch}\` was at ${headSha}, which is not an ancestor of the head: the history was rewritten, or an older commit is run again`);
    }
    // A run that failed may have synced an object that is by now what it was before: only its own head shows that Hood has another
    // version. Nor does it matter how a run ended that was at work beside the last successful one, or which event started it: each may
    // have had the last word. It counts from the first attempt: a job that was done then is not run again with "Re-run failed jobs".
    const unsettled = runs.filter((run) => run !== last && mayHaveSynced(run, createdAt)).map((run) => run.headSha);
    return found(headSha, `head of the last successful run on \`${branch}\``, unsettled);
}
/** Whether a run may have sent something at or after a time (ISO 8601). */
const mayHaveSynced = ({ conclusion, updatedAt }, time) => conclusion === undefined || (conclusion !== 'skipped' && updatedAt >= time);
/**
 * How long after its creation a run can still be at work, in days: it can be run again for 30 days, and a job takes at most 5
 * (documentation of GitHub, "Re-running workflows and jobs" and "Actions limits").
 */
const RUN_REACH_DAYS = 35;
/** Whether a run is too old to have been at work at a time (ISO 8601), even if it was run again. */
const isOutOfReach = ({ createdAt }, time) => Date.parse(createdAt) < Date.parse(time) - RUN_REACH_DAYS * 24 * 60 * 60 * 1000;
/**
 * `last-success` for a workflow that follows another one. GitHub lists its runs with the default branch's newest commit of that
 * time, whatever commit they worked on, so they tell only whether they succeeded. The commits come from the runs that were
 * followed: the newest one since whose beginning no run of this workflow failed, and since whose end one succeeded. Beside it
 * stand all others that may have been followed since: newer ones, whatever their event and end, and those that began earlier but
 * ended later.
 */
async function lastFollowedRun(event, head, history) {
    const followed = event.run;
    const { branch } = followed;
    if (branch === undefined)
        return everything('the run that this one follows is on no branch');
    const { id, workflowId } = await history.run(runIdOf(event));
    const successAfter = lastSuccessAfter(history.runs({ workflowId }), id);
    const unsettled = [];
    let last;
    for await (const run of history.runs({ workflowId: followed.workflowId, branch })) {
        if (last && isOutOfReach(run, last.createdAt))
            break;
        if (run.id === followed.id || run.headRepositoryId !== followed.headRepositoryId)
            continue;
        if (last) {
            // It began earlier, but it may have been followed later.
            if (run.conclusion === undefined || run.updatedAt >= last.createdAt)
                unsettled.push(run.headSha);
            continue;
        }
        // A base is only a run that this workflow treats as it does the current one: it may well leave out failed ones, say.
        if (run.event === followed.event && run.conclusion === followed.conclusion) {
            const success = await successAfter(run);
            // What an older run could tell is spoiled by the same failure.
            if (success === 'failed')
                return everything('not all of the last runs of this workflow were successful');
            if (success && success.createdAt >= run.updatedAt)
                last = run;
        }
        if (!last)
            unsettled.push(run.headSha);
    }
    if (!last)
        return everything(`no earlier run on \`${branch}\` is known to have been followed with success`);
    const { headSha } = last;
    if (await isAncestor(headSha, head, history)) {
        const source = `head of the last run on \`${branch}\` that this workflow followed with success`;
        return found(headSha, source, unsettled);
    }
    return everything(`the last run on \`${branch}\` that this workflow followed with success was at ${headSha}, which is not an ancestor of the head: the history was rewritten, or an older commit is run again`);
}
/**
 * Walks back over the runs of a workflow.
 *
 * @returns a function that finds the newest successful run created since the beginning of a followed one, which gets earlier from
 *   call to call; `failed` when one since then failed or has not ended, or an older one was at work after the end of the followed
 *   one. Skipped runs count for nothing.
 */
function lastSuccessAfter(runs, currentId) {
    const iterator = runs[Symbol.asyncIterator]();
    const read = [];
    let done = false;
    return async ({ createdAt: since, updatedAt: end }) => {
        while (!done && !(read.length > 0 && isOutOfReach(read.at(-1), since))) {
            const next = await iterator.next();
            if (next.done)
                done = true;
            else if (next.value.id !== currentId && next.value.conclusion !== 'skipped')
                read.push(next.value);
        }
        const [newest, ...others] = read.filter((run) => run.createdAt >= since || mayHaveSynced(run, end));
        const spoils = ({ conclusion, createdAt }) => conclusion !== 'success' || createdAt < since;
        return newest && [newest, ...others].some(spoils) ? 'failed' : newest;
    };
}
async function lastDeployment(event, history) {
    if (event.kind === 'incomplete')
        throw incomplete(event);
    const current = event.kind === 'deployment' ? event : await deploymentOfThisJob(runIdOf(event), history);
    const { environment } = current;
    let asked = 0;
    // Those after the base, whatever became of them: what they synced may have been changed back since.
    const unsettled = [];
    for await (const deployment of history.deployments({ environment })) {
        if (deployment.id === current.id)
            continue;
        if (deployment.id < current.id) {
            if (asked++ === MOST_DEPLOYMENTS)
                break;
            const status = await history.deploymentStatus(deployment.id);
            // What another job of this run deployed is not earlier.
            if (status?.state === 'success' && (event.runId === undefined || runIdIn(status) !== event.runId)) {
                const source = `last successful deployment to \`${environment}\` (${deployment.id})`;
                return found(deployment.sha, source, unsettled);
            }
        }
        unsettled.push(deployment.sha);
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
    throw new ConfigurationError('environment-unknown', environments.size === 0
        ? '`base: last-deployment` needs to know the environment, but this job deploys to none. Give the job an `environment`, or use it with the events `deployment` and `deployment_status`.'
        : `\`base: last-deployment\` cannot tell which environment this job deploys to, since several jobs of this run are deploying just now (${[...environments].join(', ')}). Let them run one after the other (\`needs\`), or set \`base\` to a SHA.`);
}
/** The run whose job made a deployment, by the page that its status leads to. */
const runIdIn = ({ logUrl = '' }) => Number(/\/actions\/runs\/(\d+)(?:\/|$)/.exec(logUrl)?.[1]);
function runIdOf({ runId }) {
    if (runId !== undefined)
        return runId;
    throw new ConfigurationError('run-unknown', 'GITHUB_RUN_ID is not set, so earlier runs and deployments cannot be told from this one. Set `base` to a git ref or SHA, or to `none`.');
}
/** Farthest that `~` and `^` go; each step may have to be fetched. */
const MOST_STEPS = 100;
/** A ref or SHA, with git's `~3` and `^2` behind it. They are walked here, since a shallow clone does not have the parents. */
async function named(ref, head, history) {
    const [, name = '', suffix = ''] = /^([^~^]*)((?:[~^]\d{0,4})*)$/.exec(ref) ?? [];
    if (name === '' || ref.includes('@{')) {
        throw new ConfigurationError('input-value', `\`base\` got ${JSON.stringify(ref)}; it takes a branch, a tag or a SHA, also with \`~1\` or \`^\` behind it.`);
    }
    const steps = [...suffix.matchAll(/([~^])(\d*)/g)].flatMap(([, sign, digits]) => {
        const number = digits ? Number(digits) : 1;
        if (sign === '~')
            return new Array(number).fill(1);
        return number === 0 ? [] : [number];
    });
    if (steps.length > MOST_STEPS) {
        throw new ConfigurationError('input-value', `\`base\` got ${JSON.stringify(ref)}; it goes back at most ${MOST_STEPS} commits. Set it to the SHA.`);
    }
    let commit = await history.commit(name === 'HEAD' || name === '@' ? head : name);
    if (!commit) {
        throw new ConfigurationError('base-unknown', `\`base: ${ref}\` names no branch, tag or commit of this repository. Check how it is spelled and that it was pushed, or set \`base\` to a SHA.`);
    }
    for (const step of steps) {
        const parent = commit.parents[step - 1];
        if (!parent)
            throw new ConfigurationError('base-unknown', `\`base: ${ref}\` goes back beyond ${commit.sha}, which has no parent ${step}.`);
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
const unreadable = ({ sha, source }) => new ConfigurationError('base-unreadable', `The commit ${sha} (${source}) cannot be read: it is neither in the checkout nor on GitHub. If the history was rewritten, set \`base\` to a commit that exists, or once to \`none\` to take every file that the globs match.`);
const ofOtherRepository = (event, { checkedOut, workflow }) => new ConfigurationError('other-repository', `The checkout is of ${checkedOut}, but the event \`${event.name}\` and the runs of this workflow are about commits of ${workflow}, with which it cannot be compared. Set \`base\` to a branch, tag or SHA of ${checkedOut}, or to \`none\`.`);
const incomplete = ({ name, missing }) => new ConfigurationError('event-payload', `The payload of the event \`${name}\` (GITHUB_EVENT_PATH) has no \`${missing}\`, so the base is not known. Set \`base\` to a git ref or SHA, or to \`none\`.`);
/** The expression for the event's commit, where it is not `github.sha`. */
const COMMIT_EXPRESSIONS = {
    'push-branch': 'github.event.after',
    deployment: 'github.event.deployment.sha',
    'merge-group': 'github.event.merge_group.head_sha',
    'pull-request': 'github.event.pull_request.head.sha',
    'workflow-run': 'github.event.workflow_run.head_sha',
};
function warningsOf(event, head, isOther) {
    if (event.kind === 'deletion') {
        return [
            {
                topic: 'branch-deleted',
                message: `The push deleted \`${event.ref}\`, so no commit was pushed, and nothing of the checked-out commit counts as changed. Leave such runs out with \`if: github.event.deleted != true\`.`,
            },
        ];
    }
    const { commit } = event;
    if (!commit || isOther || commitsOf(event).includes(head))
        return [];
    const expression = COMMIT_EXPRESSIONS[event.kind] ?? 'github.sha';
    return [
        {
            topic: 'other-commit',
            message: `The checkout is at ${head}, but the event \`${event.name}\` is about ${commit}. The checkout is used as it is. If that is not meant, give actions/checkout \`ref: \${{ ${expression} }}\`.`,
        },
    ];
}

;// CONCATENATED MODULE: ./build/scrub.js
/** Characters that can be put between two others without a reader noticing: blanks, controls, marks, what has no width or no ink. */
const UNSEEN = '\\s\\p{Cc}\\p{Cf}\\p{M}\\p{Default_Ignorable_Code_Point}\\u2800';
const BLANKS = `[${UNSEEN}]*`;
/** And backslashes; not beside a backslash of the secret, where it would not be known which is whose. */
const BETWEEN = `[${UNSEEN}\\\\]*`;
/** Shorter values are no secrets worth the name, and taking them out would leave no text readable. */
const MIN_LENGTH = 8;
/** Of longer ones all forms are only looked for in one piece: patterns that allow for more would be too large to compile. */
const MAX_PATTERN_LENGTH = 512;
/**
 * Makes a function that replaces secrets by `***`, however a text of others holds them: as they are, in other case, split by
 * blanks or by characters that nobody sees, escaped for JSON, a URL or HTML, also twice, as base64, or as the numbers of their bytes
 * in hexadecimal, also inside of something longer (`Bearer …`, `user:…`).
 *
 * @param secrets shorter ones than 8 characters are left alone
 */
function scrubber(secrets) {
    const scrubs = secrets
        .filter((secret) => secret.length >= MIN_LENGTH)
        .flatMap((secret) => (secret.length > MAX_PATTERN_LENGTH ? inOnePiece(secret) : inAnyForm(secret)));
    return (text) => scrubs.reduce((left, scrub) => scrub(left), text);
}
const inAnyForm = (secret) => [new RegExp(anyForm(secret), 'giu'), ...inBase64(secret).map(base64Pattern), hexPattern(secret)].map((pattern) => (text) => text.replace(pattern, '***'));
const inOnePiece = (secret) => {
    const hex = Buffer.from(secret).toString('hex');
    const base64 = inBase64(secret).flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
    return [secret, hex, hex.toUpperCase(), ...base64].map((form) => (text) => text.replaceAll(form, '***'));
};
/**
 * Replaces secrets in every text of a plain value; keys stay as they are.
 *
 * @param own keys of members that are left as they are, since no text of others can stand there
 */
function scrubAll(value, scrub, own) {
    const scrubbed = (of) => {
        if (typeof of === 'string')
            return scrub(of);
        if (typeof of !== 'object' || of === null)
            return of;
        // What holds no secret is handed on as it is: it may be a million objects.
        if (Array.isArray(of)) {
            const elements = of.map(scrubbed);
            return elements.every((element, index) => element === of[index]) ? of : elements;
        }
        const members = Object.entries(of).map(([key, member]) => [key, member, own.has(key) ? member : scrubbed(member)]);
        if (members.every(([, before, after]) => before === after))
            return of;
        return Object.fromEntries(members.map(([key, , after]) => [key, after]));
    };
    return scrubbed(value);
}
/**
 * A pattern for a text as it is and in its other forms. Backslashes in a row count as one sign, which more of them match (each escaping
 * doubles them): as signs of their own, with backslashes between them, they would take time without end on a text full of them.
 */
function anyForm(text) {
    const signs = text.match(/\\+|[^\\]/gu) ?? [];
    return signs
        .map((sign, index) => {
        const beside = sign.startsWith('\\') || signs[index - 1]?.startsWith('\\');
        return ((index === 0 ? '' : beside ? BLANKS : BETWEEN) +
            (sign.startsWith('\\') ? backslashes(sign.length) : character(sign)));
    })
        .join('');
}
/** A character as it is, and as JSON, a URL or HTML escapes it. */
const character = (char) => `(?:${RegExp.escape(char)}|${escapesOf(char)})`;
/** Only from the first one of a row: from each of them in turn, a row that leads to nothing would take the square of its length. */
const backslashes = (count) => `(?:(?<!\\\\)\\\\{${count},}|(?:${escapesOf('\\')}){${count}})`;
/** Without the backslash before them, which stands between two characters. `%` and `&` may be escaped themselves. */
function escapesOf(char) {
    const code = char.codePointAt(0);
    const hex = code.toString(16);
    const name = HTML_NAMES[char];
    return (`u(?:${hex.padStart(4, '0')}|\\{0*${hex}\\})|x${hex.padStart(2, '0')}|%(?:25)*${hex.padStart(2, '0')}|` +
        `&(?:amp;)*(?:#0*${code}|#x0*${hex}${name ? `|${name}` : ''});?`);
}
/** The characters that HTML has to escape, as most programs do it. */
const HTML_NAMES = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
/** The bytes of a text in hexadecimal, one by one or in groups, as a dump or a byte string of some language has them. */
function hexPattern(text) {
    const bytes = [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
    return new RegExp(bytes.join('[\\s:,-]*(?:0x|\\\\x)?'), 'gi');
}
/** What base64 makes of a text, by where in three bytes it begins; without the characters that depend on what stands around it (RFC 4648). */
const inBase64 = (text) => [0, 1, 2].map((before) => {
    const bytes = Buffer.from(`${' '.repeat(before)}${text}`);
    const first = Math.ceil((before * 8) / 6);
    return bytes.toString('base64').slice(first, Math.floor((bytes.length * 8) / 6));
});
/** Lines of base64 may be broken (RFC 2045), and two of its characters are others in a URL. */
const base64Pattern = (form) => new RegExp([...form].map((sign) => BASE64_IN_URL[sign] ?? sign).join('(?:\\s|\\\\[rn])*'), 'g');
const BASE64_IN_URL = { '+': '(?:[+-]|%2[Bb])', '/': '(?:[/_]|%2[Ff])' };

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
    constructor(options) {
        const [, owner = '', repo = ''] = /^([\w.-]+)\/([\w.-]+)$/.exec(options.repository) ?? [];
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
    /** Settings are looked at here, as most runs have no question to ask. */
    async #open({ what }) {
        if (this.repository.owner === '') {
            throw new ConfigurationError('github-settings', `GITHUB_REPOSITORY is ${JSON.stringify(this.#options.repository)}, but must be \`owner/name\`: ${what} has to be read through GitHub's API.`);
        }
        if (!URL.canParse(this.#options.apiUrl)) {
            throw new ConfigurationError('github-settings', `GITHUB_API_URL is ${JSON.stringify(this.#options.apiUrl)}, which is not a URL: ${what} has to be read through GitHub's API.`);
        }
        if (this.#options.token === '') {
            throw new ConfigurationError('github-token', `\`github-token\` is empty, but ${what} has to be read through GitHub's API. Leave \`github-token\` at its default, or give actions/checkout \`fetch-depth: 0\`.`);
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
            return new ConfigurationError('github-unreachable', `GitHub's API at ${this.#options.apiUrl} did not give ${what} (${name}): ${said}. Run the job again; if it stays so, check that the runner can reach the API.`);
        }
        if (status === 401) {
            return new ConfigurationError('github-token', `GitHub refused \`github-token\` (401 ${said}), so ${what} (${name}) could not be read. Leave \`github-token\` at its default, or replace the token, which is not valid or has expired.`);
        }
        if (status === 429 || response.headers['x-ratelimit-remaining'] === '0' || /\brate limit\b/i.test(said)) {
            const reset = Number(response.headers['x-ratelimit-reset']);
            const until = reset > 0 ? ` until ${new Date(reset * 1000).toISOString()}` : '';
            return new ConfigurationError('github-limit', `GitHub's limit on API requests is used up${until} (${status} ${said}), so ${what} (${name}) could not be read. Check the repository out with actions/checkout before this step (\`fetch-depth: 0\` saves the most requests), or run the job again later.`);
        }
        if (status === 403 || status === 404) {
            return new ConfigurationError('github-permission', `GitHub did not give ${what} (${name}): ${status} ${said}. Grant the job the permission \`${permission}\` under \`permissions\`${status === 404 ? ', and check that it exists' : ''}.`);
        }
        return new ConfigurationError('github-unreachable', `GitHub's API failed to give ${what} (${name}): ${status} ${said}. Run the job again; if it stays so, see https://www.githubstatus.com.`);
    }
    /** GitHub's own words: one line, short, and without the token, whatever an error may have picked up. */
    #said(failure) {
        const message = failure.response?.data?.message;
        const text = typeof message === 'string' ? message : reasonOf(failure);
        const line = scrubber([this.#options.token])(text).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
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
        return ((/^(?:heads|tags)\//.test(name) ? await this.#commitAt(name) : undefined) ??
            (await this.#commitAt(`tags/${name}`)) ??
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
                throw new ConfigurationError('tag-too-far', `No tag was found among the ${MOST_COMMITS} commits before ${sha}, and looking further through GitHub's API would use up its limit. Give actions/checkout \`fetch-depth: 0\`, or set \`base\` to the tag.`);
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
    async *runs({ workflowId, branch }) {
        const runs = this.#api.list({ what: 'the runs of the workflow', ...actions }, async (octokit, page) => {
            const { data, headers } = await octokit.rest.actions.listWorkflowRuns({
                ...this.#api.repository,
                workflow_id: workflowId,
                ...(branch !== undefined && { branch }),
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
        throw new ConfigurationError('commit-unknown', `The commit ${sha} is not on GitHub, so its history cannot be told by the API. Push it, or give actions/checkout \`fetch-depth: 0\`.`);
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
    startedAt: run.run_started_at ?? run.created_at,
    updatedAt: run.updated_at,
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/toolkit/github-repository.js





/** How many blobs are asked for side by side; octokit's throttling lets 10 requests through at a time. */
const github_repository_READERS = 10;
/** The mode of a folder in a tree. */
const FOLDER = '040000';
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
        const read = await readInOrder(oids, github_repository_READERS, (oid) => this.#blob(oid, maxBytes));
        const contents = new Map(read.map((content, index) => [oids[index], content]));
        return upToFirstMissing(versions.map((version) => contents.get(oidOf(version))));
    }
    /** @param above object ids of the trees that this one lies in */
    async #filesBelow(tree, prefix, folders, above = []) {
        refuseCycle(tree, prefix, above);
        const whole = await this.#tree(tree, prefix, 'recursive');
        if (whole)
            return versions(whole, prefix);
        const entries = await this.#folder(tree, prefix);
        const below = entries.flatMap(({ path, kind, oid }) => kind === 'folder' && mayHold(prefix + path, folders)
            ? this.#filesBelow(oid, `${prefix}${path}/`, folders, [...above, tree])
            : []);
        return [...versions(entries, prefix), ...(await Promise.all(below)).flat()];
    }
    /** @param before object id of a tree, or nothing where there is none; `after` likewise */
    async #changesBelow(before, after, prefix, folders, above = { before: [], after: [] }) {
        if (before === after)
            return [];
        // Apart for each side: what was the root may well have become a folder.
        if (before !== undefined)
            refuseCycle(before, prefix, above.before);
        if (after !== undefined)
            refuseCycle(after, prefix, above.after);
        const within = {
            before: before === undefined ? above.before : [...above.before, before],
            after: after === undefined ? above.after : [...above.after, after],
        };
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
            .map(([path, trees]) => this.#changesBelow(trees.before, trees.after, `${prefix}${path}/`, folders, within));
        return [...differences(versions(old, prefix), versions(now, prefix)), ...(await Promise.all(below)).flat()];
    }
    /** One folder's own entries. */
    async #folder(tree, prefix) {
        const entries = await this.#tree(tree, prefix, 'flat');
        if (entries)
            return entries;
        throw new ConfigurationError('too-many-files', `The folder ${displayPath(prefix) || '/'} holds more files than GitHub's API lists. Check the repository out with actions/checkout before this step.`);
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
        const entries = answer.tree;
        if (!Array.isArray(entries))
            throw nonsense(`the tree ${sha}`);
        return answer.tree.map((entry) => {
            const { path, mode, sha: oid, size } = entry ?? {};
            if (typeof path !== 'string' || !isSha(oid) || typeof oid !== 'string')
                throw nonsense(`the tree ${sha}`);
            if (!isPath(path)) {
                throw new ConfigurationError('github-unreachable', `GitHub's API names a file "${displayPath(prefix + path)}", which is no path in a repository. Check the repository out with actions/checkout before this step.`);
            }
            const kind = mode === FOLDER ? 'folder' : KIND_OF_MODE.get(mode);
            if (!kind)
                throw nonsense(`the tree ${sha} (the mode ${JSON.stringify(mode)})`);
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
                .then((answer) => {
                const sha = answer.tree?.sha;
                if (!isSha(sha))
                    throw nonsense(`the commit ${commit}`);
                return sha;
            });
            this.#roots.set(commit, root);
        }
        return root;
    }
    async #blob(oid, maxBytes) {
        const size = this.#sizes.get(oid);
        if (size !== undefined && size > maxBytes)
            return tooLarge(size, maxBytes);
        const blob = await this.#api.get(reading(`the blob ${oid}`), (octokit) => octokit.rest.git.getBlob({ ...this.#api.repository, file_sha: oid }));
        if (typeof blob.content !== 'string')
            throw nonsense(`the blob ${oid}`);
        const content = Buffer.from(blob.content, 'base64');
        if (blob.encoding !== 'base64' || content.length !== blob.size) {
            throw new ConfigurationError('github-unreachable', `GitHub's API gave ${content.length} of the ${blob.size} bytes of the blob ${oid}. Run the job again, or check the repository out with actions/checkout before this step.`);
        }
        const hash = (0,external_node_crypto_.createHash)(oid.length === 40 ? 'sha1' : 'sha256');
        if (hash.update(`blob ${content.length}\0`).update(content).digest('hex') !== oid) {
            throw new ConfigurationError('github-unreachable', `GitHub's API gave a blob ${oid} that does not have the content that its id stands for. Run the job again, or check the repository out with actions/checkout before this step.`);
        }
        return content.length > maxBytes ? tooLarge(content.length, maxBytes) : content;
    }
}
/** An answer that is not of the shape that GitHub documents. */
const nonsense = (what) => new ConfigurationError('github-unreachable', `GitHub's API gave an answer for ${what} that is none. Run the job again, or check the repository out with actions/checkout before this step.`);
/** Whether git would take a path into a tree (its `verify_path`). */
const isPath = (path) => !path.includes('\0') && path.split('/').every((name) => !['', '.', '..', '.git'].includes(name.toLowerCase()));
/** A tree's object id is made of what it holds, so it cannot hold itself; an answer that says so would be followed for ever. */
function refuseCycle(tree, prefix, above) {
    if (above.includes(tree))
        throw nonsense(`the folder ${displayPath(prefix)} (it holds itself)`);
}
const reading = (what) => ({ what, permission: 'contents: read' });
function oidOf({ oid, path }) {
    if (oid)
        return oid;
    throw new Error(`${displayPath(path)} has no blob`);
}
/** Whether a folder is one of the wanted ones, below one, or above one. */
const mayHold = (folder, wanted) => wanted.some((path) => path === '' || path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`));
const versions = (entries, prefix) => entries.flatMap(({ path, kind, oid }) => (kind === 'folder' ? [] : [{ path: prefix + path, kind, oid }]));

;// CONCATENATED MODULE: ./build/open-repository.js














/**
 * The checkout, with GitHub's API behind it for what it lacks; or the API alone.
 *
 * @param userAgent for GitHub's API
 * @throws ConfigurationError when neither can be read, or the inputs or the event do not fit what is there
 */
async function openRepository(inputs, environment, userAgent, log) {
    const event = readEvent(environment, log);
    const workspace = environment['GITHUB_WORKSPACE'] || process.cwd();
    const folder = external_node_path_.resolve(workspace, inputs.path);
    const real = await (0,promises_.realpath)(folder).catch(() => folder);
    if (!isInside(await (0,promises_.realpath)(workspace).catch(() => workspace), real)) {
        throw new ConfigurationError('path-input', `\`path\` is ${JSON.stringify(inputs.path)}, which leads out of the workspace, to ${displayPath(real)}. Give it the folder that actions/checkout filled.`);
    }
    const workflow = environment['GITHUB_REPOSITORY'] ?? '';
    const otherThan = ({ head, origin }) => {
        const name = repositoryAt(origin, environment['GITHUB_SERVER_URL'] || 'https://github.com');
        if (name === undefined || !/^[\w.-]+\/[\w.-]+$/.test(workflow))
            return undefined;
        const own = [workflow, ...('headRepository' in event ? [event.headRepository] : [])];
        if (own.some((each) => each?.toLowerCase() === name.toLowerCase()))
            return undefined;
        // At a commit of the event, a repository of another name was renamed.
        return commitsOf(event).includes(head) ? undefined : name;
    };
    const apiOf = (repository) => new GitHubApi({
        apiUrl: environment['GITHUB_API_URL'] || 'https://api.github.com',
        repository,
        token: inputs.githubToken,
        userAgent,
        log,
    });
    const checkout = await Checkout.open(folder, (opened) => new GitHubRepository(apiOf(otherThan(opened) ?? workflow), opened.head), workspace);
    if (!checkout && inputs.path !== '.') {
        throw new ConfigurationError('path-input', `\`path\` is ${JSON.stringify(inputs.path)}, but ${displayPath(folder)} is not the folder of a checkout. Give it the same value as the \`path\` of actions/checkout.`);
    }
    const head = checkout?.head ?? event.commit;
    if (!head)
        throw new ConfigurationError('no-checkout', 'There is no checkout, and GITHUB_SHA is empty. Run actions/checkout before this step.');
    const checkedOut = checkout && otherThan(checkout);
    const api = apiOf(checkedOut ?? workflow);
    const github = new GitHubHistory(api);
    const history = checkout ? history_firstOf(new LocalGraph(checkout.git), github) : github;
    const other = checkedOut === undefined ? undefined : { checkedOut, workflow };
    return {
        repository: checkout ?? new GitHubRepository(api, head),
        root: folder,
        resolveBase: () => resolveBase(inputs.base, event, head, history, other),
    };
}
/**
 * The repository on GitHub that a URL of git's leads to.
 *
 * @param url as actions/checkout sets it: `https://github.com/owner/name`, `git@github.com:owner/name.git` …
 * @param server `GITHUB_SERVER_URL`
 * @returns `owner/name`; nothing where it leads elsewhere, to another folder say
 */
function repositoryAt(url, server) {
    const [, host = '', name] = /^(?:(?:https?|ssh):\/\/(?:[^/@]*@)?|[^/@:]+@)([^/:]+)(?::\d+)?[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(url) ??
        [];
    const isServer = URL.canParse(server) && new URL(server).hostname === host.toLowerCase();
    return isServer ? name : undefined;
}
/** Payloads have 25 MB at most (GitHub's documentation of webhooks); ten times as much is still read in a moment. */
const MAX_PAYLOAD_BYTES = 256 * 1024 * 1024;
/** The event that started the run. A payload that is not there is an obstacle only where the base depends on it. */
function readEvent(environment, log) {
    const { GITHUB_EVENT_NAME: name = '', GITHUB_SHA: sha = '', GITHUB_RUN_ID: runId = '' } = environment;
    let payload;
    try {
        const file = environment['GITHUB_EVENT_PATH'] ?? '';
        const stat = (0,external_node_fs_.statSync)(file);
        // A FIFO would be waited for, a device read without end.
        if (!stat.isFile() || stat.size > MAX_PAYLOAD_BYTES)
            throw new Error('it is not a regular file, or a very large one');
        payload = JSON.parse((0,external_node_fs_.readFileSync)(file, 'utf8'));
    }
    catch (error) {
        log.debug(`GITHUB_EVENT_PATH cannot be read: ${error.message}`);
    }
    return parseEvent({ name, sha, runId, payload });
}

;// CONCATENATED MODULE: ./build/hood/outcome.js
/** An error on one line: "400 Bad request. The request body is not valid." */
function errorText({ status, title, message }) {
    const code = status === undefined || title.includes(String(status)) ? '' : `${status} `;
    if (!message)
        return `${code}${title}`;
    return `${code}${title}${/[.:;!?…]$/.test(title) ? '' : ':'} ${message}`;
}
/** The key of an object in `SendResult.outcomes`. */
const keyOf = ({ type, id }) => `${type}/${id}`;

;// CONCATENATED MODULE: ./build/report/report.js

/** What a selected object may come to other than being accepted, the most pressing first. */
const UNACCEPTED = ['rejected', 'failed', 'unresolved', 'not-sent'];
/**
 * Members of a report that hold only what is our own: ids, SHAs and words of a fixed list. A secret that is the same as one of these would
 * change what happened to an id, or make a list of ids that is none.
 */
const OWN_WORDS = new Set(['type', 'id', 'status', 'reason', 'result', 'sha', 'unsettled', 'level', 'topic', 'startedAt']);
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
        messages.unshift({
            level: ifNothingToSync === 'warn' ? 'warning' : 'error',
            topic: 'nothing-to-sync',
            message: NOTHING_TO_SYNC,
        });
    }
    return {
        version: 1,
        result,
        ...(selection?.base && { base: selection.base }),
        ...(selection?.noBase !== undefined && { noBase: selection.noBase }),
        ...(selection?.sharedChange !== undefined && { sharedChange: selection.sharedChange }),
        ...(selection?.head && { head: selection.head }),
        objects,
        files: selection?.files ?? [],
        messages,
        // Cancelled as the last answer came in: nothing was stopped.
        ...(sent?.stop && result !== 'synced' && { stop: sent.stop }),
        requests: sent?.requests ?? NO_REQUESTS,
        ...(run.startedAt !== undefined && { startedAt: run.startedAt }),
        durationMs,
        ...(run.plannedRequests !== undefined && { plannedRequests: run.plannedRequests }),
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
        messages: problems.map((problem) => ({ level: 'error', ...problem })),
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
/** How many elements of a list are put into text at a time. */
const ELEMENTS_AT_A_TIME = 1000;
/**
 * The report as JSON, each object on a line of its own, so that people can read it and `grep` finds an id.
 *
 * @returns the text piece by piece: a million objects need not stand in memory once more as one text
 */
function* reportJson(report) {
    let before = '{\n';
    for (const [key, of] of Object.entries(report)) {
        yield `${before}  ${JSON.stringify(key)}: `;
        if (Array.isArray(of) && of.length > 0)
            yield* jsonLines(of);
        else
            yield JSON.stringify(of);
        before = ',\n';
    }
    yield '\n}\n';
}
function* jsonLines(list) {
    yield '[\n';
    for (let start = 0; start < list.length; start += ELEMENTS_AT_A_TIME) {
        const some = list.slice(start, start + ELEMENTS_AT_A_TIME).map((element) => `    ${JSON.stringify(element)}`);
        yield `${start > 0 ? ',\n' : ''}${some.join(',\n')}`;
    }
    yield '\n  ]';
}
/** Whether a status means: selected, but not accepted. */
const isUnaccepted = (status) => UNACCEPTED.includes(status);

;// CONCATENATED MODULE: ./build/report/visible.js

/** Whether a source lies in the repository; a list in `RUNNER_TEMP` does not, and GitHub could show nothing there. */
const isInRepository = (path) => !/^([/\\]|[A-Za-z]:[/\\])/.test(path);
/** A text of one line in which everything can be seen (`displayPath`), well-formed, and without a command to the runner. */
function visible(text) {
    return (displayPath(text)
        .toWellFormed()
        // A command to the runner, wherever it stands in a line that is printed (actions/runner, ActionCommand).
        .replaceAll('##[', '# #['));
}
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
function headline(report) {
    const { result, objects, messages, stop } = report;
    const synced = objects.filter(({ status }) => status === 'synced');
    const left = objects.filter(({ status }) => isUnaccepted(status));
    const all = [...synced, ...left];
    // What ended it all goes before what that led to.
    if (stop && stop.cause !== 'cancelled' && left.length > 0) {
        const what = synced.length > 0 ? `synced ${number(synced.length)} of ${inTotal(all)}` : noneOf(left);
        return `${STOP_WORDS[stop.cause]}: ${what}`;
    }
    switch (result) {
        case 'synced':
            return `Synced ${inTypes(synced)}`;
        case 'planned':
            return `Plan: ${inTypes(objects.filter(({ status }) => status === 'planned'))} would be synced`;
        case 'nothing-to-sync':
            return `Nothing to sync: ${whyNothing(report)}`;
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
            const what = noneOf(left);
            return `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${inStatuses(left, all)}`;
        }
    }
}
const STOP_WORDS = {
    token: 'Hood refused the token',
    'refused-alike': 'Hood refused the first requests alike',
    unreachable: 'Hood did not answer',
    deadline: 'The time for sending was up',
};
const noneOf = (objects) => objects.length > 1 ? `none of ${inTotal(objects)} was synced` : `${inTotal(objects)} was not synced`;
function whyNothing({ objects, base }) {
    if (objects.length === 0)
        return base ? 'no file that the inputs name or match changed' : 'the inputs led to no object';
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
/** "2 changed, 1 added"; nothing where the one reason is that everything counts, which is told with the base. */
function inReasons(objects) {
    const reasons = [...Map.groupBy(objects, ({ reason }) => reason)];
    if (reasons.length > 1)
        return reasons.map(([reason, some]) => `${number(some.length)} ${reason}`).join(', ');
    const [only] = reasons.map(([reason]) => reason);
    return only === undefined || only === 'all' ? '' : only;
}
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
/** The page that tells of every message what it means and what to do: `TROUBLES`. */
const HELP_PAGE = 'https://github.com/ocamba/hood-resync/blob/v1/docs/troubleshooting.md';
/** Where a topic is told of. */
const helpUrl = (topic) => `${HELP_PAGE}#${topic}`;
/** A sentence that leads there. */
const see = (topic) => `See ${helpUrl(topic)}`;
const STOP_TOPICS = {
    token: 'token-refused',
    'refused-alike': 'refused-alike',
    unreachable: 'unreachable',
    deadline: 'deadline',
    cancelled: 'cancelled',
};
/** A text with a full stop at its end, unless it ends a sentence itself. */
const ended = (text) => (/[.!?…]["')]?$/.test(text) ? text : `${text}.`);
/** Where an id stands, as editors and terminals take it: `config/twilio.yml:3`. */
const place = ({ path, line }) => `${visible(path)}${line ? `:${line}` : ''}`;
/** "1 file", "2,000 files". */
const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
/** With thousands separated. Not by `Intl`, which takes 20 ms to load. */
const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
/** How old something was at a moment, both ISO 8601; nothing where that is less than a second. */
function ageOf(iso, at) {
    const ms = Date.parse(at) - Date.parse(iso);
    return ms >= 1000 ? duration(ms) : '';
}
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
/** Room that is left for the link. */
const SEE_LENGTH = 200;
/**
 * The annotations of a run, those that matter most first: what to mend, why sending stopped, the refused ids each at its line,
 * then what else was not accepted. Where there are more of a level than GitHub shows, a notice counts the rest.
 *
 * @param warnings beyond those of the report: what could not be put out as it should
 */
function annotationsOf(report, warnings = []) {
    const { objects, messages, stop, result } = report;
    const ofLevel = (level) => messages.filter((message) => message.level === level).map(annotationOf);
    const some = (status) => objects.filter((object) => object.status === status);
    const rejected = some('rejected');
    const errors = [
        ...ofLevel('error'),
        ...(stop
            ? [
                {
                    level: 'error',
                    title: headline(report),
                    message: `${ended(stop.message)} ${see(STOP_TOPICS[stop.cause])}`,
                },
            ]
            : []),
        ...rejected.map(ofRejected),
        ...UNACCEPTED.filter((status) => status !== 'rejected').flatMap((status) => ofGroup(status, some(status), report)),
    ];
    if (errors.length === 0 && result === 'cancelled') {
        errors.push({ level: 'error', message: `The run was cancelled before anything was sent. ${see('cancelled')}` });
    }
    const levels = {
        error: errors,
        warning: [...warnings.map((warning) => annotationOf({ level: 'warning', ...warning })), ...ofLevel('warning')],
        notice: ofLevel('notice'),
    };
    const rests = Object.entries(levels).flatMap(([level, all]) => countOfRest(level, all.length - MOST_OF_A_LEVEL));
    // Those that count take the places of as many notices, which are few.
    levels.notice = levels.notice.slice(0, MOST_OF_A_LEVEL - rests.length);
    const shown = Object.values(levels).flatMap((all) => all.slice(0, MOST_OF_A_LEVEL));
    return [...shown, ...rests].map((annotation) => ({
        ...annotation,
        message: shorten(annotation.message, MAX_MESSAGE_LENGTH),
    }));
}
/** As a notice, since the places of the level itself are taken. */
const countOfRest = (level, rest) => rest > 0
    ? [
        {
            level: 'notice',
            message: `And ${plural(rest, `more ${level}`)}: the job summary and the report list them all.`,
        },
    ]
    : [];
/** A message as an annotation, with the way to its row in docs/troubleshooting.md. */
const annotationOf = ({ level, topic, message, path, line }) => at({ level, message: `${shorten(ended(message), MAX_MESSAGE_LENGTH - SEE_LENGTH)} ${see(topic)}` }, path === undefined ? undefined : { path, ...(line !== undefined && { line }) });
function ofRejected({ type, id, sources, error }) {
    const traceId = error?.traceId ? ` Trace id: ${error.traceId}.` : '';
    return at({
        level: 'error',
        title: `Hood refused ${type} ${id}`,
        message: `${type} ${id}: ${ended(error ? errorText(error) : 'refused')}${traceId} ${ADVICE.rejected.todo} ${see('rejected')}`,
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
        return { level: 'error', title, message: `${ended(error || what)} ${todo} Ids: ${ids.join(', ')}. ${see(status)}` };
    });
}
const MOST_IDS = 20;
function at(annotation, source) {
    if (!source || !isInRepository(source.path))
        return annotation;
    return { ...annotation, path: visible(source.path), ...(source.line !== undefined && { line: source.line }) };
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
        lines.push(`Stopped early: ${ended(visible(report.stop.message))} ${see(STOP_TOPICS[report.stop.cause])}`);
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
        // Why nothing more was sent stands above.
        if (some.length > 0 && !(status === 'not-sent' && report.stop))
            lines.push(see(status));
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
        warnings.push({
            topic: 'output-too-large',
            message: `The output \`${name}\` is left empty: with ${array.length} bytes it is larger than the ${MAX_ARRAY_BYTES} that an output may have. The file that the output \`report\` names holds all ids.`,
        });
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
/** Wide rather than high, in colours that can be told apart on white and on black: Mermaid's own are pale. */
const LOOK = {
    xyChart: { width: 900, height: 300 },
    themeVariables: { xyChart: { plotColorPalette: '#2f81f7, #d1242f' } },
};
/**
 * The requests against the longest limit as a Mermaid chart: how far each of the limit's windows filled, over time.
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
    const count = Math.ceil(last / step);
    const bars = step < windowMs ? fillings(times, window, step, count) : means(times, window, step, count);
    const [unit, unitMs] = step < 60_000 ? ['seconds', 1000] : step < 3_600_000 ? ['minutes', 60_000] : ['hours', 3_600_000];
    return [
        `%%{init: ${JSON.stringify(LOOK)}}%%`,
        'xychart-beta',
        `  title "Requests in each ${windowMs === 60_000 ? 'minute' : `${windowMs / 1000} s`}, and the limit of ${limit}"`,
        `  x-axis "${unit} after the first request" ${step / unitMs} --> ${(step * count) / unitMs}`,
        `  y-axis "requests" 0 --> ${Math.ceil(Math.max(limit, ...bars) * 1.1)}`,
        `  bar [${bars.join(', ')}]`,
        `  line [${bars.map(() => limit).join(', ')}]`,
    ].join('\n');
}
/** For each bar, the most requests that its moments saw in their window so far. */
function fillings(times, window, step, count) {
    const phase = phaseOf(times, window);
    const windowAt = (time) => Math.floor((time - phase) / window.windowMs);
    const bars = [];
    let current = windowAt(times[0] ?? 0);
    let filled = 0;
    let next = 0;
    for (let bar = 0; bar < count; bar++) {
        const enter = (time) => {
            if (windowAt(time) !== current)
                filled = 0;
            current = windowAt(time);
        };
        enter(bar * step);
        let most = filled;
        for (let time = times[next]; time !== undefined && time <= (bar + 1) * step; time = times[++next]) {
            enter(time);
            filled += 1;
            most = Math.max(most, filled);
        }
        bars.push(most);
    }
    return bars;
}
/**
 * When Hood's windows began is not told (docs.ocamba.com, rate-limits). They are drawn so that the requests fit into them, as they
 * did into Hood's: a window that begins amid a burst would show more requests than any of Hood's held.
 *
 * @returns milliseconds after the first request, less than a window
 */
function phaseOf(times, { limit, windowMs }) {
    let best = { phase: 0, most: Number.POSITIVE_INFINITY };
    // The latest that fits: windows that begin long before a burst would be drawn empty.
    for (let phase = windowMs - windowMs / PHASES; phase >= 0; phase -= windowMs / PHASES) {
        const counts = new Map();
        let most = 0;
        for (const time of times) {
            const index = Math.floor((time - phase) / windowMs);
            const filled = (counts.get(index) ?? 0) + 1;
            counts.set(index, filled);
            most = Math.max(most, filled);
        }
        if (most < best.most)
            best = { phase, most };
        if (most <= limit)
            break;
    }
    return best.phase;
}
/** Where a window may be taken to begin: each second of a minute. */
const PHASES = 60;
/** For each bar, the requests of a window on average, where a bar holds several windows. */
function means(times, { windowMs }, step, count) {
    const bars = new Array(count).fill(0);
    for (const time of times) {
        const bar = Math.max(0, Math.ceil(time / step) - 1);
        bars[bar] = (bars[bar] ?? 0) + 1;
    }
    return bars.map((requests) => Math.round((requests * windowMs) / step));
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
    const shown = join(pieces.map((piece, index) => {
        if (index % 2 === 0)
            return words(piece);
        return closed || index < pieces.length - 1 ? code(piece) : words(`\`${piece}`);
    }));
    // A number and its full stop may come from two pieces, and would begin a list.
    return shown.replace(/^(\d+)(?=[.)])/, '$1\\');
}
/** Letters and digits of any script, with hyphens and apostrophes inside; quotes and punctuation around them. */
const WORD = /^(["'“‘(]*)((?:[\p{L}\p{N}\p{M}]+(?:[-'’][\p{L}\p{N}\p{M}]+)*|\d+(?:[.,]\d+)+%?|\d+%)?)([.,;:!?)"'”’…]*)$/u;
/** What GitHub links although it is a plain word, or stands in one between hyphens: a commit's SHA, `GH-1`. */
const LINKED_WORD = /\b(?=[a-f]*\d)[0-9a-f]{7,40}\b|\bgh-\d/i;
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
    addChapter({ title, subtitle, intro = [], columns, rows, count, open, folded = false }) {
        if (count === 0)
            return;
        const head = columns ? [row(columns), `|${columns.map(() => ':--').join('|')}|`] : [];
        const name = `(${number(count)})${subtitle ? `: ${subtitle}` : ''}`;
        if (folded)
            this.#openFold(`<b>${title}</b> ${name}`);
        else
            this.add(`#### ${title} ${name}`);
        this.add(...intro);
        let shown = 0;
        for (const line of rows) {
            const fold = shown === open && !folded;
            const bytes = Buffer.byteLength(line) + 1;
            if (bytes > this.#bytesLeft)
                break;
            if (fold) {
                if (shown > 0)
                    this.#write('');
                this.#openFold(open === 0 ? `Show all ${number(count)}` : `… and ${number(count - open)} more`);
            }
            if (shown === 0 || fold)
                this.#write(...head);
            this.#write(line);
            shown += 1;
        }
        if (shown > 0)
            this.#write('');
        // A note inside of the fold, unless the fold is all that there is.
        if (shown < count) {
            const what = shown === 0 ? `These ${number(count)} rows` : `${number(count - shown)} of these ${number(count)} rows`;
            this.add(`*${what} are cut here.*`);
        }
        if (folded || shown > open)
            this.add('</details>');
        this.#rows += count;
        this.#rowsCut += count - shown;
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
/** So many objects that need a person are linked to their files, and the others when there are no more of them: a link is thrice as long as a path. */
const MOST_LINKED = 2000;
/** Shown of one object and one text; the report holds all. */
const MOST_SOURCES = 4;
const MOST_PATH_CHARS = 160;
const MOST_MESSAGE_CHARS = 1000;
const MOST_URL_CHARS = 2000;
const MOST_SHARED_TRACE_IDS = 5;
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
    page.addChapter(messageChapter('To fix', 'error', messages, links, OPEN_PROBLEMS));
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
            subtitle: inReasons(some),
            columns: OBJECT_COLUMNS,
            rows: lazily(some, (object) => row(cells(object, linked))),
            count: some.length,
            // Beside something to mend, what is well steps back.
            open: openRows(some.length),
            folded: needsPerson(objects),
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
        folded: true,
    });
    return `${[...summary_top(report, links), ...cutNote(page, context), page.toString().trimEnd(), ...foot(report, page, context)].join('\n\n').trim()}\n`;
}
const AGAIN = "To try these ids again, re-run the job, or give this step's outputs `failed-integration` and `failed-conversion` to the inputs of a later step.";
/** The sentence, the counts, what was compared and what was sent. */
function summary_top(report, links) {
    return [
        `### ${ICONS[report.result]} ${headline(report)}`,
        ...(report.stop && report.stop.cause !== 'cancelled' ? [whyStopped(report.stop, report.objects)] : []),
        ...countTable(report),
        [comparison(report, links), sending(report)].filter((line) => line !== '').join('<br>\n'),
    ].filter((block) => block !== '');
}
function whyStopped({ cause, message }, objects) {
    const traceId = same(objects.filter(({ status }) => status === 'not-sent').map(({ error }) => error?.traceId));
    return `${sentence(ended(message))}${traceId ? ` Trace id: ${traceCode(traceId)}.` : ''} ${help(STOP_TOPICS[cause])}`;
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
function comparison(report, links) {
    const { sharedChange } = report;
    const why = sharedChange !== undefined
        ? `${links.file({ path: sharedChange }, 'head')} changed, so every file that matches counts`
        : '';
    return [compared(report, links), why].filter((line) => line !== '').join('<br>\n');
}
function compared({ base, noBase, head, startedAt }, links) {
    if (base) {
        const age = ageOf(base.committedAt ?? '', startedAt ?? '');
        const source = `${sentence(base.source)}${age && `, ${age} old`}`;
        const unsettled = (base.unsettled ?? []).map(links.commit);
        const others = unsettled.length > 0 ? ` and ${unsettled.join(', ')} (may have been synced in part since)` : '';
        const to = head ? ` to ${links.commit(head.sha)}` : '';
        const compare = head ? links.compare(base.sha, head.sha) : '';
        return `Changes from ${links.commit(base.sha)} (${source})${others}${to}${compare && ` · ${compare}`}`;
    }
    if (!head)
        return '';
    return noBase
        ? `Every file that matches, at ${links.commit(head.sha)}: ${sentence(noBase)}`
        : `At ${links.commit(head.sha)}`;
}
function sending({ result, objects, requests, plannedRequests, durationMs }) {
    const { total, retried, throttled } = requests;
    const leftAlone = needsPerson(objects) || result === 'nothing-to-sync'
        ? 0
        : objects.filter(({ status }) => status === 'skipped').length;
    return [
        ...(result === 'planned' ? ['A dry run: Hood was not contacted'] : []),
        ...(result === 'planned' && plannedRequests ? [`sending takes ${plural(plannedRequests, 'request')}`] : []),
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
    : `All of it as JSON: ${code(path)} (output \`report\`), gone with the runner unless \`actions/upload-artifact\` keeps it.`;
/**
 * What was not accepted, for one reason, and what to do. A list, as the answers are sentences: the columns of a table leave
 * them no room on a narrow screen.
 */
function attentionChapter(status, objects, { stop }, links) {
    const { what, todo } = ADVICE[status];
    // What ended it all stands at the top.
    const isToldAbove = status === 'not-sent' && stop !== undefined;
    const isAdviceAbove = isToldAbove || stop?.cause === 'refused-alike';
    // What all of them got is told once.
    const common = isToldAbove ? undefined : same(objects.map(({ error }) => error && errorText(error)));
    const traceIds = isToldAbove ? [] : sharedTraceIds(objects);
    const answerOf = ({ error }) => {
        if (!error || isToldAbove)
            return '';
        const traceId = error.traceId && traceIds.length === 0 ? `trace id ${traceCode(error.traceId)}` : '';
        if (common !== undefined)
            return traceId && ` · ${traceId}`;
        return `<br>${sentence(ended(errorText(error)))}${traceId && ` (${traceId})`}`;
    };
    const answer = common ? ` The answer: ${sentence(ended(common))}` : '';
    const trace = traceIds.length > 0 ? ` Trace id${traceIds.length > 1 ? 's' : ''}: ${traceIds.map(traceCode).join(', ')}.` : '';
    const advice = isAdviceAbove ? stopTodo(stop) : `${todo} ${help(status)}`;
    return {
        title: STATUS_WORDS[status],
        intro: [`${what}${answer}${trace} **What to do:** ${advice}`],
        rows: attentionRows(objects, links, answerOf),
        count: objects.length,
        // They have all one cause, and that is not theirs.
        open: isToldAbove && objects.length > OPEN_ROWS ? 0 : openRows(objects.length),
    };
}
function* attentionRows(objects, links, answerOf) {
    for (const [index, object] of objects.entries()) {
        const places = sources(object, index < MOST_LINKED ? links : NO_LINKS);
        // That everything counts is told with the base.
        const reason = object.reason === 'all' ? '' : ` · ${object.reason}`;
        yield `- ${objectName(object)} · ${places.join(', ')}${reason}${answerOf(object)}`;
    }
}
const stopTodo = ({ cause }) => cause === 'cancelled' ? `Run again. ${help('cancelled')}` : 'See above, then run again.';
/** The trace ids of the few requests that many objects share; none where each object has its own. */
function sharedTraceIds(objects) {
    const all = objects.flatMap(({ error }) => error?.traceId ?? []);
    const distinct = [...new Set(all)];
    const areShared = distinct.length === 1 || (distinct.length <= MOST_SHARED_TRACE_IDS && distinct.length * 2 <= objects.length);
    return areShared && all.length === objects.length ? distinct : [];
}
/** What all values are, if they are all the same. */
const same = (values) => values.every((value) => value === values[0]) ? values[0] : undefined;
const traceCode = (traceId) => code(shorten(traceId, MOST_PATH_CHARS));
function leftAloneChapter(objects, links) {
    return {
        title: STATUS_WORDS.skipped,
        subtitle: inReasons(objects),
        intro: objects.some(({ reason }) => reason === 'deleted')
            ? ['Ids whose config was deleted are synced only with `deleted: resync`.']
            : [],
        columns: OBJECT_COLUMNS,
        rows: lazily(objects, (object) => row(cells(object, links))),
        count: objects.length,
        open: 0,
        folded: true,
    };
}
function messageChapter(title, level, messages, links, open) {
    const some = messages.filter((message) => message.level === level);
    return {
        title,
        rows: lazily(some, ({ topic, message, path, line }) => {
            if (path === undefined)
                return `- ${sentence(ended(message))} ${help(topic)}`;
            const source = { path, ...(line !== undefined && { line }) };
            // Most messages begin with the place that they are about; there it becomes the link.
            const at = place(source);
            const rest = message.startsWith(at) ? message.slice(at.length) : ` ${message}`;
            return `- ${links.file(source, 'head')} ${sentence(ended(rest))} ${help(topic)}`;
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
/** The way to a message's row in docs/troubleshooting.md. */
const help = (topic) => markdown_link('Help', helpUrl(topic));
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
            if (!sha || !isInRepository(source.path))
                return label;
            const url = `${repositoryUrl}/blob/${sha}/${urlPath(source.path)}${source.line ? `#L${source.line}` : ''}`;
            return url.length <= MOST_URL_CHARS ? markdown_link(label, url) : label;
        },
    };
}

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
/** A longer `Retry-After` is taken for this one, in milliseconds: beyond every deadline, but a number that can be told. */
const MAX_DELAY_MS = Number.MAX_SAFE_INTEGER;
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
        return delay(Math.ceil(Number(value) * 1000));
    if (!HTTP_DATE.test(value))
        return undefined;
    // Measured from the server's own clock where it tells it: the two clocks need not agree.
    const from = Date.parse(headers['date'] ?? '');
    const ms = Date.parse(value) - (Number.isNaN(from) ? wallNow : from);
    return Number.isNaN(ms) ? undefined : delay(Math.max(0, ms));
}
const delay = (ms) => ({ kind: 'delay', ms: Math.min(ms, MAX_DELAY_MS) });
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
        return { retry: false, because: 'deadline', askedMs: asked };
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
            this.#learn(next, result, meaning);
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
                this.#giveUp(decision, error);
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
    #learn(place, result, meaning) {
        const { pacer, ledger, random } = this.#ports;
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
    #giveUp(decision, error) {
        const { ending } = this.#ports;
        if (decision.because === 'unreachable') {
            ending.end('unreachable', `Hood kept failing after repeated attempts; the last failure was "${errorText(error)}". Check api-url, the ` +
                "runner's network and the state of the Ocamba API, then run again.");
        }
        else if (decision.because === 'deadline') {
            ending.end('deadline', `Hood asks to wait ${progress_duration(decision.askedMs)} before the next request, which is beyond the time for sending (timeout-minutes).`);
        }
    }
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
    /** Whether all requests fit into one burst. */
    #few;
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
        this.#few = requests <= burst.limit;
    }
    get current() {
        return this.#current;
    }
    /** Whether one more may be sent. */
    get free() {
        return this.#current < (this.singly ? 1 : Math.min(this.#borne, this.#useful));
    }
    get #useful() {
        if (this.#few)
            return this.#burst;
        if (this.#latencyMs === undefined)
            return 1;
        return Math.ceil(this.#perMs * this.#latencyMs) + 1;
    }
    sent() {
        this.#current += 1;
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
    #shortestMs;
    #longestMs;
    #random;
    #lastSign = Number.NEGATIVE_INFINITY;
    #adjustedAt = Number.NEGATIVE_INFINITY;
    /** Requests a second. */
    #rate;
    #uses = [];
    constructor(windows, random) {
        this.#burstPerSecond = Math.max(...windows.map(({ limit, windowMs }) => (limit * 1000) / windowMs));
        this.#shortestMs = Math.min(...windows.map(({ windowMs }) => windowMs));
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
    /**
     * A random wait beyond what a 429 asks for. Whoever fills a short window does so early in it, and a second later it is as
     * full as now, so half a window more is the best guess. The end of a longer one all wait for.
     */
    retrySpreadMs(delayMs, now) {
        return delayMs <= this.#shortestMs && this.#shortestMs < this.#longestMs
            ? (this.#shortestMs * (1 + this.#random())) / 3
            : this.#random() * this.gapMs(now);
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
/** How far back answers are compared with each other: further back, the window's start tells as much. */
const LOOK_BACK_MS = 1_000;
/** How far `Remaining`, which is an estimate, may be off without being wrong; a part of the limit. */
const ESTIMATE_ERROR = 0.1;
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
    /** Whether what headers say of the end is believed: until they contradict themselves, or what we know. */
    #believed = true;
    /** How much of the window was used by then, as the answer says. */
    #used = new WeakMap();
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
    /** The newest known window did not begin before: the one before it ended then, or it is a window's length to its own end. */
    get #openedAt() {
        const previous = this.#previousEnd?.from ?? Number.NEGATIVE_INFINITY;
        const end = this.#end?.from ?? Number.NEGATIVE_INFINITY;
        return Math.max(previous, end - this.windowMs) - DRIFT_MS;
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
        const used = reading.limit - reading.remaining;
        if (this.#isTooFew(place, used, reading))
            this.#contradicted();
        if (!this.observeEnd(place, reading.resetSeconds))
            return 0;
        this.#serverLimit = reading.limit;
        // Every request of ours that may have been counted before this answer was written is taken to be.
        const opened = Math.max(place.sentAt - this.windowMs, this.#openedAt);
        const ours = this.#places.filter((other) => other.sentAt < place.endedAt && other.endedAt > opened).length;
        this.#used.set(place, used);
        const foreign = Math.max(used - ours, this.#betweenOurs(place));
        const known = place.endedAt < this.#foreignUntil ? this.#foreign : 0;
        if (foreign <= known)
            return 0;
        this.#foreign = foreign;
        this.#foreignUntil = this.#end === undefined ? place.endedAt + this.windowMs : this.#end.to + DRIFT_MS;
        return foreign - known;
    }
    /** Whether less is said to be used than we certainly used in the window that ends when it is said to. */
    #isTooFew({ sentAt, endedAt }, used, { limit, resetSeconds }) {
        const begun = endedAt + (resetSeconds + 1) * 1000 - this.windowMs;
        const ours = this.#places.filter((other) => other.sentAt >= begun && other.endedAt <= sentAt).length;
        return used + limit * ESTIMATE_ERROR < ours;
    }
    /**
     * How many requests of others were counted, at least, between two of ours, of which `place` is the last or was in flight
     * beside it. In a short window that we fill ourselves this is the only sign of them: all of ours that may have been
     * counted in it are more than it holds.
     */
    #betweenOurs(place) {
        let most = 0;
        const recent = this.#places.filter(({ endedAt }) => endedAt > place.sentAt - LOOK_BACK_MS);
        for (const last of recent.filter(({ endedAt }) => endedAt >= place.sentAt)) {
            const to = this.#used.get(last) ?? 0;
            for (const first of recent) {
                const from = this.#used.get(first) ?? Number.POSITIVE_INFINITY;
                // Answered before the other was sent: only then is it certain which of the two came first.
                if (to - from <= most + 1 || first.endedAt > last.sentAt || first.sentAt < place.sentAt - LOOK_BACK_MS)
                    continue;
                const ours = recent.filter((other) => {
                    const at = this.#used.get(other);
                    const inTime = other.sentAt < last.endedAt && other.endedAt > first.sentAt;
                    return inTime && (at === undefined || (at > from && at < to));
                });
                most = Math.max(most, to - from - 1 - ours.length);
            }
        }
        return most;
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
        if (said.to - said.from > this.windowMs / 2 || !this.#believed)
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
    /** Forgets what the headers taught, for good: only the safe rule is left. */
    #contradicted() {
        this.#believed = false;
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
        this.pause(now + delayMs + this.#sharing.retrySpreadMs(delayMs, now));
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
        return !this.#accepted && first !== undefined && second !== undefined && send_alike(first, second);
    }
    #endInDoubt() {
        const [error] = this.#doubts;
        if (error === undefined)
            return;
        const hint = error.status === 400 || error.status === 422 ? 'the API may have changed' : 'check api-url';
        this.#ending.end('refused-alike', `The first requests all failed alike ("${errorText(error)}") and none was accepted, so the cause is not an id (${hint}). ` +
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
        this.#log.info(`Hood refused a request with ${batch.length} ids ("${errorText(error)}"). Looking for the ids it refuses.`);
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
function send_alike(a, b) {
    return a.status === b.status && a.title === b.title && a.message === b.message;
}

;// CONCATENATED MODULE: ./build/hood/trace.js
/** The headers of an answer that tell what came of the request and why. */
const TOLD_HEADERS = [
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'retry-after',
    'location',
    'server',
    'via',
];
/** A transport that tells the debug log of each request and its answer. The token is in neither: it stands in a header. */
function traced(transport, log, clock) {
    if (!log.isDebug)
        return transport;
    let requests = 0;
    return async (body, signal) => {
        const name = `Request ${++requests}`;
        const start = clock.now();
        log.debug(`${name}: POST ${body}`);
        const result = await transport(body, signal);
        log.debug(`${name}: ${toldOf(result, Math.round(clock.now() - start))}`);
        return result;
    };
}
function toldOf(result, ms) {
    if (result.kind === 'failure')
        return `no answer after ${ms} ms (${result.cause}): ${result.message}`;
    const { status, headers, problem } = result;
    const told = [
        ...TOLD_HEADERS.flatMap((header) => (headers[header] === undefined ? [] : [`${header}: ${headers[header]}`])),
        ...Object.entries(problem).map(([field, text]) => `${field} ${JSON.stringify(text)}`),
    ];
    return `${status} after ${ms} ms${told.length > 0 ? `; ${told.join('; ')}` : ''}`;
}

;// CONCATENATED MODULE: ./build/selection/objects.js

/**
 * What is compared of a file. An object's fingerprint covers its value and what stands outside the objects of its file:
 * shared defaults that differ make every object of the file differ, and a move to another file makes none.
 */
function fingerprintObjects(path, file) {
    const outside = (0,external_node_crypto_.hash)('sha256', canonical(file.outside));
    return {
        path,
        objects: file.objects.map(({ id, line, value }) => ({
            id,
            source: { path, ...(line && { line }) },
            // As bytes, which take the least memory in a string.
            fingerprint: (0,external_node_crypto_.hash)('sha256', `${outside}\n${canonical(value)}`, 'binary'),
        })),
    };
}
/** The same text for values that are the same, whatever the order of their keys. */
function canonical(value) {
    if (typeof value === 'bigint')
        return `${value}n`;
    if (typeof value === 'number')
        return String(value);
    if (typeof value !== 'object' || value === null)
        return JSON.stringify(value);
    if (Array.isArray(value))
        return `[${value.map(canonical).join()}]`;
    // Of a value of another kind nothing would be compared.
    if (Object.prototype.toString.call(value) !== '[object Object]')
        throw new Error('a config file holds objects and lists');
    const members = Object.keys(value)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${members.join()}}`;
}
/**
 * Compares objects by id over all files of a type; the table of the contract's chapter "What changed".
 *
 * @param base the files' versions at the base, as far as they could be read
 * @param head their versions at the head
 * @param unreadable paths whose version at the base could not be read: all their ids count as changed
 */
function compareObjects(base, head, unreadable) {
    const before = versionsById(base);
    const after = versionsById(head);
    const compared = [];
    for (const [id, versions] of after) {
        const old = before.get(id);
        const unknown = unreadable.size > 0 && versions.some(({ source }) => unreadable.has(source.path));
        const reason = unknown ? 'changed' : !old ? 'added' : areSame(old, versions) ? 'unchanged' : 'changed';
        compared.push({ id, reason, sources: versions.map(({ source }) => source) });
    }
    for (const [id, versions] of before) {
        if (!after.has(id))
            compared.push({ id, reason: 'deleted', sources: versions.map(({ source }) => source) });
    }
    return compared;
}
function versionsById(files) {
    const versions = new Map();
    for (const { objects } of files) {
        for (const version of objects) {
            const others = versions.get(version.id);
            if (others)
                others.push(version);
            else
                versions.set(version.id, [version]);
        }
    }
    return versions;
}
/** An id in several places has several versions; it is the same when the set of them is. */
function areSame(a, b) {
    if (a.length === 1 && b.length === 1)
        return a[0]?.fingerprint === b[0]?.fingerprint;
    const left = new Set(a.map(({ fingerprint }) => fingerprint));
    const right = new Set(b.map(({ fingerprint }) => fingerprint));
    return left.size === right.size && left.isSubsetOf(right);
}

;// CONCATENATED MODULE: ./build/selection/glob.js
/** More alternatives than this in one pattern are refused: `{a,b}` twenty times over stands for a million patterns. */
const MAX_ALTERNATIVES = 1000;
/** Nor may they take more characters than this to write down, all together. */
const MAX_CHARACTERS = 1_000_000;
/** Deeper `{}` in `{}` is refused. */
const MAX_NESTING = 20;
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
    const alternatives = expandBraces(pattern);
    if (!alternatives) {
        return { problem: `stands for more than ${MAX_ALTERNATIVES} patterns, or too long ones; write fewer {…,…}` };
    }
    try {
        // `**` at the end stands for what lies below a folder, not for the folder itself.
        const compiled = alternatives.map((alternative) => alternative
            .replace(/(^|\/)\*\*$/, '$1**/*')
            .split('/')
            .map(compileSegment));
        const folder = folderOf(pattern);
        const prefix = folder === '' ? '' : `${folder}/`;
        return {
            pattern,
            folder,
            alternatives: alternatives.length,
            matches(path) {
                if (!path.startsWith(prefix))
                    return false;
                const names = namesOf(path);
                return compiled.some((segments) => matchSequence(segments, names, GLOBSTAR, matchSegment));
            },
            reachesBelow(path) {
                const names = namesOf(path);
                return compiled.some((segments) => isPrefix(names, segments));
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
    return {
        pattern: `${prefix}**`,
        folder: directory,
        alternatives: 1,
        matches: (path) => path.startsWith(prefix),
        reachesBelow: (folder) => `${folder}/`.startsWith(prefix) || prefix.startsWith(`${folder}/`),
    };
}
let lastPath = '';
let lastNames = [[]];
/** A path's names, character by character. One path is asked of many patterns in a row. */
function namesOf(path) {
    if (path !== lastPath) {
        lastPath = path;
        lastNames = path.split('/').map((name) => [...name]);
    }
    return lastNames;
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
            tokens.push(compileClass(chars.slice(i + 1, close)));
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
    const negated = isNegation(body[0]);
    const ranges = [];
    let i = negated ? 1 : 0;
    const next = () => {
        if (body[i] === '\\' && i + 1 < body.length)
            i += 1;
        return body[i++]?.codePointAt(0);
    };
    while (i < body.length) {
        const from = next();
        // A `-` at the end is a member.
        const isRange = body[i] === '-' && i + 1 < body.length;
        if (isRange)
            i += 1;
        const to = isRange ? next() : from;
        if (from > to)
            throw new Error(`has a class [${body.join('')}] that cannot be read`);
        ranges.push([from, to]);
    }
    return { negated, ranges };
}
const isNegation = (char) => char === '!' || char === '^';
/** The index of the `]` that ends the class at `open`; one right after the opening, or its negation, is a member. */
function closeOfClass(chars, open) {
    const first = isNegation(chars[open + 1]) ? open + 2 : open + 1;
    for (let i = first; i < chars.length; i++) {
        if (chars[i] === '\\')
            i += 1;
        else if (chars[i] === ']' && i > first)
            return i;
    }
    return -1;
}
/**
 * The patterns that one with `{a,b}` stands for, braces inside of braces too. `{a}` is `a`, as lists that a script wrote may
 * have one element; there are no ranges.
 *
 * @param pattern whose brackets are balanced
 * @returns nothing when they are too many or too long
 */
function expandBraces(pattern) {
    const chars = [...pattern];
    /** Of each open brace: the options before the one that is being read, and what that one stands for so far. */
    const outer = [];
    let options = [];
    let current = [''];
    let characters = 0;
    let unwritten = 0;
    const append = (tails) => {
        current = current.flatMap((head) => tails.map((tail) => head + tail));
        characters += current.reduce((sum, { length }) => sum + length, 0);
    };
    const flush = (end) => {
        if (end > unwritten)
            append([chars.slice(unwritten, end).join('')]);
        unwritten = end + 1;
    };
    for (let i = 0; i < chars.length; i++) {
        const char = chars[i];
        if (char === '\\')
            i += 1;
        else if (char === '[')
            i = closeOfClass(chars, i);
        else if (char === '{') {
            flush(i);
            outer.push({ options, current });
            options = [];
            current = [''];
        }
        else if (char === ',' && outer.length > 0) {
            flush(i);
            options.push(...current);
            current = [''];
        }
        else if (char === '}') {
            flush(i);
            const inner = [...options, ...current];
            ({ options, current } = outer.pop());
            if (current.length * inner.length > MAX_ALTERNATIVES)
                return undefined;
            append(inner);
        }
        if (options.length > MAX_ALTERNATIVES || characters > MAX_CHARACTERS)
            return undefined;
    }
    flush(chars.length);
    return characters > MAX_CHARACTERS ? undefined : current;
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
/** Whether names are met by segments of which some are left then. */
function isPrefix(names, segments) {
    /** The segments that may be the next, a `**` among them or passed over. */
    const passing = (places) => {
        const all = new Set(places);
        for (const place of all)
            if (segments[place] === GLOBSTAR)
                all.add(place + 1);
        return all;
    };
    let places = passing([0]);
    for (const name of names) {
        const met = [...places].filter((place) => place < segments.length && matchSegment(segments[place], name));
        places = passing(met.map((place) => (segments[place] === GLOBSTAR ? place : place + 1)));
    }
    return [...places].some((place) => place < segments.length);
}
const matchSegment = (segment, name) => segment === GLOBSTAR || matchSequence(segment, name, STAR, matchCharacter);
function matchCharacter(token, char) {
    if (typeof token !== 'object')
        return token === ANY || token === char;
    const code = char.codePointAt(0);
    return token.ranges.some(([from, to]) => from <= code && code <= to) !== token.negated;
}
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
        else if (char === '{' && ++open > MAX_NESTING)
            return `nests {} deeper than ${MAX_NESTING} levels`;
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
            return {
                topic: 'entry-outside',
                problem: `lies outside the checkout (${displayPath(root)}). Give a path relative to it.`,
            };
        }
        relative = slashed.slice(base.length + 1);
    }
    const segments = relative.split('/').filter((segment) => segment !== '' && segment !== '.');
    if (segments.includes('..')) {
        return { topic: 'entry-outside', problem: 'has a `..`. Give a path below the checkout, written without it.' };
    }
    return { path: segments.join('/') + (segments.length > 0 && /\/\.?$/.test(relative) ? '/' : '') };
}
/** More patterns in one input are refused, exclusions and what `{…,…}` stands for among them. */
const MAX_PATTERNS = 5000;
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
    let patterns = 0;
    for (const entry of entries) {
        const problem = (text, { topic = 'glob-malformed', problem }) => problems.push({ topic, message: `${describeOrigin(entry.origin)}: ${entries_quote(text)} ${problem}` });
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
                    problem(`!${entry.pattern}`, excluded);
                else {
                    exclusions.push(excluded.matches);
                    patterns += excluded.alternatives;
                }
                break;
            }
            case 'path': {
                const relative = relativePath(entry.text, root);
                const resolved = 'problem' in relative ? relative : asFileOrGlob(relative.path, existing, isAllowed);
                if ('problem' in resolved)
                    problem(entry.text, resolved);
                else if ('file' in resolved)
                    files.add(resolved.file);
                else {
                    globs.push(resolved);
                    patterns += resolved.alternatives;
                }
            }
        }
        if (patterns > MAX_PATTERNS) {
            problems.push({
                topic: 'too-many-patterns',
                message: `${describeOrigin(entry.origin)} holds more than ${MAX_PATTERNS} patterns, and each is compared with every file. Write fewer and broader ones, or name the files.`,
            });
            break;
        }
    }
    const [first] = entries;
    if (first && problems.length === 0 && entries.every((entry) => entry.kind === 'exclusion')) {
        problems.push({
            topic: 'exclusions-alone',
            message: `\`${first.origin.input}\` holds only exclusions, which select nothing by themselves. Add what they are taken from, as in \`config/**\`.`,
        });
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
        return kind === 'directory'
            ? directoryGlob(bare)
            : { topic: 'entry-not-found', problem: `is a directory that does not exist or holds no file${HINT}` };
    }
    if (kind === 'symlink') {
        return {
            topic: 'entry-no-file',
            problem: 'is a symbolic link, and links are not followed. Name the file that it points to.',
        };
    }
    if (kind === 'submodule') {
        return {
            topic: 'entry-no-file',
            problem: 'is a submodule or another repository. Check it out and use `path`.',
        };
    }
    if (kind === 'file') {
        return isAllowed(path)
            ? { file: path }
            : { topic: 'entry-no-config', problem: 'is not a config file; those end in .json, .yaml or .yml.' };
    }
    if (isGlob(path))
        return compileGlob(path.endsWith('/') ? `${path}**` : path);
    return {
        topic: 'entry-not-found',
        problem: `is neither an id nor a glob, and no file of that name exists${MISTAKEN.find(({ is }) => is.test(path))?.hint ?? HINT}`,
    };
}
const HINT = ', neither in the checkout nor at the base. Paths are relative to the checkout and case counts.';
/** What people write in place of an entry, and how it is written. */
const MISTAKEN = [
    { is: /^(["']).*\1$/s, hint: '. Write entries without quotes.' },
    { is: /^-\s/, hint: '. An input is text and no YAML list: write one entry a line, without the dash.' },
    { is: /^\d+(\s*;\s*\d+)+$/, hint: '. Put commas, blanks or line breaks between ids.' },
    { is: /^all$/i, hint: '. For all objects, give a glob of their files and `base: none`.' },
    { is: /\\/, hint: `${HINT} Folders are separated by /, on Windows too.` },
];
/** What an exclusion takes out: what it names, what lies below that, and what it matches as a pattern. */
function asExclusion(path) {
    const bare = path.replace(/\/$/, '');
    const below = directoryGlob(bare);
    const named = (candidate) => candidate === bare || below.matches(candidate);
    if (!isGlob(path))
        return { alternatives: 1, matches: named };
    const glob = compileGlob(path.endsWith('/') ? `${path}**` : path);
    if ('problem' in glob)
        return glob;
    return { alternatives: glob.alternatives, matches: (candidate) => named(candidate) || glob.matches(candidate) };
}

;// CONCATENATED MODULE: ./build/selection/select.js







/** How many files are asked for at a time: keeps the calls of git few. What comes is bounded by `MAX_READ_BYTES`. */
const FILES_AT_A_TIME = 512;
/**
 * Chooses the objects; the contract's chapters "Entries", "Config files" and "What changed".
 *
 * @throws ConfigurationError with every problem of the entries, or of the config files, at once
 */
async function select_select(options, ports) {
    const all = Object.values(options.entries).flat();
    if (all.every((entry) => entry.kind === 'id')) {
        const problems = sharedIds(options);
        if (problems.length > 0)
            throw new ConfigurationError(problems);
        const objects = RESOURCE_TYPES.flatMap((type) => collect(type, resolveEntries(options.entries[type], '', NOTHING_EXISTS), [], options));
        return { objects, files: [], warnings: [] };
    }
    return new Selecting(options, await ports.openRepository(), ports).run(all);
}
/** `resync-all-if-changed` takes files: an id there is a mistake. */
const sharedIds = ({ entries }) => entries.resyncAllIfChanged.flatMap((entry) => entry.kind === 'id'
    ? {
        topic: 'shared-id',
        message: `\`resync-all-if-changed\`: "${entry.id}" is an id; this input takes shared files and globs of them.`,
    }
    : []);
const NOTHING_EXISTS = { kindOf: () => undefined };
class Selecting {
    #options;
    #repository;
    #root;
    #resolveBase;
    #log;
    #cancel;
    #decision;
    #skipped = new Map();
    #problems = new Map();
    #warnings = [];
    #sharedChange;
    constructor(options, { repository, root, resolveBase }, { log, cancel }) {
        this.#options = options;
        this.#repository = repository;
        this.#root = root;
        this.#resolveBase = resolveBase;
        this.#log = log;
        this.#cancel = cancel;
    }
    async run(all) {
        const inputs = await this.#resolve(all);
        if (this.#log.isDebug) {
            for (const name of INPUTS)
                await this.#tellEntries(kebab(name), inputs[name]);
        }
        const objects = [];
        const everything = await this.#isEverything(inputs.resyncAllIfChanged);
        for (const type of RESOURCE_TYPES) {
            const input = inputs[type];
            const found = [...(await this.#listed(input)), ...(await this.#matched(type, input, everything))];
            objects.push(collect(type, input, found, this.#options));
        }
        if (this.#problems.size > 0)
            throw new ConfigurationError([...this.#problems.values()].flat());
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
    async #resolve(all) {
        const asked = new Set(pathsAskedFor(all, this.#root));
        const kinds = kindsOf(asked, await this.#repository.files(foldersOf(asked)));
        const gone = new Set([...asked].filter((path) => path !== '' && !kinds.has(path)));
        for (const [path, kind] of kindsOf(gone, await this.#filesAtBase(gone)))
            kinds.set(path, kind);
        const existing = { kindOf: (path) => kinds.get(path) };
        const { entries } = this.#options;
        const inputs = {
            integration: resolveEntries(entries.integration, this.#root, existing),
            conversion: resolveEntries(entries.conversion, this.#root, existing),
            resyncAllIfChanged: resolveEntries(entries.resyncAllIfChanged, this.#root, existing, () => true),
        };
        const problems = [...Object.values(inputs).flatMap((input) => input.problems), ...sharedIds(this.#options)];
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
    /** What stood at the base at some paths, or below them. */
    async #filesAtBase(paths) {
        // The base may cost requests; and of no folders, all files would be listed.
        const base = paths.size > 0 ? await this.#base() : undefined;
        return base ? this.#repository.filesAt(base.sha, [...paths]) : [];
    }
    /**
     * The paths that may differ from the base, and from each commit that may have been synced in part since: one list for each.
     * Without a base there is none.
     */
    async #changes(folders, isWanted) {
        const base = await this.#base();
        const lists = [];
        for (const commit of base ? [base.sha, ...(base.unsettled ?? [])] : []) {
            const changes = await this.#repository.changes(commit, folders);
            lists.push(changes.filter(({ base, head }) => [base, head].some((version) => version && isWanted(version))));
        }
        return lists;
    }
    /** Whether one of the shared files changed, so that every matched file counts as changed. */
    async #isEverything(shared) {
        if (shared.globs.length + shared.files.length === 0)
            return false;
        const matches = matcher(shared);
        const changes = await this.#changes([...folders(shared), ...shared.files], (version) => matches(version) || (shared.files.includes(version.path) && !shared.excluded(version.path)));
        if (changes.length === 0)
            return false;
        await this.#warnOfEmptyGlobs('resync-all-if-changed', shared, changes);
        for (const change of changes.flat()) {
            // Another repository that a pattern may lead into is no sign that one of its files changed, nor is one that lies here untracked.
            const isMeant = shared.files.includes(change.path) || shared.globs.some((glob) => isMeantBy(glob, change.path));
            const isRepository = change.head?.kind === 'submodule';
            if (isRepository && (!isMeant || !change.base))
                this.#skip(change.path, REPOSITORY);
            else if (await this.#differs(change)) {
                this.#log.info(`${displayPath(change.path)} changed, which is under \`resync-all-if-changed\`: every matched file counts.`);
                this.#sharedChange = change.path;
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
        return !Buffer.isBuffer(before) || !Buffer.isBuffer(after) || withoutCr(before) !== withoutCr(after);
    }
    /** For the debug log: each entry, and what it comes to. It takes a listing of its own, which a comparison may do without. */
    async #tellEntries(name, input) {
        const tell = (what) => this.#log.debug(`\`${name}\`: ${what}`);
        if (input.ids.length > 0)
            tell(`ids named: ${few(input.ids.map(({ id }) => id))}`);
        if (input.files.length > 0)
            tell(`files named: ${few(input.files.map(displayPath))}`);
        if (input.globs.length === 0)
            return;
        const files = await this.#repository.files(folders(input));
        for (const glob of input.globs) {
            const matched = files.map(({ path }) => path).filter(glob.matches);
            const excluded = matched.filter(input.excluded);
            const but = excluded.length > 0 ? `; excluded of them: ${few(excluded.map(displayPath))}` : '';
            tell(`the glob "${displayPath(glob.pattern)}" matches ${few(matched.map(displayPath))}${but}`);
        }
    }
    /** The ids of the files that are named one by one: the whole file, whether it changed or not. */
    async #listed(input) {
        const named = input.files.filter((path) => !this.#isExcluded(input, path));
        // Of no folders, all files would be listed.
        if (named.length === 0)
            return [];
        const wanted = new Set(named);
        const heads = (await this.#repository.files(named)).filter(({ path }) => wanted.has(path));
        const head = await this.#load(heads);
        const listed = head.flatMap((file) => toFound(file, 'listed'));
        // A file that is only at the base was deleted, and what it held with it. What is gone from one that is still there matters only
        // where it is to be sent: whoever names files alone needs no base otherwise.
        const atHead = new Set(heads.map(({ path }) => path));
        const asked = this.#options.deleted === 'resync' ? wanted : wanted.difference(atHead);
        const base = asked.size > 0 ? await this.#base() : undefined;
        const before = [];
        for (const [index, commit] of (base ? [base.sha, ...(base.unsettled ?? [])] : []).entries()) {
            const old = await this.#repository.filesAt(commit, [...asked]);
            const files = old.filter(({ path, kind }) => asked.has(path) && kind === 'file');
            before.push(...(await this.#loadBases(files, atHead, index > 0)).objects);
        }
        return [...listed, ...(await this.#gone(input, before, head))];
    }
    /** What becomes of the ids that named files do not hold any more: one may stand in a file that a glob matches. */
    async #gone(input, base, head) {
        const gone = new Set(idsOf(base)).difference(new Set(idsOf(head)));
        if (gone.size === 0)
            return [];
        const named = new Set(input.files);
        const files = input.globs.length > 0 ? await this.#filesOf(input) : [];
        const others = await this.#mentioning(gone, files.filter(({ path, kind }) => !named.has(path) && kind === 'file' && isConfigPath(path)));
        return compareObjects([...base, ...others], [...head, ...others], new Set()).filter(({ id }) => gone.has(id));
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
    async #filesOf(input) {
        return (await this.#repository.files(folders(input))).filter(matcher(input));
    }
    async #warnOfEmptyGlobs(name, input, changes) {
        const unmatched = input.globs.filter((glob) => !changes.some((some) => some.some(({ path }) => glob.matches(path))));
        const files = unmatched.length > 0 ? await this.#repository.files(unmatched.map(({ folder }) => folder)) : [];
        for (const glob of unmatched) {
            if (files.some(({ path }) => isMeantBy(glob, path)))
                continue;
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
    async #compared(input, changes) {
        const heads = this.#readable(distinct(changes.flatMap((some) => some.flatMap(({ head }) => head ?? []))));
        const head = await this.#load(heads);
        const bases = [];
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
        if (deleted.size === 0)
            return compared;
        // An id that is gone from one file may stand in another one that did not change. Only then are those looked at.
        const changed = new Set(changes.flat().map(({ path }) => path));
        const files = await this.#filesOf(input);
        const others = await this.#mentioning(deleted, files.filter(({ path, kind }) => !changed.has(path) && kind === 'file' && isConfigPath(path)));
        if (others.length === 0)
            return compared;
        const known = new Set(compared.map(({ id }) => id));
        return bases
            .flatMap(({ objects, unreadable }) => compareObjects([...objects, ...others], [...head, ...others], unreadable))
            .filter(({ id, reason }) => reason !== 'unchanged' || known.has(id));
    }
    /** Drops and reports what cannot hold objects. */
    #readable(versions) {
        return versions.filter(({ path, kind }) => {
            if (kind === 'symlink')
                this.#skip(path, 'a symbolic link, which is not followed');
            else if (kind === 'submodule')
                this.#skip(path, REPOSITORY);
            else if (!isConfigPath(path))
                this.#skip(path, 'not a config file; those end in .json, .yaml or .yml');
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
    /**
     * Reads versions at a base: what is wrong with them cannot be mended any more.
     *
     * @param isExpected whether it is no wonder: a run may have failed for this very reason
     */
    async #loadBases(versions, atHead, isExpected = false) {
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
            if (isExpected)
                continue;
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
    async #mentioning(ids, versions) {
        const files = [];
        for await (const [version, content] of this.#contents(versions)) {
            if (!Buffer.isBuffer(content))
                continue;
            const text = `${version.path}\n${content.toString('latin1')}`;
            if (!text.matchAll(/\d+/g).some(([digits]) => ids.has(digits)))
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
        for (let next = 0; next < versions.length;) {
            const some = versions.slice(next, next + FILES_AT_A_TIME);
            const contents = await this.#repository.read(some, MAX_CONFIG_FILE_BYTES);
            if (contents.length === 0)
                throw new Error(`nothing was read of ${some.length} files`);
            for (const content of contents) {
                // Whoever parses what is yielded here awaits nothing.
                await letSignalsIn();
                this.#cancel?.throwIfAborted();
                yield [versions[next++], content];
            }
        }
    }
    #parse(path, content) {
        const file = readConfigFile(path, content, this.#options.idPath);
        return 'problems' in file ? file : { objects: fingerprintObjects(path, file) };
    }
}
const REPOSITORY = 'a submodule or another repository';
const INPUTS = [...RESOURCE_TYPES, 'resyncAllIfChanged'];
/** An input as the user knows it. */
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** More names than this are counted only. */
const MOST_NAMES = 1000;
const few = (names) => `${names.length}${names.length > 0 ? ` (${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ', …' : ''})` : ''}`;
/** A file's bytes but for its kind of line ends: `core.autocrlf` makes those of the workspace differ from git's. */
const withoutCr = (content) => content.toString('latin1').replaceAll('\r\n', '\n');
const cannotRead = (path, error) => ({
    problems: [{ topic: 'file-unreadable', message: `${displayPath(path)} cannot be read: ${error.message}.`, path }],
});
/** Each version once. Paths alone do not tell them apart: without a checkout, several names that are no UTF-8 may seem to be one. */
const distinct = (versions) => [
    ...new Map(versions.map((version) => [`${version.path}\0${version.oid}`, version])).values(),
];
const folders = (input) => input.globs.map((glob) => glob.folder);
/** The root stands for itself; an asked path is a folder to look into as well as a file to look for. */
const foldersOf = (paths) => [...paths].filter((path) => path !== '');
/** Whether a glob takes a file in. Another repository is one thing, whatever the glob means below it (`config/**\/*.yml`). */
const takenInBy = (glob) => ({ path, kind }) => glob.matches(path) || (kind === 'submodule' && glob.reachesBelow(path));
/** Whether a glob is about what stands at a path: it matches it, or all that it matches lies below it. */
const isMeantBy = (glob, path) => glob.matches(path) || `${glob.folder}/`.startsWith(`${path}/`);
const matcher = ({ globs, excluded }) => (version) => globs.some((glob) => takenInBy(glob)(version)) && !excluded(version.path) && !isEmptied(version, excluded);
/** Whether all of another repository is excluded (`!vendor/**`): a name that nobody means is. */
const isEmptied = ({ path, kind }, excluded) => kind === 'submodule' && excluded(`${path}/\0/\0`);
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
const idsOf = (files) => files.flatMap(({ objects }) => objects.map(({ id }) => id));
const toFound = ({ objects }, reason) => objects.map(({ id, source }) => ({ id, reason, sources: [source] }));
/** The sources of one id, each once. */
function inOrder(all) {
    const sources = all.flatMap((one) => one.sources);
    if (sources.length < 2)
        return sources;
    return [...new Map(sources.map((source) => [`${source.path}\0${source.line}`, source])).values()].sort(byPlace);
}
const byPlace = ({ path: a, line: x = 0 }, { path: b, line: y = 0 }) => a < b ? -1 : a > b ? 1 : x - y;
/**
 * Where several reasons hold for one object, the first of these is told: the strongest. `deleted` is the weakest: an id that is gone from
 * a file that is named may stand in another one.
 */
const PRECEDENCE = ['listed', 'all', 'changed', 'added', 'unchanged', 'deleted'];
const rank = ({ reason }) => PRECEDENCE.indexOf(reason);
/** Brings together all that was found of each id of a type. */
function collect(type, input, found, { deleted }) {
    const listed = input.ids.map(({ id, origin: { list, line } }) => ({
        id,
        reason: 'listed',
        sources: list ? [{ path: list, ...(line && { line }) }] : [],
    }));
    const all = [...listed, ...found].sort((a, b) => compareIds(a.id, b.id));
    const objects = [];
    // What is known of one id stands together now. Lists of their own for a million ids would take more memory than the ids.
    for (let start = 0, end = 0; start < all.length; start = end) {
        const { id } = all[start];
        while (all[end]?.id === id)
            end += 1;
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

;// CONCATENATED MODULE: ./build/resync.js











/** GitHub tells of a run only how it ended, not what it did. */
const DRY_SUCCESS = {
    topic: 'dry-success',
    message: 'This dry run will pass for a success of this workflow: a later run of it on this branch with `base: last-success` does not cover what is planned here. Keep dry runs in a workflow of their own.',
};
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
    const found = await Promise.race([choose(inputs, ports), aborted(ports.cancel)]);
    await letSignalsIn();
    if (!found)
        return finish({ cancelled: true });
    const isDrySuccess = inputs.dryRun && inputs.base.kind === 'last-success';
    const selection = isDrySuccess ? { ...found, warnings: [...found.warnings, DRY_SUCCESS] } : found;
    const chosen = selection.objects.filter(({ selected }) => selected);
    await tell(selection, chosen, ports);
    if (ports.cancel.aborted)
        return finish({ selection, cancelled: true });
    if (chosen.length === 0)
        return finish({ selection });
    const batches = makeBatches(chosen, inputs.batchSize);
    if (inputs.dryRun)
        return finish({ selection, plannedRequests: batches.length });
    await letSignalsIn();
    if (ports.cancel.aborted)
        return finish({ selection, cancelled: true });
    const transport = ports.openTransport();
    try {
        const sent = await send(batches, { windows: inputs.rateLimit, maxAttempts: inputs.maxAttempts, deadlineMs: ports.clock.now() + inputs.timeoutMs }, { ...ports, transport: traced(transport.send, ports.log, ports.clock) });
        return finish({ selection, sent });
    }
    finally {
        transport.dispose();
    }
}
async function choose(inputs, ports) {
    const [integration, conversion, resyncAllIfChanged] = await Promise.all([
        readLists(inputs.integration, ports.lists),
        readLists(inputs.conversion, ports.lists),
        readLists(inputs.resyncAllIfChanged, ports.lists),
    ]);
    const problems = [integration, conversion, resyncAllIfChanged].flatMap((list) => list.problems);
    if (problems.length > 0)
        throw new ConfigurationError(problems);
    await letSignalsIn();
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
function aborted(signal) {
    return new Promise((resolve) => {
        if (signal.aborted)
            resolve(undefined);
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
}
/** Says what was chosen and why, before anything is sent. */
async function tell({ base, noBase, head, objects }, chosen, { log, startedAt }) {
    if (head)
        log.info(`Head: ${head.sha}`);
    if (base) {
        const age = ageOf(base.committedAt ?? '', startedAt);
        const committed = base.committedAt ? `, committed ${base.committedAt}` : '';
        log.info(`Base: ${base.sha}, ${base.source}${committed}${age && `, ${age} old`}`);
    }
    if (base?.unsettled) {
        log.info(`Compared as well with what may have been synced in part since then: ${base.unsettled.join(', ')}`);
    }
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

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
var external_node_http_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_http_, 2);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
var external_node_https_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_https_, 2);
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __webpack_require__(3136);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js
var lib = __webpack_require__(2779);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/proxy.js
var proxy = __webpack_require__(9783);
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
    const { url, token, userAgent, attemptTimeoutMs = ATTEMPT_TIMEOUT_MS, maxIdleMs = MAX_IDLE_MS } = options;
    const httpModule = url.protocol === 'https:' ? external_node_https_namespaceObject : external_node_http_namespaceObject;
    const disposal = new AbortController();
    const client = new lib/* HttpClient */.Qq(userAgent, [], {
        allowRedirects: false,
        allowRetries: false,
        keepAlive: true,
        // Longer than any attempt: the attempt's own deadline decides.
        socketTimeout: 2 * attemptTimeoutMs,
    });
    const agent = agentFor(client, url, maxIdleMs, disposal.signal);
    const scrub = scrubber([token]);
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
/**
 * Reads the body; rejects when the answer breaks off before its end. Of a body beyond `MAX_BODY_BYTES` nothing is taken: it is none of
 * the API's, and where it was cut a secret might stand that would not be known by its first half.
 */
async function readBody(message) {
    const chunks = [];
    let length = 0;
    for await (const chunk of message) {
        chunks.push(chunk);
        length += chunk.length;
        // Leaving the loop destroys the connection; what an answer of that size goes on to say is of no use.
        if (length > MAX_BODY_BYTES)
            return '';
    }
    return Buffer.concat(chunks).toString('utf8');
}
function singleHeaders(message) {
    return Object.fromEntries(Object.entries(message.headersDistinct).map(([name, values]) => [
        name,
        values?.length === 1 ? values[0] : undefined,
    ]));
}
const isTunnel = (agent) => typeof agent === 'object' && agent !== null && 'proxyOptions' in agent;
function agentFor(client, url, maxIdleMs, disposal) {
    let agent;
    try {
        agent = client.getAgent(url.href);
        // What it cannot read it passes over, and the request would go past the proxy.
        if (isProxySet(url) && !(0,proxy/* getProxyUrl */.s)(url)?.hostname)
            throw new Error('no host');
    }
    catch {
        // The value may hold a password, so it is not shown.
        throw new ConfigurationError('proxy-setting', `The proxy set by ${url.protocol.slice(0, -1)}_proxy in the environment is not a URL. Write it as http://host:port.`);
    }
    // A tunnel keeps no idle connections, but one that is being opened ends only by this signal.
    if (isTunnel(agent))
        agent.proxyOptions.signal = disposal;
    else
        agent.options.timeout = maxIdleMs;
    return agent;
}
function isProxySet(url) {
    const name = `${url.protocol.slice(0, -1)}_proxy`;
    return Boolean(process.env[name] || process.env[name.toUpperCase()]) && !(0,proxy/* checkBypass */.H)(url);
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
    if (code === 'HPE_HEADER_OVERFLOW') {
        return { cause: 'malformed', message: `The answer has more than 16 KiB of headers (${code}).` };
    }
    if (code.startsWith('HPE_'))
        return { cause: 'malformed', message: `The answer is not HTTP (${code}).` };
    return { cause: CAUSES[code] ?? 'unknown', message: `${text}.` };
}

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 12 modules
var core = __webpack_require__(143);
;// CONCATENATED MODULE: ./build/toolkit/workflow.js


const secrets = new Set();
let scrubSecrets = (text) => text;
/** Keeps a value out of everything that is written from now on: the runner takes it out of the log, we ourselves out of all else. */
function mask(secret) {
    if (secret === '')
        return;
    core/* setSecret */.Pq(secret);
    secrets.add(secret);
    scrubSecrets = scrubber([...secrets]);
}
/** A text without what was masked. */
const scrub = (text) => scrubSecrets(text);
/**
 * Makes a text harmless in the log: the runner takes `::command::` at the start of a line and `##[command]` anywhere in one
 * for a command (actions/runner, ActionCommand), and `core.info` escapes neither. File names, ids and what servers say
 * come from strangers.
 */
function workflow_harmless(message) {
    return scrub(message)
        .split(/\r\n|[\n\r\u2028\u2029\v\f\u0085]/)
        .map((line) => line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '# #['))
        .join('\n');
}
/** The workflow log. */
const workflowLog = {
    // The runner sets RUNNER_DEBUG when debug logging is on; when it is off, it would only hide these lines.
    get isDebug() {
        return core/* isDebug */._o();
    },
    debug(message) {
        if (core/* isDebug */._o())
            core/* debug */.Yz(workflow_harmless(message));
    },
    info: (message) => core/* info */.pq(workflow_harmless(message)),
    group: (title, body) => core/* group */.Os(workflow_harmless(title).replaceAll('\n', ' '), body),
};
/** An input's value, untrimmed: what it means is for `parseInputs` to say. */
const readInput = (name) => core/* getInput */.V4(name, { trimWhitespace: false });
const ANNOTATE = { error: core/* error */.z3, warning: core/* warning */.$e, notice: core/* notice */.lm };
function annotate({ level, message, title, path, line }) {
    const properties = {
        ...(title !== undefined && { title: scrub(title) }),
        ...(path !== undefined && { file: scrub(path) }),
        ...(line !== undefined && { startLine: line }),
    };
    ANNOTATE[level](workflow_harmless(message), properties);
}
/** @throws Error when the runner gave no file for outputs: the toolkit would print a command that runners do not take any more */
function setOutput(name, value) {
    if (!process.env['GITHUB_OUTPUT'])
        throw new Error('GITHUB_OUTPUT is not set');
    core/* setOutput */.uH(name, value);
}
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
    // First of all, before anything else can print it: as it is sent, and as JSON or a URL would hold it.
    const token = readInput('token').trim();
    for (const secret of new Set([token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token.toWellFormed())])) {
        mask(secret);
    }
    mask(readInput('github-token').trim());
    // An earlier step may have set it: tokens go to nobody who cannot prove who he is. A runner that trusts another authority says so by
    // NODE_EXTRA_CA_CERTS.
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
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
    // A token in the wrong input, or for the name of a file: what is told of it is told without it.
    const published = await publish(scrubAll(report, scrub, OWN_WORDS), environment);
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
            topic: 'bug',
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
        openRepository: () => openRepository(inputs, environment, USER_AGENT, workflowLog),
    };
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
            annotate(annotationOf({
                level,
                topic: 'not-written',
                message: `${what} could not be written: ${error.message}`,
            }));
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
    for (const annotation of annotationsOf(report, warnings))
        annotate(annotation);
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = environment;
    await attempt('The job summary', 'warning', () => writeSummary(summaryOf(report, {
        ...(PLAIN_URL.test(`${server}/${repository}`) && { repositoryUrl: `${server}/${repository}` }),
        ...(sha && isSha(sha) && { headSha: sha }),
        reportPath: file?.path ?? '',
    })));
    for (const line of finalLines(report))
        workflowLog.info(line);
    return complete;
}
/** What can stand in a link of the summary as it is. */
const PLAIN_URL = /^https?:\/\/[\w.:/-]+$/;
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


/***/ }),

/***/ 7278:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ ProxyAgent)
/* harmony export */ });
/**
 * Stands in for undici, which `@actions/http-client` 4 imports for one method, `getAgentDispatcher`. The action never
 * calls it, yet the import alone would load 0.9 MB of code into the process that holds the token, and take a quarter of
 * the time to its first request. `@actions/github`, which does use undici, has the real one (`overrides` in
 * `package.json`), in a chunk that is loaded only where GitHub's API is needed.
 */
class ProxyAgent {
  constructor() {
    throw new Error('undici is left out (stubs/undici); requests go through node:https.');
  }
}


/***/ })

};
