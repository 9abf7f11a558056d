package kiosk_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// Nobody waits for a business, and yet there is a wait: the windows are busy with others. The home page says so, as the next one does.
func TestAWaitBehindNobodyIsExplainedAtHome(t *testing.T) {
	for name, wait := range map[string]hall.Wait{
		"hours": {LowMin: 123, HighMin: 262, Known: true}, "minutes": {LowMin: 12, HighMin: 58, Known: true}, "little": {HighMin: 4, Known: true},
	} {
		for lang, busy := range map[hall.Language]string{hall.Chinese: "窗口正忙", hall.English: "Windows busy"} {
			t.Run(name+" "+string(lang), func(t *testing.T) {
				r := newRig(t)
				s := morning(t)
				s.Groups[0].WaitFor, s.Groups[1].Waiting = wait, 11
				r.app.Push(s)
				r.SetLang(lang)
				r.Sees(busy)
				r.NoClipping()
				s.Groups[0].Waiting = 1
				r.app.Push(s)
				r.SeesNot(busy)
			})
		}
	}
}

// No window is open for a business yet, in any language: the words are whole.
func TestTheHomePageIsWholeBeforeAnyWindowOpens(t *testing.T) {
	for name, wear := range map[string]func(*rig){"": plain, "-english": english} {
		r := newRig(t)
		s := morning(t)
		for i := range s.Groups {
			s.Groups[i].WaitFor, s.Groups[i].Waiting = hall.Wait{}, 0
		}
		s.Groups[0].WaitFor = hall.Wait{LowMin: 123, HighMin: 262, Known: true}
		r.app.Push(s)
		wear(r)
		r.see("home-unopened" + name)
	}
}
