package module

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/voice/reading"
)

// Silent is the fault of a module that does not answer.
const Silent = hardware.VoiceSilent

// Codec is what differs between the modules.
type Codec struct {
	Driver string                   // "syn6288"
	Max    int                      // most bytes of text in a frame
	Speak  func(gbk []byte) []byte  // a frame that speaks a text in GBK
	Stop   []byte                   // the frame that stops speaking
	Query  []byte                   // the frame that asks for the state
	Loud   func(percent int) string // the text tag of a volume
	Speaks []string                 // languages
}

// Options of a Voice.
type Options struct {
	Volume        *int          // percent; nil: the module's own, and no tag of it in any text
	Chime, Recall string        // tags in front of a call and a recall, for example "[soundd]"; may be empty
	Rules         reading.Rules //
	Waits         Waits
	Baud          int // of the line, for the time a frame is under way; 0: a fast one
}

// Waits are how long the module may take; zero means the datasheet's.
type Waits struct {
	Ack  time.Duration // for 41 after a frame: 200 ms
	Poll time.Duration // between two questions while it speaks: 500 ms
	Rune time.Duration // of speech for a character: 300 ms
	Rest time.Duration // of speech in any case: 3 s
}

func (w Waits) orDefault() Waits {
	set := func(d *time.Duration, unset time.Duration) {
		if *d == 0 {
			*d = unset
		}
	}
	set(&w.Ack, 200*time.Millisecond)
	set(&w.Poll, 500*time.Millisecond)
	set(&w.Rune, 300*time.Millisecond)
	set(&w.Rest, 3*time.Second)
	return w
}

// Voice is an opened module. It is a hardware.Voice and Device.
type Voice struct {
	codec Codec
	opts  Options
	line  line

	turn   chan struct{} // holds one while somebody speaks to the module
	mu     sync.Mutex
	volume *int // guarded by mu
}

// New takes an opened port.
func New(p port.Port, c Codec, o Options) *Voice {
	o.Waits = o.Waits.orDefault()
	return &Voice{codec: c, opts: o, line: line{port: p, waits: o.Waits, baud: o.Baud}, volume: o.Volume, turn: make(chan struct{}, 1)}
}

// Info says what it is.
func (v *Voice) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindVoice, Driver: v.codec.Driver, Where: v.line.port.String()}
}

// Close closes the port.
func (v *Voice) Close() error { return v.line.port.Close() }

// Volume sets the loudness of the announcements to come, in percent.
func (v *Voice) Volume(percent int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.volume = new(max(0, min(100, percent)))
}

// Status asks the module. While Say runs the answer is Busy.
func (v *Voice) Status(ctx context.Context) (hardware.Status, error) {
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	default:
		return hardware.Status{State: hardware.Busy}, nil
	}
	err := v.line.greet(ctx, v.codec.Query)
	switch code := hardware.CodeOf(err); {
	case err == nil:
		return hardware.Status{State: hardware.Ready}, nil
	case ctx.Err() != nil:
		return hardware.Status{State: hardware.Busy, Code: hardware.Canceled}, ctx.Err()
	case code == hardware.Missing || code == hardware.Stalled:
		return hardware.Status{State: hardware.Absent, Code: code, Detail: err.Error()}, err
	default:
		return hardware.Status{State: hardware.Faulty, Code: code, Detail: err.Error()}, nil
	}
}

// Say speaks and returns when the module says that it has finished. When ctx ends it stops.
func (v *Voice) Say(ctx context.Context, u hardware.Utterance) error {
	parts, err := v.parts(u)
	if err != nil {
		return err
	}
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	err = v.announce(ctx, parts)
	if ctx.Err() != nil {
		v.hush(ctx)
		return ctx.Err()
	}
	if errors.Is(err, errRejected) {
		return hardware.E(v.op(), hardware.BadText, err)
	}
	return err
}

func (v *Voice) op() string { return v.codec.Driver + ".Say" }

// announce speaks all parts, from the first again when the module started anew in between.
func (v *Voice) announce(ctx context.Context, parts []string) (err error) {
	for range 3 {
		if err = v.through(ctx, parts); !errors.Is(err, errReset) {
			return err
		}
	}
	return hardware.E(v.op(), Silent, err)
}

func (v *Voice) through(ctx context.Context, parts []string) error {
	for _, p := range parts {
		err := v.part(ctx, p)
		if errors.Is(err, errRejected) {
			err = v.halves(ctx, p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// halves tries a rejected text in two pieces, once: some modules take less than they should.
func (v *Voice) halves(ctx context.Context, text string) error {
	pieces := Split(text, width(text)/2+2)
	if len(pieces) < 2 {
		return errRejected
	}
	for _, p := range pieces {
		if err := v.part(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (v *Voice) part(ctx context.Context, text string) error {
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	if err != nil {
		return hardware.E(v.op(), hardware.BadText, err)
	}
	if err := v.line.accepted(ctx, v.codec.Speak(gbk)); err != nil {
		return err
	}
	return v.line.spoken(ctx, v.codec.Query, len([]rune(text)))
}

// parts is the texts of the frames: the chime and volume tags go with the first of each.
func (v *Voice) parts(u hardware.Utterance) ([]string, error) {
	sentences, err := v.opts.Rules.Sentences(u, v.codec.Speaks...)
	if err != nil {
		return nil, err
	}
	tag := v.loud()
	var all []string
	for i, s := range sentences {
		front := tag
		if i == 0 {
			front = v.chime(u) + tag
		}
		for _, piece := range Split(s.Text, v.codec.Max-len(front)) {
			all = append(all, front+piece)
		}
	}
	for _, p := range all {
		if _, err := simplifiedchinese.GBK.NewEncoder().String(p); err != nil {
			return nil, hardware.E(v.op(), hardware.BadText, err)
		}
	}
	return all, nil
}

// loud is the volume's tag. The module speaks as loud as it is set when nobody named a volume.
func (v *Voice) loud() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.volume == nil {
		return ""
	}
	return v.codec.Loud(*v.volume)
}

func (v *Voice) chime(u hardware.Utterance) string {
	switch {
	case u.NoChime:
		return ""
	case u.Recall:
		return v.opts.Recall
	}
	return v.opts.Chime
}

// hush stops the module although ctx is over. The frame that is still under way goes first: a stop that comes too soon
// after it is lost.
func (v *Voice) hush(ctx context.Context) { v.line.write(context.WithoutCancel(ctx), v.codec.Stop) }

// Split cuts a text into pieces of at most max bytes of GBK, after punctuation where there is
// some, and never inside a character.
func Split(text string, max int) []string {
	var all []string
	rest := []rune(text)
	for len(rest) > 0 {
		n, bytes, stop := 0, 0, 0
		for n < len(rest) && (n == 0 || bytes+runeWidth(rest[n]) <= max) {
			bytes += runeWidth(rest[n])
			n++
			if slices.Contains([]rune("，。；！？、,.;!?"), rest[n-1]) {
				stop = n
			}
		}
		if n < len(rest) && stop > 0 {
			n = stop
		}
		all = append(all, string(rest[:n]))
		rest = rest[n:]
	}
	return all
}

func runeWidth(r rune) int {
	if r < 0x80 {
		return 1
	}
	return 2
}

func width(text string) (n int) {
	for _, r := range text {
		n += runeWidth(r)
	}
	return n
}
