// Package sounds holds the spoken clips of announcements: voice/zh and voice/en, WAV,
// 16 kHz mono 16 bit. packaging/voice/make.sh makes them with espeak-ng and sox; they are
// generated audio of our own words (see LICENCE-voice.txt). The chime is not here: it is
// synthesised in hardware/voice/clips.
package sounds

import (
	"embed"
	"io/fs"
)

//go:embed voice
var files embed.FS

// Voice is the clips: zh/qing.wav, en/number.wav and so on.
func Voice() fs.FS {
	sub, err := fs.Sub(files, "voice")
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}
