package player

import (
	"context"
	"time"
)

// Rate is the samples a second of what is played: mono, 16 bit, little-endian.
const Rate = 16000

// Player plays sound to its end.
type Player interface {
	Play(ctx context.Context, pcm []byte) error
}

// System is the system's audio, or Silent when there is none. found tells which.
func System() (p Player, found bool) {
	if p, ok := system(); ok {
		return p, true
	}
	return Silent{}, false
}

// Silent plays nothing for the right time.
type Silent struct{}

// Mute tells that nobody will hear anything.
func (Silent) Mute() bool { return true }

// Play waits as long as the sound lasts.
func (Silent) Play(ctx context.Context, pcm []byte) error {
	t := time.NewTimer(length(pcm))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func length(pcm []byte) time.Duration {
	return time.Duration(len(pcm)/2) * time.Second / Rate
}
