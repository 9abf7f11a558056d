#!/bin/bash
# Writes packaging/NOTICES.txt: what is in our programs that others wrote, and under which terms. Run it after a change of go.mod or of a
# program's imports; TestEveryPackageWeShipHasItsNotice (apps/internal/layout) says when.
set -euo pipefail
cd "$(dirname "$0")/.."
programs=$(ls -d apps/*/main.go | sed 's|^|./|; s|/main.go$||')

modules() {
	for os in linux windows; do
		CGO_ENABLED=1 GOOS=$os GOARCH=amd64 go list -deps -tags x11,migrated_fynedo,no_animations \
			-f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' $programs
	done | LC_ALL=C sort -u
}

part() { # title, files
	printf '\n%s\n%s\n' "$(printf '=%.0s' {1..100})" "$1"
	shift
	for file in "$@"; do
		printf '%s\n%s\n' "$(printf -- '-%.0s' {1..100})" "$(tr -d '\r' <"$file")"
	done
}

{
	printf 'Third-party notices\n\nThe programs of Brighthall contain these works, each under its own terms. Module lines name path and version.\n'
	part "Go, its runtime and standard library" "$(go env GOROOT)/LICENSE"
	modules | while read -r path version dir; do
		mapfile -t files < <(find "$dir" -maxdepth 1 -type f \( -iname 'licen[sc]e*' -o -iname 'copying*' -o -iname 'notice*' -o -iname 'patents*' \) | LC_ALL=C sort)
		[ ${#files[@]} -gt 0 ] || { echo "$path has no licence" >&2; exit 1; }
		part "module $path $version" "${files[@]}"
	done
	part "Hall Sans, a subset of Noto Sans CJK SC (assets/fonts)" assets/fonts/OFL.txt
	part "Material Design Icons (assets/icons)" assets/icons/LICENSE
	part "The recorded voice (assets/sounds)" assets/sounds/LICENCE-voice.txt
} >packaging/NOTICES.txt
