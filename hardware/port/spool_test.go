package port

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// paper is a spooler that keeps its documents.
type paper struct {
	open []byte
	done []string
	gone atomic.Bool // nothing works any more
}

func (p *paper) begin() error { p.open = nil; return p.alive() }
func (p *paper) write(b []byte) (int, error) {
	p.open = append(p.open, b...)
	return len(b), p.alive()
}
func (p *paper) end() error   { p.done = append(p.done, string(p.open)); return p.alive() }
func (p *paper) close() error { return nil }
func (p *paper) alive() error {
	if p.gone.Load() {
		return errors.New("no such printer")
	}
	return nil
}

func TestWhatIsWrittenInOneGoIsOneDocument(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &paper{}
		s := &stream{wire: newSpoolWire(to), name: "spool://POS-80", stall: time.Second}
		write := func(text string) {
			t.Helper()
			if n, err := s.Write(t.Context(), []byte(text)); n != len(text) || err != nil {
				t.Fatal(n, err)
			}
		}
		slip := strings.Repeat("slip ", 300) // more than one chunk
		write(slip)
		time.Sleep(settle / 2)
		write("cut")
		time.Sleep(2 * settle)
		write("next")
		s.Close()
		if !slices.Equal(to.done, []string{slip + "cut", "next"}) {
			t.Errorf("%d documents: %.40q", len(to.done), to.done)
		}
	})
}

func TestAPrinterThatWasTakenOutOfTheSpoolerIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &paper{}
		s := &stream{wire: newSpoolWire(to), name: "spool://POS-80", stall: time.Second}
		defer s.Close()
		if err := s.Flush(); err != nil {
			t.Fatal(err)
		}
		to.gone.Store(true)
		if err := s.Flush(); !errors.Is(err, ErrGone) {
			t.Error(err)
		}
		if _, err := s.Write(t.Context(), []byte("slip")); !errors.Is(err, ErrGone) {
			t.Error(err)
		}
		to.gone.Store(false)
		if _, err := s.Write(t.Context(), []byte("slip")); err != nil {
			t.Error(err)
		}
		to.gone.Store(true) // at the end of the document
		time.Sleep(2 * settle)
		to.gone.Store(false)
		if err := s.Flush(); !errors.Is(err, ErrGone) {
			t.Errorf("a document that did not end: %v", err)
		}
	})
}

func TestTheNameOfASpoolersPrinter(t *testing.T) {
	for raw, want := range map[string]string{"spool://POS-80": "POS-80", "spool:POS%2080": "POS 80", "spool:///POS%2080": "POS 80",
		"spool://KIOSK2/POS-80": `\\KIOSK2\POS-80`, "spool:": "", "spool://": ""} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := spoolName(u); got != want || (err == nil) != (want != "") {
			t.Errorf("%s is %q, %v", raw, got, err)
		}
	}
}
