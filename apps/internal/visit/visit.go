package visit

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// World is what surrounds the windows during a visit.
type World struct {
	// Printed waits for the next slip: its picture and the bytes the printer got.
	Printed func(ctx context.Context) (image.Image, []byte, error)
	// Read reads the slip's barcode.
	Read func(slip image.Image) (string, error)
	// Point holds a code under the counter's scanner.
	Point func(ctx context.Context, code string) error
	// Archived reads the visit back from the center; it waits until it is there and evaluated.
	Archived func(ctx context.Context, no hall.TicketNo) (json.RawMessage, error)
}

// The demo's teller.
const (
	badge = "0314"
	pin   = "246810"
)

// patience of one step: a real hall's screens answer at once, a loaded test machine takes longer.
const patience = 40 * time.Second

// Play plays the visit: touch, print, call, scan, serve, rate, archive.
func (p *Player) Play(ctx context.Context, w World) error {
	v := &visit{Player: p, world: w}
	if err := os.MkdirAll(p.Out, 0o755); err != nil {
		return err
	}
	for _, act := range []func(context.Context) error{v.open, v.take, v.paper, v.call, v.scan, v.finish, v.rate, v.archive} {
		if err := v.patiently(ctx, act); err != nil {
			return err
		}
	}
	return p.Save(map[string]any{"no": v.no, "code": v.code, "archived": v.archived})
}

// visit is one visit and what was learnt on the way.
type visit struct {
	*Player
	world    World
	no       hall.TicketNo
	code     string
	archived json.RawMessage
}

func (v *visit) patiently(ctx context.Context, act func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return act(ctx)
}

// in does one thing after another until one fails.
func in(acts ...func() error) error {
	for _, act := range acts {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}

// open signs the teller in, so that somebody can call.
func (v *visit) open(ctx context.Context) error {
	return in(
		func() error { return v.On(ctx, "kiosk", "home") },
		func() error { return v.Step(ctx, "teller-sign-in", "teller") },
		func() error { return v.Type(ctx, "teller", "sign-in-teller", badge) },
		func() error { return v.Type(ctx, "teller", "sign-in-pin", pin) },
		func() error { return v.Touch(ctx, "teller", "sign-in") },
		func() error { return v.Sees(ctx, "teller", "F1") },
		func() error { return v.Step(ctx, "teller-idle", "teller") },
		func() error { return v.Step(ctx, "customer-idle", "customer") },
	)
}

// take is the visitor at the kiosk.
func (v *visit) take(ctx context.Context) error {
	return in(
		func() error { return v.Sees(ctx, "kiosk", "95598") },
		func() error { return v.Step(ctx, "kiosk-home", "kiosk") },
		func() error { return v.Touch(ctx, "kiosk", "group.H") },
		func() error { return v.On(ctx, "kiosk", "items") },
		func() error { return v.Step(ctx, "kiosk-services", "kiosk") },
		func() error { return v.Touch(ctx, "kiosk", "item.B05") },
		func() error { return v.On(ctx, "kiosk", "confirm") },
		func() error { return v.Step(ctx, "kiosk-confirm", "kiosk") },
		func() error { return v.Touch(ctx, "kiosk", "take") },
		func() error { return v.On(ctx, "kiosk", "ticket") },
	)
}

// paper waits for the slip and keeps it.
func (v *visit) paper(ctx context.Context) error {
	slip, sent, err := v.world.Printed(ctx)
	if err != nil {
		return err
	}
	if err := v.SavePicture("ticket.png", slip); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(v.Out, "printer.bin"), sent, 0o644); err != nil {
		return err
	}
	if v.code, err = v.world.Read(slip); err != nil {
		return err
	}
	if err := v.learnNumber(ctx); err != nil {
		return err
	}
	return v.Step(ctx, "kiosk-ticket", "kiosk")
}

// learnNumber reads the number off the kiosk's screen, as the visitor does.
func (v *visit) learnNumber(ctx context.Context) error {
	return v.until(ctx, "the number on the kiosk", func() (bool, error) {
		a, err := v.Eyes.Ask(ctx, "state", "kiosk", "")
		texts, _ := a["texts"].([]any)
		if plain, ok := a["texts"].([]string); ok {
			for _, t := range plain {
				texts = append(texts, t)
			}
		}
		for _, t := range texts {
			if s := fmt.Sprint(t); len(s) == 4 && s[0] == 'H' {
				v.no = hall.TicketNo(s)
				return true, nil
			}
		}
		return false, err
	})
}

// call is the teller's F1, and what the hall then sees.
func (v *visit) call(ctx context.Context) error {
	return in(
		func() error { return v.F(ctx, "teller", 1) },
		func() error { return v.Sees(ctx, "display", string(v.no)) },
		func() error { return v.On(ctx, "display", "calling") },
		func() error { return v.Step(ctx, "display-calling", "display") },
		func() error { return v.Sees(ctx, "customer", string(v.no)) },
		func() error { return v.Step(ctx, "customer-called", "customer") },
		func() error { return v.Step(ctx, "teller-called", "teller") },
	)
}

// scan is the slip under the counter's scanner.
func (v *visit) scan(ctx context.Context) error {
	return in(
		func() error { return v.world.Point(ctx, v.code) },
		func() error { return v.until(ctx, "the scanned ticket being served", v.serving(ctx)) },
		func() error { return v.Step(ctx, "teller-serving", "teller") },
		func() error { return v.Step(ctx, "customer-serving", "customer") },
	)
}

// serving reports whether the customer's window greets the number.
func (v *visit) serving(ctx context.Context) func() (bool, error) {
	return func() (bool, error) {
		a, err := v.Eyes.Ask(ctx, "rect", "teller", "finish")
		_, wrong := a["error"]
		return err == nil && !wrong, err
	}
}

// finish ends the service with its outcome.
func (v *visit) finish(ctx context.Context) error {
	return in(
		func() error { return v.F(ctx, "teller", 5) },
		func() error { return v.Step(ctx, "teller-finish", "teller") },
		func() error { return v.Touch(ctx, "teller", "finish-done") },
		func() error { return v.until(ctx, "the rating", v.has(ctx, "customer", "level-5")) },
		func() error { return v.Step(ctx, "customer-rating", "customer") },
	)
}

func (v *visit) has(ctx context.Context, window, key string) func() (bool, error) {
	return func() (bool, error) {
		r, err := v.rect(ctx, window, key)
		return err == nil && !r.Empty(), err
	}
}

// rate is the visitor's word on the outer screen.
func (v *visit) rate(ctx context.Context) error {
	return in(
		func() error { return v.Touch(ctx, "customer", "level-5") },
		func() error { return v.until(ctx, "thanks", v.gone(ctx, "customer", "level-5")) },
		func() error { return v.Step(ctx, "customer-thanks", "customer") },
	)
}

func (v *visit) gone(ctx context.Context, window, key string) func() (bool, error) {
	return func() (bool, error) {
		_, err := v.rect(ctx, window, key)
		return err != nil && ctx.Err() == nil, err
	}
}

// archive reads the visit back from the center.
func (v *visit) archive(ctx context.Context) (err error) {
	if v.archived, err = v.world.Archived(ctx, v.no); err != nil {
		return err
	}
	return v.Step(ctx, "archived", "")
}
