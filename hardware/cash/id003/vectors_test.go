package id003_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/frame"
	"github.com/brighthall/brighthall/hardware/cash/id003"
	"github.com/brighthall/brighthall/hardware/cash/id003/id003test"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/poll"
	"github.com/brighthall/brighthall/hardware/cash/poll/polltest"
)

func bytesOf(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// attentive tells when its reader has heard everything and waits for more: then it has said what it had to say.
type attentive struct {
	net.Conn
	left int
	idle func()
}

func (a *attentive) Read(p []byte) (int, error) {
	if a.left <= 0 {
		a.idle()
	}
	n, err := a.Conn.Read(p)
	a.left -= n
	return n, err
}

// say sends raw bytes to the simulator and returns its answer; nil for none.
func say(t testing.TB, m *id003test.Machine, question string) []byte {
	t.Helper()
	host, device := net.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	heard := &attentive{Conn: device, left: len(bytesOf(t, question)), idle: func() { host.SetReadDeadline(time.Unix(1, 0)) }}
	go func() { defer close(ended); m.Serve(ctx, heard) }()
	defer func() { cancel(); <-ended; host.Close() }()
	host.Write(bytesOf(t, question))
	head := make([]byte, 2)
	if _, err := io.ReadFull(host, head); err != nil {
		return nil
	}
	rest := make([]byte, int(head[1])-2)
	io.ReadFull(host, rest)
	return append(head, rest...)
}

const ask = "FC 05 11 27 56"

// up brings a simulator from its power up to open, with the bytes of the start sequence.
func up(t testing.TB, m *id003test.Machine) {
	t.Helper()
	for _, step := range []struct{ question, answer string }{
		{ask, "FC 05 40 2B 15"},
		{"FC 05 40 2B 15", "FC 05 50 AA 05"},
		{ask, "FC 05 1B 7D F9"},
		{"FC 07 C0 00 00 2D B5", "FC 07 C0 00 00 2D B5"},
		{"FC 06 C3 01 8D C7", "FC 06 C3 01 8D C7"},
		{ask, "FC 05 1A F4 E8"},
		{"FC 06 C3 00 04 D6", "FC 06 C3 00 04 D6"},
		{ask, "FC 05 11 27 56"},
	} {
		if got := say(t, m, step.question); !bytes.Equal(got, bytesOf(t, step.answer)) {
			t.Fatalf("%s: answered % X, want %s", step.question, got, step.answer)
		}
	}
}

// states are what a machine says when it is asked, and what the driver makes of it.
var states = []struct {
	name    string
	prepare func(t testing.TB, m *id003test.Machine)
	answer  string
	phase   poll.Phase
	event   intake.Event
}{
	{"power up", nil, "FC 05 40 2B 15", poll.Fresh, intake.Event{Word: intake.Restarted, Channel: -1}},
	{"with a note in the acceptor", dark(polltest.Accepting), "FC 05 41 A2 04", poll.Fresh, intake.Event{Word: intake.Restarted, Channel: -1, Detail: "after power up: a note lay in the acceptor"}},
	{"with a note in the stacker", dark(polltest.Stacking), "FC 05 42 39 36", poll.Fresh, intake.Event{Word: intake.Restarted, Channel: -1, Detail: "after power up: a note lay in the stacker"}},
	{"enabled", up, "FC 05 11 27 56", poll.Open, intake.Event{Channel: -1}},
	{"accepting", note(2, 0), "FC 05 12 BC 64", poll.Moving, intake.Event{Channel: -1}},
	{"escrow", note(2, 2), "FC 06 13 63 A2 D8", poll.Escrow, intake.Event{Word: intake.Escrow, Channel: 2}},
	{"stacking", stack(0), "FC 05 14 8A 01", poll.Moving, intake.Event{Channel: -1}},
	{"vend valid", stack(2), "FC 05 15 03 10", poll.Moving, intake.Event{Word: intake.Stacked, Channel: -1}},
	{"stacked", thanked, "FC 05 16 98 22", poll.Moving, intake.Event{Channel: -1}},
	{"rejecting", note(polltest.Bad, 2), "FC 06 17 71 51 8C", poll.Visitor, intake.Event{Word: intake.Rejected, Channel: -1, Detail: "reason 71"}},
	{"returning", giveBack, "FC 05 18 E6 CB", poll.Visitor, intake.Event{Word: intake.Returned, Channel: -1}},
	{"full", ill(polltest.Full), "FC 05 43 B0 27", poll.Ill, trouble(hardware.CashFull, "status 43 ")},
	{"open", ill(polltest.Away), "FC 05 44 0F 53", poll.Ill, trouble(hardware.CashOpen, "status 44 ")},
	{"jam in the acceptor", ill(polltest.Jam), "FC 05 45 86 42", poll.Ill, trouble(hardware.CashJam, "status 45 ")},
	{"jam in the stacker", ill(polltest.BoxJam), "FC 05 46 1D 70", poll.Ill, trouble(hardware.CashJam, "status 46 ")},
	{"pause", ill(polltest.Pause), "FC 05 47 94 61", poll.Visitor, intake.Event{Channel: -1, Code: hardware.CashJam}},
	{"cheated", ill(polltest.Cheat), "FC 05 48 63 99", poll.Ill, trouble(hardware.CashFraud, "status 48 ")},
	{"failure", ill(polltest.Broken), "FC 06 49 A2 A0 21", poll.Ill, trouble(hardware.CashBroken, "status 49 A2")},
	{"communication", ill(polltest.Comm), "FC 05 4A 71 BA", poll.Ill, trouble(hardware.CashBroken, "status 4A ")},
}

type prepare = func(t testing.TB, m *id003test.Machine)

func trouble(code hardware.Code, detail string) intake.Event {
	return intake.Event{Word: intake.Trouble, Channel: -1, Code: code, Detail: detail}
}

func ill(s polltest.State) prepare {
	return func(t testing.TB, m *id003test.Machine) { up(t, m); m.Trouble(s) }
}

func note(kind, questions int) prepare {
	return func(t testing.TB, m *id003test.Machine) {
		up(t, m)
		if err := m.Put(kind); err != nil {
			t.Fatal(err)
		}
		for range questions {
			say(t, m, ask)
		}
	}
}

func order(t testing.TB, m *id003test.Machine, question string) {
	t.Helper()
	if got := say(t, m, question); !bytes.Equal(got, bytesOf(t, "FC 05 50 AA 05")) {
		t.Fatalf("%s: answered % X", question, got)
	}
}

func stack(questions int) prepare {
	return func(t testing.TB, m *id003test.Machine) {
		note(2, 3)(t, m)
		order(t, m, "FC 05 41 A2 04")
		for range questions {
			say(t, m, ask)
		}
	}
}

func thanked(t testing.TB, m *id003test.Machine) {
	stack(3)(t, m)
	if got := say(t, m, "FC 05 50 AA 05"); got != nil {
		t.Fatalf("thanked for thanks: % X", got)
	}
}

func giveBack(t testing.TB, m *id003test.Machine) {
	note(2, 3)(t, m)
	order(t, m, "FC 05 43 B0 27")
}

// dark takes the power away when a state begins, and gives it back.
func dark(s polltest.State) prepare {
	return func(t testing.TB, m *id003test.Machine) {
		m.At(s, func() { m.Power(false) })
		if s == polltest.Accepting {
			note(2, 0)(t, m)
			m.Power(false)
		} else {
			note(2, 3)(t, m)
			say(t, m, "FC 05 41 A2 04")
		}
		if got := say(t, m, ask); got != nil {
			t.Fatalf("dark, it said % X", got)
		}
		m.Power(true)
	}
}

func TestEveryStateBothWays(t *testing.T) {
	for _, v := range states {
		t.Run(v.name, func(t *testing.T) {
			m := id003test.New(nil)
			if v.prepare != nil {
				v.prepare(t, m)
			}
			got := say(t, m, ask)
			if !bytes.Equal(got, bytesOf(t, v.answer)) {
				t.Fatalf("answered % X, want %s", got, v.answer)
			}
			d := frame.Decoder{Format: frame.ID003}
			all := d.Feed(got)
			if len(all) != 1 {
				t.Fatal("not decoded")
			}
			if s := id003.Read(all[0]); s.Phase != v.phase || s.Event != v.event {
				t.Fatalf("read as %+v", s)
			}
			if again := frame.ID003.Encode(all[0].Cmd, all[0].Data...); !bytes.Equal(again, got) {
				t.Fatalf("encoded % X", again)
			}
		})
	}
}

func TestTheSimulatorRefusesWhatIsWrong(t *testing.T) {
	for name, question := range map[string]string{
		"high byte first": "FC 05 11 56 27", "wrong checksum": "FC 05 11 27 57", "too short": "FC 04 2E 94", "CCNET": "02 03 06 33 DA 81",
	} {
		m := id003test.New(nil)
		if got := say(t, m, question); got != nil || m.Asked() != 0 {
			t.Errorf("%s: answered % X", name, got)
		}
	}
	m := id003test.New(nil)
	up(t, m)
	for name, question := range map[string]string{"stack without a note": "FC 05 41 A2 04", "return without a note": "FC 05 43 B0 27", "unknown": "FC 05 12 BC 64"} {
		if got := say(t, m, question); !bytes.Equal(got, bytesOf(t, "FC 05 4B F8 AB")) {
			t.Errorf("%s: answered % X", name, got)
		}
	}
}

func TestUnknownAnswersAreNoMoney(t *testing.T) {
	for _, f := range []frame.Frame{{Cmd: 0x00}, {Cmd: 0x50}, {Cmd: 0x10}, {Cmd: 0x61}, {Cmd: 0xFF, Data: []byte{0x15}}} {
		if s := id003.Read(f); s.Event.Word != "" || s.Phase != poll.Moving {
			t.Errorf("%+v: %+v", f, s)
		}
	}
	for _, data := range [][]byte{nil, {0x60}, {0x00}, {0x61, 0x61}} {
		if s := id003.Read(frame.Frame{Cmd: 0x13, Data: data}); s.Event.Channel != -1 || s.Phase != poll.Escrow {
			t.Errorf("escrow of % X: %+v", data, s)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, v := range states {
		f.Add(bytesOf(f, v.answer)[2:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		s := id003.Read(frame.Frame{Cmd: b[0], Data: b[1:]})
		switch {
		case (s.Event.Word == intake.Stacked) != (b[0] == 0x15):
			t.Fatalf("money in % X", b)
		case s.Event.Channel < -1 || s.Event.Channel > 0xFF-0x61, s.Event.Fen != 0:
			t.Fatalf("%+v in % X", s.Event, b)
		case (s.Phase == poll.Ill) != (s.Event.Word == intake.Trouble), s.Phase == poll.Ill && s.Event.Code == "":
			t.Fatalf("%+v in % X", s, b)
		}
	})
}
