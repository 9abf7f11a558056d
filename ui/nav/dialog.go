package nav

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// Verb is an answer to a question; its label says what happens (“取消排队”), never yes or no.
type Verb struct {
	Key, Label string
	Rank       kit.Rank
	Act        func() // called after the dialog has gone; nil: it only goes
}

// Ask puts a question over the page: title, text and up to three answers side by side.
func (s *Stage) Ask(title, text string, verbs ...Verb) {
	k := s.kit
	width := s.dialogWidth() - 2*s.dialogPad()
	var buttons []fyne.CanvasObject
	for _, v := range verbs {
		buttons = append(buttons, k.Button(v.Key, v.Label, v.Rank, func() {
			s.CloseDialog()
			if v.Act != nil {
				v.Act()
			}
		}))
	}
	rows := []fyne.CanvasObject{k.Text(title, skin.Heading).Wrapped(2, width)}
	if text != "" {
		rows = append(rows, k.Text(text, skin.Body).With(false, kit.SoftTone, kit.Left).Wrapped(-1, width))
	}
	if len(buttons) > 0 {
		rows = append(rows, k.Space(1, k.Look.Shape.Gap/2), k.Grid(len(buttons), k.Look.Shape.Gap, buttons...))
	}
	s.Dialog(k.Column(k.Look.Shape.Gap, rows...))
}

// Dialog puts something on a card over the dimmed page. One dialog at a time: a new one replaces the old.
func (s *Stage) Dialog(content fyne.CanvasObject) {
	s.CloseDialog()
	pad := s.dialogPad()
	card := s.kit.Panel(kit.SurfaceTone, s.kit.Look.Shape.Hero)
	box := s.kit.Stack(card, s.kit.Inset(content, pad, pad, pad, pad))
	s.over.Objects = []fyne.CanvasObject{s.kit.Catcher(func(p *kit.Pen, w, h float32) {
		p.Fill(0, 0, w, h, p.Look().Palette.Dim)
	}), container.New(&middle{s}, box)}
	s.dress.Refresh()
	s.over.Refresh()
	s.Turned()
}

// CloseDialog takes the dialog away.
func (s *Stage) CloseDialog() {
	s.warn = nil
	if len(s.over.Objects) > 0 {
		s.over.Objects = nil
		s.over.Refresh()
		s.Turned()
	}
}

// Asking reports whether a dialog is open.
func (s *Stage) Asking() bool { return len(s.over.Objects) > 0 }

func (s *Stage) dialogWidth() float32 { return s.kit.Look.Shape.Touched(760, 500) }
func (s *Stage) dialogPad() float32   { return s.kit.Look.Shape.Touched(56, 32) }

// middle centres a dialog on the page.
type middle struct{ s *Stage }

// Layout implements fyne.Layout.
func (m *middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		w := max(m.s.kit.Look.Px(m.s.dialogWidth()), o.MinSize().Width)
		h := o.MinSize().Height
		o.Move(fyne.NewPos((size.Width-w)/2, (size.Height-h)/2))
		o.Resize(fyne.NewSize(w, h))
	}
}

// MinSize implements fyne.Layout.
func (m *middle) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }
