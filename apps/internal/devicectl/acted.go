package devicectl

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware/sims"
)

// acted is a device at which something is done as soon as it hears its line, once.
type acted struct {
	sims.Device
	do      []string
	held    func() bool // a driver has the line open; nil: it is there when the device is
	once    sync.Once
	running sync.WaitGroup
}

// Serve implements sims.Device.
func (a *acted) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	return a.Device.Serve(ctx, heard{link, func() { a.begin(ctx) }})
}

func (a *acted) begin(ctx context.Context) {
	a.once.Do(func() {
		a.running.Go(func() {
			for _, words := range a.do {
				if err := a.perform(ctx, words); err != nil {
					fmt.Fprintln(os.Stderr, err)
				}
			}
		})
	})
}

// perform does one thing. What is scanned or typed would be lost while nobody has the line open, and a key or a note
// before the device asks for it.
func (a *acted) perform(ctx context.Context, words string) error {
	verb, what, _ := strings.Cut(words, " ")
	switch verb {
	case "wait":
		d, err := time.ParseDuration(what)
		if err == nil {
			hold(ctx, d)
		}
		return err
	case "scan", "type":
		until(ctx, a.listened)
	case "press", "bounce", "note", "coin":
		within, cancel := context.WithTimeout(ctx, standing)
		defer cancel()
		if until(within, a.awaited); within.Err() == nil {
			hold(ctx, reaction)
		}
	}
	return a.Act(words)
}

const (
	standing = 60 * time.Second // so long a person stands at a device that asks for nothing, and then tries all the same
	reaction = time.Second      // of a person who sees the light
)

// until waits for something to be so.
func until(ctx context.Context, so func() bool) {
	for !so() && ctx.Err() == nil {
		hold(ctx, 20*time.Millisecond)
	}
}

func (a *acted) listened() bool { return a.held == nil || a.held() }

// awaited reports whether a host is there and what a person does counts now.
func (a *acted) awaited() bool {
	d, ok := a.Device.(sims.Awaiting)
	return a.listened() && (!ok || d.Awaits())
}

// heard is a link that tells when its device begins to listen.
type heard struct {
	io.ReadWriteCloser
	begin func()
}

func (h heard) Read(p []byte) (int, error) {
	h.begin()
	return h.ReadWriteCloser.Read(p)
}
