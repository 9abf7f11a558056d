package syn6288_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/voice/module"
	"github.com/brighthall/brighthall/hardware/voice/syn6288"
	"github.com/brighthall/brighthall/hardware/voice/syn6288/syn6288test"
)

func TestContract(t *testing.T) {
	hardwaretest.TestSpeechModule(t, hardwaretest.SpeechModule{Simulator: syn6288test.New,
		Open: func(p port.Port, o module.Options) *module.Voice { return syn6288.New(p, o) }, Loud: "[v13]"})
}

func TestVectors(t *testing.T) {
	file, err := os.ReadFile("testdata/vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	commands := map[string][]byte{"stop": syn6288.Stop(), "pause": syn6288.Pause(), "resume": syn6288.Resume(), "query": syn6288.Query(),
		"sleep": syn6288.Sleep(), "9600": syn6288.Speed(9600), "19200": syn6288.Speed(19200), "38400": syn6288.Speed(38400)}
	for line := range strings.Lines(string(file)) {
		f := strings.Split(strings.TrimSpace(line), "|")
		if len(f) != 5 || strings.HasPrefix(line, "#") {
			continue
		}
		got, ok := commands[strings.TrimSpace(f[1])]
		if !ok {
			e, _ := strconv.Atoi(strings.TrimSpace(f[1]))
			music, _ := strconv.Atoi(strings.TrimSpace(f[2]))
			got = syn6288.Speak(unhex(t, f[3]), syn6288.Encoding(e), music)
		}
		if want := unhex(t, f[4]); !bytes.Equal(got, want) {
			t.Errorf("%s: % X\nwant % X", f[0], got, want)
		}
	}
}

// The simulator agrees with the datasheet too: it takes its frames and refuses them with one bit changed.
func TestTheSimulatorReadsTheVectors(t *testing.T) {
	frame := unhex(t, "FD 00 0B 01 00 D3 EE D2 F4 CC EC CF C2 C1")
	if got := hardwaretest.SpeechAnswer(t, syn6288test.New(), frame); got != 0x41 {
		t.Errorf("a good frame: %X", got)
	}
	for i := range frame[3:] {
		bad := bytes.Clone(frame)
		bad[3+i] ^= 4
		if got := hardwaretest.SpeechAnswer(t, syn6288test.New(), bad); got != 0x45 {
			t.Errorf("byte %d wrong: %X", 3+i, got)
		}
	}
}

func TestEnglishIsLeftOut(t *testing.T) {
	said := hardwaretest.SpeechSaid(t, syn6288test.New(), func(p port.Port, o module.Options) *module.Voice { return syn6288.New(p, o) },
		hardware.Utterance{Number: "H023", Window: 3, Languages: []string{"zh", "en"}})
	if strings.Join(said, "|") != "[v13]请H，零二三号，到三号窗口办理业务。" {
		t.Errorf("%q", said)
	}
}

// The published vector through the driver: what no volume is named for has no tag of one in front.
func TestACallWithoutVolumeIsThePublishedFrame(t *testing.T) {
	hardwaretest.Driven(t, "frame", func(t *testing.T) {
		hardwaretest.SpeechFrame(t, syn6288test.New(), func(p port.Port, o module.Options) *module.Voice { return syn6288.New(p, o) },
			"请A001号到3号窗口", unhex(t, "FD 00 14 01 01 C7 EB 41 30 30 31 BA C5 B5 BD 33 BA C5 B4 B0 BF DA EF"))
	})
}

func unhex(t *testing.T, s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
