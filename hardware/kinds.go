package hardware

import (
	"context"
	"time"
)

// Kind is what a device is for, whatever protocol it speaks.
type Kind string

// The kinds. The words are stored and sent, so they never change.
const (
	KindPrinter Kind = "printer"
	KindScanner Kind = "scanner"
	KindVoice   Kind = "voice"
)

// Device is an opened device of any kind. It is also a Printer, a Scanner or a Voice,
// as its Info says.
type Device interface {
	Info() Info
	// Close gives the port back. What was being done ends with an error.
	Close() error
}

// Info says what was opened.
type Info struct {
	Kind    Kind
	Driver  string // protocol, for example "escpos"
	Model   string // what the device said of itself, or the program that does its work; empty when it said nothing
	Profile string // the model's data that it is driven by, as the settings name it: no word of the device's
	Where   string // the port in words for a log, for example "serial:///dev/ttyS1"
}

// Printer prints slips, one at a time.
type Printer interface {
	// Print returns when the slip is known to be out, or known not to be, or when nobody
	// can know. It never prints the same slip twice by itself. The error is a *Fault
	// whenever something is wrong; a printer that cannot talk back returns Uncertain with
	// reason PrinterUnconfirmed and no error, because that is all it can ever say.
	Print(ctx context.Context, s Slip) (Outcome, error)
	// Status asks the device. The error is not nil only when it could not be asked at all.
	Status(ctx context.Context) (Status, error)
}

// Recoverer is a Printer that can be told what to do with the job it holds back after a
// paper end, a jam or a stall. Nothing of it happens by itself.
type Recoverer interface {
	// Resume lets the printer go on with what it holds (`DLE ENQ 1`).
	Resume(ctx context.Context) error
	// Discard throws away what the printer holds, so that it never comes out (`DLE ENQ 2`).
	Discard(ctx context.Context) error
}

// Scan is one code read by a scanner.
type Scan struct {
	Code string // printable characters only
	At   time.Time
}

// Scanner reads barcodes and QR codes.
type Scanner interface {
	// Scan calls found for every code until ctx ends (then it returns ctx's error) or the
	// device is gone (then a *Fault). found is called from Scan's own goroutine.
	Scan(ctx context.Context, found func(Scan)) error
}

// Utterance is one announcement, read aloud once.
type Utterance struct {
	ID        string   // the caller's, returned in captions
	Number    string   // letters and digits, spoken one by one: "H023"
	Window    int      // spoken as a number: 11 is "eleven"; 0 when the window has a name
	Place     string   // the name of a window that is no number, as it is painted
	Languages []string // in this order; "zh", "en". Empty means zh
	Recall    bool     // a single tone instead of the ding-dong, so that people notice
	NoChime   bool     // the second reading of the same call has none
	Text      string   // what is said, for captions and for devices that read text
}

// Voice speaks.
type Voice interface {
	// Say returns when the utterance has been heard to its end, or with an error when ctx
	// ended or the device failed. It is not called twice at once.
	Say(ctx context.Context, u Utterance) error
}
