package system

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/bridge"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice"
	"github.com/brighthall/brighthall/ui/display/board"
)

// openVoice puts the one line of announcements in front of the terminal's voice. Whoever wants to speak stands in it:
// the board's calls, and the self-test. Nobody else speaks to the rack's voice.
func (t *Terminal) openVoice(_ context.Context, g Given) error {
	hours := g.Hours
	hours.Zone = t.zone
	t.Speaker = voice.NewQueue(t.Rack.Voice(Voice), voice.Options{Hours: hours, OnFault: func(err error) {
		t.Log.Warn("announcement", "device", Voice, "code", hardware.CodeOf(err), "error", err)
	}})
	if g.Devices.Voice != "" {
		t.Parts = append(t.Parts, boot.Part{Name: "announcements", Run: t.Speaker.Run})
	}
	return nil
}

// zone is the hall's clock, once the hall has been heard.
func (t *Terminal) zone() *time.Location {
	if snap := t.latest.Load(); snap != nil {
		return snap.Outlet.Location()
	}
	return nil
}

// announcer has the board's calls spoken. The board begins one when the other has ended, so its card and the words stay
// together.
type announcer struct{ line *voice.Queue }

// Announce implements board.Announcer.
func (a announcer) Announce(ctx context.Context, c board.Call) bool {
	said, _ := a.line.Announce(ctx, bridge.Utterance(c.CallView), c.Times, c.Waits)
	return said.Heard
}

// Quiet implements board.Hours.
func (a announcer) Quiet() bool { return a.line.Quiet() }
