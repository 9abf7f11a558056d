// Package visit plays one whole visit through real windows without a person, and keeps what it saw: a picture of every
// step, the printed slip, the bytes the printer got, and visit.json.
//
// The hand touches real pixels; the eyes only tell where a button is and what a window says. It is used by the demo and
// by the end-to-end tests; they differ in how the eyes reach the windows and where the devices are.
package visit

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/hand"
)

// Eyes answer what package ui/nav/debugsock answers: "rect", "state", "keys", "drawn" of a window.
type Eyes interface {
	Ask(ctx context.Context, op, window, key string) (map[string]any, error)
}

// Step is one line of visit.json.
type Step struct {
	Name    string    `json:"name"`
	At      time.Time `json:"at"`
	Ms      int64     `json:"ms"` // since the step before
	Picture string    `json:"picture,omitempty"`
}

// Player plays. It is used by one goroutine.
type Player struct {
	Hand *hand.Hand
	Eyes Eyes
	Say  func(key string) string // the sentences the windows show
	Out  string                  // folder, made when it is missing

	Steps []Step
	last  time.Time
	acted time.Time // the last touch or key
}

// beat is how long a person looks before the next touch. Windows take a quicker one for a double tap and drop it.
const beat = 400 * time.Millisecond

// pause is the rest of the beat since the last act.
func (p *Player) pause(ctx context.Context) error {
	select {
	case <-time.After(time.Until(p.acted.Add(beat))):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// again is when a person tries again because nothing happened: windows take a quicker second press for a double tap,
// and a loaded machine answers late.
const again = 3 * time.Second

// Insist acts, and acts again every few seconds, until the effect is seen.
func (p *Player) Insist(ctx context.Context, what string, act func() error, effect func() (bool, error)) error {
	for {
		if err := act(); err != nil {
			return err
		}
		short, cancel := context.WithTimeout(ctx, again)
		err := p.until(short, what, effect)
		cancel()
		if err == nil || ctx.Err() != nil {
			return err
		}
	}
}

// look is how often the eyes look while they wait for something to appear.
const look = 30 * time.Millisecond

// until asks again and again until is satisfied or ctx ends.
func (p *Player) until(ctx context.Context, what string, satisfied func() (bool, error)) error {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		ok, err := satisfied()
		if ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("visit: waited for %s: %w (%v)", what, ctx.Err(), err)
		case <-tick.C:
		}
	}
}

// Touch waits for the key in the window and touches its middle.
func (p *Player) Touch(ctx context.Context, window, key string) error {
	var at image.Rectangle
	err := p.until(ctx, key+" in "+window, func() (bool, error) {
		r, err := p.rect(ctx, window, key)
		still := err == nil && r == at && !r.Empty()
		at = r
		return still, err
	})
	if err != nil {
		return err
	}
	w, err := p.front(ctx, window)
	if err != nil {
		return err
	}
	if err := p.pause(ctx); err != nil {
		return err
	}
	defer func() { p.acted = time.Now() }()
	return p.Hand.Touch(w, at.Min.Add(at.Size().Div(2)))
}

func (p *Player) rect(ctx context.Context, window, key string) (image.Rectangle, error) {
	a, err := p.Eyes.Ask(ctx, "rect", window, key)
	if err != nil {
		return image.Rectangle{}, err
	}
	if told, wrong := a["error"]; wrong {
		return image.Rectangle{}, fmt.Errorf("%v", told)
	}
	x, y, w, h := number(a["x"]), number(a["y"]), number(a["w"]), number(a["h"])
	return image.Rect(x, y, x+w, y+h), nil
}

func number(v any) int {
	switch n := v.(type) {
	case float64:
		return int(n)
	case float32:
		return int(n)
	case int:
		return n
	}
	return 0
}

func (p *Player) front(ctx context.Context, window string) (hand.Window, error) {
	w, err := p.Hand.Find(ctx, window)
	if err != nil {
		return w, err
	}
	return w, p.Hand.Raise(w)
}

// Type touches a field and types into it.
func (p *Player) Type(ctx context.Context, window, key, text string) error {
	if err := p.Touch(ctx, window, key); err != nil {
		return err
	}
	return p.Hand.Type(text)
}

// F presses a function key in a window.
func (p *Player) F(ctx context.Context, window string, n int) error {
	if _, err := p.front(ctx, window); err != nil {
		return err
	}
	if err := p.pause(ctx); err != nil {
		return err
	}
	defer func() { p.acted = time.Now() }()
	return p.Hand.F(n)
}

// Sees waits until the window shows a text that contains the word.
func (p *Player) Sees(ctx context.Context, window, word string) error {
	return p.until(ctx, word+" in "+window, p.Shows(ctx, window, word))
}

// Shows asks whether the window shows a text that contains the word.
func (p *Player) Shows(ctx context.Context, window, word string) func() (bool, error) {
	return func() (bool, error) {
		all, err := p.texts(ctx, window)
		if err == nil && !strings.Contains(all, word) {
			err = fmt.Errorf("it shows %q", all)
		}
		return err == nil, err
	}
}

// Has asks whether the window has a place with the key.
func (p *Player) Has(ctx context.Context, window, key string) func() (bool, error) {
	return func() (bool, error) {
		r, err := p.rect(ctx, window, key)
		return err == nil && !r.Empty(), err
	}
}

// At asks whether the window is at a screen.
func (p *Player) At(ctx context.Context, window, screen string) func() (bool, error) {
	return func() (bool, error) {
		a, err := p.Eyes.Ask(ctx, "state", window, "")
		if err == nil && a["screen"] != screen {
			err = fmt.Errorf("it is at %v", a["screen"])
		}
		return err == nil, err
	}
}

func (p *Player) texts(ctx context.Context, window string) (string, error) {
	a, err := p.Eyes.Ask(ctx, "state", window, "")
	if err != nil {
		return "", err
	}
	return fmt.Sprint(a["texts"]), nil
}

// On waits until the window is at a screen.
func (p *Player) On(ctx context.Context, window, screen string) error {
	return p.until(ctx, "screen "+screen+" of "+window, p.At(ctx, window, screen))
}

// Step notes a step and photographs the window, if one is named. The picture is taken when the window has painted what
// it says it shows, and two in a row are the same: the screen is then drawn to its end.
func (p *Player) Step(ctx context.Context, name, window string) error {
	now := time.Now()
	if p.last.IsZero() {
		p.last = now
	}
	s := Step{Name: name, At: now, Ms: now.Sub(p.last).Milliseconds()}
	p.last = now
	if window != "" {
		s.Picture = fmt.Sprintf("%02d-%s.png", len(p.Steps)+1, name)
		if err := p.photograph(ctx, window, s.Picture); err != nil {
			return err
		}
	}
	p.Steps = append(p.Steps, s)
	return nil
}

func (p *Player) photograph(ctx context.Context, window, name string) error {
	w, err := p.front(ctx, window)
	if err != nil {
		return err
	}
	if _, err := p.Eyes.Ask(ctx, "drawn", window, ""); err != nil {
		return err
	}
	var before, picture *image.RGBA
	err = p.until(ctx, "a still picture of "+window, func() (bool, error) {
		before = picture
		picture, err = p.Hand.Picture(w)
		return err == nil && before != nil && string(before.Pix) == string(picture.Pix), err
	})
	if picture == nil {
		return err
	}
	return p.SavePicture(name, picture)
}

// SavePicture writes a PNG into the folder.
func (p *Player) SavePicture(name string, picture image.Image) error {
	if err := os.MkdirAll(p.Out, 0o755); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(p.Out, name))
	if err != nil {
		return err
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		return err
	}
	return file.Close()
}

// Save writes visit.json.
func (p *Player) Save(more map[string]any) error {
	all := map[string]any{"steps": p.Steps}
	for k, v := range more {
		all[k] = v
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.Out, "visit.json"), append(text, '\n'), 0o644)
}
