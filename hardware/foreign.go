package hardware

import (
	"context"
	"time"
)

// Kinds of machine that a hall already has and that join through the device gateway.
const (
	KindQueue        Kind = "queue"        // an older queue machine that asks us for its numbers
	KindDoubleScreen Kind = "doublescreen" // a second screen at a counter that shows pages
	KindPayment      Kind = "payment"      // a payment terminal
)

// Faults of foreign machines and of payment terminals.
const (
	GatewayUnconfirmed Code = "gateway.unconfirmed" // it was given the work and no word came back
	GatewayUnsupported Code = "gateway.unsupported" // its adapter cannot do this
	GatewayBacklog     Code = "gateway.backlog"     // too much waits for it: its adapter does not fetch
	PaymentDeclined    Code = "payment.declined"    // card or wallet refused, or the visitor gave up
	PaymentUncertain   Code = "payment.uncertain"   // nobody knows whether money moved: ask the terminal's journal
)

// NumberRequest is a visitor at a foreign queue machine who wants a number.
type NumberRequest struct {
	Key     string // the machine's, the same when it asks again; a ticket's id can be made of it
	Service string // as the machine names it: "1", "A"
	Counter string // the counter that asks for its next visitor, for machines that do; usually empty
	At      time.Time
}

// NumberAnswer is the number it gets.
type NumberAnswer struct {
	Number string // "A023"
	Ahead  int    // people before it
	Code   string // digits of the barcode, for machines that print one
	Lines  []string
}

// NumberCall is a number that is called.
type NumberCall struct {
	Number string
	Window int
	Recall bool
}

// QueueMachine is a foreign queue machine.
type QueueMachine interface {
	// Serve calls give for every request until ctx ends (then it returns ctx's error) or the machine is gone. What give
	// answers is sent to the machine; told is called when it has been printed there, or with why not. An error of give
	// is told to the machine.
	Serve(ctx context.Context, give func(context.Context, NumberRequest) (NumberAnswer, error), told func(NumberRequest, NumberAnswer, error)) error
	// Call has the machine's own displays show a call. It returns when the machine has taken it.
	Call(ctx context.Context, c NumberCall) error
}

// Page is what a foreign double screen shows to the customer.
type Page struct {
	Title string
	Lines []string
	QR    string // content of a code under the lines; empty for none
}

// DoubleScreen is a foreign second screen.
type DoubleScreen interface {
	// ShowPage returns when the page is seen.
	ShowPage(ctx context.Context, p Page) error
	// Clear takes it away.
	Clear(ctx context.Context) error
}

// Charge is what a payment terminal should take.
type Charge struct {
	ID       string // the caller's, the same for every attempt: a terminal never charges an id twice
	Fen      int64
	Currency string // "CNY"
	Title    string // what for, as the visitor reads it
}

// ChargeResult is how a charge ended.
type ChargeResult string

// The results.
const (
	Charged         ChargeResult = "charged"
	NotCharged      ChargeResult = "not-charged"
	ChargeUncertain ChargeResult = "uncertain"
)

// Charging is the result of a Charge.
type Charging struct {
	Result    ChargeResult
	Reference string // the terminal's, for reconciliation
	Means     string // "unionpay", "wechat", "alipay", "cash", as the terminal says
	Reason    Code
}

// PaymentTerminal charges cards and wallets.
type PaymentTerminal interface {
	// Charge returns when the terminal knows, or when nobody can: money that may have moved is ChargeUncertain, never
	// NotCharged.
	Charge(ctx context.Context, c Charge) (Charging, error)
}
