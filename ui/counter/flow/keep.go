package flow

import (
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// Kept is an act that was shown as done and waits for the node's return. It is written down: a program that ends
// meanwhile, or a PC whose power goes, sends it when it is back. It holds no PIN and nothing about a person.
type Kept struct {
	What   string        `json:"what"`
	No     hall.TicketNo `json:"no"`
	Key    string        `json:"key"`
	Ticket hall.TicketID `json:"ticket"`
	Verb   hall.Verb     `json:"verb"`
	By     hall.Actor    `json:"by"`
	Act    hall.Action   `json:"act"` // the rest of it
}

func keptOf(j *job) Kept {
	return Kept{What: j.what, No: j.no, Key: j.act.Key, Ticket: j.act.Ticket, Verb: j.act.Verb, By: j.act.By, Act: *j.act}
}

// takeOver puts the acts of an earlier run in the line, in their order, before anything else.
func (d *Desk) takeOver(all []Kept) {
	for _, k := range all {
		a := k.Act
		a.Key, a.Ticket, a.Verb, a.By = k.Key, k.Ticket, k.Verb, k.By
		var j *job
		if k.Verb == hall.Evaluate {
			j = d.evaluateJob(a, k.No)
		} else {
			j = d.jobOf(k.What, k.No, a, func() {}, func(hall.Ticket) {})
		}
		j.keep, j.assumed = true, true
		d.line = append(d.line, j)
		d.written = append(d.written, k.Key)
	}
}

// write keeps the acts that wait, when they are not the same as before.
func (d *Desk) write() {
	var all []Kept
	var keys []string
	for _, j := range d.line {
		if j.assumed {
			all, keys = append(all, keptOf(j)), append(keys, j.act.Key)
		}
	}
	if slices.Equal(keys, d.written) {
		return
	}
	d.written = keys
	d.cfg.Keep(all)
}
