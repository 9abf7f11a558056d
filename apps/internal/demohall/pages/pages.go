// Package pages lists what a person can do at the bench's simulated devices: the tabs of the bench window in the
// simulators' own words.
package pages

import (
	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/ui/bench"
)

// All are the machines of the bench beside printer and scanner, and what can be done at each.
var All = []bench.Page{
	{Key: "card", Machines: []bench.Machine{cardReader}},
	{Key: "window", Machines: []bench.Machine{windowScreen, evaluator}},
	{Key: "cash", Machines: []bench.Machine{notes, coins}},
	{Key: "forms", Machines: []bench.Machine{pagePrinter}},
	{Key: "power", Machines: []bench.Machine{supply, speech}},
}

var cardReader = machine("samv",
	[]bench.Act{{Key: "resident", Words: "card resident"}, {Key: "moved", Words: "card moved"}, {Key: "rare", Words: "card rare"}, {Key: "hkmt", Words: "card hkmt"},
		{Key: "foreign", Words: "card foreign"}, {Key: "foreign2023", Words: "card foreign2023"}, {Key: "badnumber", Words: "card badnumber"}, {Key: "unknown", Words: "card unknown"},
		{Key: "lift", Words: "lift"}, {Key: "snatch", Words: "snatch"}, {Key: "spoil", Words: "spoil"}, {Key: "tear", Words: "tear"}},
	[]bench.Switch{{Key: "power", On: "power off", Off: "power on"}, {Key: "stuck", On: "stuck on", Off: "stuck off"}, {Key: "module", On: "module 60", Off: "module 90"},
		{Key: "licence", On: "module 66", Off: "module 90"}})

var windowScreen = machine("onbon",
	[]bench.Act{{Key: "spoil", Words: "spoil"}, {Key: "tear", Words: "tear"}},
	[]bench.Switch{{Key: "dead", On: "dead 1", Off: "alive 1"}, {Key: "refuse", On: "refuse on", Off: "refuse off"}, {Key: "garbage", On: "garbage on", Off: "garbage off"}})

var evaluator = machine("keys",
	[]bench.Act{{Key: "5", Words: "press 5"}, {Key: "4", Words: "press 4"}, {Key: "3", Words: "press 3"}, {Key: "2", Words: "press 2"},
		{Key: "1", Words: "press 1"}, {Key: "bounce", Words: "bounce 5"}, {Key: "noise", Words: "garbage"}},
	[]bench.Switch{{Key: "silent", On: "silent on", Off: "silent off"}, {Key: "refuse", On: "refuse on", Off: "refuse off"}})

var notes = machine("id003",
	[]bench.Act{{Key: "1", Words: "note 1"}, {Key: "5", Words: "note 5"}, {Key: "10", Words: "note 10"}, {Key: "20", Words: "note 20"}, {Key: "50", Words: "note 50"}, {Key: "100", Words: "note 100"},
		{Key: "bad", Words: "note bad"}, {Key: "mend", Words: "mend"}},
	[]bench.Switch{{Key: "jam", On: "jam", Off: "mend"}, {Key: "full", On: "full", Off: "mend"}, {Key: "away", On: "away", Off: "mend"}, {Key: "cheat", On: "cheat", Off: "mend"},
		{Key: "power", On: "power off", Off: "power on"}, {Key: "silent", On: "silent on", Off: "silent off"}})

// coins fall by their position in the profile coin-cny; what went wrong inside is an event by its number in the ccTalk
// table.
var coins = machine("cctalk",
	[]bench.Act{{Key: "1", Words: "coin 1"}, {Key: "2", Words: "coin 2"}, {Key: "3", Words: "coin 3"}, {Key: "reject", Words: "event 1"},
		{Key: "jam", Words: "event 14"}, {Key: "cheat", Words: "event 20"}, {Key: "back", Words: "event 17"}},
	[]bench.Switch{{Key: "power", On: "power off", Off: "power on"}, {Key: "silent", On: "silent on", Off: "silent off"}, {Key: "spoil", On: "spoil on", Off: "spoil off"}})

var pagePrinter = machine("page",
	[]bench.Act{{Key: "print", Words: demohall.Print}, {Key: "cancel", Words: "end canceled"}, {Key: "abort", Words: "end aborted"}, {Key: "forget", Words: "forget"}},
	[]bench.Switch{{Key: "paper", On: "paper 0", Off: "paper 250"}, {Key: "jam", On: "reason media-jam-error", Off: "clear media-jam-error"},
		{Key: "toner", On: "reason toner-empty-error", Off: "clear toner-empty-error"}, {Key: "toner_low", On: "reason toner-low-report", Off: "clear toner-low-report"},
		{Key: "door", On: "reason door-open-error", Off: "clear door-open-error"}, {Key: "paused", On: "paused on", Off: "paused off"},
		{Key: "refuse", On: "accepting off", Off: "accepting on"}, {Key: "silent", On: "silent on", Off: "silent off"}})

var supply = machine("megatec",
	[]bench.Act{{Key: "mains_off", Words: "mains off"}, {Key: "low", Words: "low on"}, {Key: "mains_on", Words: "mains on"}, {Key: "load", Words: "load 120"}},
	[]bench.Switch{{Key: "broken", On: "broken on", Off: "broken off"}, {Key: "silent", On: "silent on", Off: "silent off"}})

var speech = machine("syn6288",
	[]bench.Act{{Key: "speak", Words: demohall.Speak}, {Key: "reset", Words: "reset"}, {Key: "reject", Words: "reject"}, {Key: "lose_ack", Words: "lose ack"}, {Key: "lose_idle", Words: "lose idle"}},
	[]bench.Switch{{Key: "silent", On: "silent", Off: "well"}, {Key: "garbage", On: "garbage", Off: "well"}})

func machine(id string, acts []bench.Act, faults []bench.Switch) bench.Machine {
	return bench.Machine{ID: id, At: string(demohall.PlaceOf(id)), Acts: acts, Faults: faults}
}
