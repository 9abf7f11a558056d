package uitest

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	assets "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// Rig is a stage in a test window of the design's size, with its own clock.
type Rig struct {
	*nav.Stage
	Clock *Clock
	t     testing.TB
}

// Clock is a time that tests move.
type Clock struct {
	now   time.Time
	later []later
	frame time.Duration // what the window takes to draw
}

// later is something that is to happen.
type later struct {
	at time.Time
	do func()
}

// Start is the moment every rig begins at: Monday 23 November 2026, 09:41 in the hall.
var Start = time.Date(2026, 11, 23, 9, 41, 0, 0, time.FixedZone("CST", 8*3600))

// Now is the time of the clock.
func (c *Clock) Now() time.Time { return c.now }

// pass lets time pass; what was to happen meanwhile happens.
func (c *Clock) pass(d time.Duration) {
	c.now = c.now.Add(d)
	due := c.later
	c.later = nil
	for _, l := range due {
		if l.at.After(c.now) {
			c.later = append(c.later, l)
			continue
		}
		l.do()
	}
}

// After does something when the clock has moved so far.
func (c *Clock) After(d time.Duration, do func()) { c.later = append(c.later, later{c.now.Add(d), do}) }

// DrawsIn lets the window take its time to draw, as on a slow machine.
func (r *Rig) DrawsIn(d time.Duration) { r.Clock.frame = d }

func (c *Clock) drawn(then func()) {
	if c.frame == 0 {
		then()
		return
	}
	c.After(c.frame, then)
}

// New makes a rig with the catalogues of assets/lang, in Chinese.
func New(t testing.TB, class skin.Class) *Rig { return NewLook(t, skin.For(class)) }

// sentences are read once: nothing changes a book.
var sentences = sync.OnceValues(func() (*lang.Book, error) { return lang.Load(assets.FS) })

// NewLook makes a rig with a look of its own.
func NewLook(t testing.TB, look *skin.Look) *Rig {
	t.Helper()
	start()
	book, err := sentences()
	if err != nil {
		t.Fatal(err)
	}
	clock := &Clock{now: Start}
	w := test.NewTempWindow(t, nil)
	stage := nav.New(nav.Options{
		Name: "test", Window: w, Look: look, Book: book, Lang: hall.Chinese, Now: clock.Now,
		Run: func(work, done func()) { work(); done() },
		Do:  func(f func()) { f() }, After: clock.After, Drawn: clock.drawn,
	})
	w.Resize(look.Design)
	return &Rig{Stage: stage, Clock: clock, t: t}
}

// start makes one app for all tests of a process: a new one would read the fonts again.
var start = sync.OnceFunc(func() { test.NewApp() })

// Resize gives the window another size.
func (r *Rig) Resize(w, h float32) { r.Window().Resize(fyne.NewSize(w, h)) }

// Advance moves the clock, with a tick at each second.
func (r *Rig) Advance(d time.Duration) {
	for ; d > 0; d -= time.Second {
		r.Clock.pass(min(d, time.Second))
		r.Stage.Tick()
	}
}

// Tap presses and releases the object of key, half a second after the last tap.
func (r *Rig) Tap(key string) {
	r.t.Helper()
	r.Clock.pass(500 * time.Millisecond)
	r.touch(key, 0, 0)
}

// DoubleTap taps twice, a tenth of a second apart. The second touch goes to whatever is there then.
func (r *Rig) DoubleTap(key string) {
	r.t.Helper()
	r.TapTwice(key, 100*time.Millisecond)
}

// TapTwice taps twice, so far apart. The second touch goes to whatever is there then.
func (r *Rig) TapTwice(key string, apart time.Duration) {
	r.t.Helper()
	at := r.centre(key)
	r.Tap(key)
	r.Wait(apart)
	r.TapAt(at)
}

// Wait moves the clock without a tick, for parts of a second.
func (r *Rig) Wait(d time.Duration) { r.Clock.pass(d) }

// Press presses the object of key now, however soon after the last touch, and keeps the finger down for hold.
func (r *Rig) Press(key string, hold time.Duration) {
	r.t.Helper()
	r.touch(key, hold, 0)
}

// LongPress keeps the finger down.
func (r *Rig) LongPress(key string, d time.Duration) {
	r.t.Helper()
	r.Clock.pass(500 * time.Millisecond)
	r.touch(key, d, 0)
}

// Slide presses the object of key and lets go this far to the right.
func (r *Rig) Slide(key string, dx float32) {
	r.t.Helper()
	r.Clock.pass(500 * time.Millisecond)
	r.touch(key, 0, dx)
}

// TapAt touches a place of the window, whatever is there.
func (r *Rig) TapAt(at fyne.Position) { r.down(r.top(at), at, 0, 0) }

// touch does what Fyne's desktop driver does: press, focus, release, and Tapped when the pointer stayed.
func (r *Rig) touch(key string, hold time.Duration, dx float32) {
	r.t.Helper()
	o, _, ok := r.Find(key)
	if !ok {
		r.t.Fatalf("no %q on the screen %q; there are %s", key, r.Screen(), strings.Join(r.Keys(), ", "))
	}
	at := r.centre(key)
	if r.top(at) != o {
		r.t.Fatalf("%q cannot be touched: something lies over it", key)
	}
	r.down(o, at, hold, dx)
}

func (r *Rig) down(o fyne.CanvasObject, at fyne.Position, hold time.Duration, dx float32) {
	event := func(p fyne.Position) *desktop.MouseEvent {
		e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		e.AbsolutePosition = p
		return e
	}
	m, mouse := o.(desktop.Mouseable)
	if mouse {
		m.MouseDown(event(at))
	}
	r.focus(o)
	r.Advance(hold)
	if mouse {
		m.MouseUp(event(at.AddXY(dx, 0)))
	}
	if t, ok := o.(fyne.Tappable); ok && dx > -2 && dx < 2 {
		t.Tapped(&fyne.PointEvent{AbsolutePosition: at})
	}
}

// focus does what Fyne's desktop driver does: a press on anything but what has the keyboard takes it away.
func (r *Rig) focus(o fyne.CanvasObject) {
	f, ok := o.(fyne.Focusable)
	if d, off := o.(fyne.Disableable); !ok || off && d.Disabled() {
		r.Window().Canvas().Unfocus()
		return
	}
	r.Window().Canvas().Focus(f)
}

// top is the touchable object drawn last at a place.
func (r *Rig) top(at fyne.Position) (top fyne.CanvasObject) {
	r.Walk(func(o fyne.CanvasObject, pos fyne.Position) {
		_, ok := o.(fyne.Tappable)
		size := o.Size()
		if ok && at.X >= pos.X && at.Y >= pos.Y && at.X < pos.X+size.Width && at.Y < pos.Y+size.Height {
			top = o
		}
	})
	return top
}

func (r *Rig) centre(key string) fyne.Position {
	r.t.Helper()
	o, at, ok := r.Find(key)
	if !ok {
		r.t.Fatalf("no %q on the screen %q; there are %s", key, r.Screen(), strings.Join(r.Keys(), ", "))
	}
	return at.AddXY(o.Size().Width/2, o.Size().Height/2)
}

// Type types as a person does, into what has the focus.
func (r *Rig) Type(text string) {
	for _, char := range text {
		r.Clock.pass(200 * time.Millisecond)
		r.write(char)
	}
	r.Clock.pass(200 * time.Millisecond)
}

// Scan types as a scanner does and ends with Return.
func (r *Rig) Scan(code string) {
	for _, char := range code {
		r.Clock.pass(5 * time.Millisecond)
		r.write(char)
	}
	r.key(fyne.KeyReturn)
}

// Key presses a key, half a second after the last, and lets it go.
func (r *Rig) Key(name fyne.KeyName) {
	r.Clock.pass(500 * time.Millisecond)
	r.stroke(name)
	r.Clock.pass(200 * time.Millisecond)
}

// KeyAfter presses a key so long after the last thing, for hands that are fast.
func (r *Rig) KeyAfter(d time.Duration, name fyne.KeyName) {
	r.Clock.pass(d)
	r.stroke(name)
}

// stroke is what the desktop driver makes of a key: Tab moves the focus, a letter or digit is told as a key and as a
// character.
func (r *Rig) stroke(name fyne.KeyName) {
	switch {
	case name == fyne.KeyTab:
		r.Window().Canvas().FocusNext()
	case name == fyne.KeySpace:
		r.key(name)
		r.rune(' ')
	case len(name) == 1:
		r.write([]rune(strings.ToLower(string(name)))[0])
	default:
		r.key(name)
	}
}

// write presses the key of a character: the driver tells the key first, then what it writes.
func (r *Rig) write(char rune) {
	if name := strings.ToUpper(string(char)); len(name) == 1 {
		r.key(fyne.KeyName(name))
	}
	r.rune(char)
}

func (r *Rig) rune(char rune) {
	c := r.Window().Canvas()
	if f := c.Focused(); f != nil {
		f.TypedRune(char)
	} else if c.OnTypedRune() != nil {
		c.OnTypedRune()(char)
	}
}

func (r *Rig) key(name fyne.KeyName) {
	c := r.Window().Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	} else if c.OnTypedKey() != nil {
		c.OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
}

// Sees fails unless each of these stands on the screen, alone or inside a longer text.
func (r *Rig) Sees(words ...string) {
	r.t.Helper()
	for _, w := range words {
		if !r.has(w) {
			r.t.Errorf("%q is not on the screen %q; there is %q", w, r.Screen(), r.Texts())
		}
	}
}

// SeesNot fails when one of these stands on the screen.
func (r *Rig) SeesNot(words ...string) {
	r.t.Helper()
	for _, w := range words {
		if r.has(w) {
			r.t.Errorf("%q is on the screen %q", w, r.Screen())
		}
	}
}

// On fails unless the screen of that name is shown.
func (r *Rig) On(screen string) {
	r.t.Helper()
	if r.Screen() != screen {
		r.t.Fatalf("the screen is %q, want %q; it says %q", r.Screen(), screen, r.Texts())
	}
}

func (r *Rig) has(words string) bool {
	return slices.ContainsFunc(r.Texts(), func(t string) bool { return strings.Contains(t, words) })
}
