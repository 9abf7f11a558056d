#!/bin/sh
# Copies the icons named in used.txt from the npm package @mdi/svg (Apache-2.0) to assets/icons.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-"$here/../../assets/icons"}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

cd "$tmp"
npm pack --silent @mdi/svg@7.4.47 >/dev/null
tar xzf mdi-svg-*.tgz
rm -f "$out"/*.svg
cp package/LICENSE "$out/LICENSE"
while read -r name; do
	cp "package/svg/$name.svg" "$out/"
done <"$here/used.txt"
