#!/bin/sh
# Makes assets/fonts/HallSans-{Regular,Bold}.{otf,ttf} from Noto Sans CJK SC.
# Needs (Debian): fonts-noto-cjk, unicode-data, python3-fonttools. Takes some minutes; run it
# only when the set of characters changes, and commit the result.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-"$here/../../assets/fonts"}
from=${NOTO_DIR:-/usr/share/fonts/opentype/noto}

for weight in Regular Bold; do
	nice /usr/bin/python3 "$here/subset.py" "$from/NotoSansCJK-$weight.ttc" "$weight" "$out/HallSans-$weight"
done
