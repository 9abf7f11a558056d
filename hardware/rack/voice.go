package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// Voice is a handle to a voice that may come and go. It is a hardware.Voice and Loud.
type Voice struct{ s *slot }

// Say speaks, or answers Missing while there is no voice.
func (v Voice) Say(ctx context.Context, u hardware.Utterance) error {
	dev, ok := v.s.current().(hardware.Voice)
	if !ok {
		return missing("rack.Say", v.s.name)
	}
	err := dev.Say(ctx, u)
	v.s.glance() // a fault of it begins or is over
	return err
}

// Volume sets the loudness of the announcements to come. A voice that is away, or has no knob, is not asked: a
// voice.Queue says it before each announcement.
func (v Voice) Volume(percent int) {
	if dev, ok := v.s.current().(hardware.Loud); ok {
		dev.Volume(percent)
	}
}
