import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bundledLicenses, lockedPackages } from '../../scripts/dependencies.ts';
import { HOSTS, PERMISSIVE, POWERS, SPAWNS } from './allowed.ts';
import { argument, calledName, callee, DIST, find, isReference, literal, type Node } from './syntax.ts';

/** What `dist/` may do, read from its syntax tree. Each exception stands with its reason in `allowed.ts`. */

const ROOT = path.dirname(DIST);
const texts = (found: readonly { text: string; module: string }[]) =>
  found.map(({ text, module }) => `${module}: ${text.slice(0, 200)}`);
const unique = (values: Iterable<string>) => [...new Set(values)].sort();

describe('the code', () => {
  it('is made of all that lies in dist/, and is read whole', () => {
    expect(
      readdirSync(DIST).filter((name) => !/^(\d+\.)?index\.js$|^package\.json$|^licenses\.txt$/.test(name)),
    ).toEqual([]);
    // Were the tree cut off, everything below would pass.
    expect(unique(find((node) => node.type === 'StringLiteral').map(({ module }) => module)).length).toBeGreaterThan(
      100,
    );
    expect(find((node) => literal(node) === 'https://api.ocamba.com').map(({ module }) => module)).toEqual([
      'build/inputs.js',
    ]);
  });

  it('makes no code out of text', () => {
    const names = ['eval', 'Function', 'GeneratorFunction', 'AsyncFunction', 'execScript'];
    const called = find((node) => names.includes(calledName(node) ?? ''));
    // However they are passed on, they have to be named; what remains are the prototype's own methods.
    const named = find((node, parent) => isReference(node, parent, names)).filter(
      ({ parent }) => !(parent?.type === 'MemberExpression' && isStatic(parent, ['prototype', 'bind'])),
    );
    const byText = find((node, parent) => names.includes(literal(node) ?? '') && parent?.type === 'Computed');
    // `(async () => {}).constructor('…')` needs no name.
    const constructors = find((node) => calledName(node) === 'constructor' && literalOrTemplate(argument(node, 0)));
    const timers = find(
      (node) =>
        /^set(Timeout|Interval|Immediate)$/.test(calledName(node) ?? '') && literalOrTemplate(argument(node, 0)),
    );
    expect(texts([...called, ...named, ...byText, ...constructors, ...timers])).toEqual([]);
  });

  it('loads modules of Node by their names, and its own chunks, and nothing else', () => {
    const loads = find(
      (node) =>
        callee(node)?.type === 'CallExpression' &&
        calledName(callee(node) as Node) === '__WEBPACK_EXTERNAL_createRequire',
    );
    const loaded = loads.map(({ node }) => literal(argument(node, 0)) ?? 'computed');
    expect(loaded.filter((name) => !isBuiltin(name))).toEqual([]);
    // The loader is used in no other way, and there is no other.
    const loaders = ['require', 'createRequire', '__WEBPACK_EXTERNAL_createRequire', 'dlopen', 'getBuiltinModule'];
    expect(
      find((node, parent) => isReference(node, parent, loaders) && !/Import/.test(parent?.type ?? '')).length,
    ).toBe(loads.length);
    expect(
      texts(
        find((node) => node.type === 'MemberExpression' && isStatic(node, loaders.concat('binding', 'mainModule'))),
      ),
    ).toEqual([]);
    expect(
      find(
        (node) =>
          node.type === 'ImportDeclaration' ||
          (/^Export(All|Named)Declaration$/.test(node.type) && Boolean(node['source'])),
      ).map(({ node }) => literal(node['source'] as Node)),
    ).toEqual(['module']);

    const [chunks, ...others] = find((node) => callee(node)?.type === 'Import');
    expect(chunks?.text).toBe('import("./" + __nccwpck_require__.u(chunkId))');
    expect(texts(others)).toEqual([]);
    expect(
      find((node) => node.type === 'AssignmentExpression')
        .filter(({ text }) => text.startsWith('__nccwpck_require__.u ='))
        .map(({ text }) => text.replace(/\/\/.*|\/\*+\/|\s+/g, '')),
    ).toEqual(['__nccwpck_require__.u=(chunkId)=>{return""+chunkId+".index.js";}']);
  });

  it('uses those modules of Node that can do harm for a reason', () => {
    const HARMLESS = [
      'assert',
      'async_hooks',
      'buffer',
      'console',
      'crypto',
      'diagnostics_channel',
      'events',
      'os',
      'path',
      'perf_hooks',
      'process',
      'querystring',
      'stream',
      'string_decoder',
      'timers',
      'url',
      'util',
      'zlib',
    ];
    const loaded = find((node) => callee(node)?.type === 'CallExpression')
      .map(
        ({ node }) =>
          literal(argument(node, 0))
            ?.replace(/^node:/, '')
            .split('/')[0],
      )
      .filter((name) => name !== undefined && isBuiltin(name)) as string[];
    expect(unique(loaded.filter((name) => !HARMLESS.includes(name)))).toEqual(Object.keys(POWERS).sort());
  });

  it('starts git and no other program', () => {
    const starters = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'];
    const ofChildProcess = (node: Node | undefined) =>
      node?.type === 'MemberExpression' && /child_process/.test(((node['object'] as Node)['value'] as string) ?? '');
    const used = find(ofChildProcess);
    expect(unique(used.map(({ node }) => (node['property'] as Node)['value'] as string))).toEqual(['spawn']);
    expect(unique(used.map(({ module }) => module))).toEqual(Object.keys(SPAWNS).sort());
    // The module is reached through these names alone.
    const names = find((node, parent) =>
      isReference(node, parent, ['external_child_process_', 'external_node_child_process_']),
    );
    expect(names.length).toBe(used.length + 2);
    const [git, ...others] = find(
      (node) => starters.includes(calledName(node) ?? '') && ofChildProcess(callee(node)),
    ).filter(({ module }) => module === 'build/git/git.js');
    expect(literal(argument(git?.node as Node, 0))).toBe('git');
    expect(others).toEqual([]);
    // What could reach the other one is not asked for.
    expect(
      texts(
        find((node) => ['getExecOutput', 'getDetails'].includes(calledName(node) ?? '')).filter(({ module }) =>
          module.startsWith('build/'),
        ),
      ),
    ).toEqual([]);
  });

  it('names no host but the configured ones', () => {
    const hosts = find((node) => literal(node) !== undefined).flatMap(({ node }) => hostsIn(literal(node) as string));
    expect(unique(hosts)).toEqual(Object.keys(HOSTS).sort());
  });

  it('starts no worker, and compiles no WebAssembly but the HTTP parser of undici', () => {
    expect(
      texts(
        find((node) => node.type === 'NewExpression' && ['Worker', 'SharedWorker'].includes(calledName(node) ?? '')),
      ),
    ).toEqual([]);
    const wasm = find((node, parent) => isReference(node, parent, ['WebAssembly']));
    expect(unique(wasm.map(({ module }) => module)).length).toBe(1);
  });
});

describe('the packages', () => {
  const licenses = bundledLicenses();

  it('are listed with their licences, all of them permissive', () => {
    expect(licenses.filter(({ license }) => !PERMISSIVE.includes(license))).toEqual([]);
    // Apache-2.0 asks for a copy of itself (4a). Its text is the same for all, and a package may bring none.
    const withoutText = licenses.filter(({ text }) => text.length < 500);
    for (const { license } of withoutText) {
      expect(license).toBe('Apache-2.0');
      expect(
        licenses.some(({ text }) => /Apache License\s+Version 2\.0[\s\S]*END OF TERMS AND CONDITIONS/.test(text)),
      ).toBe(true);
    }
  });

  it('are all that the lockfile has for run time, but for those that hold types alone', () => {
    const listed = new Set(licenses.map(({ name }) => name));
    const runtime = lockedPackages().filter((locked) => locked.runtime);
    expect([...listed].filter((name) => !runtime.some((locked) => locked.name === name))).toEqual([]);
    const unlisted = runtime.filter(({ name }) => !listed.has(name));
    const code = unlisted.flatMap(({ folder }) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:[cm]?js|node|wasm)$/.test(name))
        .map((name) => `${folder}/${name}`)
        .filter((file) => readFileSync(path.join(ROOT, file), 'utf8').trim() !== ''),
    );
    expect(code).toEqual([]);
  });

  it('of which the bundle tells the path are listed', () => {
    const named = find((node) => node.type === 'StringLiteral').flatMap(
      ({ module }) => /^node_modules\/(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? [],
    );
    expect(unique(named).filter((name) => !licenses.some((license) => license.name === name))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });

  it('run no script when they are installed', () => {
    expect(lockedPackages().filter(({ runtime, hasInstallScript }) => runtime && hasInstallScript)).toEqual([]);
  });

  it('are locked by hash, but for the one that lies in the repository', () => {
    const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { integrity?: string; link?: boolean }>;
    };
    const unlocked = Object.entries(packages).filter(
      ([folder, { integrity }]) => folder !== '' && !/^sha512-/.test(integrity ?? ''),
    );
    expect(unlocked.map(([folder]) => folder)).toEqual(['node_modules/undici', 'stubs/undici']);
    expect(packages['node_modules/undici']?.link).toBe(true);
  });
});

const isStatic = (member: Node, names: readonly string[]): boolean => {
  const property = member['property'] as Node;
  return property.type === 'Identifier' && names.includes(property['value'] as string);
};

const literalOrTemplate = (node: Node | undefined): boolean =>
  node?.type === 'StringLiteral' || node?.type === 'TemplateLiteral';

/** Host names in a text: what stands after `//`, and names below the usual top-level domains; addresses, too. */
function hostsIn(text: string): string[] {
  const afterSlashes = [...text.matchAll(/[a-z][a-z+.-]*:\/\/(?:[^\s/@]*@)?([a-z0-9.-]+)/gi)].map(
    ([, host]) => host as string,
  );
  const names =
    text.match(
      /(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|co|me|ai|cloud|sh|xyz|ru|cn|de|uk|eu|test)(?![\w-])/gi,
    ) ?? [];
  const addresses = text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g) ?? [];
  return [...afterSlashes, ...names, ...addresses].map((host) => host.toLowerCase().replace(/\.$/, ''));
}
