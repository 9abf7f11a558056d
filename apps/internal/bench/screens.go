package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/brighthall/brighthall/apps/internal/hand"
	"github.com/brighthall/brighthall/sync/wire"
)

// The aims of a window under Xvfb, where software draws it.
const (
	frameAim  = time.Second
	idleAim   = 2.0   // % of one core
	screenAim = 240.0 // MB resident
	changeAim = 1.2   // pictures a second: a clock may tick, nothing may run
)

const (
	calm    = 5 * time.Second // from the first frame to the first look at the idle program
	idle    = 10 * time.Second
	glance  = 100 * time.Millisecond // between two pictures of the idle window
	starts  = 5
	theWide = "1920x1920x24"
)

// screens are the programs with windows, by the kind of their token.
var screens = []struct {
	kind, window, at string
	more             []string
}{
	{kind: "kiosk", window: "kiosk", at: "1080x1920+0+0"},
	{kind: "counter", window: "teller", at: "1600x900+0+0", more: []string{"--counter", "3", "--outer", "1280x800+0+900"}},
	{kind: "display", window: "display", at: "1920x1080+0+0"},
	{kind: "media", window: "media", at: "1080x1920+0+0"},
}

// benchScreens starts each program on a hall that runs and looks at its first frame, its memory and what it does when
// nobody comes.
func benchScreens(o options) error {
	if _, err := exec.LookPath("Xvfb"); err != nil {
		fmt.Println("skipped  windows: Xvfb is not installed (packaging/deps.sh test)")
		return nil
	}
	dir, err := o.scratch("screens")
	if err != nil {
		return err
	}
	x, err := hand.Serve(theWide)
	if err != nil {
		return err
	}
	defer x.Stop()
	server := screen{x}
	p, err := startNode(o, filepath.Join(dir, "node"))
	if err != nil {
		return err
	}
	for _, s := range screens {
		token, fault := enrolFor(dir, s.kind)
		if fault == nil {
			args := append([]string{"--node", p.url, "--token", token, "--windowed", s.at}, s.more...)
			fault = server.measure(filepath.Join(filepath.Dir(o.Node), s.kind), s.window, args)
		}
		err = errors.Join(err, fault)
	}
	return errors.Join(err, p.stop())
}

func enrolFor(dir, kind string) (file string, err error) {
	token, err := enrol(filepath.Join(dir, "node"), wire.Kind(kind))
	file = filepath.Join(dir, kind+".token")
	return file, errors.Join(err, os.WriteFile(file, []byte(token), 0o600))
}

// screen is where the programs are looked at.
type screen struct{ *hand.Server }

func (s screen) measure(program, window string, args []string) error {
	h, err := hand.Reach(s.Display)
	if err != nil {
		return err
	}
	defer h.Close()
	var frames times
	for n := range starts {
		p, err := s.open(program, args)
		if err != nil {
			return err
		}
		at, err := firstFrame(h, window)
		frames = append(frames, time.Since(p.began))
		if err == nil && n == starts-1 {
			err = p.rest(h, window, at)
		}
		if err := errors.Join(err, p.stop()); err != nil {
			return fmt.Errorf("%s: %w", window, err)
		}
	}
	figure(window+": start to first frame, median", fmt.Sprint("≤ ", frameAim), fmt.Sprintf("%v, slowest %v", round(frames.at(.5)), round(frames.at(1))), frames.at(.5) <= frameAim)
	return nil
}

// opened is a program with a window.
type opened struct {
	process
	began time.Time
	home  string
}

func (s screen) open(program string, args []string) (*opened, error) {
	home, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), "DISPLAY="+s.Display, "FYNE_SCALE=1", "HOME="+home, "XDG_RUNTIME_DIR="+home)
	began := time.Now()
	return &opened{process{cmd: c}, began, home}, c.Start()
}

func (p *opened) stop() error { return errors.Join(p.process.stop(), os.RemoveAll(p.home)) }

// firstFrame waits until something is drawn in the window.
func firstFrame(h *hand.Hand, title string) (hand.Window, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	w, err := h.Find(ctx, title)
	for err == nil {
		picture, fault := h.Picture(w)
		if fault == nil && drawn(picture) {
			return w, nil
		}
		if w, err = h.Find(ctx, title); err == nil {
			err = ctx.Err()
		}
	}
	return w, err
}

// drawn reports whether a picture has more than one colour.
func drawn(p *image.RGBA) bool {
	return len(p.Pix) > 4 && !bytes.Equal(p.Pix[4:], p.Pix[:len(p.Pix)-4])
}

// rest looks at a program that nobody touches.
func (p *opened) rest(h *hand.Hand, window string, at hand.Window) error {
	<-time.After(calm)
	before, err := p.cpu()
	if err != nil {
		return err
	}
	<-time.After(idle)
	after, err := p.cpu()
	if err != nil {
		return err
	}
	share := 100 * (after - before).Seconds() / idle.Seconds()
	figure(window+": idle, of one core", fmt.Sprintf("≤ %.0f %%", idleAim), fmt.Sprintf("%.1f %%", share), share <= idleAim)
	mb, err := p.rss()
	if err != nil {
		return err
	}
	figure(window+": memory", fmt.Sprintf("≤ %.0f MB", screenAim), fmt.Sprintf("%.0f MB", mb), mb <= screenAim)
	rate, err := changes(h, at)
	figure(window+": pictures that changed while idle", fmt.Sprintf("≤ %.1f a second", changeAim), fmt.Sprintf("%.1f", rate), err == nil && rate <= changeAim)
	return err
}

// changes counts how often a window's picture changes in a second: an animation that never ends changes it at every
// glance.
func changes(h *hand.Hand, w hand.Window) (float64, error) {
	last, err := h.Picture(w)
	if err != nil {
		return 0, err
	}
	n, began := 0, time.Now()
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for time.Since(began) < idle/2 {
		<-tick.C
		now, err := h.Picture(w)
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(now.Pix, last.Pix) {
			n++
		}
		last = now
	}
	return float64(n) / time.Since(began).Seconds(), nil
}
