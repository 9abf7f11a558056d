package module_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/voice/module"
)

// babble is a port whose other end says what it likes, a piece for each read, and then nothing.
type babble struct {
	port.Port
	rest []byte
}

func (b *babble) Read(ctx context.Context, p []byte) (int, error) {
	if len(b.rest) == 0 {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	n := copy(p, b.rest[:min(len(b.rest), 1+int(b.rest[0])%3)])
	b.rest = b.rest[n:]
	return n, nil
}

func (b *babble) Write(_ context.Context, p []byte) (int, error) { return len(p), nil }
func (b *babble) Flush() error                                   { return nil }
func (b *babble) Close() error                                   { return nil }
func (b *babble) String() string                                 { return "babble" }

// FuzzAnswers: whatever a module answers, Say and Status end, with a fault of the list.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{"AO", "AAO", "E", "EEEE", "AJAJAJ", "JAO", "ANANANAO", "NNNN", "\x00\xff\x90", "", "AAO\x4F", "A\x90O"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, answers []byte) {
		synctest.Test(t, func(t *testing.T) {
			v := module.New(&babble{rest: answers}, module.Codec{Driver: "fuzz", Max: 200, Speaks: []string{"zh"}, Stop: []byte{2}, Query: []byte{0x21},
				Speak: func(b []byte) []byte { return b }, Loud: func(int) string { return "" }}, module.Options{Volume: new(80)})
			switch code := hardware.CodeOf(v.Say(t.Context(), hardware.Utterance{Number: "A1", Window: 1})); code {
			case "", hardware.VoiceSilent, hardware.Garbled, hardware.BadText:
			default:
				t.Fatalf("% X: %s", answers, code)
			}
			if s, err := v.Status(t.Context()); err != nil || s.State != hardware.Ready && s.State != hardware.Faulty {
				t.Fatalf("% X: %+v %v", answers, s, err)
			}
		})
	})
}
