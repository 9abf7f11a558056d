package devicectl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/tape"
)

// Replay plays a tape to a driver, which is used once as probe does.
type Replay struct {
	File    string        `arg:"" type:"existingfile" help:"The tape."`
	Device  string        `arg:"" optional:"" help:"A driver's name, such as samv, or a device's URL. Nothing: the device on the tape."`
	What    string        `arg:"" optional:"" help:"What to do with the device, the same as when it was recorded."`
	Lenient bool          `help:"The driver may send other bytes than on the tape."`
	Fast    bool          `help:"Answers come at once, not after the time they took: for drivers that only ask and are answered."`
	JSON    bool          `name:"json" help:"Print JSON, one object."`
	Wait    time.Duration `default:"30s" help:"How long it may take."`
}

// Run replays. It is an error when the driver leaves the tape, or does not do its work.
func (r *Replay) Run(ctx context.Context) error {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return err
	}
	report, left, err := r.replay(ctx)
	report.ended(err, r.Wait, book, hall.Chinese)
	report.print(r.JSON, teller{book, hall.Chinese})
	if left > 0 {
		fmt.Fprintf(os.Stderr, "%d bytes of the tape were not used\n", left)
	}
	return err
}

func (r *Replay) replay(ctx context.Context) (report Report, left int, err error) {
	f, err := os.Open(r.File)
	if err != nil {
		return report, 0, err
	}
	defer f.Close()
	entries, err := tape.Read(f)
	if err != nil {
		return report, 0, fmt.Errorf("%s: %w", r.File, err)
	}
	play := tape.NewPlayer(entries, tape.Options{Lenient: r.Lenient, Pace: !r.Fast})
	report.URL = deviceOn(entries, r.Device)
	err = (&Probe{URL: report.URL, What: r.What, Wait: r.Wait, now: began(entries)}).probe(port.WithOpener(ctx, play.Open), &report)
	if off := play.Err(); off != nil {
		err = errors.Join(off, err)
	}
	return report, play.Left(), err
}

// began is the clock of the tape: what was printed had its time. An older tape tells none.
func began(entries []tape.Entry) func() time.Time {
	var at int64
	if len(entries) > 0 {
		at = entries[0].Began
	}
	return func() time.Time { return time.UnixMilli(at) }
}

// deviceOn is a device's URL: as it was used, or of another driver's name with the port that the tape was made on.
func deviceOn(entries []tape.Entry, device string) string {
	switch {
	case strings.Contains(device, ":") || len(entries) == 0:
		return device
	case device == "" || strings.HasPrefix(entries[0].Device, device+"+"):
		return entries[0].Device
	case entries[0].At == "":
		return device
	}
	return device + "+" + entries[0].At
}
