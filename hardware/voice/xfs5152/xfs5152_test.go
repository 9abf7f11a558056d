package xfs5152_test

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
	"github.com/brighthall/brighthall/hardware/voice/xfs5152"
	"github.com/brighthall/brighthall/hardware/voice/xfs5152/xfs5152test"
)

func TestContract(t *testing.T) {
	hardwaretest.TestSpeechModule(t, hardwaretest.SpeechModule{Simulator: xfs5152test.New,
		Open: func(p port.Port, o module.Options) *module.Voice { return xfs5152.New(p, o) }, Loud: "[v8]"})
}

func TestVectors(t *testing.T) {
	file, err := os.ReadFile("testdata/vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	commands := map[string][]byte{"stop": xfs5152.Stop(), "pause": xfs5152.Pause(), "resume": xfs5152.Resume(), "query": xfs5152.Query(),
		"sleep": xfs5152.Sleep(), "wake": xfs5152.Wake()}
	for line := range strings.Lines(string(file)) {
		f := strings.Split(strings.TrimSpace(line), "|")
		if len(f) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		got, ok := commands[strings.TrimSpace(f[1])]
		if !ok {
			e, _ := strconv.Atoi(strings.TrimSpace(f[1]))
			got = xfs5152.Speak(unhex(t, f[2]), xfs5152.Encoding(e))
		}
		if want := unhex(t, f[3]); !bytes.Equal(got, want) {
			t.Errorf("%s: % X\nwant % X", f[0], got, want)
		}
	}
}

// There is no checksum: what the simulator can refuse is a wrong command and an impossible length.
func TestTheSimulatorReadsTheVectors(t *testing.T) {
	for frame, want := range map[string]byte{"FD 00 0F 01 00 5B 6D 35 31 5D BF C6 B4 F3 D1 B6 B7 C9": 0x41, "FD 00 02 21 DE": 0x41, "FD 00 01 77": 0x45, "FD 20 00": 0x45} {
		if got := hardwaretest.SpeechAnswer(t, xfs5152test.New(), unhex(t, frame)); got != want {
			t.Errorf("%s: %X, want %X", frame, got, want)
		}
	}
}

func TestChineseThenEnglish(t *testing.T) {
	said := hardwaretest.SpeechSaid(t, xfs5152test.New(), func(p port.Port, o module.Options) *module.Voice { return xfs5152.New(p, o) },
		hardware.Utterance{Number: "H023", Window: 3, Languages: []string{"zh", "en"}})
	if strings.Join(said, "|") != "[v8]请H，零二三号，到三号窗口办理业务。|[v8]Number H, zero two three, please go to window three." {
		t.Errorf("%q", said)
	}
}

// The published vector through the driver: what no volume is named for has no tag of one in front.
func TestACallWithoutVolumeIsThePublishedFrame(t *testing.T) {
	hardwaretest.Driven(t, "frame", func(t *testing.T) {
		hardwaretest.SpeechFrame(t, xfs5152test.New(), func(p port.Port, o module.Options) *module.Voice { return xfs5152.New(p, o) },
			"请A001号到3号窗口", unhex(t, "FD 00 13 01 01 C7 EB 41 30 30 31 BA C5 B5 BD 33 BA C5 B4 B0 BF DA"))
	})
}

func unhex(t *testing.T, s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
