package cctalk

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/port"
)

// Files holds the built-in profiles.
//
//go:embed profiles/*.json
var Files embed.FS

// New takes an opened port (9600 8N1).
func New(p port.Port, profile intake.Profile, j *journal.Journal, w intake.Waits, now func() time.Time) *intake.Acceptor {
	if profile.Address == 0 {
		profile.Address = 2
	}
	w = w.Or(profile)
	box := intake.Box{Device: "cctalk " + p.String(), Journal: j, Profile: profile, Waits: w}
	m := &machine{Box: box, line: newLine(p, byte(profile.Address), w.Reply)}
	return intake.NewAcceptor(m, box, "cctalk", p, now)
}

// machine is a coin acceptor with the rules of money around it. It implements intake.Machine.
type machine struct {
	intake.Box
	line  *line
	id    string // the machine's own name: the counter is in it, whatever port it is plugged into
	blind bool   // it cannot tell its inhibits
}

// Take lets coins in until ctx ends or the machine fails.
func (m *machine) Take(ctx context.Context, in hardware.Intake) error {
	s := &session{machine: m, in: in}
	err := s.open(ctx)
	for err == nil {
		if err = pause(ctx, m.Waits.Poll); err == nil {
			err = s.look(ctx)
		}
	}
	return s.leave(ctx, err)
}

// Look asks how it is, and takes note of what fell while nobody looked.
func (m *machine) Look(ctx context.Context) (hardware.Code, error) {
	_, err := m.line.ask(ctx, simplePoll)
	if err == nil {
		err = m.shut(ctx)
	}
	if err == nil {
		err = (&session{machine: m}).unseen(ctx)
	}
	return intake.CodeOf(err), err
}

func (m *machine) shut(ctx context.Context) error {
	_, err := m.line.ask(ctx, masterInhibit, 0)
	return err
}

// session is one Take.
type session struct {
	*machine
	in   hardware.Intake
	mark journal.Mark
}

// open reckons with what came before, marks the counter, and lets coins in.
func (s *session) open(ctx context.Context) error {
	if err := s.shut(ctx); err != nil {
		return err
	}
	if err := s.unseen(ctx); err != nil {
		return err
	}
	return s.arm(ctx)
}

// arm lets coins in. The mark is on the disk before the first can fall.
func (s *session) arm(ctx context.Context) error {
	s.mark.Armed = true
	if err := s.Journal.SetMark(s.id, s.mark); err != nil {
		return err
	}
	low, high := s.positions()
	if _, err := s.line.ask(ctx, coinInhibits, low, high); err != nil {
		return err
	}
	if _, err := s.line.ask(ctx, masterInhibit, 1); err != nil {
		return err
	}
	s.tell(hardware.CashOpened, hardware.Cash{}, "")
	return nil
}

// positions lets in those that have a value; position 1 is the lowest bit.
func (m *machine) positions() (low, high byte) {
	var bits uint16
	for n := 1; n <= 16; n++ {
		if m.Profile.Value(n) > 0 {
			bits |= 1 << (n - 1)
		}
	}
	return byte(bits), byte(bits >> 8)
}

// look reads the events since the mark and credits the coins among them.
func (s *session) look(ctx context.Context) error {
	e, err := s.read(ctx)
	if err != nil {
		return err
	}
	reset, err := s.wasReset(ctx, e, s.mark)
	if err != nil {
		return err
	}
	lost := e.lost(s.mark.Count)
	if reset || lost {
		if err := s.unknown(); err != nil {
			return err
		}
	}
	if reset {
		s.tell(hardware.CashRestarted, hardware.Cash{}, "")
		s.mark.Count = 0
		return s.arm(ctx)
	}
	for _, ev := range e.since(s.mark.Count) {
		if err := s.event(ev); err != nil {
			return err
		}
	}
	if lost && s.mark.Armed { // a counter that ran backwards: after a reset no coin may come in
		return s.arm(ctx)
	}
	return nil
}

// wasReset tells whether the machine has begun again since the mark was made. A counter that stood at 0 does not show
// it, but a machine that was reset has forgotten which coins may come in.
func (m *machine) wasReset(ctx context.Context, e events, mark journal.Mark) (bool, error) {
	if e.counter != 0 || !mark.Armed {
		return false, nil
	}
	if mark.Count != 0 {
		return true, nil
	}
	if m.blind {
		return false, nil
	}
	b, err := m.line.ask(ctx, inhibitStatus)
	code := hardware.CodeOf(err)
	if code == hardware.CashSilent || code == hardware.Garbled || err == nil && len(b) != 2 {
		m.blind = true
		return false, nil
	}
	low, high := m.positions()
	return err == nil && (b[0] != low || b[1] != high), err
}

// event takes one event: a coin, or what went wrong.
func (s *session) event(ev event) error {
	s.mark.Count = ev.number
	if ev.coin == 0 {
		if code, ok := troubles[ev.fault]; ok {
			return hardware.E("cctalk.Take", code, fmt.Sprintf("event %d", ev.fault))
		}
		if ev.fault != 0 {
			s.tell(hardware.CashRejected, hardware.Cash{}, "")
		}
		return nil
	}
	c, err := s.fell(ev)
	if err != nil {
		return err
	}
	if c.Fen == 0 {
		return s.doubt(c, hardware.DoubtUnasked)
	}
	if err := s.in.Credit(c); err != nil {
		return errors.Join(hardware.E("cctalk.Take", hardware.CashRefused, err), s.doubt(c, hardware.DoubtHandover))
	}
	s.tell(hardware.CashCredited, c, "")
	return s.Journal.Credited(c.ID)
}

func (s *session) fell(ev event) (hardware.Cash, error) {
	return s.Journal.Fell(journal.Note{Device: s.Device, Payment: s.in.Payment, Currency: s.Profile.Currency, Fen: s.Profile.Value(ev.coin)},
		s.id, journal.Mark{Count: ev.number, Armed: s.mark.Armed})
}

// unseen makes doubts of what happened since the journal's mark: nobody was there to credit.
func (s *session) unseen(ctx context.Context) error {
	if err := s.identify(ctx); err != nil {
		return err
	}
	e, err := s.read(ctx)
	if err != nil {
		return err
	}
	mark, known := s.Journal.MarkOf(s.id)
	s.mark = journal.Mark{Count: e.counter}
	if known && mark == s.mark {
		return nil
	}
	if known {
		if err := s.reckon(ctx, e, mark); err != nil {
			return err
		}
	}
	s.mark = journal.Mark{Count: e.counter}
	return s.Journal.SetMark(s.id, s.mark)
}

func (s *session) reckon(ctx context.Context, e events, mark journal.Mark) error {
	reset, err := s.wasReset(ctx, e, mark)
	if err != nil {
		return err
	}
	if reset || e.lost(mark.Count) {
		if err := s.unknown(); err != nil {
			return err
		}
	}
	s.mark.Armed = mark.Armed
	for _, ev := range e.since(mark.Count) {
		if err := s.late(ev); err != nil {
			return err
		}
	}
	return nil
}

// identify asks for the serial number. A machine that has none goes by its port.
func (m *machine) identify(ctx context.Context) error {
	b, err := m.line.ask(ctx, serialNumber)
	code := hardware.CodeOf(err)
	switch {
	case err == nil && len(b) > 0 && len(b) <= 8:
		m.id = fmt.Sprintf("cctalk #%x", b)
	case err == nil, code == hardware.CashSilent, code == hardware.Garbled:
		m.id = m.Device
	default:
		return err
	}
	return nil
}

func (s *session) late(ev event) error {
	if ev.coin == 0 {
		return nil
	}
	c, err := s.fell(ev)
	if err != nil {
		return err
	}
	return s.doubt(c, hardware.DoubtUnseen)
}

// unknown is a doubt without an amount: coins may have fallen that nobody can count.
func (s *session) unknown() error {
	c, err := s.Journal.Accept(journal.Note{Device: s.Device, Payment: s.in.Payment, Currency: s.Profile.Currency})
	if err != nil {
		return err
	}
	return s.doubt(c, hardware.DoubtUnseen)
}

func (s *session) doubt(c hardware.Cash, why hardware.CashReason) error {
	s.tell(hardware.CashDoubtful, c, hardware.CashUncertain)
	return s.Journal.Doubt(c.ID, why)
}

// leave shuts the machine and credits what was still falling.
func (s *session) leave(ctx context.Context, err error) error {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Waits.Start)
	defer cancel()
	e := s.shut(within)
	for n := 0; n < 3 && e == nil && s.mark.Armed; n++ {
		if e = pause(within, s.Waits.Poll); e == nil {
			e = s.look(within)
		}
	}
	if e == nil && s.mark.Armed {
		e = s.shut(within) // a reset meanwhile has armed it again
		s.mark.Armed = false
		e = errors.Join(e, s.Journal.SetMark(s.Device, s.mark))
	}
	if e != nil && (err == nil || errors.Is(err, ctx.Err())) {
		err = e
	}
	if err == nil {
		err = ctx.Err()
	}
	return err
}

func (s *session) tell(step hardware.CashStep, c hardware.Cash, code hardware.Code) {
	if s.in.Told != nil {
		s.in.Told(hardware.CashNews{Step: step, Cash: c, Code: code})
	}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
