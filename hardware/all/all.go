// Package all is the explicit list of device drivers.
//
// It is the one place where drivers meet ports: it opens the port a URL names and hands it
// to the driver. A new driver is one function here and one line in Registry.
package all

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/scanner/camera"
	"github.com/brighthall/brighthall/hardware/voice/clips"
	"github.com/brighthall/brighthall/hardware/voice/player"
)

// Resources are what drivers need from the program.
type Resources struct {
	Regular, Bold []byte                           // the two weights slips are set in, TTF
	Sounds        fs.FS                            // zh/*.wav and en/*.wav
	Player        clips.Player                     // nil: the system's audio, or silence of the same length
	Now           func() time.Time                 // nil: time.Now
	Gateway       Gateway                          // foreign machines; nil: none
	CashJournal   string                           // the journal file of machines that take money and name none themselves
	Check         func(code string) camera.Verdict // the keyed check of codes that cameras read; nil: none
	Traces        string                           // the folder where printers remember what broke off; empty: as long as the program runs
}

// Registry lists every driver.
func Registry(r Resources) *hardware.Registry {
	if r.Now == nil {
		r.Now = time.Now
	}
	drivers := append(slices.Concat(modules(), windowScreens(r), acceptors(r), settableScanners(r), foreign(r)), printer(r), pagePrinter(r), plainScanner(r), eye(r), speaker(r), evaluator(r), speech(), idCard(r), typist(r), nutUPS(r), serialUPS(r))
	for i := range drivers {
		drivers[i].Check = checkOf(drivers[i].Name)
	}
	return hardware.NewRegistry(drivers...)
}

func printer(r Resources) hardware.Driver {
	fonts := sync.OnceValues(func() (*escpos.Fonts, error) { return escpos.ParseFonts(r.Regular, r.Bold) })
	traces := escpos.NewTraces(r.Traces)
	ports := port.Schemes()
	delete(ports, "evdev") // a keyboard prints nothing
	return hardware.Driver{
		Name: "escpos", Kind: hardware.KindPrinter, Options: []string{"profile", "mode"}, Ports: ports,
		Example: "escpos+serial:///dev/ttyS1?baud=115200&profile=80mm",
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			profile, err := escpos.LoadProfile(or(o["profile"], "80mm"))
			if err != nil {
				return nil, err
			}
			if profile, err = profile.WithMode(o["mode"]); err != nil {
				return nil, err
			}
			if strings.HasPrefix(at, "spool:") { // every question would be a print job, and none is answered
				profile.Status = "no"
			}
			f, err := fonts()
			if err != nil {
				return nil, err
			}
			p, err := open(ctx, printing(at))
			if err != nil {
				return nil, err
			}
			device := escpos.New(p, profile, f, escpos.Waits{Baud: baud(at)}, r.Now)
			device.Remember(traces)
			return device, nil
		},
	}
}

// printing is a printer's line: one that is serial stops when the printer says XOFF, unless the URL says otherwise. A
// printer that never says it does not mind.
func printing(at string) string {
	u, err := url.Parse(at)
	if err != nil || u.Scheme != "serial" || u.Query().Has("flow") {
		return at
	}
	q := u.Query()
	q.Set("flow", "xonxoff")
	u.RawQuery = q.Encode()
	return u.String()
}

// baud is the line's speed for the printer's patience; 0 for lines that have none.
func baud(at string) int {
	u, err := url.Parse(at)
	if err != nil || u.Scheme != "serial" {
		return 0
	}
	n, _ := strconv.Atoi(or(u.Query().Get("baud"), "9600"))
	return n
}

func speaker(r Resources) hardware.Driver {
	return hardware.Driver{
		Name: "clips", Kind: hardware.KindVoice, Options: []string{"volume", "dir"},
		Ports:   map[string][]string{"system": nil, "silent": nil},
		Example: "clips+system:?volume=80",
		Open: func(_ context.Context, at string, o map[string]string) (hardware.Device, error) {
			volume, err := strconv.Atoi(or(o["volume"], "80"))
			if err != nil || volume < 0 || volume > 100 {
				return nil, hardware.E("clips.Open", hardware.BadConfig, fmt.Sprintf("volume %q, 0 to 100", o["volume"]))
			}
			files := []fs.FS{r.Sounds}
			if o["dir"] != "" {
				files = []fs.FS{os.DirFS(o["dir"]), r.Sounds}
			}
			return clips.New(playerFor(r, at), volume, files...), nil
		},
	}
}

func playerFor(r Resources, at string) clips.Player {
	switch {
	case at == "silent:":
		return player.Silent{}
	case r.Player != nil:
		return r.Player
	}
	p, _ := player.System()
	return p
}

// open opens a port and names what is wrong with it as a fault.
func open(ctx context.Context, at string) (port.Port, error) {
	p, err := port.Open(ctx, at)
	if err == nil {
		return p, nil
	}
	code := hardware.Failed
	switch {
	case errors.Is(err, port.ErrGone):
		code = hardware.Missing
	case errors.Is(err, port.ErrInUse):
		code = hardware.InUse
	case errors.Is(err, port.ErrConfig):
		code = hardware.BadConfig
	}
	return nil, hardware.E("all.Open", code, err)
}

func or(s, unset string) string {
	if s == "" {
		return unset
	}
	return s
}
