#!/bin/sh
# Makes the README's picture from a played visit: kiosk, hall display and counter side by side. Needs ImageMagick.
set -eu
from=${1:?usage: packaging/shots.sh FOLDER}
command -v convert >/dev/null || { echo "ImageMagick is missing: apt-get install imagemagick" >&2; exit 1; }
left=$(ls "$from"/*kiosk-ticket.png) top=$(ls "$from"/*display-calling.png) bottom=$(ls "$from"/*teller-serving.png)
convert \( "$left" -resize x1000 \) \( \( "$top" -resize 870x \) \( "$bottom" -resize 870x \) -background '#DBE3DF' -splice 0x10 -append \) \
	-background '#DBE3DF' -splice 10x0 +append -chop 10x0 -colors 128 -strip .github/hall.png
