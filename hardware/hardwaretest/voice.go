package hardwaretest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/voice/module"
	"github.com/brighthall/brighthall/hardware/voice/module/moduletest"
)

// TestVoice checks what every voice promises: it speaks what can be spoken, refuses what
// cannot, and falls silent when the context ends.
func TestVoice(t *testing.T, open func(t *testing.T) hardware.Voice) {
	call := hardware.Utterance{ID: "1", Number: "H023", Window: 3, Languages: []string{"zh", "en"}, Text: "H023"}
	t.Run("says a call in both languages", func(t *testing.T) {
		if err := open(t).Say(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("refuses what it cannot say", func(t *testing.T) {
		bad := call
		bad.Number = "号"
		if err := open(t).Say(t.Context(), bad); hardware.CodeOf(err) != hardware.BadText {
			t.Fatalf("said it: %v", err)
		}
	})
	t.Run("ends with its context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := open(t).Say(ctx, call); !errors.Is(err, context.Canceled) {
			t.Fatalf("ended with %v", err)
		}
	})
}

// SpeechModule is a serial speech module and its simulator.
type SpeechModule struct {
	Simulator func() *moduletest.Module
	Open      func(port.Port, module.Options) *module.Voice
	Loud      string // the tag of volume 80
}

// speechRig is a module on its simulator.
type speechRig struct {
	*module.Voice
	sim        *moduletest.Module
	line       Wire
	began, cut chan string // texts
}

// waits are short enough for tests; a character takes the simulator 2 ms.
func (w Wire) waits() module.Waits {
	return module.Waits{Ack: w.Wait(300 * time.Millisecond), Poll: 200 * time.Millisecond, Rune: w.Wait(20 * time.Millisecond), Rest: w.Wait(time.Second)}
}

func (s SpeechModule) rig(t *testing.T, w Wiring, sim *moduletest.Module) speechRig {
	t.Helper()
	line := w(t, 0)
	if sim.Rune == 0 {
		sim.Rune = 2 * time.Millisecond
	}
	sim.Gap = line.Wait(300 * time.Millisecond)
	if !line.Driven() {
		sim.Apart = -1 // a busy machine may see two frames at once
	}
	began, cut := make(chan string, 100), make(chan string, 100)
	sim.OnSpeak, sim.OnCut = func(s string) { began <- s }, func(s string) { cut <- s }
	line.Serve(t, sim.Serve)
	v := s.Open(line.Open(t, "?baud=9600&stall=1"), module.Options{Volume: new(80), Waits: line.waits()})
	t.Cleanup(func() { v.Close() })
	return speechRig{v, sim, line, began, cut}
}

// SpeechAnswer is the first byte a simulator answers to a frame.
func SpeechAnswer(t *testing.T, sim *moduletest.Module, frame []byte) byte {
	t.Helper()
	line := InMemory(t, 0)
	sim.Gap = patience // the machine that tests may be busy
	line.Serve(t, sim.Serve)
	p := line.Open(t, "")
	if _, err := p.Write(t.Context(), frame); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var b [1]byte
	p.Read(ctx, b[:])
	return b[0]
}

// SpeechSaid is what a simulator spoke of an utterance.
func SpeechSaid(t *testing.T, sim *moduletest.Module, open func(port.Port, module.Options) *module.Voice, u hardware.Utterance) []string {
	t.Helper()
	r := SpeechModule{Open: open}.rig(t, OverTerminal, sim)
	if err := r.Say(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	return r.sim.Said()
}

// SpeechFrame checks the bytes in which a driver with no options of its own has a text spoken.
func SpeechFrame(t *testing.T, sim *moduletest.Module, open func(port.Port, module.Options) *module.Voice, text string, want []byte) {
	t.Helper()
	line := InMemory(t, 0)
	var sent bytes.Buffer
	line.Serve(t, func(ctx context.Context, link io.ReadWriteCloser) error {
		return sim.Serve(ctx, overheard{link, &sent})
	})
	v := open(line.Open(t, ""), module.Options{})
	defer v.Close()
	if err := v.Say(t.Context(), hardware.Utterance{Text: text}); err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
	if !bytes.HasPrefix(sent.Bytes(), want) {
		t.Errorf("sent % X,\nwant % X", sent.Bytes(), want)
	}
}

// overheard is a link whose reader is listened to.
type overheard struct {
	io.ReadWriteCloser
	into io.Writer
}

func (o overheard) Read(p []byte) (int, error) {
	n, err := o.ReadWriteCloser.Read(p)
	o.into.Write(p[:n])
	return n, err
}

// TestSpeechModule checks every promise of a serial speech module: its faults under a driven clock, the rest over a
// terminal too.
func TestSpeechModule(t *testing.T, s SpeechModule) {
	TestVoice(t, func(t *testing.T) hardware.Voice { return s.rig(t, OverTerminal, s.Simulator()) })
	t.Run("faults", func(t *testing.T) { speechFaults(t, s) })
	t.Run("pauses", func(t *testing.T) { speechPauses(t, s) })
	wired(t, "long texts are never cut off by their own end", false, func(t *testing.T, w Wiring) {
		r := s.rig(t, w, s.Simulator())
		text := strings.Repeat("尊敬的客户，请保管好随身物品。", 20)
		if err := r.Say(t.Context(), hardware.Utterance{Text: text}); err != nil {
			t.Fatal(err)
		}
		said := strings.ReplaceAll(strings.Join(r.sim.Said(), ""), s.Loud, "")
		if said != text || len(r.sim.Cut()) > 0 {
			t.Errorf("said %q, cut %q", said, r.sim.Cut())
		}
	})
	wired(t, "stops with its context", true, func(t *testing.T, w Wiring) {
		sim := s.Simulator()
		sim.Rune = time.Minute
		r := s.rig(t, w, sim)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- r.Say(ctx, hardware.Utterance{Number: "A1", Window: 1}) }()
		await(t, r.began)
		if st, _ := r.Status(t.Context()); st.State != hardware.Busy {
			t.Errorf("while it speaks it is %+v", st)
		}
		cancel()
		if err := await(t, ended); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		await(t, r.cut)
	})
	babbles(t, func(t *testing.T, w Wiring) func(context.Context) error {
		r := s.rig(t, w, s.Simulator())
		return func(ctx context.Context) error { return r.Say(ctx, hardware.Utterance{Number: "A1", Window: 1}) }
	})
	wired(t, "unplugged while it speaks", true, func(t *testing.T, w Wiring) {
		before := goroutines()
		sim := s.Simulator()
		sim.Rune = time.Minute
		r := s.rig(t, w, sim)
		ended := make(chan error, 1)
		go func() { ended <- r.Say(t.Context(), hardware.Utterance{Number: "A1", Window: 1}) }()
		await(t, r.began)
		r.line.Unplug()
		if err := await(t, ended); hardware.CodeOf(err) != hardware.Missing {
			t.Errorf("ended with %v", err)
		}
		if st, err := r.Status(t.Context()); st.Code != hardware.Missing || err == nil {
			t.Errorf("afterwards %+v %v", st, err)
		}
		r.Close()
		noneLeft(t, before+2) // the simulator's own
	})
}

// speechPauses: a frame begins when the module can hear it, also right after another and after it woke. One that is
// lost costs a second attempt, which is what these count.
func speechPauses(t *testing.T, s SpeechModule) {
	Driven(t, "no frame is lost", func(t *testing.T) {
		r := s.rig(t, InMemory, s.Simulator())
		for range 3 { // a question and a call without a pause between
			if st, _ := r.Status(t.Context()); st.State != hardware.Ready {
				t.Fatalf("is %+v", st)
			}
			if err := r.Say(t.Context(), hardware.Utterance{Number: "A1", Window: 1}); err != nil {
				t.Fatal(err)
			}
		}
		if n := r.sim.Lost(); n > 0 {
			t.Errorf("%d frames came too soon", n)
		}
	})
	Driven(t, "nor after it started", func(t *testing.T) {
		sim := s.Simulator()
		sim.Rune = 20 * time.Millisecond
		r := s.rig(t, InMemory, sim)
		ended := make(chan error, 1)
		go func() { ended <- r.Say(t.Context(), hardware.Utterance{Number: "A1", Window: 1}) }()
		await(t, r.began)
		sim.Act("reset")
		if err := await(t, ended); err != nil || r.sim.Lost() > 0 {
			t.Errorf("%d frames came too soon: %v", r.sim.Lost(), err)
		}
	})
}

// speechFaults is the fault table: what happens, how Say ends, what is said, how the module is then.
func speechFaults(t *testing.T, s SpeechModule) {
	for _, c := range []struct {
		name, act string
		code      hardware.Code
		said      int
		then      hardware.State
	}{
		{"nothing", "well", "", 1, hardware.Ready},
		{"the acknowledgement is lost: sent once more", "lose ack", "", 1, hardware.Ready},
		{"the end of speech is lost: asked for", "lose idle", "", 1, hardware.Ready},
		{"a frame is rejected: in two pieces", "reject", "", 2, hardware.Ready},
		{"switched off", "silent", hardware.VoiceSilent, 0, hardware.Faulty},
		{"wrong baud rate", "garbage", hardware.Garbled, 0, hardware.Faulty},
	} {
		Driven(t, c.name, func(t *testing.T) {
			sim := s.Simulator()
			sim.Rune = 30 * time.Millisecond // longer than the acknowledgement is waited for, as real speech is
			r := s.rig(t, InMemory, sim)
			r.sim.Act(c.act)
			err := r.Say(t.Context(), hardware.Utterance{Number: "H023", Window: 3})
			if hardware.CodeOf(err) != c.code || c.code == "" && len(r.sim.Said()) != c.said {
				t.Errorf("said %q and ended with %v", r.sim.Said(), err)
			}
			if st, _ := r.Status(t.Context()); st.State != c.then || st.Code != c.code {
				t.Errorf("is %+v", st)
			}
			r.sim.Act("well")
			if err := r.Say(t.Context(), hardware.Utterance{Number: "H024", Window: 3}); err != nil {
				t.Errorf("well again: %v", err)
			}
		})
	}
	Driven(t, "it starts anew in the middle: the announcement begins again", func(t *testing.T) {
		sim := s.Simulator()
		sim.Rune = 20 * time.Millisecond
		r := s.rig(t, InMemory, sim)
		ended := make(chan error, 1)
		go func() { ended <- r.Say(t.Context(), hardware.Utterance{Number: "A1", Window: 1}) }()
		await(t, r.began)
		sim.Act("reset")
		if err := await(t, ended); err != nil || len(sim.Said()) != 1 || len(sim.Cut()) != 1 {
			t.Errorf("said %q, cut %q: %v", sim.Said(), sim.Cut(), err)
		}
	})
}

// eventually waits for something that no simulator tells of.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	for late := time.After(patience); !is(); {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("%s: did not happen", what)
		}
	}
}
