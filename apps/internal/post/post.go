// Package post drives what hangs at one counter beside its two screens: the window display above it and the evaluator
// in front of the visitor. It follows the hall's events, so it does the same whichever way a call came about.
//
//	p := post.Post{From: authority, Counter: "3", Screen: rack.LED("led"), Evaluator: rack.Evaluator("evaluator"), Rated: func(level int) { … }}
//	go p.Run(ctx)
//
// A called number stands on the display until its ticket leaves the counter; a finished one is asked about. The
// customer's screen asks at the same time: whichever is answered first counts, the authority takes one evaluation a
// ticket.
package post

import (
	"context"
	"strconv"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
)

// Watched is the part of an authority that a post reads.
type Watched interface {
	Hall(ctx context.Context) (hall.Snapshot, error)
	Watch(ctx context.Context, after hall.Cursor, tell func(hall.Event) error) error
}

// Post is what hangs at a counter. Screen and Evaluator may be nil.
type Post struct {
	From      Watched
	Counter   hall.CounterID
	Words     func(no hall.TicketNo, window string) string // what a display of text shows for a call
	Screen    hardware.LED
	Evaluator hardware.Evaluator
	Rated     func(ticket hall.TicketID, level int) // 5 … 1, from Run's goroutines
	Trouble   func(error)                           // of a device; may be nil

	now   hall.TicketID // on the display; owned by the goroutine that watches, as is label
	label string        // of the counter, as screens say it: "3"
}

// rewatch is the pause before the hall is asked again after a cut.
const rewatch = time.Second

// Run follows the hall until ctx ends, then the display is dark.
func (p *Post) Run(ctx context.Context) error {
	screen, prompts := make(chan *hardware.Panel, 1), make(chan hardware.Prompt, 1)
	done := make(chan struct{}, 2)
	go func() { p.light(ctx, screen); done <- struct{}{} }()
	go func() { p.ask(ctx, prompts); done <- struct{}{} }()
	for at := (hall.Cursor{}); ctx.Err() == nil; pause(ctx, rewatch) {
		if at == (hall.Cursor{}) {
			snap, err := p.From.Hall(ctx)
			if err != nil {
				continue
			}
			at, p.label = snap.Cursor, p.named(snap)
		}
		_ = p.From.Watch(ctx, at, func(e hall.Event) error { // a cut is watched again from where it was
			at = e.Cursor()
			p.told(e, screen, prompts)
			return nil
		})
	}
	<-done
	<-done
	return nil
}

// named is the counter's label; a hall that does not know the counter has its id.
func (p *Post) named(s hall.Snapshot) string {
	for _, c := range s.Counters {
		if c.ID == p.Counter {
			return c.Label
		}
	}
	return string(p.Counter)
}

// window is the label as a number, for devices that have a place for one; 0 when it has none.
func (p *Post) window() int {
	n, _ := strconv.Atoi(p.label)
	return n
}

// stillThere is how long after the end of a service a visitor may be asked about it: an end that is told after a cut
// asks nobody.
const stillThere = 30 * time.Second

// told turns an event of this counter into what the devices do.
func (p *Post) told(e hall.Event, screen chan *hardware.Panel, prompts chan hardware.Prompt) {
	if e.Kind == hall.Reset {
		p.now = ""
		latest(screen, nil)
		return
	}
	b, err := e.Tell()
	if err != nil || b.Ticket == nil {
		return
	}
	t := b.Ticket
	switch {
	case t.Counter == p.Counter && (e.Kind == hall.TicketCalled || e.Kind == hall.TicketRecalled):
		p.now = t.ID
		latest(screen, &hardware.Panel{Text: p.words(t.No), Number: string(t.No), Window: p.window(), Blink: true})
	case t.ID == p.now && t.Counter == p.Counter && t.State == hall.Serving:
		latest(screen, &hardware.Panel{Text: p.words(t.No), Number: string(t.No), Window: p.window()})
	case t.ID == p.now && e.Kind != hall.TicketPaper && e.Kind != hall.TicketMarked && e.Kind != hall.TicketEvaluated:
		p.now = ""
		latest(screen, nil)
	}
	if e.Kind == hall.TicketFinished && t.Counter == p.Counter && e.At.Sub(t.EndedAt) < stillThere {
		latest(prompts, hardware.Prompt{Ticket: string(t.ID), Number: string(t.No), Window: p.window()})
	}
}

func (p *Post) words(no hall.TicketNo) string {
	if p.Words == nil {
		return string(no)
	}
	return p.Words(no, p.label)
}

// light shows the newest panel; nil is dark.
func (p *Post) light(ctx context.Context, panels <-chan *hardware.Panel) {
	for {
		select {
		case <-ctx.Done():
			return
		case panel := <-panels:
			switch {
			case p.Screen == nil:
			case panel == nil:
				p.trouble(ctx, p.Screen.Clear(ctx))
			default:
				p.trouble(ctx, p.Screen.Show(ctx, *panel))
			}
		}
	}
}

// ask prompts for one ticket after the other.
func (p *Post) ask(ctx context.Context, prompts <-chan hardware.Prompt) {
	for {
		select {
		case <-ctx.Done():
			return
		case prompt := <-prompts:
			if p.Evaluator == nil {
				continue
			}
			score, err := p.Evaluator.Ask(ctx, prompt)
			p.trouble(ctx, err)
			if err == nil && score.Level != hardware.NotRated {
				p.Rated(hall.TicketID(score.Ticket), score.Level)
			}
		}
	}
}

// trouble tells what a device could not do; that there is none is no news.
func (p *Post) trouble(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil && p.Trouble != nil && hardware.CodeOf(err) != hardware.Missing {
		p.Trouble(err)
	}
}

// latest puts a value into a channel of one place; an older one that nobody took is dropped.
func latest[T any](c chan T, v T) {
	select {
	case <-c:
	default:
	}
	c <- v
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
