#!/bin/sh
# Opens the demo hall. Without a display it plays the scripted visit on a virtual one and leaves pictures in the folder given.
set -eu
out=${1:?usage: packaging/demo.sh FOLDER}
if [ -n "${DISPLAY:-}" ] && [ -z "${CI:-}" ] && [ "${VISIT:-}" = "" ]; then
	exec bin/demo
fi
mkdir -p "$out"
number=50
while [ -e "/tmp/.X11-unix/X$number" ] || [ -e "/tmp/.X$number-lock" ]; do number=$((number + 1)); done
Xvfb ":$number" -screen 0 4608x3840x24 -nolisten tcp >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT INT TERM
while [ ! -e "/tmp/.X11-unix/X$number" ]; do kill -0 $server; sleep 0.05; done
DISPLAY=":$number" FYNE_SCALE=1 FYNE_DISABLE_DPI_DETECTION=1 bin/demo --script visit --out "$out"
echo "pictures, the ticket, the bytes sent to the printer and visit.json are in $out"
