#!/usr/bin/env bash
# Builds dist/ twice, in two folders of different names and depths, from files that git tracks and packages that the lockfile
# pins, and compares both with the dist/ beside the sources. No install script is run. To check a release: check out its tag,
# run this.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for folder in "$work/a" "$work/another folder/with a longer/name"; do
  mkdir -p "$folder" "$folder.tmp"
  git ls-files -z --cached | grep -zv '^dist/' | tar --null --files-from=- --create | tar --extract --directory="$folder"
  (
    cd "$folder"
    # ncc keeps a cache in the folder for temporary files: neither build may profit from another.
    export TMPDIR="$folder.tmp"
    npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
    npm run --silent build >/dev/null
  )
  diff --recursive --brief "$folder/dist" dist
done
printf 'dist/ is what two builds in different folders make, byte by byte: sha256 %s\n' \
  "$(cd dist && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1)"
