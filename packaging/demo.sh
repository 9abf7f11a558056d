#!/bin/sh
# Opens the demo hall. Without a display it plays the scripted visit on one that nobody sees, and leaves pictures in the folder given.
set -eu
out=${1:?usage: packaging/demo.sh FOLDER}
if [ -n "${DISPLAY:-}" ] && [ -z "${CI:-}" ] && [ "${VISIT:-}" = "" ]; then
	exec bin/demo
fi
env -u DISPLAY bin/demo --script visit --out "$out"
echo "pictures, the ticket, the bytes sent to the printer and visit.json are in $out"
