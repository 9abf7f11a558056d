package codes_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

// commanded is a parser of plain lines of which those that begin with ! are answers.
type commanded struct{ codes.Lines }

func (c *commanded) Feed(p []byte) []codes.Heard {
	all := c.Lines.Feed(p)
	for i, h := range all {
		if h.Code[0] == '!' {
			all[i] = codes.Heard{Answer: h.Code}
		}
	}
	return all
}

// A scanner that is lit reads at once what is held up: it comes with the answer to the command, before anybody scans.
func TestACodeBesideAnAnswerWaitsForTheNextScan(t *testing.T) {
	for name, c := range map[string]struct {
		pause time.Duration
		want  string
	}{"at once": {0, "4711"}, "much later it is of nobody": {time.Minute, "4712"}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cable := porttest.NewMemory("scan")
				p, err := cable.Open()
				if err != nil {
					t.Fatal(err)
				}
				defer p.Close()
				l := codes.NewLine(p, new(commanded), time.Now)
				cable.WriteContext(t.Context(), []byte("4711\r!ok\r"))
				if a, err := l.Ask(t.Context(), "test", []byte("light"), time.Second, func([]byte) bool { return true }); string(a) != "!ok" || err != nil {
					t.Fatalf("%q %v", a, err)
				}
				time.Sleep(c.pause)
				cable.WriteContext(t.Context(), []byte("4712\r"))
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				got := ""
				l.Scan(ctx, "test", func(s hardware.Scan) {
					if got == "" {
						got = s.Code
					}
					cancel()
				})
				if got != c.want {
					t.Errorf("read %q, want %q", got, c.want)
				}
			})
		})
	}
}

// A question without an answer: whether anything came, and whether it was anything, is told apart.
func TestWhyAQuestionHasNoAnswer(t *testing.T) {
	noise := []byte{0xFF, 0x80, 0x06, 0xF8, 0x16, 0x9A, 0xE3}
	for name, c := range map[string]struct {
		says []byte
		at   time.Duration // after the question
		want hardware.Code
	}{
		"nothing came":                  {nil, 0, hardware.ScannerSilent},
		"a speck of noise":              {noise[:2], 0, hardware.ScannerSilent},
		"noise":                         {noise, 100 * time.Millisecond, hardware.Garbled},
		"a code":                        {[]byte("00132702314471\r"), 100 * time.Millisecond, hardware.ScannerSilent},
		"a code as the time is over":    {[]byte("00132702314471"), 990 * time.Millisecond, hardware.ScannerSilent},
		"noise as the time is over":     {noise, 990 * time.Millisecond, hardware.Garbled},
		"a code in which a sign is bad": {[]byte("001327\xFF02314471\r"), 100 * time.Millisecond, hardware.ScannerSilent},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cable := porttest.NewMemory("scan")
				p, err := cable.Open()
				if err != nil {
					t.Fatal(err)
				}
				defer p.Close()
				l := codes.NewLine(p, new(commanded), time.Now)
				time.AfterFunc(c.at, func() { cable.WriteContext(t.Context(), c.says) })
				if _, err := l.Ask(t.Context(), "test", []byte("who"), time.Second, func([]byte) bool { return true }); hardware.CodeOf(err) != c.want {
					t.Errorf("%v, want %s", err, c.want)
				}
			})
		})
	}
}

// TestAPauseInACodeDoesNotCutIt: a USB hub, a serial server and a busy PC hold bytes back now and then; only the end
// that the scanner sends, or a line that stays quiet, ends a code.
func TestAPauseInACodeDoesNotCutIt(t *testing.T) {
	type piece struct {
		says string
		then time.Duration
	}
	const ms = time.Millisecond
	for name, c := range map[string]struct {
		pieces []piece
		want   []string
	}{
		"300 ms in the first code":      {[]piece{{"0013270", 300 * ms}, {"2314471\r", 0}}, []string{"00132702314471"}},
		"before its end":                {[]piece{{"00132702314471", 300 * ms}, {"\r", 0}}, []string{"00132702314471"}},
		"after each sign":               {[]piece{{"4", 400 * ms}, {"7", 400 * ms}, {"1", 400 * ms}, {"1\r", 0}}, []string{"4711"}},
		"longer, of one that sends CR":  {[]piece{{"4711\r", 2000 * ms}, {"0013270", 800 * ms}, {"2314471\r", 0}}, []string{"4711", "00132702314471"}},
		"one without an end, two codes": {[]piece{{"4711", 800 * ms}, {"4712", 800 * ms}}, []string{"4711", "4712"}},
		"one without an end, a pause":   {[]piece{{"47", 300 * ms}, {"11", 800 * ms}}, []string{"4711"}},
		"the end is switched off":       {[]piece{{"4711\r", 2000 * ms}, {"4712", 2000 * ms}, {"4713", 0}}, []string{"4711", "4712", "4713"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cable := porttest.NewMemory("scan")
				p, err := cable.Open()
				if err != nil {
					t.Fatal(err)
				}
				defer p.Close()
				l := codes.NewLine(p, new(codes.Lines), time.Now)
				go func() {
					for _, piece := range c.pieces {
						cable.WriteContext(t.Context(), []byte(piece.says))
						time.Sleep(piece.then)
					}
				}()
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				var got []string
				l.Scan(ctx, "test", func(s hardware.Scan) { got = append(got, s.Code) })
				if !slices.Equal(got, c.want) {
					t.Errorf("read %q, want %q", got, c.want)
				}
			})
		})
	}
}

// A code is one when it does not stand behind more noise than it is long; what comes next on a quiet line is a code
// again.
func TestNoiseSpellsNoCodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cable := porttest.NewMemory("scan")
		p, err := cable.Open()
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		l := codes.NewLine(p, new(commanded), time.Now)
		go func() {
			for _, says := range []string{"\xFF\x80\xF8\x9A\xE3\xFF\x80\xF8\x9A\xE3\r/2\r", "4711\r4712\r4713\r4714\r4715\r"} {
				cable.WriteContext(t.Context(), []byte(says))
				time.Sleep(time.Second)
			}
		}()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		var got []string
		l.Scan(ctx, "test", func(s hardware.Scan) { got = append(got, s.Code) })
		if want := []string{"4711", "4712", "4713", "4714", "4715"}; !slices.Equal(got, want) {
			t.Errorf("read %q, want %q", got, want)
		}
	})
}
