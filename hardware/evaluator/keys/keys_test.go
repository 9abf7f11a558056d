package keys_test

import (
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/evaluator/keys"
	"github.com/brighthall/brighthall/hardware/evaluator/keys/keystest"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/keyboard"
	"github.com/brighthall/brighthall/hardware/port"
)

func TestEvaluatorContract(t *testing.T) {
	for _, model := range keystest.Models() {
		t.Run(model, func(t *testing.T) {
			hardwaretest.TestEvaluator(t, func(t *testing.T, w hardwaretest.Wiring, timeout time.Duration) hardwaretest.EvaluatorRig {
				return rig(t, w, model, timeout)
			})
		})
	}
	t.Run("hid-digits, typed", func(t *testing.T) {
		hardwaretest.TestEvaluator(t, func(t *testing.T, w hardwaretest.Wiring, timeout time.Duration) hardwaretest.EvaluatorRig {
			sim := keystest.NewTyping("hid-digits", nil)
			return rigOf(t, w(t, 0), "hid-digits", timeout, sim, func(p port.Port) port.Port { return keyboard.Text(p, keyboard.Bits64) })
		})
	})
}

func rig(t *testing.T, w hardwaretest.Wiring, model string, timeout time.Duration) hardwaretest.EvaluatorRig {
	t.Helper()
	return rigOf(t, w(t, 9600), model, timeout, keystest.New(model, nil), func(p port.Port) port.Port { return p })
}

// rigOf is the rig of a box that is heard over a port of its own.
func rigOf(t *testing.T, line hardwaretest.Wire, model string, timeout time.Duration, sim *keystest.Evaluator, over func(port.Port) port.Port) hardwaretest.EvaluatorRig {
	t.Helper()
	profile, err := keys.LoadProfile(model)
	if err != nil {
		t.Fatal(err)
	}
	line.Serve(t, sim.Serve)
	p := over(line.Open(t, "?baud=9600"))
	listening := make(chan struct{}, 10)
	open := keys.New(p, profile, keys.Options{Timeout: timeout, Debounce: 150 * time.Millisecond, Settle: 150 * time.Millisecond,
		Listening: func(hardware.Prompt) { listening <- struct{}{} }})
	if _, err := open.Status(t.Context()); err != nil { // the simulator has its end of the line
		t.Fatal(err)
	}
	unplug := func() {
		line.Unplug()
		p.Write(t.Context(), []byte{0}) // a terminal whose device end waits in a read hangs up only when that returns
	}
	r := hardwaretest.EvaluatorRig{Open: open, Act: sim.Act, Listening: listening, Unplug: unplug, Answers: profile.Ack != ""}
	if len(profile.Prompt) > 0 {
		r.Lit = sim.Lit
	}
	return r
}

func TestEveryProfileIsBuilt(t *testing.T) {
	if n := len(keys.Profiles()); n < 5 || n != len(keystest.Models()) {
		t.Fatalf("%d profiles, %d simulators", n, len(keystest.Models()))
	}
	for _, name := range keys.Profiles() {
		p, err := keys.LoadProfile(name)
		if err != nil || p.Name != name || len(p.Keys) != 5 {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
}

// What the profiles' templates send and hear, byte for byte.
func TestVectors(t *testing.T) {
	file, err := os.ReadFile("testdata/vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(file)) {
		f := strings.Split(strings.TrimSpace(line), "|")
		if len(f) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		p, err := keys.LoadProfile(strings.TrimSpace(f[0]))
		if err != nil {
			t.Fatal(err)
		}
		want := unhex(t, f[3])
		if what := strings.TrimSpace(f[1]); what == "prompt" {
			var sent []byte
			for _, b := range p.PromptBytes(hardware.Prompt{Number: "H023", Window: 3}) {
				sent = append(sent, b...)
			}
			if string(sent) != string(want) {
				t.Errorf("%s: sends % X, want % X", f[0], sent, want)
			}
			continue
		}
		if got := p.Levels(want); !strings.EqualFold(strings.TrimSpace(f[2]), strings.Trim(strings.Join(strings.Fields(sprint(got)), " "), "[]")) {
			t.Errorf("%s: % X is %v, want %s", f[0], want, got, f[2])
		}
	}
}

func sprint(levels []int) string {
	var b strings.Builder
	for i, l := range levels {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(byte('0' + l))
	}
	return b.String()
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestABadProfileIsRefusedWithItsPlace(t *testing.T) {
	const k = "\"keys\": [{\"match\": \"35\",\n\"level\": 5}]"
	for _, c := range []struct{ name, text, want string }{
		{"a key nobody knows", "{\"name\": \"x\",\n\"framming\": {\"kind\": \"byte\"}, " + k + "}", `line 2: unknown key "framming", did you mean "framing"`},
		{"an unknown framing", "{\"framing\": {\n\"kind\": \"byt\"}, " + k + "}", `line 2: framing.kind: unknown word "byt", did you mean "byte"`},
		{"hex that is none", "{\"framing\": {\"kind\": \"byte\"},\n \"keys\": [{\n\"match\": \"3G\", \"level\": 5}]}", `line 3: keys.0.match: "3G" is no hex byte`},
		{"no keys", `{"framing": {"kind": "byte"}}`, "keys: none"},
		{"a level that is none", "{\"framing\": {\"kind\": \"byte\"}, \"keys\": [{\"match\": \"35\",\n\"level\": 6}]}", "line 2: keys.0.level: 6"},
		{"two keys alike", `{"framing": {"kind": "byte"}, "keys": [{"match": "35", "level": 5}, {"match": "35", "level": 4}]}`, "is key 1 already"},
		{"a key the framing never gives", `{"framing": {"kind": "byte"}, "keys": [{"match": "35 36", "level": 5}]}`, "no frame of the kind byte"},
		{"a fixed frame without length", `{"framing": {"kind": "fixed"}, ` + k + `}`, "framing.length: 0"},
		{"start-end without end", `{"framing": {"kind": "start-end", "start": "02"}, ` + k + `}`, "needs start and end"},
		{"an unknown place", "{\"framing\": {\"kind\": \"byte\"},\n\"prompt\": [\"{windw}\"], " + k + "}", `line 2: prompt: 1: unknown place {windw}, did you mean {window}`},
		{"?? in what is sent", `{"framing": {"kind": "byte"}, "cancel": "??", ` + k + `}`, "cancel: ??"},
		{"an ack without prompt", `{"framing": {"kind": "byte"}, "ack": "06", ` + k + `}`, "no prompt"},
		{"a question without answer", `{"framing": {"kind": "byte"}, "alive": {"ask": "05"}, ` + k + `}`, "both"},
		{"an endless timeout", "{\"framing\": {\"kind\": \"byte\"},\n\"timeout_s\": 6000, " + k + "}", "line 2: timeout_s: 6000"},
		{"nothing", ``, "line 1"},
	} {
		if _, err := keys.ParseProfile("our.json", []byte(c.text)); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if _, err := keys.LoadProfile("byte"); err == nil || !strings.Contains(err.Error(), `did you mean "bytes"`) {
		t.Errorf("an unknown profile: %v", err)
	}
}

// FuzzFrames: whatever comes, the decoder does not depend on how the bytes arrive, keeps at most a frame, and a key
// after the noise and a pause is heard.
func FuzzFrames(f *testing.F) {
	for _, seed := range []string{"5", "\xAA\x02\x05\xAD\x55", "\x02K5\x03", "5\r\n", "\xAA\xAA\x02\x05\x55\xAA", "\x02\x02K\x03", strings.Repeat("x", 300)} {
		f.Add([]byte(seed))
	}
	var all []*keys.Profile
	for _, name := range keys.Profiles() {
		p, err := keys.LoadProfile(name)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, p)
	}
	f.Fuzz(func(t *testing.T, noise []byte) {
		for _, p := range all {
			whole := p.Levels(noise)
			if again := p.LevelsBytewise(noise); sprint(again) != sprint(whole) {
				t.Fatalf("%s: %v in one piece, %v in many", p.Name, whole, again)
			}
			if most := p.Open(noise); most > 65 {
				t.Fatalf("%s keeps %d bytes", p.Name, most)
			}
		}
	})
}

// FuzzProfile: no text of a profile panics, and one that is accepted can send its prompt.
func FuzzProfile(f *testing.F) {
	for _, name := range keys.Profiles() {
		b, err := os.ReadFile("profiles/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := keys.ParseProfile("fuzz.json", text)
		if err != nil {
			return
		}
		for _, b := range p.PromptBytes(hardware.Prompt{Number: "H023", Window: 300}) {
			if len(b) > 600 {
				t.Fatalf("a frame of %d bytes", len(b))
			}
		}
	})
}
