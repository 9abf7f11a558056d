package admin

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
)

// finding is one thing about a device: what it is, since when, what staff see and what they do.
type finding struct {
	mood                  kit.Mood
	title, time, what, do string
}

// findings is a list of them that scrolls.
type findings struct {
	kit    *kit.Kit
	scroll *kit.Scroll
	paper  *kit.Shape
	empty  string
	all    []finding
	high   float32
}

const (
	findingW    = halfW - 24
	findingLine = 24
)

func newFindings(k *kit.Kit, empty string) *findings {
	f := &findings{kit: k, empty: empty}
	f.paper = k.DrawGrowing(func() fyne.Size { return fyne.NewSize(findingW, max(f.high, 48)) }, f.draw)
	f.scroll = k.Scroll(f.paper)
	return f
}

func (f *findings) object() fyne.CanvasObject { return f.scroll }

func (f *findings) set(all []finding) {
	f.all, f.high = all, 0
	for _, x := range all {
		f.high += f.height(x)
	}
	f.paper.Refresh()
	f.scroll.Refresh()
}

// lines are how many lines a text takes, at most two.
func (f *findings) lines(text string) int {
	ink := kit.Ink{Size: 15}
	switch {
	case text == "":
		return 0
	case ink.Width(text) > findingW-40:
		return 2
	}
	return 1
}

func (f *findings) height(x finding) float32 {
	return 12 + 28 + findingLine*float32(f.lines(x.what)+f.lines(x.do)) + 12
}

func (f *findings) draw(p *kit.Pen, w, _ float32) {
	pal := p.Look().Palette
	soft := kit.Ink{Size: 15, Color: pal.Ink2}
	if len(f.all) == 0 {
		p.Line1(f.empty, 12, 4, w-24, 40, kit.Ink{Size: 15, Color: pal.Ink3}, kit.Left)
		return
	}
	y := float32(0)
	for _, x := range f.all {
		p.State(18, y+26, 10, x.mood)
		p.Line1(x.title, 36, y+12, w-120, 28, kit.Ink{Size: 15, Bold: true, Color: pal.Ink}, kit.Left)
		p.Line1(x.time, w-84, y+12, 72, 28, soft, kit.Right)
		text := y + 40
		for _, t := range []struct {
			words string
			ink   kit.Ink
		}{{x.what, kit.Ink{Size: 15, Color: pal.Ink}}, {x.do, soft}} {
			if n := f.lines(t.words); n > 0 {
				p.Lines(t.words, 36, text, w-48, t.ink, findingLine/15.0, n, kit.Left)
				text += findingLine * float32(n)
			}
		}
		y += f.height(x)
		p.Fill(12, y-1, w-24, 1, pal.Line)
	}
}
