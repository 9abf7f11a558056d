// Package system speaks with the speech of the operating system, a program that is there already: SAPI through
// PowerShell on Windows, say on macOS, espeak-ng or espeak elsewhere.
//
//	system:?volume=80&rate=150
//
// The text goes to the program's standard input, never through a shell or its arguments. The program ends with Say's
// context, and whatever it has started with it. espeak-ng reads Hanzi wrongly in many builds, so it gets pinyin with
// tones; of free texts it can therefore speak English only. Recorded words (package clips) sound better and are the
// same everywhere; this package is for halls that want other words.
//
// # Troubleshooting
//
//   - voice.no-playback "not found": the program is not installed (Linux: apt install espeak-ng) or not on PATH.
//   - voice.no-playback with words of the program: no sound card, or Windows has no Chinese voice: Settings, Time & language,
//     Speech, add a Chinese voice.
//   - voice.bad-text: a notice in Chinese, and the voice is espeak-ng.
//   - Nothing is heard and nothing is at fault: the volume of the system, or another sound device is the default.
package system
