/** `docs/dependencies.md`: every direct dependency with its reason, and all that is bundled, from the lockfile and the bundle. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Why each direct dependency is here. `dependenciesPage` fails when one has no reason, or a reason no dependency. */
const REASONS: Readonly<Record<string, string>> = {
  '@actions/core': "The runner's own protocol: inputs, outputs, masks, annotations, groups, summary.",
  '@actions/github': "GitHub's API with the job's token, on Enterprise Server too, and behind the runner's proxy.",
  '@actions/http-client':
    "Connections as the runner makes them: proxies, `no_proxy`, keep-alive. Redirects, retries and reading of bodies are the action's own.",
  '@humanwhocodes/momoa':
    'JSON with the place of each value and all digits of each number; `JSON.parse` gives neither, and loses digits of an id beyond 2^53.',
  '@octokit/plugin-retry': "Tries again what fails at GitHub's API and may pass.",
  '@octokit/plugin-throttling': "Waits as GitHub's primary and secondary rate limits ask for.",
  'jsonpath-rfc9535': '`id-path`: RFC 9535 whole, without `eval`, which other JSONPath libraries use for filters.',
  undici:
    'Nothing: a few lines of our own (`stubs/undici`) that stand in for a package which is imported and never used.',
  yaml: 'YAML 1.2 with the place of each value and all digits; refuses alias bombs.',

  '@biomejs/biome': 'Formatter and linter in one program.',
  '@jest/globals': 'Typed imports for the tests.',
  '@octokit/openapi': "GitHub's own description of its API: what the tests' GitHub answers is checked against it.",
  '@octokit/webhooks-examples': "GitHub's own event payloads, for the tests of the event table.",
  '@redocly/cli': 'Lints the OpenAPI document of the emulator.',
  '@stryker-mutator/core': 'Mutation tests: whether the tests notice when the sources are broken.',
  '@stryker-mutator/mocha-runner': 'Runs the tests for `@stryker-mutator/core`.',
  '@swc/core': 'Strips types for Jest, and reads the bundle as a syntax tree for the test of what it may hold.',
  '@swc/jest': 'Jest with `@swc/core`; `ts-jest` takes no TypeScript 7.',
  '@types/node': "Types of Node's own modules.",
  '@vercel/ncc': 'Bundles the action into `dist/`, and collects the licences.',
  ajv: 'Checks emulator and fixtures against their OpenAPI documents.',
  bottleneck: 'Compared with the pacer in `npm run bench`.',
  expect: "Jest's matchers, where Mocha runs the tests.",
  'fast-check': 'Property tests.',
  'github-markdown-css': "The demo's summary page in GitHub's look.",
  jest: 'Runs the tests.',
  'markdown-it': 'Renders the summary as GitHub does, to test that nothing in it is markup of a stranger.',
  mocha:
    'Runs the unit tests for mutation tests: it loads the sources once, where Jest would load them anew for each mutant.',
  node: 'Node 24, the runtime that `action.yml` names, on machines with another.',
  'p-queue': 'Compared with the pacer in `npm run bench`.',
  'p-throttle': 'Compared with the pacer in `npm run bench`.',
  typescript: 'The type checker and the compiler.',
};

/** A package as the lockfile has it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  /** Part of what `npm ci --omit=dev` installs, and so of what can be bundled. */
  readonly runtime: boolean;
  /** Where it lies below the root. */
  readonly folder: string;
  /** npm would run a script of it on installation. */
  readonly hasInstallScript: boolean;
}

interface Lockfile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version: string;
        readonly license?: string;
        readonly dev?: boolean;
        readonly link?: boolean;
        readonly hasInstallScript?: boolean;
      }
    >
  >;
}

const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

/** Every package of `package-lock.json` that comes from the registry, by name. */
export function lockedPackages(): LockedPackage[] {
  return Object.entries((JSON.parse(read('package-lock.json')) as Lockfile).packages)
    .filter(([folder, { link }]) => folder.startsWith('node_modules/') && !link)
    .map(([folder, { version, license = '', dev = false, hasInstallScript = false }]) => ({
      name: folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length),
      ...{ version, license, runtime: !dev, folder, hasInstallScript },
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** What `dist/licenses.txt` says of a package that ncc found in the bundle. */
export interface BundledLicense {
  readonly name: string;
  readonly license: string;
  /** Empty where the package brings none. */
  readonly text: string;
}

/** Reads ncc's list of licences: name, SPDX expression and text of each package, blank lines between them. */
export function bundledLicenses(text: string = read('dist/licenses.txt')): BundledLicense[] {
  const names = new Set(lockedPackages().map(({ name }) => name));
  const lines = text.split('\n');
  // A name stands on a line of its own at the start or after a blank one; its licence on the next.
  const starts = lines.flatMap((line, index) =>
    names.has(line) && (lines[index - 1] ?? '') === '' && lines[index + 1] ? [index] : [],
  );
  return starts.map((start, index) => ({
    name: lines[start] as string,
    license: lines[start + 1] as string,
    text: lines
      .slice(start + 2, starts[index + 1])
      .join('\n')
      .trim(),
  }));
}

/** The whole text of `docs/dependencies.md`. */
export function dependenciesPage(): string {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const runtime = Object.keys(dependencies ?? {});
  const development = Object.keys(devDependencies ?? {});
  const unexplained = [...runtime, ...development].filter((name) => !Object.hasOwn(REASONS, name));
  const gone = Object.keys(REASONS).filter((name) => !runtime.includes(name) && !development.includes(name));
  if (unexplained.length > 0) throw new Error(`scripts/dependencies.ts gives no reason for ${unexplained.join(', ')}`);
  if (gone.length > 0) throw new Error(`scripts/dependencies.ts explains what is no dependency: ${gone.join(', ')}`);

  const packages = lockedPackages();
  const bundledNames = new Set(bundledLicenses().map(({ name }) => name));
  const bundled = packages.filter(({ name, runtime }) => runtime && bundledNames.has(name));
  const typesOnly = packages.filter(({ name, runtime }) => runtime && !bundledNames.has(name));
  const direct = (names: readonly string[]) =>
    names.map((name) => {
      const isOurs = { ...dependencies, ...devDependencies }[name]?.startsWith('file:');
      return [...(isOurs ? [`\`${name}\``, 'ours', 'MIT'] : facts(name, packages)), REASONS[name] as string];
    });
  const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript);
  return `# Dependencies

Written by \`npm run docs\` from \`package.json\`, the lockfile and \`dist/licenses.txt\`; the reasons stand in \`scripts/dependencies.ts\`. Every version is exact, and the
lockfile pins the hash of each package.

## At run time: ${runtime.length}

Bundled into \`dist/\`, so a run of the action installs nothing.

${table(['package', 'version', 'licence', 'why'], direct(runtime))}

### Bundled in all: ${new Set(bundled.map(({ name }) => name)).size} packages

The ${runtime.length} above and what they need. Their licences are in \`dist/licenses.txt\`; a test lets none in that is not permissive.

${table(
  ['package', 'version', 'licence'],
  [...Map.groupBy(bundled, ({ name }) => name).values()].map((versions) => [
    `\`${versions[0]?.name}\``,
    versions.map(({ version }) => version).join(', '),
    [...new Set(versions.map(({ license }) => license))].join(', '),
  ]),
)}

Installed with them, but holding types alone: ${list(typesOnly)}.

## For development: ${development.length}

${table(['package', 'version', 'licence', 'why'], direct(development))}

With all that they need, the lockfile holds ${packages.filter(({ runtime }) => !runtime).length} packages for development, counting those of every platform.

Packages with an install script: ${list(scripts)}. None of them is bundled, and \`npm ci --ignore-scripts\` followed by \`npm run build\` makes the same \`dist/\`
(\`scripts/reproduce.sh\`).
`;
}

/** Name, version and licence of a direct dependency, as cells. */
function facts(name: string, packages: readonly LockedPackage[]): string[] {
  const found = packages.find(({ folder }) => folder === `node_modules/${name}`);
  if (!found) throw new Error(`package-lock.json lacks ${name}`);
  return [`\`${name}\``, found.version, found.license];
}

const list = (packages: readonly LockedPackage[]): string =>
  [...new Set(packages.map(({ name }) => `\`${name}\``))].join(', ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
