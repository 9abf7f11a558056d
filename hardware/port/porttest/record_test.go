package porttest_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware/port/porttest"
)

func TestARecordingPlaysBack(t *testing.T) {
	const session = "> 100401\n< 12\n> 1b40\n> 1d7201\n< 00\n"
	back, err := porttest.NewPlayback(strings.NewReader(session))
	if err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	p := porttest.NewRecorder(back, &copied)
	b := make([]byte, 4)
	for _, w := range []string{"\x10\x04\x01", "", "\x1b\x40", "\x1d\x72\x01", ""} {
		if w == "" {
			if n, err := p.Read(t.Context(), b); n != 1 || err != nil {
				t.Fatal(n, err)
			}
			continue
		}
		if _, err := p.Write(t.Context(), []byte(w)); err != nil {
			t.Fatal(err)
		}
	}
	if copied.String() != session || back.Left() != 0 {
		t.Errorf("recorded %q, %d lines left", copied.String(), back.Left())
	}
	if _, err := p.Write(t.Context(), []byte("x")); err == nil {
		t.Error("more was written than was recorded")
	}
}

func TestARecordingThatIsNone(t *testing.T) {
	if _, err := porttest.NewPlayback(strings.NewReader("> zz\n")); err == nil {
		t.Error("accepted")
	}
}
