package hall

import (
	"slices"
	"strings"
	"unicode"
)

// Report is what a terminal tells of itself: the state of one device, or the result of a self-test. One of the two is
// set.
type Report struct {
	Key   string    `json:"-"` // idempotency key
	Fault *Fault    `json:"fault,omitempty" doc:"what a device cannot do now; cleared: it is well"`
	Test  *SelfTest `json:"test,omitempty" doc:"the result of a self-test before opening"`
	By    Actor     `json:"-"`
}

// Fault is what a device of a terminal is now. It replaces what was told of the device before: a device has one state.
type Fault struct {
	Terminal TerminalID `json:"terminal,omitempty"`
	Device   string     `json:"device" doc:"its name in the terminal's settings, such as printer"`
	Code     string     `json:"code,omitempty" doc:"such as printer.paper-out"`
	Severity string     `json:"severity,omitempty" enum:",notice,look,act,engineer" doc:"look: today; act: now; engineer: staff cannot mend it"`
	Since    Millis     `json:"since,omitempty" doc:"by the terminal's clock; 0: when the report came"`
	Left     int        `json:"left,omitempty" doc:"how many slips are about left of a roll near its end; 0: not known"`
	Cleared  bool       `json:"cleared,omitempty"`
}

// SelfTest is the result of a terminal's self-test.
type SelfTest struct {
	Terminal TerminalID  `json:"terminal,omitempty"`
	At       Millis      `json:"at_ms,omitempty"` // when the report came, by the hall's clock
	Checks   []TestCheck `json:"checks"`
}

// OK reports whether nothing is bad.
func (s SelfTest) OK() bool {
	for _, c := range s.Checks {
		if c.Result == TestBad {
			return false
		}
	}
	return true
}

// TestResult is how one check of a self-test ended. Results are stored and sent.
type TestResult string

// The results.
const (
	TestGood    TestResult = "good"
	TestWatch   TestResult = "watch"   // works, but someone should look
	TestBad     TestResult = "bad"     //
	TestSkipped TestResult = "skipped" // could not be tried: nobody was there, or there is nothing to try
)

// TestResults are all of them.
var TestResults = []TestResult{TestGood, TestWatch, TestBad, TestSkipped}

// Severities are how soon a fault wants somebody; empty: it does not say.
var Severities = []string{"", "notice", "look", "act", "engineer"}

// TestCheck is one line of a self-test.
type TestCheck struct {
	Name   string     `json:"name"` // of the device in the terminal's settings; "clock" "disk" "display"
	Kind   string     `json:"kind"` // the device's kind, or the name again
	Result TestResult `json:"result"`
	Code   string     `json:"code,omitempty"` // of the fault
	Did    string     `json:"did"`            // key under selftest.did.
	Value  string     `json:"value,omitempty"`
	MS     int64      `json:"ms"`
}

// What a report may hold; a terminal has a handful of devices.
const (
	mostChecks  = 64
	longestWord = 200
	longestKey  = 64
)

// Plain is the report with the words of its devices plain: some come from the device itself.
func (r Report) Plain() Report {
	if r.Fault != nil {
		f := *r.Fault
		f.Device, f.Code, f.Severity = Plain(f.Device), Plain(f.Code), Plain(f.Severity)
		r.Fault = &f
	}
	if r.Test != nil {
		t := *r.Test
		t.Checks = slices.Clone(t.Checks)
		for i := range t.Checks {
			c := &t.Checks[i]
			c.Name, c.Kind, c.Code, c.Did, c.Value = Plain(c.Name), Plain(c.Kind), Plain(c.Code), Plain(c.Did), Plain(c.Value)
		}
		r.Test = &t
	}
	return r
}

// Check reports what is wrong with a report, as Invalid.
func (r Report) Check() error {
	const op = "hall.Report.Check"
	switch {
	case (r.Fault == nil) == (r.Test == nil):
		return E(op, Invalid, "a report tells of a fault or of a test")
	case r.Fault != nil && !deviceName(r.Fault.Device):
		return E(op, Invalid, "a fault names its device as the settings do: letters, digits, blanks and . - _, 64 at most")
	case r.Fault != nil && r.Fault.Code != "" && !codeWord(r.Fault.Code):
		return E(op, Invalid, "a fault's code is a key such as printer.paper-out")
	case r.Fault != nil && r.Fault.Code == "" && !r.Fault.Cleared:
		return E(op, Invalid, "a fault has a code; a device that is well is cleared")
	case r.Fault != nil && r.Fault.Left < 0:
		return E(op, Invalid, "fewer than no slips are left")
	case r.Test != nil && len(r.Test.Checks) > mostChecks:
		return E(op, Invalid, "too many checks")
	}
	if r.Fault != nil {
		return Choose(op, "severity", r.Fault.Severity, Severities...)
	}
	for _, c := range r.Test.Checks {
		if err := c.check(op); err != nil {
			return err
		}
	}
	return nil
}

func (c TestCheck) check(op string) error {
	switch {
	case !deviceName(c.Name) || c.Kind != "" && !deviceName(c.Kind):
		return E(op, Invalid, "a check names its device as the settings do: letters, digits, blanks and . - _, 64 at most")
	case c.Code != "" && !codeWord(c.Code), c.Did != "" && !codeWord(c.Did):
		return E(op, Invalid, "a check's code and did are keys such as printer.paper-out and not_printed")
	case len(c.Value) > longestWord:
		return E(op, Invalid, "a check's value has 200 bytes at most")
	}
	return Choose(op, "result", c.Result, TestResults...)
}

// deviceName reports whether a word can be the name of a device in a terminal's settings.
func deviceName(word string) bool {
	return word != "" && len(word) <= longestKey && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" .-_", r)
	})
}

// codeWord reports whether a word has the form of a code or of a key of the catalogues.
func codeWord(word string) bool {
	return word != "" && len(word) <= longestKey && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == ""
}
