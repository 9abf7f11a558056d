package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/brighthall/brighthall/ui/skin"
)

// Field is a line to type into, with its label above and an error below. Function keys and scanners are still heard.
type Field struct {
	box   *fyne.Container
	frame *Panel
	label *Text
	wrong *Text
	entry *entry
	kit   *Kit

	focused bool
}

// Field makes a line to type into; hidden shows dots (a password).
func (k *Kit) Field(key, label, hint string, hidden bool) *Field {
	f := &Field{kit: k}
	f.label = k.Text(label, skin.Caption)
	f.wrong = k.Text("", skin.Caption).With(true, DangerTone, Left)
	f.frame = k.Panel(SurfaceTone, k.Look.Shape.Control)
	f.frame.Edge, f.frame.Width = EdgeTone, k.Look.Shape.Field
	f.entry = newEntry(k, key, hint, hidden)
	f.entry.focus = f.focus
	least := k.Draw(fyne.NewSize(200, k.Look.Shape.Touched(104, 44)), func(*Pen, float32, float32) {})
	pad := k.Look.Shape.Touched(20, 8)
	f.box = k.Column(k.Look.Shape.Touched(8, 4), f.label, k.Stack(f.frame, least,
		k.Inset(container.New(&upright{}, f.entry), pad, 0, pad, 0)), f.wrong)
	return f
}

// Object is the field as something to show.
func (f *Field) Object() fyne.CanvasObject { return f.box }

// Text is what stands in the field.
func (f *Field) Text() string { return f.entry.Text }

// SetText changes what stands in the field.
func (f *Field) SetText(text string) { f.entry.SetText(text) }

// SetWrong says below the field what is wrong, or nothing.
func (f *Field) SetWrong(words string) { f.wrong.SetText(words) }

// OnChange is told of each change.
func (f *Field) OnChange(changed func(text string)) { f.entry.OnChanged = changed }

// OnDone is told when Return is pressed.
func (f *Field) OnDone(done func(text string)) { f.entry.OnSubmitted = done }

// Focus puts the caret into the field, when it is on the screen.
func (f *Field) Focus() {
	if f.kit.Focus != nil {
		f.kit.Focus(f.entry)
	}
}

// Focused reports whether the field has the keyboard.
func (f *Field) Focused() bool { return f.focused }

// CursorToEnd puts the caret behind the text.
func (f *Field) CursorToEnd() {
	f.entry.CursorColumn = len([]rune(f.entry.Text))
	f.entry.Refresh()
}

// Append writes a character at the end, as if it had been typed there.
func (f *Field) Append(r rune) {
	f.SetText(f.Text() + string(r))
	f.CursorToEnd()
}

func (f *Field) focus(on bool) {
	f.focused = on
	if on {
		f.frame.SetEdge(GreenTone, f.kit.Look.Shape.Focus)
		return
	}
	f.frame.SetEdge(EdgeTone, f.kit.Look.Shape.Field)
}

// entry is Fyne's entry that tells the kit what it hears.
type entry struct {
	widget.Entry
	kit   *Kit
	key   string
	focus func(bool)

	dressing bool // CreateRenderer is called by itself
	dressed  fyne.WidgetRenderer
}

func newEntry(k *Kit, key, hint string, hidden bool) *entry {
	e := &entry{kit: k, key: key}
	e.Password, e.PlaceHolder = hidden, hint
	e.Wrapping = fyne.TextWrapOff
	e.ExtendBaseWidget(e)
	return e
}

// Key names the entry for tests and the debug socket.
func (e *entry) Key() string { return e.key }

// CreateRenderer implements fyne.Widget. Fyne 2.8 forgets the renderer of a widget that was hidden for a minute, and
// the theme of its window with it (cache.DestroyRenderer): an entry that is shown again is black. So the theme is set
// whenever a renderer is made.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	if e.dressing {
		e.dressed = e.Entry.CreateRenderer()
		return e.dressed
	}
	e.dressing = true
	container.NewThemeOverride(e, e.kit.Look.Theme()) // asks for the renderer once more, in its theme
	e.dressing = false
	e.dressed.Layout(fyne.NewSize(1, 1)) // its text keeps its old size otherwise, and draws nothing
	e.dressed.Layout(e.Size())
	return e.dressed
}

// TypedRune implements fyne.Focusable.
func (e *entry) TypedRune(r rune) {
	if e.kit.pressed(r) {
		return
	}
	before := e.Text
	e.kit.typed(r, func() { e.restore(before) })
	e.Entry.TypedRune(r)
}

// longest is more than any password has: what is longer came from a scanner. A practised hand types a short one as
// fast.
const longest = 12

func (e *entry) restore(before string) {
	if !e.Password || len(e.Text)-len(before) > longest {
		e.SetText(before)
	}
}

// TypedKey implements fyne.Focusable.
func (e *entry) TypedKey(ev *fyne.KeyEvent) {
	if !e.kit.typedKey(ev) {
		e.Entry.TypedKey(ev)
	}
}

// FocusGained implements fyne.Focusable.
func (e *entry) FocusGained() {
	e.kit.touched()
	e.focus(true)
	e.Entry.FocusGained()
}

// FocusLost implements fyne.Focusable.
func (e *entry) FocusLost() {
	e.focus(false)
	e.Entry.FocusLost()
}

// upright centres an entry in the height of its frame.
type upright struct{}

// Layout implements fyne.Layout.
func (upright) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		h := min(o.MinSize().Height, size.Height)
		o.Move(fyne.NewPos(0, (size.Height-h)/2))
		o.Resize(fyne.NewSize(size.Width, h))
	}
}

// MinSize implements fyne.Layout.
func (upright) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, theme.Padding()) }
