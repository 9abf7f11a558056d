package hardware

import (
	"context"
	"time"
)

// KindCash is a note or coin acceptor.
const KindCash Kind = "cash"

// Faults of cash acceptors. Whatever they are, money that may be inside is told apart by a CashDoubt.
const (
	CashUncertain Code = "cash.uncertain" // a note or coin waits for a person to settle it
	CashJournal   Code = "cash.journal"   // the journal cannot be written: no money is taken
	CashJam       Code = "cash.jam"       // a note is stuck in the path
	CashFull      Code = "cash.full"      // the cash box is full
	CashOpen      Code = "cash.open"      // the cash box is out or not closed
	CashFraud     Code = "cash.fraud"     // fished, pulled back, coin on a string
	CashBroken    Code = "cash.broken"    // motor or sensor: needs a technician
	CashSilent    Code = "cash.silent"    // does not answer: switched off, wrong baud rate or parity
	CashStuck     Code = "cash.stuck"     // a note was let in and nothing was heard of it
	CashRefused   Code = "cash.refused"   // the program did not take over a credit
)

// Cash is one note or coin.
type Cash struct {
	ID       string // for ever, the key of its credit in a ledger
	Fen      int64  // hundredths of the currency; 0 means not known
	Currency string // "CNY"
	At       time.Time
}

// Intake is what the caller wants while cash is let in.
type Intake struct {
	Payment string // the caller's, kept in the journal beside each note
	// Want is asked for every note in escrow; false gives it back. It must not wait: a machine
	// gives a note back by itself after five seconds. nil takes all. Coins cannot be asked.
	Want func(Cash) bool
	// Credit is called once for every note or coin that is surely inside. nil means the caller has
	// written it down for good; after an error, or when the program dies inside, it is a CashDoubt.
	Credit func(Cash) error
	Told   func(CashNews) // may be nil
}

// CashStep is a moment in a note's way.
type CashStep string

// The steps, in their order.
const (
	CashOpened    CashStep = "opened"    // notes are let in now
	CashOffered   CashStep = "offered"   // in escrow
	CashStacking  CashStep = "stacking"  // accepted and on its way into the box
	CashCredited  CashStep = "credited"  // in the box and taken over by the caller
	CashReturned  CashStep = "returned"  // the visitor has it back
	CashRejected  CashStep = "rejected"  // not recognised, given back by the machine
	CashDoubtful  CashStep = "uncertain" // nobody can know: see CashBook
	CashRestarted CashStep = "restarted" // the machine lost its power and came back
)

// CashNews tells a screen what happens to a note.
type CashNews struct {
	Step CashStep
	Cash Cash
	Code Code // why, for a rejected or uncertain one
}

// CashAcceptor takes notes or coins.
type CashAcceptor interface {
	// Take lets cash in until ctx ends (then it returns ctx's error) or the machine fails (then a
	// *Fault). It returns only when no note is under way any more: one in escrow is given back,
	// one already let in is followed into the box, at most ten seconds.
	Take(ctx context.Context, in Intake) error
	// Status asks the machine; while Take runs the answer is Busy. A doubt that nobody has
	// settled is a Warning with code CashUncertain.
	Status(ctx context.Context) (Status, error)
}

// CashBook is a CashAcceptor's list of what a person has to settle. It survives a restart.
type CashBook interface {
	Doubts() []CashDoubt
	// Settle closes a doubt. It returns when the verdict is on the disk.
	Settle(id string, v CashVerdict) error
}

// CashReason is why nobody can know where a note is, or whether it was credited.
type CashReason string

// The reasons. They are stored, so they never change.
const (
	DoubtPower    CashReason = "power"    // power or program was lost between accept and stacked
	DoubtLine     CashReason = "line"     // the cable was
	DoubtSilence  CashReason = "silence"  // accepted, and nothing heard for ten seconds
	DoubtJam      CashReason = "jam"      // it stuck after it was accepted
	DoubtFraud    CashReason = "fraud"    // it was pulled back after it was accepted
	DoubtHandover CashReason = "handover" // surely inside; whether it was credited is not known
	DoubtUnasked  CashReason = "unasked"  // the machine took it without being told to
	DoubtUnseen   CashReason = "unseen"   // coins fell while nobody looked; Fen 0: how many is not known
	DoubtMismatch CashReason = "mismatch" // stacked as another value than it had in escrow
	DoubtRejected CashReason = "rejected" // the machine refused it after it was accepted: the payer may have it
)

// CashDoubt is a note or coin whose end is not known.
type CashDoubt struct {
	Cash
	Device  string
	Payment string
	Why     CashReason
	Hints   []string // what the machine said later, oldest first
	Since   time.Time
}

// CashVerdict is how a person settled a doubt.
type CashVerdict struct {
	As   CashEnd
	By   string // who
	Note string
}

// CashEnd is where the money was found to be.
type CashEnd string

// The ends of a doubt.
const (
	EndCredited CashEnd = "credited" // the payer has his credit: by hand, or it was in the ledger
	EndReturned CashEnd = "returned" // the payer has the note
	EndKept     CashEnd = "kept"     // in the box, surplus: the payer is not known
	EndNothing  CashEnd = "nothing"  // there was no money
)
