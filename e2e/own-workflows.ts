import { VERSION } from '../src/version.ts';
import type { Scenario } from './scenario.ts';
import { releasedRepository, thisRepository } from './stages.ts';

const TAG = `v${VERSION}`;
const MAJOR = TAG.split('.')[0];

/** Answers as GitHub does for a repository whose releases are immutable and which has no major tag yet; keeps what it was asked. */
const GH = `#!/bin/sh
printf '%s\\n' "$*" >> "$E2E_ARTIFACTS/gh.log"
case "$*" in
  *matching-refs*) printf 'refs/tags/%s\\n' ${TAG} v0.0.9 ${TAG}-rc.1 ;;
  *--jq*) echo true ;;
  *PATCH*) exit 1 ;;
esac
`;

/** Without the job that calls ci.yml: see `OWN_WORKFLOWS`. */
const withoutCi = (workflow: string): string =>
  workflow.replace(/ {2}ci:\n[\s\S]*?\n\n/, '').replace('    needs: ci\n', '');

/**
 * The workflows of `.github/workflows/`, as far as they run here. What does not:
 *
 * - `ci.yml`, All checks: it is `.ci/run`, which runs this.
 * - `ci.yml`, macOS and Windows: act on this machine is Linux.
 * - `release.yml`, CI: the former two. Signing takes GitHub's identity token, so actions/attest has a stand-in, and so does `gh`.
 * - `codeql.yml`: it downloads CodeQL from GitHub, and needs its code scanning.
 */
export const OWN_WORKFLOWS: readonly Scenario[] = [
  {
    name: 'a tag becomes a release, with the bundle attested, and what the major tag points to',
    workflow: '.github/workflows/release.yml',
    edit: withoutCi,
    event: 'push',
    stage: releasedRepository(TAG),
    commands: { gh: GH },
    succeeds: true,
    accepted: [],
    log: /subjects=\S*release\/dist\/\S+ .*release\/dist\/index\.js .*release\/hood-resync-v[\d.]+\.tar\.gz/,
    artifacts: {
      'gh.log': new RegExp(
        [
          `^release create ${TAG} release/hood-resync-${TAG}\\.tar\\.gz --verify-tag .*--notes-file release/notes\\.md`,
          `api repos/\\S+/releases/tags/${TAG} --jq \\.immutable`,
          `api --paginate repos/\\S+/git/matching-refs/tags/${MAJOR}\\. .*`,
          `api --silent --method PATCH repos/\\S+/git/refs/tags/${MAJOR} -f sha=[0-9a-f]{40} -F force=true`,
          `api --silent --method POST repos/\\S+/git/refs -f ref=refs/tags/${MAJOR} -f sha=[0-9a-f]{40}\n$`,
        ].join('\n'),
      ),
      'release/notes.md': /^### Added\n/,
    },
  },
  {
    name: 'a tag of another version is not released',
    workflow: '.github/workflows/release.yml',
    edit: withoutCi,
    event: 'push',
    stage: releasedRepository('v9.9.9'),
    commands: { gh: GH },
    succeeds: false,
    accepted: [],
    log: /package\.json has another version than v9\.9\.9/,
  },
  {
    name: '`uses: ./` on Linux',
    workflow: '.github/workflows/ci.yml',
    event: 'push',
    stage: thisRepository,
    options: ['--job', 'smoke', '--matrix', 'os:ubuntu-latest'],
    succeeds: true,
    accepted: [],
    outputs: { 'resync (ubuntu-latest)': { result: 'synced', integration: '["1628"]' } },
    log: /The action sent what changed, and nothing else\./,
  },
];
