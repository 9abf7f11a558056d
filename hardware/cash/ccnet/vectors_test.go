package ccnet_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/ccnet"
	"github.com/brighthall/brighthall/hardware/cash/ccnet/ccnettest"
	"github.com/brighthall/brighthall/hardware/cash/frame"
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
func say(t testing.TB, m *ccnettest.Machine, question string) []byte {
	t.Helper()
	host, device := net.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	heard := &attentive{Conn: device, left: len(bytesOf(t, question)), idle: func() { host.SetReadDeadline(time.Unix(1, 0)) }}
	go func() { defer close(ended); m.Serve(ctx, heard) }()
	defer func() { cancel(); <-ended; host.Close() }()
	host.Write(bytesOf(t, question))
	head := make([]byte, 3)
	if _, err := io.ReadFull(host, head); err != nil {
		return nil
	}
	rest := make([]byte, int(head[2])-3)
	io.ReadFull(host, rest)
	return append(head, rest...)
}

const (
	ask    = "02 03 06 33 DA 81"
	thanks = "02 03 06 00 C2 82"
)

// up brings a simulator from its power up to open, with the bytes of the start sequence.
func up(t testing.TB, m *ccnettest.Machine) {
	t.Helper()
	for _, step := range []struct{ question, answer string }{
		{ask, "02 03 06 10 43 92"},
		{"02 03 06 30 41 B3", thanks},
		{ask, "02 03 06 13 D8 A0"},
		{ask, "02 03 06 13 D8 A0"},
		{ask, "02 03 06 19 82 0F"},
		{"02 03 0C 34 FF FF FF FF FF FF FE F7", thanks},
		{ask, "02 03 06 14 67 D4"},
	} {
		if got := say(t, m, step.question); !bytes.Equal(got, bytesOf(t, step.answer)) {
			t.Fatalf("%s: answered % X, want %s", step.question, got, step.answer)
		}
	}
}

// states are what a machine says when it is polled, and what the driver makes of it.
var states = []struct {
	name    string
	prepare prepare
	answer  string
	phase   poll.Phase
	event   intake.Event
}{
	{"power up", nil, "02 03 06 10 43 92", poll.Fresh, intake.Event{Word: intake.Restarted, Channel: -1}},
	{"with a note in the validator", dark(polltest.Accepting), "02 03 06 11 CA 83", poll.Fresh, intake.Event{Word: intake.Restarted, Channel: -1, Detail: "after power up: a note lay in the validator"}},
	{"with a note in the stacker", dark(polltest.Stacking), "02 03 06 12 51 B1", poll.Fresh, intake.Event{Word: intake.Restarted, Channel: -1, Detail: "after power up: a note lay in the stacker"}},
	{"initialising", func(t testing.TB, m *ccnettest.Machine) { order(t, m, "02 03 06 30 41 B3") }, "02 03 06 13 D8 A0", poll.Moving, intake.Event{Word: intake.Restarted, Channel: -1}},
	{"idling", up, "02 03 06 14 67 D4", poll.Open, intake.Event{Channel: -1}},
	{"accepting", note(2, 0), "02 03 06 15 EE C5", poll.Moving, intake.Event{Channel: -1}},
	{"escrow", note(2, 2), "02 03 07 80 02 9E 10", poll.Escrow, intake.Event{Word: intake.Escrow, Channel: 2, Fen: 1000}},
	{"stacking", stack(0), "02 03 06 17 FC E6", poll.Moving, intake.Event{Channel: -1}},
	{"stacked", stack(2), "02 03 07 81 02 46 09", poll.Moving, intake.Event{Word: intake.Stacked, Channel: 2, Fen: 1000}},
	{"returning", giveBack(0), "02 03 06 18 0B 1E", poll.Visitor, intake.Event{Word: intake.Returned, Channel: -1}},
	{"returned", giveBack(2), "02 03 07 82 02 2E 23", poll.Visitor, intake.Event{Word: intake.Returned, Channel: -1}},
	{"disabled", shut, "02 03 06 19 82 0F", poll.Shut, intake.Event{Channel: -1}},
	{"rejecting", note(polltest.Bad, 2), "02 03 07 1C 65 DA B7", poll.Visitor, intake.Event{Word: intake.Rejected, Channel: -1, Detail: "reason 65"}},
	{"full", ill(polltest.Full), "02 03 06 41 4F D1", poll.Ill, trouble(hardware.CashFull, "state 41 ")},
	{"open", ill(polltest.Away), "02 03 06 42 D4 E3", poll.Ill, trouble(hardware.CashOpen, "state 42 ")},
	{"jam in the validator", ill(polltest.Jam), "02 03 06 43 5D F2", poll.Ill, trouble(hardware.CashJam, "state 43 ")},
	{"jam in the cassette", ill(polltest.BoxJam), "02 03 06 44 E2 86", poll.Ill, trouble(hardware.CashJam, "state 44 ")},
	{"cheated", ill(polltest.Cheat), "02 03 06 45 6B 97", poll.Ill, trouble(hardware.CashFraud, "state 45 ")},
	{"pause", ill(polltest.Pause), "02 03 06 46 F0 A5", poll.Visitor, intake.Event{Channel: -1, Code: hardware.CashJam}},
	{"failure", ill(polltest.Broken), "02 03 07 47 50 AB E6", poll.Ill, trouble(hardware.CashBroken, "state 47 50")},
}

type prepare = func(t testing.TB, m *ccnettest.Machine)

func trouble(code hardware.Code, detail string) intake.Event {
	return intake.Event{Word: intake.Trouble, Channel: -1, Code: code, Detail: detail}
}

func ill(s polltest.State) prepare {
	return func(t testing.TB, m *ccnettest.Machine) { up(t, m); m.Trouble(s) }
}

func shut(t testing.TB, m *ccnettest.Machine) {
	up(t, m)
	order(t, m, "02 03 0C 34 00 00 00 00 00 00 17 0C")
}

func note(kind, questions int) prepare {
	return func(t testing.TB, m *ccnettest.Machine) {
		up(t, m)
		if err := m.Put(kind); err != nil {
			t.Fatal(err)
		}
		polls(t, m, questions)
	}
}

func polls(t testing.TB, m *ccnettest.Machine, n int) {
	t.Helper()
	for range n {
		say(t, m, ask)
	}
}

func order(t testing.TB, m *ccnettest.Machine, question string) {
	t.Helper()
	if got := say(t, m, question); !bytes.Equal(got, bytesOf(t, thanks)) {
		t.Fatalf("%s: answered % X", question, got)
	}
}

func stack(questions int) prepare {
	return func(t testing.TB, m *ccnettest.Machine) {
		note(2, 3)(t, m)
		order(t, m, "02 03 06 35 EC E4")
		polls(t, m, questions)
	}
}

func giveBack(questions int) prepare {
	return func(t testing.TB, m *ccnettest.Machine) {
		note(2, 3)(t, m)
		order(t, m, "02 03 06 36 77 D6")
		polls(t, m, questions)
	}
}

// dark takes the power away when a state begins, and gives it back.
func dark(s polltest.State) prepare {
	return func(t testing.TB, m *ccnettest.Machine) {
		if s == polltest.Accepting {
			note(2, 0)(t, m)
			m.Power(false)
		} else {
			note(2, 3)(t, m)
			m.At(s, func() { m.Power(false) })
			say(t, m, "02 03 06 35 EC E4")
		}
		if got := say(t, m, ask); got != nil {
			t.Fatalf("dark, it said % X", got)
		}
		m.Power(true)
	}
}

func worth(billType int) int64 {
	return append([]int64{100, 500, 1000, 2000, 5000, 10000}, make([]int64, 250)...)[billType]
}

func TestEveryStateBothWays(t *testing.T) {
	for _, v := range states {
		t.Run(v.name, func(t *testing.T) {
			m := ccnettest.New(nil)
			if v.prepare != nil {
				v.prepare(t, m)
			}
			got := say(t, m, ask)
			if !bytes.Equal(got, bytesOf(t, v.answer)) {
				t.Fatalf("answered % X, want %s", got, v.answer)
			}
			d := frame.Decoder{Format: frame.CCNET}
			all := d.Feed(got)
			if len(all) != 1 {
				t.Fatal("not decoded")
			}
			if s := ccnet.Read(all[0], worth); s.Phase != v.phase || s.Event != v.event {
				t.Fatalf("read as %+v", s)
			}
			if again := frame.CCNET.Encode(all[0].Cmd, all[0].Data...); !bytes.Equal(again, got) {
				t.Fatalf("encoded % X", again)
			}
		})
	}
}

func TestTheSimulatorRefusesWhatIsWrong(t *testing.T) {
	for name, question := range map[string]string{
		"high byte first": "02 03 06 33 81 DA", "wrong checksum": "02 03 06 33 DA 80", "too short": "02 03 05 33 DA", "another address": "02 01 06 33 00 4E",
		"ID-003": "FC 05 11 27 56",
	} {
		m := ccnettest.New(nil)
		if got := say(t, m, question); got != nil || m.Asked() != 0 {
			t.Errorf("%s: answered % X", name, got)
		}
	}
	m := ccnettest.New(nil)
	up(t, m)
	for name, question := range map[string]string{"stack without a note": "02 03 06 35 EC E4", "return without a note": "02 03 06 36 77 D6"} {
		if got := say(t, m, question); !bytes.Equal(got, bytesOf(t, "02 03 06 30 41 B3")) {
			t.Errorf("%s: answered % X", name, got)
		}
	}
	m.Nak(1)
	if got := say(t, m, ask); !bytes.Equal(got, bytesOf(t, "02 03 06 FF BA 8D")) {
		t.Errorf("NAK: % X", got)
	}
}

func TestUnknownAnswersAreNoMoney(t *testing.T) {
	for _, f := range []frame.Frame{{Cmd: 0x00}, {Cmd: 0x30}, {Cmd: 0x16}, {Cmd: 0x83}, {Cmd: 0xFF, Data: []byte{0x81}}} {
		if s := ccnet.Read(f, worth); s.Event.Word != "" || s.Phase != poll.Moving {
			t.Errorf("%+v: %+v", f, s)
		}
	}
	for _, data := range [][]byte{nil, {1, 2}} {
		if s := ccnet.Read(frame.Frame{Cmd: 0x80, Data: data}, worth); s.Event.Channel != -1 || s.Event.Fen != 0 || s.Phase != poll.Escrow {
			t.Errorf("escrow of % X: %+v", data, s)
		}
	}
}

func TestTheBillTable(t *testing.T) {
	rows := ccnettest.BillTable("CHN")
	want := append([]int64{100, 500, 1000, 2000, 5000, 10000}, make([]int64, 18)...)
	if got := ccnet.Table(rows, []string{"CNY", "CHN"}); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if got := ccnet.Table(rows, []string{"XYZ"}); got[6] != 20 || got[0] != 0 {
		t.Errorf("a note of two tenths: %v", got)
	}
	for name, rows := range map[string][]byte{"of another country": ccnettest.BillTable("USA"), "empty": nil, "four bytes": rows[:4], "thirteen zeros": []byte("\x01CHN\x0D")} {
		if got := ccnet.Table(rows, []string{"CHN"}); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, v := range states {
		f.Add(bytesOf(f, v.answer)[3:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		s := ccnet.Read(frame.Frame{Cmd: b[0], Data: b[1:]}, worth)
		switch {
		case (s.Event.Word == intake.Stacked) != (b[0] == 0x81):
			t.Fatalf("money in % X", b)
		case s.Event.Channel < -1 || s.Event.Channel > 0xFF, s.Event.Fen < 0:
			t.Fatalf("%+v in % X", s.Event, b)
		case (s.Phase == poll.Ill) != (s.Event.Word == intake.Trouble), s.Phase == poll.Ill && s.Event.Code == "":
			t.Fatalf("%+v in % X", s, b)
		}
	})
}

func FuzzTable(f *testing.F) {
	f.Add(ccnettest.BillTable("CHN"))
	f.Add(ccnettest.BillTable("USA"))
	f.Fuzz(func(t *testing.T, rows []byte) {
		all := ccnet.Table(rows, []string{"CHN"})
		if len(all) > len(rows)/5 {
			t.Fatal("more rows than there are")
		}
		for _, fen := range all {
			if fen < 0 || fen > 255*100*1000000 {
				t.Fatalf("a note of %d fen", fen)
			}
		}
	})
}
