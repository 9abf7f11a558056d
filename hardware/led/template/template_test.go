package template_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/led/bus"
	"github.com/brighthall/brighthall/hardware/led/template"
	"github.com/brighthall/brighthall/hardware/led/template/templatetest"
	"github.com/brighthall/brighthall/hardware/port"
)

func profile(t testing.TB, name string) template.Profile {
	p, err := template.LoadProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

type line struct {
	*templatetest.Line
	cable hardwaretest.Wire
	open  func(address int) (hardwaretest.LEDScreen, error)
}

func rig(t *testing.T, w hardwaretest.Wiring, shape templatetest.Shape, p template.Profile) line {
	cable, sim := w(t, p.Baud), templatetest.New(nil, shape, 1, 2)
	cable.Serve(t, sim.Serve)
	lines := bus.NewLines(port.Open)
	return line{sim, cable, func(address int) (hardwaretest.LEDScreen, error) {
		seat, err := lines.Seat(cable.Context(), cable.URL()+fmt.Sprintf("?baud=%d", p.Baud), address, false)
		if err != nil {
			return nil, err
		}
		return template.New(seat, template.Options{Address: address, Profile: p, Hold: cable.Wait(time.Second), Wait: cable.Wait(120 * time.Millisecond)})
	}}
}

func TestLEDContract(t *testing.T) {
	hardwaretest.TestLED(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.LEDRig {
		l := rig(t, w, templatetest.Framed, profile(t, "framed-gbk"))
		return hardwaretest.LEDRig{Sim: l, Open: l.open, Unplug: l.cable.Unplug, Plug: func() { l.cable.Plug() }, Hold: time.Second,
			Sees: func(p hardware.Panel) string { return p.Text }, Bad: hardware.Panel{Text: "\U0001F600"}}
	})
}

// A screen without answers: what can be known is known, and the rest is called unconfirmed.
func TestAScreenThatNeverAnswers(t *testing.T) {
	l := rig(t, hardwaretest.OverTerminal, templatetest.Plain, profile(t, "plain-ascii"))
	s, err := l.open(2)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Show(t.Context(), hardware.Panel{Text: "H023 请到 3 号窗口", Number: "H023"}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { return l.Shown(2) == "H023" && l.Shown(1) == "" })
	if st, err := s.Status(t.Context()); st.State != hardware.Warning || st.Code != hardware.LEDUnconfirmed || err != nil {
		t.Errorf("%+v %v", st, err)
	}
	s.Close()
	eventually(t, func() bool { return l.Shown(2) == "" })
	s, _ = l.open(2)
	defer s.Close()
	l.cable.Unplug()
	if st, _ := s.Status(t.Context()); st.State != hardware.Absent || st.Code != hardware.Missing {
		t.Errorf("unplugged %+v", st)
	}
}

func TestAScreenThatAnswersOneByte(t *testing.T) {
	l := rig(t, hardwaretest.OverTerminal, templatetest.Hexsum, profile(t, "hexsum-gb2312"))
	s, err := l.open(1)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Show(t.Context(), hardware.Panel{Text: "请 H023 到 3 号窗口", Number: "H023"}); err != nil || l.Shown(1) != "请 H023 到 3 号窗口" {
		t.Errorf("%q %v", l.Shown(1), err)
	}
	l.SetRefuse(true)
	if err := s.Show(t.Context(), hardware.Panel{Number: "H024"}); hardware.CodeOf(err) != hardware.LEDRefused {
		t.Error(err)
	}
	l.SetRefuse(false)
	if st, err := s.Status(t.Context()); st.State != hardware.Ready || l.Shown(1) != "H024" {
		t.Errorf("%+v %v, shows %q", st, err, l.Shown(1))
	}
	// 囍 is in GBK and not in GB2312: the number is better than nothing.
	if err := s.Show(t.Context(), hardware.Panel{Text: "囍", Number: "H025"}); err != nil || l.Shown(1) != "H025" {
		t.Errorf("%q %v", l.Shown(1), err)
	}
}

func eventually(t *testing.T, is func() bool) {
	t.Helper()
	for until := time.Now().Add(time.Minute); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("did not happen")
		}
	}
}

// The sums of "123456789" are the published check values.
func TestChecksums(t *testing.T) {
	for kind, want := range map[string]uint16{"none": 0, "sum8": 0xDD, "neg8": 0x23, "xor": 0x31, "sum16": 0x01DD, "crc16-modbus": 0x4B37, "crc16-arc": 0xBB3D, "crc16-xmodem": 0x31C3} {
		if got := template.Sum(kind, []byte("123456789")); got != want {
			t.Errorf("%s: %04X, want %04X", kind, got, want)
		}
	}
}

// recorder is a port that keeps what is written and answers nothing.
type recorder struct {
	port.Port
	wrote chan []byte
}

func (r recorder) Flush() error { return nil }
func (r recorder) Close() error { return nil }
func (r recorder) Write(_ context.Context, p []byte) (int, error) {
	r.wrote <- append([]byte(nil), p...)
	return len(p), nil
}
func (r recorder) Read(ctx context.Context, _ []byte) (int, error) { <-ctx.Done(); return 0, ctx.Err() }
func (r recorder) String() string                                  { return "recorder" }

// wire is the first frame a panel becomes.
func wire(t *testing.T, p template.Profile, address int, panel hardware.Panel) string {
	t.Helper()
	r := recorder{wrote: make(chan []byte, 9)}
	seat, err := bus.NewLine(r, 0, false).Seat(address)
	if err != nil {
		t.Fatal(err)
	}
	s, err := template.New(seat, template.Options{Address: address, Profile: p, Hold: 90 * time.Second, Wait: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	s.Show(t.Context(), panel)
	return fmt.Sprintf("% X", <-r.wrote)
}

func TestFramesAsTheProfilesSay(t *testing.T) {
	panel := hardware.Panel{Text: "请A1", Number: "A1", Window: 3, Blink: true}
	for _, c := range []struct{ profile, want string }{
		{"framed-gbk", "AA 55 03 31 07 01 00 5A C7 EB 41 31 32 0D"},
		{"plain-ascii", "02 30 33 20 20 20 20 20 20 41 31 03"},
		{"hexsum-gb2312", "3A 30 33 53 C7 EB 41 31 44 41 0D 0A"},
	} {
		if got := wire(t, profile(t, c.profile), 3, panel); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.profile, got, c.want)
		}
	}
}

func TestEveryForm(t *testing.T) {
	panel := hardware.Panel{Number: "A1", Window: 12}
	for _, c := range []struct{ text, want string }{
		{`"show": "[ {address} {text} ] {checksum}", "address": {"form": "word"}, "checksum": {"kind": "crc16-modbus", "form": "word-low"}`, "00 07 41 31 40 61"},
		{`"show": "{address} {text}", "address": {"form": "word-low"}`, "07 00 41 31"},
		{`"show": "{address} {window} {text}", "address": {"form": "digits3"}, "window": {"form": "hex4"}`, "30 30 37 30 30 30 43 41 31"},
		{`"show": "{length} ( {address} {text} ) 00", "length": {"form": "digits2", "plus": 1}`, "30 34 07 41 31 00"},
		{`"show": "{address}[{text}]{checksum}", "checksum": {"kind": "neg8"}`, "07 41 31 8E"},
	} {
		p, err := template.ParseProfile("x.json", []byte(`{"clear": "00", "text": {"most": 8}, `+c.text+`}`))
		if err != nil {
			t.Error(err)
			continue
		}
		if got := wire(t, p, 7, panel); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestABadProfileIsToldWithItsLine(t *testing.T) {
	const rest = "\"clear\": \"00\", \"text\": {\"most\": 8},\n"
	for text, want := range map[string]string{
		`"show": "{texd}"`:                                         `line 2: show: unknown name {texd}, did you mean {text}`,
		`"show": "{text} {adress}"`:                                `did you mean {address}`,
		`"show": "AA 5 {text}"`:                                    `line 2: show: "5" is no byte of two hex digits`,
		`"show": "AA GG {text}"`:                                   `"GG" is no byte`,
		`"show": "AA"`:                                             `line 2: show: no {text}`,
		`"show": "[ {text}"`:                                       `brackets [, one pair [] at most`,
		`"show": "{text} {checksum}"`:                              `checksum.kind is none`,
		`"show": "{text} {length}"`:                                `{length} of what?`,
		`"show": "{text}", "nax": "15"`:                            `unknown key "nax", did you mean "nak"`,
		`"show": "{text}", "nak": "15"`:                            `nak: needs an ack`,
		`"show": "{text}", "ask": "05"`:                            `ask: needs an ack`,
		`"show": "{text}", "ack": "{text}"`:                        `ack: unknown name {text}`,
		`"show": "{text}", "show": "{text}"`:                       `show: said twice`,
		`"show": 5`:                                                `line 2: show: string wanted, not number`,
		"\"show\": \"{text}\",\n\"address\": {\"form\": \"bite\"}": `line 3: address.form: unknown word "bite", did you mean "byte"`,
		"\"show\": \"{text}\",\n\"address\": {\"last\": 300}":      `line 3: address.last: from 0 to 300, and byte holds 0 to 255`,
		"\"show\": \"{text}\",\n\"checksum\": {\"kind\": \"crc16-modbuss\"}":             `line 3: checksum.kind: unknown word "crc16-modbuss", did you mean "crc16-modbus"`,
		"\"show\": \"{text}\",\n\"checksum\": {\"kind\": \"sum16\", \"form\": \"byte\"}": `checksum.form: byte holds no sum16`,
		"\"show\": \"{text}\",\n\"blink\": {\"on\": \"1\"}":                              `line 3: blink.on: "1", bytes in hex`,
		"\"show\": \"{text}\"\n\"ack\": 1":                                               `line 3: no JSON`,
	} {
		_, err := template.ParseProfile("our.json", []byte("{"+rest+text+"}"))
		if hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "our.json line ") {
			t.Errorf("%s\n %v\nwant %s", text, err, want)
		}
	}
	if _, err := template.LoadProfile("framed-gkb"); err == nil || !strings.Contains(err.Error(), `did you mean "framed-gbk"`) {
		t.Error(err)
	}
}

func TestAnswersAreTheProfilesAndNothingElse(t *testing.T) {
	framed, hexsum := profile(t, "framed-gbk"), profile(t, "hexsum-gb2312")
	for _, c := range []struct {
		p    template.Profile
		came string
		want bus.Verdict
	}{
		{framed, "AA5503060" + "50D", bus.Answered},
		{framed, "FF00AAAA55030605" + "0D", bus.Answered},
		{framed, "AA550315160D", bus.Refused},
		{framed, "AA550406020D", bus.Foreign},
		{framed, "AA550406020DAA550306050D", bus.Answered},
		{framed, "AA550306040D", bus.Nothing},
		{framed, "AA55030605", bus.Nothing},
		{hexsum, "06", bus.Answered},
		{hexsum, "15", bus.Refused},
		{hexsum, "FF", bus.Nothing},
	} {
		b, err := hex.DecodeString(c.came)
		if err != nil {
			t.Fatal(err)
		}
		hear, got := c.p.Ear(3), bus.Nothing
		for _, one := range b {
			got, _ = hear([]byte{one})
		}
		if got != c.want {
			t.Errorf("%s: %d, want %d", c.came, got, c.want)
		}
	}
}

func FuzzProfile(f *testing.F) {
	for _, name := range []string{"framed", "{", `{"show": "AA [ {address} {text} ] {checksum}", "clear": "00", "checksum": {"kind": "xor"}, "text": {"most": 4}}`,
		`{"show": "{text}", "clear": "00", "ack": "{any} 06 {address}", "text": {"most": 4}}`, `{"show": "((", "clear": ")"}`} {
		f.Add([]byte(name), []byte{6})
	}
	f.Fuzz(func(t *testing.T, text, came []byte) {
		p, err := template.ParseProfile("f.json", text)
		if err != nil {
			if hardware.CodeOf(err) != hardware.BadConfig {
				t.Fatal(err)
			}
			return
		}
		hear := p.Ear(1)
		hear(came[:min(len(came), 600)])
	})
}

func FuzzAnswer(f *testing.F) {
	framed := profile(f, "framed-gbk")
	f.Add([]byte{0xAA, 0x55, 3, 6, 5, 0x0D})
	f.Add([]byte{0xAA, 0x55, 4, 0x15, 0x11, 0x0D, 0xAA})
	f.Fuzz(func(t *testing.T, p []byte) {
		if len(p) > 120 {
			p = p[:120]
		}
		whole, _ := framed.Ear(3)(p)
		hear, parts := framed.Ear(3), bus.Nothing
		for _, c := range p {
			parts, _ = hear([]byte{c})
		}
		if whole != parts {
			t.Fatalf("in one %d, byte by byte %d", whole, parts)
		}
	})
}
