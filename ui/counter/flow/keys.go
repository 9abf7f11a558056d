package flow

import (
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Act is something a teller can do with one key.
type Act string

// The acts of the function keys. A key means one thing on every screen.
const (
	Next     Act = "next"     // F1 呼叫下一位
	Recall   Act = "recall"   // F2 重呼
	NoShow   Act = "no_show"  // F3 过号
	Transfer Act = "transfer" // F4 转窗口/业务
	Finish   Act = "finish"   // F5 结束服务
	Pause    Act = "pause"    // F6 暂停服务 / 恢复服务
	Start    Act = "start"    // F8 开始办理
	Scan     Act = "scan"     // F9 扫码带出
	Issue    Act = "issue"    // F11 取号
	Reprint  Act = "reprint"  // F12 补打
)

// Keys are the function keys in their order on the screen.
var Keys = []struct {
	Key string
	Act Act
}{{"F1", Next}, {"F2", Recall}, {"F3", NoShow}, {"F4", Transfer}, {"F5", Finish}, {"F6", Pause}, {"F8", Start}, {"F9", Scan}, {"F11", Issue}, {"F12", Reprint}}

// Button is one key as the screen shows it.
type Button struct {
	Key   string
	Act   Act
	Label Say
	On    bool
	Why   Say  // why it is off
	Fact  Say  // beside the label when it is on: how many calls
	Next  bool // the next step of the procedure: the one green thing
	Busy  bool // its answer is awaited
}

// Buttons are the function keys now.
func (d *Desk) Buttons() []Button {
	var all []Button
	for _, k := range Keys {
		all = append(all, d.button(k.Key, k.Act))
	}
	return all
}

// Button is one act's key now.
func (d *Desk) Button(a Act) Button {
	for _, k := range Keys {
		if k.Act == a {
			return d.button(k.Key, a)
		}
	}
	return Button{}
}

func (d *Desk) button(key string, a Act) Button {
	b := Button{Key: key, Act: a, Label: say("act." + string(a))}
	if a == Pause && d.paused != "" {
		b.Label = say("act.reopen")
	}
	if a == Recall && d.ticket != nil && d.ticket.State == hall.Called {
		b.Fact = d.callsFact()
	}
	b.Why = d.why(a)
	b.On = b.Why.Nothing()
	b.Busy = d.busy() && d.doing() == string(a)
	b.Next = b.On && a == d.nextStep() && !d.asked(a)
	return b
}

func (d *Desk) callsFact() Say {
	n, limit := d.ticket.Calls, d.callLimit()
	if n >= limit {
		return say("act.recall_last")
	}
	return sayWith("act.calls", Args{"n": n, "limit": limit})
}

func (d *Desk) callLimit() int {
	if n := d.hall.Outlet.Rules.CallLimit; n > 0 {
		return n
	}
	return hall.DefaultRules().CallLimit
}

func (d *Desk) doing() string {
	if len(d.line) == 0 {
		return ""
	}
	return d.line[0].what
}

// nextStep is the green key: one at a time.
func (d *Desk) nextStep() Act {
	switch d.Phase() {
	case Idle, Rating:
		return Next
	case Paused:
		return Pause
	case Serving:
		return Finish
	case Called:
		return d.nextWhenCalled()
	}
	return ""
}

// asked reports whether something else is the next step: an open question, or a ticket on offer.
func (d *Desk) asked(a Act) bool {
	switch d.panel {
	case NoPanel:
		return d.offer != nil && d.whyTake().Nothing()
	case FinishPanel:
		return a != Finish || !d.WhyEnd().Nothing()
	}
	return true
}

// nextWhenCalled suggests a recall when nobody came, and a no-show when nobody came after the last call.
func (d *Desk) nextWhenCalled() Act {
	late := d.Now().Sub(d.ticket.CalledAt) >= lateTime
	switch {
	case late && d.ticket.Calls >= d.callLimit():
		return NoShow
	case late && !d.away:
		return Recall
	}
	return Start
}

// why says why an act is off now; nothing when it is on.
func (d *Desk) why(a Act) Say {
	if d.teller == "" {
		return say("why.closed")
	}
	if d.busy() {
		return say("why.busy")
	}
	if d.away && !survives(a) {
		return say("why.away")
	}
	return d.whyInPhase(a, d.Phase())
}

// survives reports whether an act needs no decision of the authority.
func survives(a Act) bool { return a == Start || a == Finish || a == NoShow || a == Scan }

func (d *Desk) whyInPhase(a Act, p Phase) Say {
	switch a {
	case Scan:
		return Say{}
	case Issue:
		return unless(d.CanIssue(), say("why.no_issue"))
	case Reprint:
		return d.whyReprint()
	case Next, Pause:
		return d.whyFree(a, p)
	case Recall:
		return d.whyRecall(p)
	case NoShow:
		return d.whyCalled(p)
	case Start:
		return d.whyStart(p)
	case Transfer:
		return unless(p == Called || p == Serving, say("why.no_ticket"))
	case Finish:
		if p == Called {
			return say("why.not_started")
		}
		return unless(p == Serving, say("why.no_ticket"))
	}
	return say("why.no_ticket")
}

func (d *Desk) whyFree(a Act, p Phase) Say {
	switch {
	case p == Called:
		return sayWith("why.called", Args{"no": d.ticket.No})
	case p == Serving:
		return sayWith("why.serving", Args{"no": d.ticket.No})
	case p == Paused && a == Next:
		return say("why.paused")
	}
	return Say{}
}

func (d *Desk) whyRecall(p Phase) Say {
	if why := d.whyCalled(p); !why.Nothing() {
		return why
	}
	left := d.recallLeft()
	return unless(left == 0, sayWith("why.too_soon", Args{"s": left}))
}

func (d *Desk) whyCalled(p Phase) Say {
	if p == Serving {
		return say("why.already_here")
	}
	return unless(p == Called, say("why.no_ticket"))
}

// whyStart keeps the last visitor's rating safe: it is over within its ring, and no teller can cut it short.
func (d *Desk) whyStart(p Phase) Say {
	switch {
	case p == Serving:
		return say("why.already_started")
	case p != Called:
		return say("why.no_ticket")
	case d.rate.asking():
		return sayWith("why.rating", Args{"s": d.rate.left(d.cfg.Now())})
	}
	return Say{}
}

func unless(ok bool, s Say) Say {
	if ok {
		return Say{}
	}
	return s
}

// askMiss asks before a visitor is missed who was called a moment ago: he may be on his way.
func (d *Desk) askMiss() {
	if d.sinceCall() < noShowTime {
		d.show(NoShowPanel)
		return
	}
	d.miss()
}

func (d *Desk) miss() { d.verb("no_show", hall.Action{Verb: hall.NoShow}) }

// sinceCall is the time since the first call of this round.
func (d *Desk) sinceCall() time.Duration { return max(0, d.Now().Sub(d.ticket.RoundAt)) }

// recallLeft is how many seconds must pass before the visitor may be called again.
func (d *Desk) recallLeft() int {
	left := d.hall.Outlet.Rules.BetweenCalls() - d.Now().Sub(d.ticket.CalledAt)
	return max(0, int((left+time.Second-1)/time.Second))
}

// Press does what a function key means. A key that is off tells why.
func (d *Desk) Press(key string) {
	for _, k := range Keys {
		if k.Key == key {
			d.Do(k.Act)
		}
	}
}

// Do does an act; one that is off tells why.
func (d *Desk) Do(a Act) {
	if d.finishing(a) {
		d.EndService()
		return
	}
	if why := d.why(a); !why.Nothing() {
		d.tell(Warn, why)
		d.cfg.Changed()
		return
	}
	d.perform(a)
	d.cfg.Changed()
}

func (d *Desk) finishing(a Act) bool { return a == Finish && d.panel == FinishPanel }

func (d *Desk) perform(a Act) {
	switch a {
	case Next:
		d.callNext()
	case Recall:
		d.verb("recall", hall.Action{Verb: hall.Recall})
	case NoShow:
		d.askMiss()
	case Start:
		d.verb("start", hall.Action{Verb: hall.Start})
	case Transfer:
		d.show(TransferPanel)
	case Finish:
		d.show(FinishPanel)
	case Pause:
		d.pauseOrReopen()
	case Scan:
		d.show(ScanPanel)
	case Issue:
		d.show(IssuePanel)
	case Reprint:
		d.reprint()
	}
}
