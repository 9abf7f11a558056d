#!/bin/sh
# Installs the Debian packages that a step needs, if they are missing. Usage: packaging/deps.sh build|test|windows …
# Root or sudo installs; anybody else is told what to ask for.
set -eu

build="gcc pkg-config libc6-dev libgl1-mesa-dev libx11-dev libxrandr-dev libxcursor-dev libxinerama-dev libxi-dev libxxf86vm-dev"
run="libgl1 libgl1-mesa-dri libx11-6 libx11-xcb1 libxrandr2 libxcursor1 libxinerama1 libxi6 libxxf86vm1 libxrender1 libxext6"
screens="xvfb xserver-xorg-core xserver-xorg-video-dummy openbox x11-xserver-utils x11-utils xdotool zbar-tools strace"
windows="gcc-mingw-w64-x86-64"

wanted="ca-certificates"
for step in "$@"; do
	case $step in
	build) wanted="$wanted $build" ;;
	test) wanted="$wanted $run $screens" ;;
	windows) wanted="$wanted $windows" ;;
	*) echo "deps.sh: no step '$step'; say build, test or windows" >&2; exit 2 ;;
	esac
done

missing=""
for package in $wanted; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
	if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
		as_root=sudo
	else
		echo "These Debian packages are missing; ask an administrator to run:" >&2
		echo "  apt-get install -y --no-install-recommends$missing" >&2
		exit 1
	fi
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q >/dev/null
# shellcheck disable=SC2086
$as_root apt-get install -y -q --no-install-recommends $missing >/dev/null
