package modbus_test

import (
	"bytes"
	_ "embed"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/led/bus"
	"github.com/brighthall/brighthall/hardware/led/modbus"
	"github.com/brighthall/brighthall/hardware/led/modbus/modbustest"
	"github.com/brighthall/brighthall/hardware/port"
)

//go:embed testdata/vectors.txt
var file string

func vectors(t testing.TB) map[string][]byte {
	all := map[string][]byte{}
	for line := range strings.Lines(file) {
		name, digits, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "#" || name == "" {
			continue
		}
		b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = b
	}
	return all
}

func profile(t testing.TB, name string) modbus.Profile {
	p, err := modbus.LoadProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rig is two displays of a face on a cable, and what opens them.
func rig(t *testing.T, w hardwaretest.Wiring, f modbustest.Face, profileName string, baud int) hardwaretest.LEDRig {
	cable, sim := w(t, baud), modbustest.New(nil, f, 1, 2)
	cable.Serve(t, sim.Serve)
	lines := bus.NewLines(port.Open)
	p := profile(t, profileName)
	return hardwaretest.LEDRig{Sim: sim, Unplug: cable.Unplug, Plug: func() { cable.Plug() },
		Open: func(address int) (hardwaretest.LEDScreen, error) {
			seat, err := lines.Seat(cable.Context(), cable.URL()+fmt.Sprintf("?baud=%d", baud), address, false)
			if err != nil {
				return nil, err
			}
			return modbus.New(seat, modbus.Options{Station: byte(address), Profile: p, Hold: cable.Wait(time.Second), Wait: cable.Wait(120 * time.Millisecond)}), nil
		}}
}

func TestLEDContractOfADisplayThatForgets(t *testing.T) {
	hardwaretest.TestLED(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.LEDRig {
		r := rig(t, w, modbustest.ASCII, "ascii-8", 19200)
		r.Hold, r.Bad = time.Second, hardware.Panel{Number: "请"}
		r.Sees = func(p hardware.Panel) string {
			return p.Number + map[bool]string{true: strings.Repeat(" ", 8-len(p.Number)) + " *"}[p.Blink]
		}
		return r
	})
}

func TestLEDContractOfADisplayThatCannotForget(t *testing.T) {
	hardwaretest.TestLED(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.LEDRig {
		r := rig(t, w, modbustest.BCD, "bcd-4", 9600)
		r.Bad = hardware.Panel{Number: "12345"}
		r.Sees = func(p hardware.Panel) string { return strings.Trim(p.Number, "H") }
		return r
	})
}

func TestEveryProfileIsShownByItsDisplay(t *testing.T) {
	panel := hardware.Panel{Number: "H023", Window: 7, Blink: true}
	want := map[string]string{"bcd-4": "023", "ascii-8": "H023     *", "segments-4": "H023  7", "uint-4": "23 *"}
	faces := map[string]modbustest.Face{"bcd-4": modbustest.BCD, "ascii-8": modbustest.ASCII, "segments-4": modbustest.Segments, "uint-4": modbustest.Mode}
	for _, name := range modbus.Profiles() {
		r := rig(t, hardwaretest.OverTerminal, faces[name], name, 115200)
		s, err := r.Open(1)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Show(t.Context(), panel); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := r.Sim.Shown(1); got != want[name] {
			t.Errorf("%s: %q, want %q", name, got, want[name])
		}
		s.Close()
		if got := r.Sim.Shown(1); got != "" {
			t.Errorf("%s: closed it shows %q", name, got)
		}
	}
}

func TestQuestionsAreTheVectorsByteForByte(t *testing.T) {
	v := vectors(t)
	for name, got := range map[string][]byte{
		"ask-107": modbus.Read(0x11, 107, 3), "ask-0": modbus.Read(1, 0, 1), "write-1": modbus.Write(0x11, 6, 1, []uint16{3})[0],
		"write-one": modbus.Write(1, 6, 1, []uint16{3})[0], "several-1": modbus.Write(0x11, 16, 1, []uint16{10, 0x102})[0],
	} {
		if !bytes.Equal(got, v[name]) {
			t.Errorf("%s: % X, want % X", name, got, v[name])
		}
	}
}

func TestAnswersAreUnderstood(t *testing.T) {
	v := vectors(t)
	for name, want := range map[string]modbus.Answer{
		"told-107":     {Station: 0x11, Function: 3, Data: []byte{6, 0xAE, 0x41, 0x56, 0x52, 0x43, 0x40}},
		"several-done": {Station: 0x11, Function: 16, Data: []byte{0, 1, 0, 2}},
		"write-one":    {Station: 1, Function: 6, Data: []byte{0, 1, 0, 3}},
	} {
		var d modbus.Decoder
		var all []modbus.Answer
		for _, c := range append([]byte{0xFF, 0x11, 0x03}, v[name]...) { // noise that looks like a beginning
			all = append(all, d.Feed([]byte{c})...)
		}
		if len(all) != 1 || fmt.Sprint(all[0]) != fmt.Sprint(want) {
			t.Errorf("%s: %+v, want %+v", name, all, want)
		}
	}
	var d modbus.Decoder
	refusal := []byte{0x0A, 0x90, 0x02}
	refusal = append(refusal, byte(modbus.Sum(refusal)), byte(modbus.Sum(refusal)>>8))
	if all := d.Feed(refusal); len(all) != 1 || all[0].Exception != 2 || !strings.Contains(all[0].Refusal(), "no such register") {
		t.Errorf("%+v", all)
	}
	if modbus.Sum(v["refused"][:3]) != 0x53B0 {
		t.Errorf("sum %04X", modbus.Sum(v["refused"][:3]))
	}
}

func TestSpoiltAnswersAreRefused(t *testing.T) {
	good := vectors(t)["several-done"]
	for i := range good {
		b := bytes.Clone(good)
		b[i] ^= 0x20
		var d modbus.Decoder
		if all := d.Feed(b); len(all) != 0 {
			t.Errorf("byte %d wrong: %+v", i, all)
		}
		if all := d.Feed(good); len(all) != 1 {
			t.Errorf("after byte %d wrong the next is not heard", i)
		}
	}
}

func TestDigitsStandAsTheSheetSays(t *testing.T) {
	for _, c := range []struct {
		name string
		f    modbus.Field
		text string
		want string
	}{
		{"bcd at the right", modbus.Field{Format: "bcd", Digits: 4, Blank: "F"}, "H023", "[f023]"},
		{"bcd at the left", modbus.Field{Format: "bcd", Digits: 4, Blank: "F", Align: "left"}, "23", "[23ff]"},
		{"six digits of bcd", modbus.Field{Format: "bcd", Digits: 6, Blank: "0"}, "1234", "[0 1234]"},
		{"nothing", modbus.Field{Format: "bcd", Digits: 4, Blank: "F"}, "", "[ffff]"},
		{"too long", modbus.Field{Format: "bcd", Digits: 3, Blank: "F"}, "1234", "error"},
		{"ascii", modbus.Field{Format: "ascii", Digits: 4, Blank: " ", Letters: "keep"}, "H02", "[2048 3032]"},
		{"ascii, the first one low", modbus.Field{Format: "ascii-low", Digits: 3, Blank: " ", Letters: "keep", Align: "left"}, "H0", "[3048 2020]"},
		{"characters", modbus.Field{Format: "chars", Digits: 2, Blank: " ", Letters: "keep", Glyphs: map[string]uint16{"1": 6}}, "H1", "[48 6]"},
		{"a value", modbus.Field{Format: "uint", Digits: 4}, "H023", "[17]"},
		{"a long value", modbus.Field{Format: "uint", Digits: 6, Order: "high-first"}, "123456", "[1 e240]"},
		{"a long value, low first", modbus.Field{Format: "uint", Digits: 6, Order: "low-first"}, "123456", "[e240 1]"},
		{"more than a register holds", modbus.Field{Format: "uint", Digits: 5}, "70000", "error"},
		{"Chinese", modbus.Field{Format: "ascii", Digits: 8, Blank: " ", Letters: "keep"}, "请", "error"},
	} {
		r, err := c.f.Registers(c.text)
		got := fmt.Sprintf("%x", r)
		if err != nil {
			got = "error"
		}
		if got != c.want {
			t.Errorf("%s: %s (%v), want %s", c.name, got, err, c.want)
		}
	}
}

func TestABadProfileIsToldWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"{\n \"nmae\": \"x\"}":   `line 2: unknown key "nmae", did you mean "name"`,
		"{\n\n \"function\": 5}": "line 3: function: 5, 6 or 16",
		"{\"number\": {\n \"register\": 0, \"digits\": 4,\n \"format\": \"asci\"}}":                                                   `line 3: number.format: unknown word "asci", did you mean "ascii"`,
		"{\"number\": {\n \"format\": \"uint\", \"digits\": 4}}":                                                                      "clear: needed",
		"{\"number\": {\n \"format\": \"bcd\",\n \"digits\": 9}}":                                                                     "line 3: number.digits: 9, from 1 to 8",
		"{\"number\": {\"format\": \"bcd\", \"digits\": 4,\n \"letters\": \"keep\"}}":                                                 "line 2: number.letters: bcd has digits only",
		"{\"number\": {\"format\": \"bcd\", \"digits\": 4},\n \"forget\": {\"register\": 3}}":                                         "line 2: forget.unit_ms",
		"{\"number\": {\"format\": \"bcd\", \"digits\": 4},\n \"clear\": {\"register\": 70000, \"values\": [1]}}":                     "clear.register: 70000",
		"{\"number\": {\"format\": \"bcd\",\n \"digits\": \"four\"}}":                                                                 "line 2: number.digits: int wanted, not string",
		"{\"number\": {\"format\": \"bcd\", \"digits\": 4},\n \"window\": {\"format\": \"chars\", \"digits\": 2, \"blank\": \"--\"}}": "line 2: window.blank",
	} {
		name := filepath.Join(t.TempDir(), "display.json")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := modbus.LoadProfile(name)
		if hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "display.json") {
			t.Errorf("%s\n %v, want %s", text, err, want)
		}
	}
	if _, err := modbus.LoadProfile("bcd4"); err == nil || !strings.Contains(err.Error(), `did you mean "bcd-4"`) {
		t.Error(err)
	}
}

func FuzzDecoder(f *testing.F) {
	for _, b := range vectors(f) {
		f.Add(b)
		f.Add(append([]byte{1, 3, 200}, b...))
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		p = p[:min(len(p), 600)] // what a line can say while one answer is waited for
		var whole, parts modbus.Decoder
		a := whole.Feed(p)
		var b []modbus.Answer
		for _, c := range p {
			b = append(b, parts.Feed([]byte{c})...)
		}
		for _, x := range a {
			if x.Station == 0 || x.Station > 247 || x.Function != 3 && x.Function != 6 && x.Function != 16 || len(x.Data) > 256 {
				t.Fatalf("%+v", x)
			}
		}
		if len(p) < 200 && !slices.ContainsFunc(a, func(x modbus.Answer) bool { return x.Function == 3 }) && len(a) > len(b) {
			t.Fatalf("in one %v, byte by byte %v", a, b)
		}
	})
}
