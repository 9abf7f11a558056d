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
	// Rate presses the key of a level on the evaluator's box; nil: the visitor rates on the customer's screen.
	Rate func(level int) error
	// Archived reads the visit back from the center; it waits until it is there and evaluated.
	Archived func(ctx context.Context, no hall.TicketNo) (json.RawMessage, error)
	// NoDisplay is a hall without a waiting-hall display.
	NoDisplay bool
	// Name and Password sign in to the management app; without a name it is left out, as are bench and media machine.
	Name, Password string
}

// The demo's teller.
const (
	badge = "0314"
	pin   = "246810"
)

// patience of one step: a real hall's screens answer at once, a loaded test machine takes longer.
const patience = 2 * time.Minute

// Play plays the visit: touch, print, call, scan, serve, rate, archive.
func (p *Player) Play(ctx context.Context, w World) error {
	v := &visit{Player: p, world: w}
	if err := p.clear(); err != nil {
		return err
	}
	for _, act := range []func(context.Context) error{v.open, v.take, v.paper, v.call, v.scan, v.finish, v.rate, v.archive, v.manage} {
		if err := v.patiently(ctx, act); err != nil {
			return err
		}
	}
	return p.Save(map[string]any{"no": v.no, "code": v.code, "archived": v.archived})
}

// clear makes the folder ready: pictures of an earlier visit would stand between those of this one.
func (p *Player) clear() error {
	old, err := filepath.Glob(filepath.Join(p.Out, "[0-9][0-9]-*.png"))
	if err != nil {
		return err
	}
	for _, picture := range old {
		if err := os.Remove(picture); err != nil {
			return err
		}
	}
	return os.MkdirAll(p.Out, 0o755)
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

// touch touches a key until its effect is seen; when the key is gone meanwhile, the touch has worked and the effect is
// on its way.
func (v *visit) touch(ctx context.Context, window, key string, effect func() (bool, error)) error {
	act := func() error {
		if there, _ := v.Has(ctx, window, key)(); !there {
			return nil
		}
		return v.Touch(ctx, window, key)
	}
	if err := v.until(ctx, key+" in "+window, v.Has(ctx, window, key)); err != nil {
		return err
	}
	return v.Insist(ctx, "the effect of "+key, act, effect)
}

// press presses a function key in the teller's window until its effect is seen.
func (v *visit) press(ctx context.Context, n int, effect func() (bool, error)) error {
	return v.Insist(ctx, fmt.Sprintf("the effect of F%d", n), func() error { return v.F(ctx, "teller", n) }, effect)
}

// open signs the teller in, so that somebody can call.
func (v *visit) open(ctx context.Context) error {
	return in(
		func() error { return v.On(ctx, "kiosk", "home") },
		func() error {
			return v.until(ctx, "the windows to sign in at", v.Has(ctx, "teller", "sign-in-window-a"))
		},
		func() error { return v.Step(ctx, "teller-sign-in", "teller") },
		func() error { return v.Type(ctx, "teller", "sign-in-teller", badge) },
		func() error { return v.Type(ctx, "teller", "sign-in-pin", pin) },
		func() error { return v.touch(ctx, "teller", "sign-in", v.Shows(ctx, "teller", "F1")) },
		func() error { return v.Step(ctx, "teller-idle", "teller") },
		func() error { return v.Step(ctx, "customer-idle", "customer") },
	)
}

// take is the visitor at the kiosk.
func (v *visit) take(ctx context.Context) error {
	return in(
		func() error { return v.Sees(ctx, "kiosk", "95598") },
		func() error { return v.Step(ctx, "kiosk-home", "kiosk") },
		func() error { return v.touch(ctx, "kiosk", "group.H", v.At(ctx, "kiosk", "items")) },
		func() error { return v.Step(ctx, "kiosk-services", "kiosk") },
		func() error { return v.touch(ctx, "kiosk", "item.B05", v.At(ctx, "kiosk", "confirm")) },
		func() error { return v.Step(ctx, "kiosk-confirm", "kiosk") },
		func() error { return v.touch(ctx, "kiosk", "take", v.At(ctx, "kiosk", "ticket")) },
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
	if err := v.Sees(ctx, "kiosk", v.Say("kiosk.ticket.printed")); err != nil {
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
		func() error { return v.press(ctx, 1, v.Shows(ctx, "customer", string(v.no))) },
		func() error { return v.display(ctx) },
		func() error { return v.Step(ctx, "customer-called", "customer") },
		func() error { return v.Step(ctx, "teller-called", "teller") },
	)
}

func (v *visit) display(ctx context.Context) error {
	if v.world.NoDisplay {
		return nil
	}
	return in(
		func() error { return v.Sees(ctx, "display", string(v.no)) },
		func() error { return v.On(ctx, "display", "calling") },
		func() error { return v.Step(ctx, "display-calling", "display") },
	)
}

// scan is the slip under the counter's scanner.
func (v *visit) scan(ctx context.Context) error {
	return in(
		func() error { return v.world.Point(ctx, v.code) },
		func() error { return v.Sees(ctx, "teller", v.Say("counter.state.serving")) },
		func() error { return v.Step(ctx, "teller-serving", "teller") },
		func() error { return v.Step(ctx, "customer-serving", "customer") },
	)
}

// finish ends the service with its outcome.
func (v *visit) finish(ctx context.Context) error {
	return in(
		func() error { return v.press(ctx, 5, v.Has(ctx, "teller", "outcome-0-2")) },
		func() error { return v.Touch(ctx, "teller", "outcome-0-2") },
		func() error { return v.Step(ctx, "teller-finish", "teller") },
		func() error { return v.conclude(ctx) },
		func() error { return v.Step(ctx, "customer-rating", "customer") },
	)
}

// conclude is F5 on a chosen outcome. A touch that was lost left none chosen, and a teller would touch it again before
// F5.
func (v *visit) conclude(ctx context.Context) error {
	const outcome = "outcome-0-2"
	act := func() error {
		if there, _ := v.Has(ctx, "teller", outcome)(); there {
			if err := v.Touch(ctx, "teller", outcome); err != nil {
				return err
			}
		}
		return v.F(ctx, "teller", 5)
	}
	return v.Insist(ctx, "the outcome and F5", act, v.Has(ctx, "customer", "level-5"))
}

// rate is the visitor's word on the outer screen, or on the box beside it, which closes the question on the screen.
func (v *visit) rate(ctx context.Context) error {
	thanked := v.Shows(ctx, "customer", v.Say("counter.customer.thanks"))
	return in(
		func() error {
			if v.world.Rate == nil {
				return v.touch(ctx, "customer", "level-5", thanked)
			}
			return v.Insist(ctx, "the thanks for a key", func() error { return v.world.Rate(5) }, thanked)
		},
		func() error { return v.Step(ctx, "customer-thanks", "customer") },
	)
}

// archive reads the visit back from the center.
func (v *visit) archive(ctx context.Context) (err error) {
	if v.archived, err = v.world.Archived(ctx, v.no); err != nil {
		return err
	}
	return v.Step(ctx, "archived", "")
}

// manage is the manager who sees the visit in the management app; bench and media machine are photographed as they
// stand.
func (v *visit) manage(ctx context.Context) error {
	if v.world.Name == "" {
		return nil
	}
	return in(
		func() error { return v.Step(ctx, "media", "media") },
		func() error { return v.Step(ctx, "bench", "bench") },
		func() error { return v.touch(ctx, "bench", "page-window", v.Has(ctx, "bench", "act-keys-5")) },
		func() error { return v.Step(ctx, "bench-window", "bench") },
		func() error { return v.Type(ctx, "admin", "admin-name", v.world.Name) },
		func() error { return v.Type(ctx, "admin", "admin-password", v.world.Password) },
		func() error { return v.touch(ctx, "admin", "admin-enter", v.Has(ctx, "admin", "menu-tickets")) },
		func() error { return v.Step(ctx, "admin-today", "admin") },
		func() error { return v.touch(ctx, "admin", "menu-tickets", v.Shows(ctx, "admin", string(v.no))) },
		func() error { return v.Step(ctx, "admin-tickets", "admin") },
		func() error { return v.touch(ctx, "admin", "menu-devices", v.Has(ctx, "admin", "self-test")) },
		func() error { return v.Step(ctx, "admin-devices", "admin") },
	)
}
