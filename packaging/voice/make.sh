#!/bin/sh
# Makes the spoken clips in assets/sounds/voice from Debian's espeak-ng and sox.
#
#   apt-get install espeak-ng sox
#   packaging/voice/make.sh
#
# Mandarin is given as numbered pinyin to the voice cmn-latn-pinyin, because the voice cmn
# of espeak-ng 1.51 reads characters as English. Every clip is 16 kHz mono 16 bit, cut at
# its silence and at one loudness. Recordings of a person replace single clips: put files of
# the same names into a directory and name it in the device's URL (dir=).
set -eu
cd "$(dirname "$0")/../.."
out=assets/sounds/voice
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

clip() { # language name text speed
	espeak-ng -v "$5" -s "$4" -p 45 -w "$tmp/raw.wav" "$3"
	sox -D "$tmp/raw.wav" -r 16000 -c 1 -b 16 "$out/$1/$2.wav" \
		silence 1 0.01 0.5% fade t 0.008 reverse silence 1 0.01 0.5% fade t 0.008 reverse \
		norm -3 pad 0.02 0.03
}
zh() { clip zh "$1" "$2" 150 cmn-latn-pinyin; }
en() { clip en "$1" "$2" 145 en-gb; }

mkdir -p "$out/zh" "$out/en"
rm -f "$out"/zh/*.wav "$out"/en/*.wav

zh qing qing3
zh dao dao4
zh hao-chuangkou 'hao4 chuang1 kou3'
zh banli-yewu 'ban4 li3 ye4 wu4'
zh shi shi2
n=0
for p in ling2 yao1 er4 san1 si4 wu3 liu4 qi1 ba1 jiu3; do
	zh $n "$p"
	n=$((n + 1))
done
zh yi yi1
zh liang liang3

en number number
en go-to 'please go to window'
i=0
for w in zero one two three four five six seven eight nine ten eleven twelve thirteen \
	fourteen fifteen sixteen seventeen eighteen nineteen; do
	en $i $w
	i=$((i + 1))
done
en 20 twenty
en 30 thirty
en 40 forty
en 50 fifty
en 60 sixty
en 70 seventy
en 80 eighty
en 90 ninety
# Letters are spoken by their English names in both languages.
for c in A B C D E F G H I J K L M N O P Q R S T U V W X Y Z; do
	en $c $c.
	cp "$out/en/$c.wav" "$out/zh/$c.wav"
done
