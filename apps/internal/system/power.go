package system

import (
	"context"
	"os/exec"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/ups"
)

// power is the part that follows the terminal's UPS: that the mains are away staff see as a fault of the device; when
// the battery soon ends the PC is shut down in order. Nothing is lost by that: what a screen or a slip has said is on
// the disk.
func (t *Terminal) power(rules ups.Rules, shutdown []string) boot.Part {
	return boot.Part{Name: "power", Run: func(ctx context.Context) error {
		return ups.Watch(ctx, t.Rack.UPS(UPS), rules, time.Now, func(e ups.Event, p hardware.Power) { t.powerEvent(ctx, e, p, shutdown) })
	}}
}

func (t *Terminal) powerEvent(ctx context.Context, e ups.Event, p hardware.Power, shutdown []string) {
	t.Log.Warn(string(e), "terminal", t.ID, "charge", p.Charge, "runtime", p.Runtime)
	if e != ups.Ending || len(shutdown) == 0 {
		return
	}
	if out, err := exec.CommandContext(ctx, shutdown[0], shutdown[1:]...).CombinedOutput(); err != nil {
		t.Log.Error("shutdown", "command", shutdown, "error", err, "output", string(out))
	}
}
