package kiosk

import (
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// icons of items that have a drawing of their own; the others take their group's.
var icons = map[hall.ItemCode]string{
	"B01": "home-lightning-bolt-outline", "B02": "office-building-outline", "B05": "account-switch-outline", "B06": "account-edit-outline",
	"B07": "clock-outline", "B08": "account-group-outline", "B12": "close-circle-outline", "B16": "ev-station", "B17": "ev-station",
	"B18": "solar-power", "B19": "solar-power", "B20": "chart-box-outline", "B21": "cash-multiple", "B22": "receipt-text-outline",
	"B23": "file-document-outline", "B28": "tools", "B29": "message-text-outline", "B30": "help-circle-outline", "B31": "phone-outline",
}

func (a *App) icon(i hall.ServiceType) string {
	if name, ok := icons[i.Code]; ok {
		return name
	}
	if s := a.View().Snapshot; s != nil {
		for _, g := range s.Groups {
			if g.Code == i.Group {
				return skin.Known(g.Icon)
			}
		}
	}
	return skin.Known("")
}

// itemFacts are what the outlet has said of an item: its papers and its minutes. Of what nobody has said nothing is
// told.
func (a *App) itemFacts(i hall.ServiceType) (all []string) {
	if i.Papers != nil {
		all = append(all, a.papers(i))
	}
	if i.Minutes > 0 {
		all = append(all, a.say("kiosk.items.minutes", "n", i.Minutes))
	}
	return all
}

// told reports whether the outlet has said of all items what to bring, be it nothing.
func told(items []hall.ServiceType) bool {
	return !slices.ContainsFunc(items, func(i hall.ServiceType) bool { return i.Papers == nil })
}

// papers says how much to bring, in a few words.
func (a *App) papers(i hall.ServiceType) string {
	switch len(i.Papers) {
	case 0:
		return a.say("kiosk.items.none")
	case 1:
		return a.say("kiosk.items.paper", "paper", lang.Short(a.name(i.Papers[0].Name)))
	}
	return a.say("kiosk.items.papers", "n", len(i.Papers))
}

// where says which windows call, or to listen when none is open yet or their names have no room.
func (a *App) where(ids []hall.CounterID, v flow.View, room float32) kit.Fact {
	var labels lang.Windows
	for _, id := range ids {
		labels = append(labels, label(id, v.Snapshot))
	}
	sign := a.stage.Book().Sign(a.stage.Lang(), labels).Head()
	f := kit.Fact{Name: a.say("kiosk.confirm.windows"), Before: sign.Before, Number: sign.Label, Unit: sign.After, Note: a.say("kiosk.confirm.windows.note")}
	if f.Number == "" || skin.Width(f.Number, a.stage.Look().Size(skin.Number), true) > room/smallest {
		f.Before, f.Number, f.Unit = "", a.say("kiosk.ticket.listen"), ""
	}
	return f
}

// smallest is how much smaller a figure may be drawn and still be read while walking past.
const smallest = 0.5

func label(id hall.CounterID, s *hall.Snapshot) string {
	if s != nil {
		for _, c := range s.Counters {
			if c.ID == id && c.Label != "" {
				return c.Label
			}
		}
	}
	return string(id)
}

// whatFor names the business of a ticket: its items, or its group.
func (a *App) whatFor(items []hall.ItemCode, group hall.GroupCode, s *hall.Snapshot) string {
	if s == nil {
		return string(group)
	}
	var names []string
	for _, c := range items {
		for _, i := range s.Items {
			if i.Code == c {
				names = append(names, a.name(i.Name))
			}
		}
	}
	for _, g := range s.Groups {
		if len(names) == 0 && g.Code == group {
			return a.name(g.Name)
		}
	}
	return strings.Join(names, "\u3000")
}
