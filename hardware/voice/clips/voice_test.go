package clips_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"math"
	"testing"
	"testing/fstest"
	"time"

	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/voice/clips"
)

type ear struct{ heard [][]byte }

func (e *ear) Play(_ context.Context, pcm []byte) error {
	e.heard = append(e.heard, pcm)
	return nil
}

func TestVoiceContract(t *testing.T) {
	hardwaretest.TestVoice(t, func(t *testing.T) hardware.Voice { return clips.New(&ear{}, 80, sounds.Voice()) })
}

// Every letter, digit and window has its clip in both languages.
func TestNothingIsMissing(t *testing.T) {
	v := clips.New(&ear{}, 100, sounds.Voice())
	for window := 1; window <= 99; window++ {
		number := string(rune('A'+window%26)) + string(rune('0'+window%10))
		u := hardware.Utterance{Number: number, Window: window, Languages: []string{"zh", "en"}, NoChime: true}
		if _, err := v.Compose(u); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheSoundOfACall(t *testing.T) {
	v := clips.New(&ear{}, 100, sounds.Voice())
	call := hardware.Utterance{Number: "H023", Window: 3}
	length := func(u hardware.Utterance) time.Duration {
		pcm, err := v.Compose(u)
		if err != nil {
			t.Fatal(err)
		}
		return clips.Length(pcm)
	}
	full := length(call)
	if full < 4*time.Second || full > 9*time.Second {
		t.Errorf("a call takes %v", full)
	}
	recall, again := call, call
	recall.Recall, again.NoChime = true, true
	if d := full - length(recall); d != 350*time.Millisecond {
		t.Errorf("the ding is %v, want 350 ms", d)
	}
	if d := full - length(again); d < 900*time.Millisecond {
		t.Errorf("the second reading has no chime: %v shorter", d)
	}
}

// Joined words do not click: no two neighbouring samples are further apart than speech has.
func TestNoClicksAndNoClipping(t *testing.T) {
	v := clips.New(&ear{}, 100, sounds.Voice())
	pcm, err := v.Compose(hardware.Utterance{Number: "H023", Window: 11, Languages: []string{"zh", "en"}})
	if err != nil {
		t.Fatal(err)
	}
	var full int
	for i := 2; i < len(pcm); i += 2 {
		a, b := sample(pcm, i-2), sample(pcm, i)
		if math.Abs(float64(a)-float64(b)) > 30000 {
			t.Fatalf("a click at %v", time.Duration(i/2)*time.Second/clips.Rate)
		}
		if b == math.MaxInt16 || b == math.MinInt16 {
			full++
		}
	}
	if full > 0 {
		t.Errorf("%d samples are clipped", full)
	}
}

func sample(pcm []byte, i int) int16 { return int16(binary.LittleEndian.Uint16(pcm[i:])) }

func TestVolumeAndOwnRecordings(t *testing.T) {
	call := hardware.Utterance{Number: "H023", Window: 3, NoChime: true}
	quiet, _ := clips.New(&ear{}, 0, sounds.Voice()).Compose(call)
	for i := 0; i < len(quiet); i += 2 {
		if sample(quiet, i) != 0 {
			t.Fatal("volume 0 is not silent")
		}
	}
	dao, _ := fs.ReadFile(sounds.Voice(), "zh/dao.wav")
	own := fstest.MapFS{"zh/banli-yewu.wav": {Data: dao}}
	with, err := clips.New(&ear{}, 100, own, sounds.Voice()).Compose(call)
	without, _ := clips.New(&ear{}, 100, sounds.Voice()).Compose(call)
	if err != nil || len(with) >= len(without) {
		t.Errorf("the hall's own clip was not used: %v", err)
	}
	bad := fstest.MapFS{"zh/qing.wav": {Data: []byte("RIFF....WAVEfmt ")}}
	if _, err := clips.New(&ear{}, 100, bad).Compose(call); hardware.CodeOf(err) != hardware.BadText {
		t.Errorf("a broken recording: %v", err)
	}
}

func TestNoAudioIsAFault(t *testing.T) {
	deaf := playerFunc(func(context.Context, []byte) error { return errors.New("no card") })
	err := clips.New(deaf, 80, sounds.Voice()).Say(t.Context(), hardware.Utterance{Number: "A001", Window: 1})
	if hardware.CodeOf(err) != hardware.NoPlayback {
		t.Error(err)
	}
}

type playerFunc func(context.Context, []byte) error

func (f playerFunc) Play(ctx context.Context, pcm []byte) error { return f(ctx, pcm) }

func FuzzWAV(f *testing.F) {
	good, _ := fs.ReadFile(sounds.Voice(), "zh/dao.wav")
	f.Add(good[:200])
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt \xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		own := fstest.MapFS{"zh/qing.wav": {Data: b}}
		clips.New(&ear{}, 100, own, sounds.Voice()).Compose(hardware.Utterance{Number: "A001", Window: 1})
	})
}
