package flow

import "github.com/brighthall/brighthall/hall"

// PrinterState is what the printer says of itself.
type PrinterState string

// The states of the printer. All but PrinterReady mean that numbers are shown on the screen only.
const (
	PrinterReady    PrinterState = "ready"
	PrinterPaperOut PrinterState = "paper-out"
	PrinterCover    PrinterState = "cover-open"
	PrinterAway     PrinterState = "offline"
	PrinterNone     PrinterState = "none" // the machine has none, and nothing is wrong
)

// Health is what the machine can do now.
type Health string

// The states of the home screen. A title says what works, so there is one word for each.
const (
	Working      Health = "working"
	NodeGone     Health = "node"    // no numbers here; the last known facts can be read
	PaperGone    Health = "paper"   // numbers on the screen only
	BothGone     Health = "both"    // neither
	HallClosed   Health = "closed"  // the hall takes no numbers at this hour
	OutOfService Health = "service" // nothing is known of the hall
)

// Health says what the machine can do now.
func (f *Flow) Health() Health {
	paper := f.printer != PrinterReady && f.printer != PrinterNone
	switch {
	case f.snap == nil:
		return OutOfService
	case f.nodeAway && paper:
		return BothGone
	case f.nodeAway:
		return NodeGone
	case !f.anyOpen():
		return HallClosed
	case paper:
		return PaperGone
	}
	return Working
}

// CanTake reports whether a number can be had here now.
func (f *Flow) CanTake() bool { h := f.Health(); return h == Working || h == PaperGone }

func (f *Flow) anyOpen() bool {
	for _, g := range f.snap.Groups {
		if g.Open {
			return true
		}
	}
	return false
}

// groupView finds a group of the last snapshot.
func (f *Flow) groupView(c hall.GroupCode) (hall.GroupView, bool) {
	if f.snap == nil {
		return hall.GroupView{}, false
	}
	for _, g := range f.snap.Groups {
		if g.Code == c {
			return g, true
		}
	}
	return hall.GroupView{}, false
}
