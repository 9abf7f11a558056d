package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/journal"
)

// Notes is a Validator with the rules of money around it: a Machine.
type Notes struct {
	Box
	Validator
}

// note is the one note that can be under way.
type note struct {
	hardware.Cash
	accepted bool // in the journal, and the machine may have been told
	due      time.Time
}

type session struct {
	Notes
	in      hardware.Intake
	note    *note
	doubted string // the session's last doubt
	strange int    // notes nobody let in
	leaving bool
}

// Take lets notes in until ctx ends or the machine fails.
func (n Notes) Take(ctx context.Context, in hardware.Intake) error {
	s := &session{Notes: n, in: in}
	err := s.Open(ctx)
	if err == nil {
		s.tell(hardware.CashOpened, hardware.Cash{}, "")
		err = s.listen(ctx)
	}
	return s.leave(ctx, err)
}

func (s *session) listen(ctx context.Context) error {
	for {
		e, err := s.next(ctx)
		if err == nil {
			err = s.handle(ctx, e)
		}
		if err != nil || s.leaving && s.note == nil {
			return err
		}
		if s.note == nil && ctx.Err() != nil { // a line that talks by itself has always an event
			return ctx.Err()
		}
	}
}

// next waits for an event, but for the end of a note no longer than Waits.Stack.
func (s *session) next(ctx context.Context) (Event, error) {
	if s.note == nil {
		return s.Next(ctx)
	}
	within, cancel := context.WithDeadline(ctx, s.note.due)
	defer cancel()
	e, err := s.Next(within)
	if err != nil && within.Err() != nil && ctx.Err() == nil {
		err = hardware.E("intake.Take", hardware.CashStuck, "nothing heard of "+s.note.ID)
	}
	return e, err
}

func (s *session) handle(ctx context.Context, e Event) error {
	switch e.Word {
	case Escrow:
		return s.offered(ctx, e)
	case Stacked:
		return s.stacked(e)
	case Returned, Rejected:
		return s.back(e)
	case Removed:
		return s.removed()
	case Restarted:
		return s.restarted(ctx, e)
	}
	return hardware.E("intake.Take", e.Code, e.Detail)
}

// offered decides about a note in escrow. The journal has it on the disk before it is let in.
func (s *session) offered(ctx context.Context, e Event) error {
	s.doubt(hardware.DoubtSilence) // another note is in escrow: whatever became of the last was not heard
	fen := e.Fen
	if fen == 0 {
		fen = s.Profile.Value(e.Channel)
	}
	seen := hardware.Cash{Fen: fen, Currency: s.Profile.Currency}
	s.tell(hardware.CashOffered, seen, "")
	if s.leaving || fen == 0 || s.in.Want != nil && !s.in.Want(seen) {
		return s.giveBack(ctx, seen)
	}
	c, err := s.Journal.Accept(journal.Note{Device: s.Device, Payment: s.in.Payment, Currency: seen.Currency, Fen: fen})
	if err != nil {
		return errors.Join(err, s.giveBack(ctx, seen))
	}
	s.note = &note{Cash: c, accepted: true, due: time.Now().Add(s.Waits.Stack)}
	s.tell(hardware.CashStacking, c, "")
	return s.Stack(context.WithoutCancel(ctx))
}

func (s *session) giveBack(ctx context.Context, c hardware.Cash) error {
	s.note = &note{Cash: c, due: time.Now().Add(s.Waits.Stack)}
	return s.Return(context.WithoutCancel(ctx))
}

// stacked is the only place where a note becomes a credit.
func (s *session) stacked(e Event) error {
	n := s.note
	if n == nil || !n.accepted {
		return s.unasked(e)
	}
	if e.Fen != 0 && e.Fen != n.Fen || e.Fen == 0 && e.Channel >= 0 && s.Profile.Value(e.Channel) != n.Fen {
		s.doubt(hardware.DoubtMismatch)
		return nil
	}
	if err := s.Journal.Stacked(n.ID); err != nil {
		s.doubt(hardware.DoubtHandover)
		return err
	}
	if err := s.in.Credit(n.Cash); err != nil {
		s.doubt(hardware.DoubtHandover)
		return hardware.E("intake.Take", hardware.CashRefused, err)
	}
	s.note = nil
	s.tell(hardware.CashCredited, n.Cash, "")
	return s.Journal.Credited(n.ID)
}

const (
	laterStacked = "the machine said later: stacked"
	laterBack    = "the machine said later: given back"
	strangers    = 3 // notes in one session that nobody let in: then it is a line that talks by itself
)

// unasked is a note in the box that nobody let in. Said about the note of a doubt, it is a hint for the person who
// settles that one; said again about the last credited one, it is nothing.
func (s *session) unasked(e Event) error {
	fen := e.Fen
	if fen == 0 {
		fen = s.Profile.Value(e.Channel)
	}
	if n := s.note; n != nil && fen == 0 {
		fen = n.Fen // it was to go back
	}
	s.note = nil
	if d, ok := s.about(e); ok && (fen == 0 || d.Fen == fen) && len(d.Hints) < strangers && !slices.Contains(d.Hints, laterStacked) {
		return s.Journal.Hint(d.ID, laterStacked)
	}
	if e.Late && !e.Once && s.Journal.Last(s.Device).Credited {
		return nil
	}
	if s.strange++; s.strange > strangers {
		return hardware.E("intake.Take", hardware.Garbled, "stacked, again and again, and nothing was let in")
	}
	c, err := s.Journal.Accept(journal.Note{Device: s.Device, Payment: s.in.Payment, Currency: s.Profile.Currency, Fen: fen})
	if err != nil {
		return err
	}
	s.note = &note{Cash: c, accepted: true}
	s.doubt(hardware.DoubtUnasked)
	return nil
}

// about is the doubt an event belongs to when no note is under way: one of this session, or, said late, the last
// note's.
func (s *session) about(e Event) (hardware.CashDoubt, bool) {
	id := s.doubted
	if e.Late {
		id = s.Journal.Last(s.Device).ID
	}
	for _, d := range s.Journal.Doubts(s.Device) {
		if d.ID == id && d.Why != hardware.DoubtUnasked && d.Why != hardware.DoubtHandover {
			return d, true
		}
	}
	return hardware.CashDoubt{}, false
}

// back: a note goes to the visitor. One that was accepted and is refused all the same may be anywhere.
func (s *session) back(e Event) error {
	n := s.note
	if n != nil && n.accepted && e.Word == Rejected {
		s.doubt(hardware.DoubtRejected)
		return nil
	}
	s.note = nil
	if d, ok := s.about(e); n == nil && ok && e.Word == Returned && !slices.Contains(d.Hints, laterBack) {
		return s.Journal.Hint(d.ID, laterBack)
	}
	if n == nil && e.Late {
		return nil
	}
	step, c := hardware.CashReturned, hardware.Cash{}
	if n != nil {
		c = n.Cash
	} else if e.Word == Rejected {
		step = hardware.CashRejected
	}
	s.tell(step, c, e.Code)
	if n == nil || !n.accepted {
		return nil
	}
	return s.Journal.Returned(n.ID)
}

// removed: the visitor has pulled the note out. Before it was accepted that is his right.
func (s *session) removed() error {
	if s.note != nil && s.note.accepted {
		s.doubt(hardware.DoubtFraud)
		return hardware.E("intake.Take", hardware.CashFraud, "pulled out after it was accepted")
	}
	return s.back(Event{Word: Returned})
}

func (s *session) restarted(ctx context.Context, e Event) error {
	if id := s.doubt(hardware.DoubtPower); id != "" && e.Detail != "" {
		if err := s.Journal.Hint(id, e.Detail); err != nil {
			return err
		}
	}
	s.tell(hardware.CashRestarted, hardware.Cash{}, "")
	if s.leaving {
		return nil
	}
	return s.Open(ctx)
}

// doubt ends the note under way as one that nobody can know. It returns its id.
func (s *session) doubt(why hardware.CashReason) string {
	n := s.note
	s.note = nil
	if n == nil || !n.accepted {
		return ""
	}
	s.doubted = n.ID
	s.Journal.Doubt(n.ID, why) // seen even when the disk refuses: see there
	s.tell(hardware.CashDoubtful, n.Cash, hardware.CashUncertain)
	return n.ID
}

// leave ends the session: what is under way is waited for, then the slot is shut.
func (s *session) leave(ctx context.Context, err error) error {
	calm := context.WithoutCancel(ctx)
	if ctx.Err() != nil && s.note != nil {
		s.leaving = true
		if e := s.listen(calm); e != nil {
			err = e
		}
	}
	if s.note != nil {
		s.doubt(reason(err))
	}
	within, cancel := context.WithTimeout(calm, s.Waits.Start)
	defer cancel()
	if e := s.Shut(within); e != nil && (err == nil || errors.Is(err, ctx.Err())) {
		err = e
	}
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// reason tells from how a session ended why its note is a doubt.
func reason(err error) hardware.CashReason {
	switch hardware.CodeOf(err) {
	case hardware.CashJam, hardware.CashBroken, hardware.CashFull, hardware.CashOpen:
		return hardware.DoubtJam
	case hardware.CashFraud:
		return hardware.DoubtFraud
	case hardware.CashStuck, hardware.CashSilent, hardware.Garbled:
		return hardware.DoubtSilence
	}
	return hardware.DoubtLine
}

func (s *session) tell(step hardware.CashStep, c hardware.Cash, code hardware.Code) {
	if s.in.Told != nil {
		s.in.Told(hardware.CashNews{Step: step, Cash: c, Code: code})
	}
}

// String names the machine in a log.
func (n Notes) String() string { return fmt.Sprintf("notes of %s", n.Device) }
