package kiosk_test

import (
	"testing"

	"fyne.io/fyne/v2/canvas"

	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/nav"
)

// TestCallingAPersonHasAWordOfItsOwn: the button that calls somebody stands once on every home page, in the bottom bar,
// and no business is called by its word. In English both were "Help".
func TestCallingAPersonHasAWordOfItsOwn(t *testing.T) {
	for _, dress := range dresses() {
		r := newRig(t)
		r.app.Set(func(x *flow.Settings) { *x = dress })
		word, called := r.Say("kiosk.bar.help"), 0
		for i, text := range r.Texts() {
			if text == word || i > 0 && bare(r.Texts()[i-1]+text) == bare(word) { // in elderly type on two lines
				called++
			}
		}
		if called != 1 {
			t.Errorf("%v: %q stands %d times on the home page", dress, word, called)
		}
		for _, g := range morning(t).Groups {
			if n := g.Name.In(dress.Language); n == word || g.Short.In(dress.Language) == word {
				t.Errorf("%v: a business is called %q too", dress, n)
			}
		}
	}
}

// TestTheElderlyHomeHasAdvice: 交费 · 居民 · 咨询报修, whether or not somebody can be called.
func TestTheElderlyHomeHasAdvice(t *testing.T) {
	r := newRig(t)
	r.app.Set(func(x *flow.Settings) { x.Elderly = true })
	for _, key := range []string{"take", "group.A", "group.H", "group.K", "help"} {
		if _, _, ok := r.Find(key); !ok {
			t.Errorf("no %s", key)
		}
	}
}

// TestTheWordsOfTheBottomBarKeepTheirDistance: a finger's choice is not guessed from words that run into one.
func TestTheWordsOfTheBottomBarKeepTheirDistance(t *testing.T) {
	const least = 40 // a letter of the elderly type
	for _, dress := range dresses() {
		r := newRig(t)
		r.app.Set(func(x *flow.Settings) { *x = dress })
		for _, page := range []func(){func() {}, r.app.Begin} {
			page()
			var ends float32
			for _, key := range []string{"back", "exit", "elder", "low", "language", "help"} {
				o, at, ok := r.Find(key)
				if !ok {
					continue
				}
				var end float32
				for _, p := range o.(nav.Drawing).Drawn() { // one line, or two
					word, is := p.(*canvas.Text)
					if !is {
						continue
					}
					if from := at.X + word.Position().X; ends > 0 && from-ends < least {
						t.Errorf("%v: %q begins %.0f after the word before it", dress, word.Text, from-ends)
					}
					end = max(end, at.X+word.Position().X+word.Size().Width)
				}
				ends = end
			}
		}
	}
}

// TestALineBeginsWithACapital: the figure of the windows is a line of its own, "Windows 3–5", and not the rest of a
// sentence.
func TestALineBeginsWithACapital(t *testing.T) {
	r := newRig(t)
	english(r)
	r.app.ChooseItem("B05")
	for _, page := range []func(){func() {}, r.app.Take} {
		page()
		for _, text := range r.Texts() {
			if text == "window" || text == "windows" {
				t.Errorf("%s: a line begins with %q", r.Screen(), text)
			}
		}
		r.Sees("Window")
	}
}
