package devicectl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/sims"
)

func TestADeviceIsRecordedAndReplayed(t *testing.T) {
	url, d, _ := line(t, "samv")
	if err := d.Act("card resident"); err != nil {
		t.Fatal(err)
	}
	file, err := recordAndReplay(t, url)
	for tries := 1; err != nil && tries < 4; tries++ { // a machine that is late for the driver's own time-outs made another session of it
		t.Log(err)
		file, err = recordAndReplay(t, url)
	}
	if err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(file); err != nil || st.Mode().Perm() != 0o600 {
		t.Error("a tape holds a person:", st.Mode(), err)
	}
	if err := (&Record{URL: url, Out: file, Wait: time.Second}).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Error("a tape was recorded over:", err)
	}
	if _, _, err := (&Replay{File: file, Device: "escpos", Wait: 5 * time.Second}).replay(t.Context()); err == nil {
		t.Error("another driver passed")
	}
}

// recordAndReplay makes a tape of a read and plays it to its end.
func recordAndReplay(t *testing.T, url string) (file string, err error) {
	file = filepath.Join(t.TempDir(), "card.tape")
	if err := (&Record{URL: url, Out: file, Wait: 20 * time.Second}).Run(t.Context()); err != nil {
		return file, err
	}
	r, left, err := (&Replay{File: file, Device: "samv", Wait: 20 * time.Second}).replay(t.Context())
	if err == nil && (r.Did != "read" || r.Kind != hardware.KindIDCard || left != 0) {
		err = fmt.Errorf("replayed %+v, %d bytes left", r, left)
	}
	return file, err
}

// TestARecordOfNothingIsToldInWords: it said "scanner gm65: scanned device.canceled".
func TestARecordOfNothingIsToldInWords(t *testing.T) {
	driven(t, "serialscan", func(t rig) {
		for in, want := range map[string]string{"zh-CN": "5 秒", "en": "5 s"} {
			said := stdoutOf(t.T, func() {
				err := (&Record{URL: t.url, Out: filepath.Join(t.TempDir(), "tape"), Wait: 5 * time.Second, Language: in}).Run(t.ctx)
				if hardware.CodeOf(err) != hardware.Canceled {
					t.Error(err)
				}
			})
			if strings.Contains(said, "scanned device.canceled") || !strings.Contains(said, want) {
				t.Errorf("it says %q", said)
			}
		}
	})
}

// TestARecordOfAMissingDeviceLeavesNoTape: its cable is put in, and the same words are typed again.
func TestARecordOfAMissingDeviceLeavesNoTape(t *testing.T) {
	url := "gm65+serial://" + filepath.Join(t.TempDir(), "ttyNONE")
	file := filepath.Join(t.TempDir(), "tape")
	for range 2 {
		said := stdoutOf(t, func() {
			if err := (&Record{URL: url, Out: file, Wait: time.Second, Language: "zh-CN"}).Run(t.Context()); hardware.CodeOf(err) != hardware.Missing {
				t.Error(err)
			}
		})
		if first, _, _ := strings.Cut(said, "\n"); first != url {
			t.Errorf("it begins with %q", first)
		}
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Error("an empty tape is left:", err)
	}
}

// stdoutOf is what do writes to stdout.
func stdoutOf(t *testing.T, do func()) string {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdout
	os.Stdout = f
	do()
	os.Stdout = before
	text, err := os.ReadFile(f.Name())
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestEveryDeviceIsRecordedAndReplayed: the same driver, given the same work later, sends the same bytes.
func TestEveryDeviceIsRecordedAndReplayed(t *testing.T) {
	do := map[string]string{"samv": "card resident", "keys": "press 4", "hidkeys": "press 4"}
	for _, s := range sims.All() {
		t.Run(s.Name, func(t *testing.T) {
			driven(t, s.Name, func(t rig) {
				if words := do[s.Name]; words != "" {
					time.AfterFunc(2*time.Second, func() { _ = t.sim.Act(words) })
				}
				for _, what := range pictured(t.T, s.Kind) {
					file := filepath.Join(t.TempDir(), "tape")
					if err := (&Record{URL: t.url, What: what, Out: file, Wait: 20 * time.Second}).Run(t.ctx); err != nil {
						if hardware.CodeOf(err) != hardware.Canceled || do[s.Name] != "" {
							t.Error("recording:", err)
						}
						continue // it waits for a person, and none is there
					}
					time.Sleep(90 * time.Second) // of the driven clock: a replay is made later
					driver, _, _ := strings.Cut(t.url, "+")
					for _, device := range []string{"", driver, t.url} {
						r, left, err := (&Replay{File: file, Device: device, What: what, Wait: 20 * time.Second}).replay(t.ctx)
						if err != nil || r.Did == "" || left != 0 {
							t.Errorf("%q on %q: %+v, %d left, %v", what, device, r, left, err)
						}
					}
				}
			})
		})
	}
}

// pictured is what devices of a kind are given to do: nothing said, and for printers a picture.
func pictured(t *testing.T, kind hardware.Kind) []string {
	if kind == hardware.KindPrinter || kind == hardware.KindPage {
		return []string{"", pattern(t)}
	}
	return []string{""}
}

// TestAForeignProgramIsListenedTo: its bytes and the machine's are on the tape.
func TestAForeignProgramIsListenedTo(t *testing.T) {
	machine, err := porttest.NewLine(t.TempDir(), "machine", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer machine.Close()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "tape"), filepath.Join(dir, "link")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- (&Record{URL: machine.URL() + "?baud=9600", Out: file, Link: link}).Run(ctx) }()
	within, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	var program port.Port
	for program == nil { // until the line is made
		if program, err = port.Open(within, "serial://"+link+"?baud=9600"); within.Err() != nil {
			t.Fatal(err)
		}
	}
	defer program.Close()
	buf := make([]byte, 16)
	if _, err := program.Write(within, []byte("ask")); err != nil {
		t.Fatal(err)
	}
	if n, err := machine.ReadContext(within, buf); err != nil || string(buf[:n]) != "ask" {
		t.Fatal(string(buf[:n]), err)
	}
	machine.WriteContext(within, []byte("yes"))
	if n, err := program.Read(within, buf); err != nil || string(buf[:n]) != "yes" {
		t.Fatal(string(buf[:n]), err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	text, _ := os.ReadFile(file)
	for _, want := range []string{`"dir":"out","hex":"61736b"`, `"dir":"in","hex":"796573"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s on the tape\n%s", want, text)
		}
	}
}

func TestTemplatesAreFoundByName(t *testing.T) {
	if tpl, err := template("stx-etx"); err != nil || tpl.Ask == nil {
		t.Error(err)
	}
	if _, err := template("none"); err == nil {
		t.Error("found")
	}
}
