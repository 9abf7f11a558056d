package main

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/demohall/pages"
	"github.com/brighthall/brighthall/apps/internal/system"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/bench"
	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/nav"
)

// bench joins the device bench to the simulated devices.
func (d *demo) bench(ctx context.Context, window func(string) fyne.Window) error {
	s, err := system.Bench(ctx, window("bench"))
	if err != nil {
		return err
	}
	b := bench.New(bench.Hooks{
		Break:     d.breaks,
		Scan:      func(text string) { go d.point(ctx, text) },
		ReadPaper: demohall.ReadBarcode,
		Quick:     func(kind string) string { return d.hall.Sample(ctx, kind) },
		Save:      save,
		Export:    export,
		Record:    d.record,
		Play:      d.tell(ctx, s),
		Pages:     pages.All,
		Act:       d.hall.Machines.Act,
		Unplug:    d.unplug,
	})
	s.Home(b)
	d.board = b
	d.listen(s, b)
	d.hearMachines(s, b)
	d.stages = append(d.stages, s)
	d.parts = append(d.parts, boot.Part{Name: "bench", Run: s.Run})
	return nil
}

// listen shows on the bench what passes the wires, what is printed and what the voice says.
func (d *demo) listen(s *nav.Stage, b *bench.Bench) {
	zone := d.hall.Outlet.Outlet.Location()
	d.hall.Listen(func(f demohall.Frame) {
		s.Do(func() { b.Wire(bench.Frame{At: f.At.In(zone), Out: f.Sent, Device: f.Device, Bytes: f.Bytes}) })
	}, func(p demohall.Paper) { s.Do(func() { b.Paper(p.Image) }) })
	d.said = func(c board.Call, begins bool) {
		if begins {
			s.Do(func() {
				if !c.Quiet {
					b.Said(s.Say("display.caption", "no", c.No, "window", lang.Window(c.Label)))
				}
			})
		}
	}
}

// point lets the scanner read a text; an unplugged scanner reads nothing.
func (d *demo) point(ctx context.Context, text string) {
	if err := d.hall.Scanner.Point(ctx, text); err != nil {
		d.log.Info("scanner", "error", err)
	}
}

func (d *demo) breaks(f bench.Fault, on bool) {
	switch f {
	case bench.PaperOut:
		d.hall.Printer.SetPaper(!on)
	case bench.NearEnd:
		d.hall.Printer.SetNearEnd(on)
	case bench.HotHead:
		d.hall.Printer.SetHot(on)
	case bench.Broken:
		d.hall.Printer.SetBroken(on)
	case bench.PrinterSilent:
		d.hall.Printer.SetSilent(on)
	case bench.DrawerLocked:
		d.hall.Printer.LockDrawer(on)
	case bench.CoverOpen:
		d.hall.Printer.SetCover(on)
	case bench.CutterJam:
		d.hall.Printer.SetJam(on)
	case bench.PrinterUnplug:
		d.plug("printer", !on)
	case bench.ScannerUnplug:
		d.plug("scanner", !on)
	case bench.NodeCut:
		d.hall.Cable.Pull(on)
	}
}

func (d *demo) plug(device string, in bool) {
	if err := d.hall.Plug(device, in); err != nil {
		d.log.Warn("plug", "device", device, "error", err)
	}
}

// export keeps the wire log in the folder the demo was started in.
func export(text string) (string, error) {
	name := fmt.Sprintf("wire-%s.txt", time.Now().Format("150405"))
	return name, os.WriteFile(name, []byte(text), 0o600)
}

// save keeps the picture of a slip in the folder the demo was started in.
func save(paper image.Image) (string, error) {
	name := fmt.Sprintf("slip-%s.png", time.Now().Format("150405"))
	file, err := os.Create(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	if err := png.Encode(file, paper); err != nil {
		return "", err
	}
	where, err := filepath.Abs(name)
	return where, err
}
