package clips

import (
	"context"
	"io/fs"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Player plays 16 kHz mono 16-bit little-endian PCM to its end.
type Player interface {
	Play(ctx context.Context, pcm []byte) error
}

// Voice speaks through a player. It is a hardware.Voice and Device.
type Voice struct {
	player Player
	files  []fs.FS // first that has a clip wins

	mu     sync.Mutex
	volume int              // guarded by mu
	clips  map[string]sound // guarded by mu
	deaf   error            // why the last announcement was not heard; guarded by mu
}

// New speaks with the clips of files; a file found in an earlier one replaces the later's,
// so that a hall's own recordings go first. volume is 0–100.
func New(p Player, volume int, files ...fs.FS) *Voice {
	return &Voice{player: p, files: files, volume: max(0, min(100, volume)), clips: map[string]sound{}}
}

// Info says what it is.
func (v *Voice) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindVoice, Driver: "clips", Where: "system:"}
}

// Close has nothing to close: playing ends with Say's context.
func (v *Voice) Close() error { return nil }

// Volume sets the loudness of the announcements to come, in percent.
func (v *Voice) Volume(percent int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.volume = max(0, min(100, percent))
}

// Status warns when there is no audio system and the player only keeps the time, and is
// at fault from an announcement that could not be played to the next that could.
func (v *Voice) Status(context.Context) (hardware.Status, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.deaf != nil {
		return hardware.Status{State: hardware.Faulty, Code: hardware.NoPlayback, Detail: v.deaf.Error()}, nil
	}
	if mute, ok := v.player.(interface{ Mute() bool }); ok && mute.Mute() {
		return hardware.Status{State: hardware.Warning, Code: hardware.NoPlayback}, nil
	}
	return hardware.Status{State: hardware.Ready}, nil
}

// Say plays the announcement once and returns when it has been heard.
func (v *Voice) Say(ctx context.Context, u hardware.Utterance) error {
	const op = "clips.Say"
	pcm, err := v.Compose(u)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err = v.player.Play(ctx, pcm)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	v.mu.Lock()
	v.deaf = err
	v.mu.Unlock()
	if err != nil {
		return hardware.E(op, hardware.NoPlayback, err)
	}
	return nil
}

// Length is how long composed sound lasts.
func Length(pcm []byte) time.Duration {
	return time.Duration(len(pcm)/2) * time.Second / Rate
}

// Compose makes the sound of an announcement.
func (v *Voice) Compose(u hardware.Utterance) ([]byte, error) {
	languages := u.Languages
	if len(languages) == 0 {
		languages = []string{"zh"}
	}
	var all sound
	if !u.NoChime {
		all = append(chime(u.Recall), silence(rest)...)
	}
	for i, l := range languages {
		if i > 0 {
			all = append(all, silence(2*rest)...)
		}
		words, err := Words(u.Number, u.Window, u.Place, l)
		if err != nil {
			return nil, err
		}
		spoken, err := v.speak(l, words)
		if err != nil {
			return nil, err
		}
		all = append(all, spoken...)
	}
	v.mu.Lock()
	volume := v.volume
	v.mu.Unlock()
	return append(all.louder(volume), silence(rest)...).bytes(), nil
}

func (v *Voice) speak(language string, words []string) (sound, error) {
	var s sound
	for _, w := range words {
		if w == Pause {
			s = append(s, silence(rest)...)
			continue
		}
		clip, err := v.clip(language + "/" + w + ".wav")
		if err != nil {
			return nil, hardware.E("clips.Say", hardware.BadText, err)
		}
		s = joined(s, clip)
	}
	return s, nil
}

func (v *Voice) clip(name string) (sound, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if s, ok := v.clips[name]; ok {
		return s, nil
	}
	var err error
	for _, f := range v.files {
		var s sound
		if s, err = readWAV(f, name); err == nil {
			v.clips[name] = s
			return s, nil
		}
	}
	return nil, err
}
