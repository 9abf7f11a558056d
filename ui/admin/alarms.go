package admin

import (
	"fmt"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/admin/desk"
	"github.com/brighthall/brighthall/ui/kit"
)

const alarmsMost = 4

// alarms is the band of what needs a person now: a button for each, the worst first, and one for those that the band
// does not hold.
type alarms struct {
	a     *Admin
	board *kit.Board
	band  *kit.Banner
	open  [alarmsMost]*kit.Button
	more  *kit.Button
	from  int // the first alarm shown
	shown int
}

func newAlarms(a *Admin, b *kit.Board) *alarms {
	k := a.stage.Kit()
	s := &alarms{a: a, board: b, band: k.Banner(kit.Good)}
	b.Put(s.band, pageX, bandY, pageW, 52)
	for i := range s.open {
		s.open[i] = k.Button(fmt.Sprintf("alarm-%d", i), "", kit.Quiet, func() { s.follow(i) })
		b.Put(s.open[i], pageX, bandY+4, 124, 44)
	}
	s.more = k.Button("alarm-more", "", kit.Quiet, s.turn)
	b.Put(s.more, pageX+pageW-132, bandY+4, 124, 44)
	return s
}

// follow opens the page that shows what an alarm is about: a hall's devices, or the hall.
func (s *alarms) follow(i int) {
	all := s.a.desk.Alarms()
	if s.from+i >= len(all) {
		return
	}
	x := all[s.from+i]
	s.a.desk.Choose(x.Outlet.ID)
	if x.Kind == desk.HallFaults {
		s.a.desk.Go(desk.Devices)
		return
	}
	s.a.desk.Go(desk.OneHall)
}

// turn shows the next alarms, after the last the first.
func (s *alarms) turn() {
	s.from += s.shown
	s.show()
}

func (s *alarms) show() {
	all := s.a.desk.Alarms()
	if s.from >= len(all) {
		s.from = 0
	}
	fact := s.showBand(all)
	x, right := pageX+72+kit.Ink{Size: 17, Bold: true}.Width(fact), float32(pageX+pageW-12)
	if len(all) > alarmsMost || s.wide(all) > right-x {
		right -= 128
	}
	s.shown = 0
	for i, b := range s.open {
		at, room := s.from+i, right-x
		here := at < len(all) && (i == 0 || s.shown == i && s.width(all[at]) <= room)
		visible(b, here)
		if !here {
			continue
		}
		w := min(s.width(all[at]), room)
		b.SetLabel(s.words(all[at]))
		s.board.Move(b, x, bandY+4, w, 44)
		x += w + 8
		s.shown++
	}
	rest := len(all) - s.shown
	visible(s.more, rest > 0)
	s.more.SetLabel(s.a.say("alarm.rest", "n", rest))
}

// showBand colours the band by the worst alarm, and says how many halls need somebody.
func (s *alarms) showBand(all []desk.Alarm) (fact string) {
	if len(all) == 0 {
		s.band.Set(kit.Good, kit.Notice{Icon: "check-circle", Fact: s.a.say("alarm.none")})
		return ""
	}
	mood, icon := kit.Watch, "information-outline"
	halls := map[hall.OutletID]bool{}
	for _, x := range all {
		halls[x.Outlet.ID] = true
		if x.Kind == desk.HallOffline || x.Kind == desk.NobodyOpen {
			mood, icon = kit.Bad, "alert-circle"
		}
	}
	fact = s.a.say("alarm", "n", len(halls))
	s.band.Set(mood, kit.Notice{Icon: icon, Fact: fact})
	return fact
}

func (s *alarms) words(x desk.Alarm) string {
	return s.a.say("alarm."+string(x.Kind), "hall", s.a.name(x.Outlet.Name), "min", x.Minutes, "n", x.Outlet.Faults, "waiting", x.Outlet.Waiting,
		"devices", s.a.broken(x.Outlet))
}

// width is what an alarm's button takes.
func (s *alarms) width(x desk.Alarm) float32 {
	return kit.Ink{Size: 16, Bold: true}.Width(s.words(x)) + 36
}

func (s *alarms) wide(all []desk.Alarm) (w float32) {
	for _, x := range all {
		w += s.width(x) + 8
	}
	return w
}
