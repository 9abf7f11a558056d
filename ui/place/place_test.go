package place_test

import (
	"image"
	"testing"

	"github.com/brighthall/brighthall/ui/place"
)

func monitor(name string, x int, primary bool) place.Monitor {
	return place.Monitor{Name: name, Rect: image.Rect(x, 0, x+1920, 1080), Primary: primary}
}

func TestAssign(t *testing.T) {
	left, right, third := monitor("HDMI-1", 0, true), monitor("HDMI-2", 1920, false), monitor("HDMI-3", 3840, false)
	for _, c := range []struct {
		name             string
		monitors         []place.Monitor
		teller, customer string // wished monitor
		wantTeller       int    // x of the place, -1 hidden
		wantCustomer     int
	}{
		{"the customer's window stands on the second monitor", []place.Monitor{left, right}, "", "", 0, 1920},
		{"with one monitor it is hidden", []place.Monitor{left}, "", "", 0, -1},
		{"the primary monitor is the teller's wherever it is listed", []place.Monitor{right, left}, "", "", 0, 1920},
		{"a named monitor wins", []place.Monitor{left, right, third}, "", "HDMI-3", 0, 3840},
		{"a named monitor that is unplugged falls back to the rule", []place.Monitor{left, right}, "", "HDMI-3", 0, 1920},
		{"the teller may name the second one", []place.Monitor{left, right}, "HDMI-2", "", 1920, 0},
		{"two monitors of one name are told apart by place", []place.Monitor{monitor("Generic PnP Monitor", 0, true), monitor("Generic PnP Monitor", 1920, false)}, "", "Generic PnP Monitor", 0, 1920},
		{"without a primary the first is the teller's", []place.Monitor{monitor("A", 0, false), monitor("B", 1920, false)}, "", "", 0, 1920},
		{"no monitor at all hides both", nil, "", "", -1, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			places := place.Assign(c.monitors, []place.Want{
				{Window: "customer", Role: place.Second, Monitor: c.customer}, {Window: "teller", Role: place.Main, Monitor: c.teller}})
			check(t, places[1], c.wantTeller)
			check(t, places[0], c.wantCustomer)
		})
	}
}

func check(t *testing.T, p place.Place, x int) {
	t.Helper()
	if place.Shown([]place.Place{p}, p.Window) != (x >= 0) || place.Shown([]place.Place{p}, "another") {
		t.Errorf("%s at %d: shown is told wrongly", p.Window, x)
	}
	if p.Hidden != (x < 0) || !p.Hidden && p.On.Rect.Min.X != x {
		t.Errorf("%s: got %+v, want x %d", p.Window, p, x)
	}
}

func TestAWindowThatIsDraggedStaysWholeOnAMonitor(t *testing.T) {
	first, second := image.Rect(0, 0, 1920, 1080), image.Rect(1920, 0, 3200, 1024)
	size := image.Pt(960, 64)
	for _, c := range []struct {
		name     string
		monitors []image.Rectangle
		at, want image.Point
	}{
		{"inside it stays", []image.Rectangle{first}, image.Pt(480, 952), image.Pt(480, 952)},
		{"beyond the left edge", []image.Rectangle{first}, image.Pt(-300, 10), image.Pt(0, 10)},
		{"beyond the foot", []image.Rectangle{first}, image.Pt(480, 2000), image.Pt(480, 1016)},
		{"onto a monitor that is not allowed", []image.Rectangle{first}, image.Pt(2000, 500), image.Pt(960, 500)},
		{"between two monitors it goes to the nearer", []image.Rectangle{first, second}, image.Pt(1700, 500), image.Pt(1920, 500)},
		{"onto a monitor on the left", []image.Rectangle{first, image.Rect(-1280, 0, 0, 1024)}, image.Pt(-1200, 1000), image.Pt(-1200, 960)},
		{"its monitor was unplugged", []image.Rectangle{first}, image.Pt(2400, 400), image.Pt(960, 400)},
		{"a monitor smaller than it", []image.Rectangle{image.Rect(0, 0, 800, 600)}, image.Pt(100, 100), image.Pt(0, 100)},
		{"no monitor at all", nil, image.Pt(100, 100), image.Pt(100, 100)},
	} {
		if got := place.Inside(c.at, size, c.monitors); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
