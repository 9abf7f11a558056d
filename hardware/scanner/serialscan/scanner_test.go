package serialscan_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/scanner/serialscan"
	"github.com/brighthall/brighthall/hardware/scanner/serialscan/serialscantest"
)

func TestScannerContract(t *testing.T) {
	hardwaretest.TestScanner(t, func(t *testing.T) hardwaretest.ScannerRig {
		line, err := porttest.NewLine(t.TempDir(), "ttySCAN", 9600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(line.Unplug)
		p, err := port.Open(t.Context(), line.URL()+"?baud=9600")
		if err != nil {
			t.Fatal(err)
		}
		gun := serialscantest.Scanner{Link: line}
		return hardwaretest.ScannerRig{
			Open:   serialscan.New(p, time.Now),
			Point:  func(code string) error { return gun.Point(t.Context(), code) },
			Unplug: line.Unplug,
		}
	})
}

func TestCodesEndAsScannersEndThem(t *testing.T) {
	for _, c := range []struct {
		name, sent string
		want       []string
	}{
		{"carriage return", "123\r", []string{"123"}},
		{"line feed", "123\n", []string{"123"}},
		{"both count once", "123\r\n456\r\n", []string{"123", "456"}},
		{"tab", "123\t", []string{"123"}},
		{"ETX", "\x02123\x03", []string{"123"}},
		{"a pause", "123", []string{"123"}},
		{"control characters are dropped", "1\x00\x1b2\x073\r", []string{"123"}},
		{"empty lines are nothing", "\r\r\n\n", nil},
		{"line noise is dropped", "\xff\xfe12\x803\r", []string{"123"}},
		{"Chinese in a QR", "户号一\r", []string{"户号一"}},
		{"an endless line is dropped, the next counts", strings.Repeat("9", 5000) + "\r123\r", []string{"123"}},
	} {
		var l serialscan.Lines
		got := append(l.Feed([]byte(c.sent)), l.Idle()...)
		if strings.Join(got, "|") != strings.Join(c.want, "|") || l.Open() {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheSameCodeWithinASecondCountsOnce(t *testing.T) {
	var o serialscan.Once
	start, n := time.Unix(1000, 0), 0
	for i := range 20 { // F63: a gun that fires twenty times
		if o.New("A", start.Add(time.Duration(i)*50*time.Millisecond)) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("counted %d times", n)
	}
	last := start.Add(950 * time.Millisecond)
	if !o.New("B", last) || !o.New("A", last) || !o.New("A", last.Add(time.Second)) {
		t.Error("another code, or the same after a second, must count")
	}
}

func TestACodeWithoutTerminatorArrivesAfterAPause(t *testing.T) {
	line, err := porttest.NewLine(t.TempDir(), "ttySCAN", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Unplug()
	p, err := port.Open(t.Context(), line.URL())
	if err != nil {
		t.Fatal(err)
	}
	s := serialscan.New(p, time.Now)
	defer s.Close()
	gun := serialscantest.Scanner{Link: line, Suffix: serialscantest.None}
	if err := gun.Point(t.Context(), "00132702314471"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	var got string
	err = s.Scan(ctx, func(c hardware.Scan) { got = c.Code; cancel() })
	if got != "00132702314471" || !errors.Is(err, context.Canceled) {
		t.Errorf("%q %v", got, err)
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("00132702314471\r\n"))
	f.Add([]byte("\x02\xff\x00\r"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var whole, pieces serialscan.Lines
		all := append(whole.Feed(b), whole.Idle()...)
		var one []string
		for _, c := range b {
			one = append(one, pieces.Feed([]byte{c})...)
		}
		one = append(one, pieces.Idle()...)
		if strings.Join(all, "\n") != strings.Join(one, "\n") {
			t.Fatalf("depends on how the bytes arrive: %q %q", all, one)
		}
		for _, c := range all {
			if c == "" || len(c) > 256 || strings.ContainsAny(c, "\r\n\t\x00") {
				t.Fatalf("bad code %q", c)
			}
		}
	})
}
