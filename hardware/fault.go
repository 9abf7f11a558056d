package hardware

import (
	"errors"
	"fmt"
	"strings"
)

// Code names a fault. Codes are stored, sent and translated; they never change.
type Code string

// Faults of any device.
const (
	Missing    Code = "device.missing"    // not there, unplugged, or not configured
	InUse      Code = "device.in-use"     // another program holds the port
	Stalled    Code = "device.stalled"    // takes no more bytes
	Garbled    Code = "device.garbled"    // answers nonsense: wrong baud rate or wrong device
	Stranger   Code = "device.stranger"   // the same on a line without a baud rate: wrong address, or another program there
	BadConfig  Code = "device.bad-config" // the URL cannot be right
	Failed     Code = "device.failed"     // anything else the system said
	Canceled   Code = "device.canceled"   // the caller's time was up
	NoPlayback Code = "voice.no-playback" // no audio system
	BadText    Code = "voice.bad-text"    // something cannot be spoken

	VoiceSilent Code = "voice.silent" // a speech module does not answer: power, cable, baud rate
)

// Faults of printers.
const (
	PrinterPaperOut    Code = "printer.paper-out"
	PrinterNearEnd     Code = "printer.near-end"
	PrinterCoverOpen   Code = "printer.cover-open"
	PrinterCutter      Code = "printer.cutter"
	PrinterRecoverable Code = "printer.recoverable" // hot head and the like: passes by itself
	PrinterBroken      Code = "printer.broken"      // unrecoverable, needs a technician
	PrinterOffline     Code = "printer.offline"     // connected, refuses work, gives no cause
	PrinterSilent      Code = "printer.silent"      // answered before, does not now: switched off?
	PrinterUnconfirmed Code = "printer.unconfirmed" // nobody can know whether it came out
	PrinterHoldsJob    Code = "printer.holds-job"   // an earlier slip is still in its buffer
	PrinterBadSlip     Code = "printer.bad-slip"    // the slip cannot be set
)

// Severity says how soon someone must look.
type Severity string

// The severities.
const (
	Notice   Severity = "notice"   // no action
	Look     Severity = "look"     // today
	Act      Severity = "act"      // now: visitors are affected
	Engineer Severity = "engineer" // staff cannot mend it
)

// Fault is what went wrong with a device. It is an error.
type Fault struct {
	Code   Code
	Op     string // "escpos.Print"
	Detail string
	Err    error
}

// E makes a Fault from an operation, a code and what is known: strings become the detail,
// an error the cause.
func E(op string, code Code, more ...any) *Fault {
	f := &Fault{Op: op, Code: code}
	for _, m := range more {
		switch m := m.(type) {
		case error:
			f.Err = m
		default:
			f.Detail = fmt.Sprint(m)
		}
	}
	return f
}

// Error is for logs.
func (f *Fault) Error() string {
	s := f.Op + ": " + string(f.Code)
	if f.Detail != "" {
		s += ": " + f.Detail
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// Severity looks the fault's code up; see Code.Severity.
func (f *Fault) Severity() Severity { return f.Code.Severity() }

// CodeOf returns the code of the first Fault in err's chain: "" for nil, Failed for an
// error that is no Fault.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return Failed
}

// On is the code in the words of the line that a device's URL names: a network address or a USB port has no baud rate
// that could be wrong.
func (c Code) On(url string) Code {
	scheme, _, ok := strings.Cut(url, ":")
	_, line, ok2 := strings.Cut(scheme, "+")
	switch {
	case c != Garbled || !ok || !ok2:
		return c
	case line == "serial", line == "tape": // a tape plays what any line once said
		return c
	}
	return Stranger
}

// Severity says how soon someone must look at a fault of this code.
func (c Code) Severity() Severity {
	if r, ok := rules[c]; ok {
		return r.severity
	}
	return Look
}

// Retry reports whether trying the same again can help without anyone touching the device.
// It never means that a slip may be printed again: Outcome says that.
func (c Code) Retry() bool { return rules[c].retry }

var rules = map[Code]struct {
	severity Severity
	retry    bool
}{
	Missing:            {Act, true},
	InUse:              {Look, true},
	Stalled:            {Act, true},
	Garbled:            {Engineer, false},
	Stranger:           {Engineer, false},
	BadConfig:          {Engineer, false},
	Failed:             {Look, true},
	Canceled:           {Notice, true},
	NoPlayback:         {Look, true},
	BadText:            {Look, false},
	VoiceSilent:        {Look, true},
	PrinterPaperOut:    {Act, false},
	PrinterNearEnd:     {Look, true},
	PrinterCoverOpen:   {Act, false},
	PrinterCutter:      {Act, false},
	PrinterRecoverable: {Look, true},
	PrinterBroken:      {Engineer, false},
	PrinterOffline:     {Act, true},
	PrinterSilent:      {Act, true},
	PrinterUnconfirmed: {Notice, false},
	PrinterHoldsJob:    {Act, false},
	PrinterBadSlip:     {Look, false},
	PrinterDrawer:      {Act, true},

	PagePaperOut:   {Act, false},
	PagePaperLow:   {Look, true},
	PageJam:        {Act, false},
	PageCoverOpen:  {Act, false},
	PageTonerLow:   {Look, true},
	PageTonerOut:   {Act, false},
	PageOutputFull: {Act, false},
	PageStopped:    {Act, false},
	PageOffline:    {Act, true},
	PageBroken:     {Engineer, false},
	PageSilent:     {Act, true},
	PageUnknown:    {Engineer, false},
	PageDenied:     {Engineer, false},
	PageEncrypted:  {Engineer, false},
	PageBusy:       {Look, true},
	PageRefused:    {Look, true},
	PageBadPages:   {Look, false},
	PageCanceled:   {Notice, false},
	PageAborted:    {Look, false},
	PageHoldsJob:   {Act, false},
	PageLost:       {Look, false},

	IDCardSilent:       {Act, true},
	IDCardBroken:       {Engineer, false},
	IDCardUnauthorised: {Engineer, false},
	IDCardRefused:      {Engineer, false},
	IDCardLifted:       {Notice, true},
	IDCardUnreadable:   {Notice, false},
	IDCardUnknown:      {Look, false},
	IDCardLeftBehind:   {Act, false},

	GatewayUnconfirmed: {Look, true},
	GatewayUnsupported: {Engineer, false},
	GatewayBacklog:     {Act, true},
	PaymentDeclined:    {Notice, true},
	PaymentUncertain:   {Act, false},

	CashUncertain: {Act, false},
	CashJournal:   {Engineer, true},
	CashJam:       {Act, false},
	CashFull:      {Act, false},
	CashOpen:      {Act, false},
	CashFraud:     {Act, false},
	CashBroken:    {Engineer, false},
	CashSilent:    {Act, true},
	CashStuck:     {Act, false},
	CashRefused:   {Act, false},

	UPSOnBattery: {Act, false},
	UPSLow:       {Act, false},
	UPSReplace:   {Look, false},
	UPSOverload:  {Act, false},
	UPSBypass:    {Look, false},
	UPSOff:       {Act, false},
	UPSBroken:    {Engineer, false},
	UPSSilent:    {Act, true},
	UPSStale:     {Act, true},
	UPSWaiting:   {Look, true},
	UPSUnclear:   {Act, true},
	UPSForced:    {Act, false},
	UPSAlarm:     {Act, false},
	UPSUnknown:   {Engineer, false},
	UPSDenied:    {Engineer, false},

	ScannerSilent:  {Act, true},
	ScannerRefused: {Engineer, false},
	ScannerUnset:   {Look, true},

	ScannerNoPicture: {Act, true},
	ScannerNoFormat:  {Engineer, false},

	EvaluatorSilent:  {Look, true},
	EvaluatorRefused: {Look, true},
	EvaluatorStuck:   {Look, true},
	EvaluatorBusy:    {Notice, true},
	EvaluatorRated:   {Notice, false},

	LEDSilent:       {Look, true},
	LEDOtherAddress: {Engineer, false},
	LEDRefused:      {Engineer, false},
	LEDBadText:      {Look, false},
	LEDUnconfirmed:  {Notice, false},
}

// Codes lists every code, for the catalogue of sentences to be checked against.
func Codes() []Code {
	all := make([]Code, 0, len(rules))
	for c := range rules {
		all = append(all, c)
	}
	return all
}
