#!/bin/sh
# Runs every fuzz target for FUZZTIME (default 2m). Seeds and findings are kept under testdata/fuzz of each package.
set -eu
for file in $(grep -rl --include='*_test.go' '^func Fuzz' hall hardware sync apps); do
	package=./$(dirname "$file")
	for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$file"); do
		echo "== $package $target"
		CGO_ENABLED=0 go test -tags x11,migrated_fynedo,no_animations -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-2m}" "$package"
	done
done
