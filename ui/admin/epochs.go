package admin

import (
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
)

// askEpoch asks whether the log with which the chosen hall goes on is the restored hall's or only a copy's.
func (a *Admin) askEpoch() {
	o, ok := a.desk.Chosen()
	if !ok || o.Asks == nil {
		return
	}
	q, ask := *o.Asks, "epoch.ask"
	if q.Parted {
		ask = "epoch.parted"
	}
	a.stage.Ask(a.say(ask, "hall", a.name(o.Name)), a.say(ask+".text", "time", a.clock(q.Begun)),
		nav.Verb{Key: "epoch-later", Label: a.say("epoch.later"), Rank: kit.Quiet},
		nav.Verb{Key: "epoch-refuse", Label: a.say("epoch.refuse"), Rank: kit.Quiet, Act: func() { a.desk.AnswerEpoch(q.ID, false) }},
		nav.Verb{Key: "epoch-accept", Label: a.say("epoch.accept"), Rank: kit.Primary, Act: func() { a.desk.AnswerEpoch(q.ID, true) }})
}

// unanswered is what stands beside the question when the center did not take the answer.
func (a *Admin) unanswered() string {
	switch code := a.desk.Answered(); code {
	case "":
		return ""
	case hall.Unavailable, hall.Unknown:
		return a.say("epoch.away")
	default:
		return a.stage.Sorry(hall.E("admin", code))
	}
}
