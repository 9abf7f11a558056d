package kit_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// one shows a single object in the middle of a kiosk.
func one(t *testing.T, build func(k *kit.Kit) fyne.CanvasObject) *uitest.Rig {
	t.Helper()
	r := uitest.New(t, skin.Kiosk)
	r.Home(nav.Page("one", func(s *nav.Stage) fyne.CanvasObject {
		p := s.Kit().Board()
		p.Put(build(s.Kit()), 200, 400, 600, 600)
		return p.Object()
	}))
	return r
}

func TestHowAButtonIsPressed(t *testing.T) {
	for _, row := range []struct {
		name  string
		press func(r *uitest.Rig)
		want  int
	}{
		{"a tap acts once", func(r *uitest.Rig) { r.Tap("b") }, 1},
		{"two taps act twice", func(r *uitest.Rig) { r.Tap("b"); r.Tap("b") }, 2},
		{"a double tap acts once", func(r *uitest.Rig) { r.DoubleTap("b") }, 1},
		{"a long press acts once, on release", func(r *uitest.Rig) { r.LongPress("b", 3*time.Second) }, 1},
		{"a shaky finger still acts", func(r *uitest.Rig) { r.Slide("b", 12) }, 1},
		{"a finger that slides away does not", func(r *uitest.Rig) { r.Slide("b", 40) }, 0},
		{"a tap works after a slide", func(r *uitest.Rig) { r.Slide("b", 40); r.Tap("b") }, 1},
		{"Return does nothing without the focus ring", func(r *uitest.Rig) { r.Tap("b"); r.Key(fyne.KeyReturn) }, 1},
	} {
		n := 0
		r := one(t, func(k *kit.Kit) fyne.CanvasObject { return k.Button("b", "取号", kit.Primary, func() { n++ }) })
		if row.press(r); n != row.want {
			t.Errorf("%s: acted %d times, want %d", row.name, n, row.want)
		}
	}
}

func TestAButtonThatIsOffSaysWhyAndDoesNothing(t *testing.T) {
	n := 0
	var b *kit.Button
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		b = k.Button("b", "办结", kit.Primary, func() { n++ })
		b.SetOff("签名后可按")
		return b
	})
	r.Tap("b")
	r.Sees("办结", "签名后可按")
	b.SetOn("")
	r.Tap("b")
	b.SetBusy("正在办结")
	r.Tap("b")
	r.Sees("正在办结")
	if n != 1 {
		t.Errorf("acted %d times, want once, while it was on", n)
	}
}

func TestTheKeyboardReachesButtons(t *testing.T) {
	n := 0
	r := one(t, func(k *kit.Kit) fyne.CanvasObject { return k.Button("b", "取号", kit.Primary, func() { n++ }) })
	o, _, _ := r.Find("b")
	r.Window().Canvas().Focus(o.(fyne.Focusable))
	r.Key(fyne.KeyReturn)
	r.Key(fyne.KeySpace)
	if n != 2 {
		t.Errorf("acted %d times", n)
	}
}

func TestAPadTakesFastFingers(t *testing.T) {
	var got []string
	var pad *kit.Pad
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		pad = k.Pad("pin", 6, true, func(d string) { got = append(got, d) })
		return pad.Object()
	})
	for _, key := range []string{"2", "4", "7", "back", "6", "8", "1", "0"} {
		r.Tap("pin." + key)
	}
	if len(got) != 1 || got[0] != "246810" {
		t.Fatalf("the pad gave %q", got)
	}
	pad.Clear("口令不对")
	r.Sees("口令不对")
	r.Tap("pin.5")
	r.SeesNot("口令不对")
	if pad.Digits() != "5" {
		t.Errorf("after clearing it holds %q", pad.Digits())
	}
}

func TestAToggleTellsWhatItIs(t *testing.T) {
	var told []bool
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		return k.Toggle("t", "缺纸", false, func(on bool) { told = append(told, on) })
	})
	r.Tap("t")
	r.Tap("t")
	if len(told) != 2 || !told[0] || told[1] {
		t.Errorf("told %v", told)
	}
}

func TestARowOfATableIsChosen(t *testing.T) {
	var got string
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		table := k.Table("q", "没有人等候", []kit.Column{{Title: "号码"}}, func(key string) { got = key })
		table.Set(kit.Row{Key: "H023", Cells: []kit.Cell{{Text: "H023"}}}, kit.Row{Key: "H024", Cells: []kit.Cell{{Text: "H024"}}})
		return k.Scroll(table.Object())
	})
	r.Tap("q.H024")
	if got != "H024" {
		t.Errorf("chosen %q", got)
	}
}

func TestAnEmptyTableSaysSo(t *testing.T) {
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		return k.Table("q", "没有人等候", []kit.Column{{Title: "号码"}}, nil).Object()
	})
	r.Sees("没有人等候")
}

func TestAFieldIsTypedInto(t *testing.T) {
	var f *kit.Field
	done := ""
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		f = k.Field("name", "姓名", "按证件填", false)
		f.OnDone(func(text string) { done = text })
		return f.Object()
	})
	r.Tap("name")
	r.Type("t01")
	r.Key(fyne.KeyReturn)
	if f.Text() != "t01" || done != "t01" {
		t.Errorf("the field holds %q, done with %q", f.Text(), done)
	}
}

func TestNothingIsDrawnAnewWhenNothingChanged(t *testing.T) {
	var b *kit.Button
	one(t, func(k *kit.Kit) fyne.CanvasObject {
		b = k.Button("b", "取号", kit.Primary, func() {})
		return b
	})
	before := append([]fyne.CanvasObject{}, b.Drawn()...)
	b.Refresh()
	for i, o := range b.Drawn() {
		if o != before[i] {
			t.Fatalf("primitive %d was made anew", i)
		}
	}
}
