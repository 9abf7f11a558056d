package flow_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// TestAnOldRefusalDoesNotHideThatTheNodeIsAway: the band above the keys is empty for it, whatever was told before or is
// told meanwhile.
func TestAnOldRefusalDoesNotHideThatTheNodeIsAway(t *testing.T) {
	for name, refused := range map[string]func(o *office, d *flow.Desk){
		"before the cut":            func(o *office, d *flow.Desk) { d.Scanned("00178000010000"); cut(o, d) },
		"by the cut itself":         func(o *office, d *flow.Desk) { o.Down = true; d.Press("F1"); later(o, d, 5) },
		"during the cut":            func(o *office, d *flow.Desk) { cut(o, d); d.Scanned("hello") },
		"by a key during the cut":   func(o *office, d *flow.Desk) { cut(o, d); d.Press("F1") },
		"by the last of three acts": func(o *office, d *flow.Desk) { o.Down = true; d.Press("F6"); d.PauseFor("rest"); later(o, d, 5) },
	} {
		o := newOffice()
		o.Issue("H023")
		d := newDesk(o)
		signIn(o, d)
		refused(o, d)
		later(o, d, 9)
		if _, away := d.Away(); !away || !d.Notice().Say.Nothing() {
			t.Errorf("%s: away %v, and the band says %+v", name, away, d.Notice())
		}
		o.Down = false
		later(o, d, 6)
		if _, away := d.Away(); away || d.Notice().Code == hall.Unavailable {
			t.Errorf("%s: back, and the band says %+v", name, d.Notice())
		}
	}
}

// TestARefusalFades: it stays longer than news, and not for ever.
func TestARefusalFades(t *testing.T) {
	o := newOffice()
	d := newDesk(o)
	signIn(o, d)
	d.Scanned("00178000010000")
	later(o, d, 29)
	if d.Notice().Say.Nothing() {
		t.Error("gone within 30 s")
	}
	later(o, d, 1)
	if !d.Notice().Say.Nothing() {
		t.Errorf("after 30 s still %+v", d.Notice())
	}
}

// TestTheTellerSeesTheVisitorsLanguage at the case and on offer.
func TestTheTellerSeesTheVisitorsLanguage(t *testing.T) {
	o := newOffice()
	o.Issue("H023", "H024")
	o.Tickets["id-H023"].Language, o.Tickets["id-H024"].Language = hall.English, hall.Chinese
	d := newDesk(o)
	into["called"](o, d)
	c, _ := d.Case()
	marked := func(tags []flow.Say) bool {
		for _, s := range tags {
			if s.Key == "counter.tag.english" {
				return true
			}
		}
		return false
	}
	if !marked(c.Tags) || marked(d.CaseOf(o.Get("H024")).Tags) {
		t.Errorf("tags of the English visitor %+v, of the Chinese %+v", c.Tags, d.CaseOf(o.Get("H024")).Tags)
	}
}

// TestNobodyReadsALowRatingFromTheTellersFigures while the one who gave it sits there: they stay until the next visitor
// is served.
func TestNobodyReadsALowRatingFromTheTellersFigures(t *testing.T) {
	for _, level := range []int{1, 2, 5} {
		o := newOffice()
		o.Issue("H023", "H024")
		o.Dress = func(s *hall.Snapshot) {
			for i := range s.Counters {
				at := &s.Counters[i]
				at.Today = hall.Today{Rated: 10, Satisfied: 10}
				for _, x := range o.Tickets {
					if x.Evaluation != nil && x.Evaluation.Level > 0 && x.Counter == at.ID {
						at.Today.Rated++
						if x.Evaluation.Level > 2 {
							at.Today.Satisfied++
						}
					}
				}
			}
		}
		d := newDesk(o)
		into["rating"](o, d)
		before := d.Today()
		d.Rate(level)
		d.Submit()
		for _, step := range []func(){func() { later(o, d, 40) }, func() { d.Press("F1"); later(o, d, 6) }} {
			step()
			if now := d.Today(); now.Rated != before.Rated || now.Satisfied != before.Satisfied {
				t.Errorf("level %d: the figures went from %+v to %+v", level, before, now)
			}
		}
		d.Press("F8")
		later(o, d, 6)
		if now := d.Today(); now.Rated != 11 || now.Satisfied != map[bool]int{true: 100, false: 91}[level > 2] {
			t.Errorf("level %d: when the next is served the figures are %+v", level, now)
		}
	}
}
