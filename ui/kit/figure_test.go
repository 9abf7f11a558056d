package kit_test

import (
	"bytes"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
)

func TestFiguresShrinkRatherThanBeCut(t *testing.T) {
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		return k.Facts(
			kit.Fact{Name: "大约要等", Number: "1200–2000", Unit: "分钟"},
			kit.Fact{Name: "前面", Number: "123456", Unit: "人"},
			kit.Fact{Name: "窗口", Number: "3–5", Unit: "号窗口", Note: "先坐"},
		)
	})
	r.NoClipping()
	r.Sees("1200–2000", "123456", "先坐")
}

// TestAUnitIsReadBesideALongNumber: of several windows the number becomes smaller, and the word for what they are
// stays.
func TestAUnitIsReadBesideALongNumber(t *testing.T) {
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		b := k.Board()
		b.Put(k.Facts(
			kit.Fact{Name: "前面", Number: "5", Unit: "人"}, kit.Fact{Name: "大约要等", Number: "10–20", Unit: "分钟"},
			kit.Fact{Name: "窗口", Number: "1、3、4、6", Unit: "号窗口", Note: "先坐"},
		), 56, 300, 968, 264)
		return b.Object()
	})
	sizes := map[string]float32{}
	r.Walk(func(o fyne.CanvasObject, _ fyne.Position) {
		if d, ok := o.(nav.Drawing); ok {
			for _, p := range d.Drawn() {
				if t, ok := p.(*canvas.Text); ok {
					sizes[t.Text] = t.TextSize
				}
			}
		}
	})
	if unit, number := sizes["号窗口"], sizes["1、3、4、6"]; unit < sizes["先坐"]*0.9 || number < unit*1.1 {
		t.Errorf("the unit is written in %v, the number in %v, the remark in %v", unit, number, sizes["先坐"])
	}
}

func TestAChartNamesItsAxis(t *testing.T) {
	var c *kit.Chart
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		c = k.Chart("今天还没有数据")
		return c
	})
	r.Sees("今天还没有数据")
	for _, row := range []struct {
		most float64
		want []string
	}{
		{3, []string{"0", "1", "2", "3"}},
		{15, []string{"0", "5", "10", "15"}},
		{70, []string{"0", "20", "40", "60", "80"}},
		{1234, []string{"0", "500", "1000", "1500"}},
	} {
		c.Set([]string{"9:00", "10:00"}, []float64{row.most, 1}, []float64{row.most / 2})
		r.Sees(append(row.want, "9:00", "10:00")...)
		r.NoClipping()
	}
	r.SeesNot("今天还没有数据")
}

func TestARingKeepsToItsSeconds(t *testing.T) {
	var ring *kit.Ring
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		ring = k.Ring(20, 88)
		return ring
	})
	r.Sees("20")
	ring.Set(9)
	r.Sees("9")
	ring.Set(-3)
	r.Sees("0")
}

func TestAQRCodeIsSharp(t *testing.T) {
	var q *kit.QR
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		q = k.QR("https://hall.example/t/8f3a9c2d71b0e4", 600)
		return q
	})
	for _, w := range []float32{1080, 540, 777} {
		r.Resize(w, w*16/9)
		for _, o := range q.Drawn() {
			at, size := o.Position(), o.Size()
			for _, v := range []float32{at.X, at.Y, size.Width, size.Height} {
				if v != float32(int(v)) {
					t.Fatalf("width %v: a module lies between pixels: %v %v", w, at, size)
				}
			}
		}
	}
}

func TestAChangedIconIsDrawn(t *testing.T) {
	name, size := "check", float32(48)
	r := one(t, func(k *kit.Kit) fyne.CanvasObject {
		return k.Draw(fyne.NewSize(100, 100), func(p *kit.Pen, w, h float32) {
			p.Icon(name, 0, 0, size, p.Look().Palette.Ink)
		})
	})
	picture := func() []byte {
		var icon *canvas.Image
		r.Walk(func(o fyne.CanvasObject, _ fyne.Position) {
			if s, ok := o.(*kit.Shape); ok && len(s.Drawn()) > 0 { // the line for the staff is empty
				icon = s.Drawn()[0].(*canvas.Image)
				s.Refresh()
				icon = s.Drawn()[0].(*canvas.Image)
			}
		})
		return icon.Image.(*image.NRGBA).Pix
	}
	check := picture()
	name, size = "close", 64
	changed := picture()
	size = 48
	if bytes.Equal(picture(), check) || len(changed) != 64*64*4 {
		t.Error("the old icon is still there")
	}
	name = "check"
	if !bytes.Equal(picture(), check) {
		t.Error("the icon is not the one it was")
	}
}
