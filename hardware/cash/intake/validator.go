package intake

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/journal"
)

// Word is what a validator said about a note.
type Word string

// The words.
const (
	Escrow    Word = "escrow"    // recognised and held, with its channel or value
	Stacked   Word = "stacked"   // in the box
	Returned  Word = "returned"  // on its way back to the visitor
	Rejected  Word = "rejected"  // not recognised
	Removed   Word = "removed"   // pulled out
	Restarted Word = "restarted" // the machine had lost its power; Detail says what it found inside
	Trouble   Word = "trouble"   // Code
)

// Event is one thing a validator said.
type Event struct {
	Word    Word
	Channel int   // -1 when the machine does not say
	Fen     int64 // when the protocol tells values; else 0 and the profile knows the channel
	Late    bool  // said on being opened: it is about an earlier session's note
	Once    bool  // a late one that the machine says once: it is not the repetition of what was heard before
	Code    hardware.Code
	Detail  string
}

// Validator is a note acceptor with an escrow as its protocol sees it. It is used by one
// goroutine at a time.
type Validator interface {
	// Open brings the machine to the point where it lets notes in. What it finds in escrow it
	// gives back: nobody has asked for it.
	Open(ctx context.Context) error
	// Shut lets no more notes in.
	Shut(ctx context.Context) error
	Stack(ctx context.Context) error
	Return(ctx context.Context) error
	// Next waits for the next event; it says each once, however often the machine repeats it.
	Next(ctx context.Context) (Event, error)
	// Look asks how the machine is while it is shut. "" is well.
	Look(ctx context.Context) (hardware.Code, error)
}

// Box is what a session needs beside the machine.
type Box struct {
	Device  string // its name in the journal
	Journal *journal.Journal
	Profile Profile
	Waits   Waits
}

// Waits are the drivers' patience. Zero fields take the defaults.
type Waits struct {
	Poll  time.Duration // between two questions: the profile's poll_ms
	Reply time.Duration // for one answer: 300 ms
	Start time.Duration // for a machine to come up after a reset: 15 s
	Stack time.Duration // between accept and stacked: 10 s
}

// Or fills the zero fields.
func (w Waits) Or(p Profile) Waits {
	pick := func(d *time.Duration, unset time.Duration) {
		if *d == 0 {
			*d = unset
		}
	}
	pick(&w.Poll, time.Duration(p.PollMS)*time.Millisecond)
	pick(&w.Poll, 200*time.Millisecond)
	pick(&w.Reply, 300*time.Millisecond)
	pick(&w.Start, 15*time.Second)
	pick(&w.Stack, 10*time.Second)
	return w
}
