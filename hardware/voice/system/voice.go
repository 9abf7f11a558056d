package system

import (
	"context"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice/reading"
)

// complaint is the most that is kept of what a program writes about its troubles.
const complaint = 500

// Options of a Voice.
type Options struct {
	Volume   int // percent
	Rate     int // words a minute; 0: 150
	Rules    reading.Rules
	Programs []Program // nil: those of the operating system
}

// Voice speaks through a program. It is a hardware.Voice, Loud and Device.
type Voice struct {
	opts Options

	mu     sync.Mutex
	volume int   // guarded by mu
	deaf   error // why the last announcement was not heard; guarded by mu
}

// New starts nothing; the program is looked for at each announcement, so that it may be installed later.
func New(o Options) *Voice {
	if o.Rate == 0 {
		o.Rate = 150
	}
	if o.Programs == nil {
		o.Programs = Programs()
	}
	v := &Voice{opts: o}
	v.Volume(o.Volume)
	return v
}

// Info says what it is, and which program speaks.
func (v *Voice) Info() hardware.Info {
	p, _, _ := v.find()
	return hardware.Info{Kind: hardware.KindVoice, Driver: "system", Model: p.Name, Where: "system:"}
}

// Close has nothing to close: the program ends with Say's context.
func (v *Voice) Close() error { return nil }

// Volume sets the loudness of the announcements to come, in percent.
func (v *Voice) Volume(percent int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.volume = max(0, min(100, percent))
}

// Status is at fault while there is no program, and from an announcement that failed to the next that did not.
func (v *Voice) Status(context.Context) (hardware.Status, error) {
	_, _, err := v.find()
	v.mu.Lock()
	defer v.mu.Unlock()
	if err == nil {
		err = v.deaf
	}
	if err != nil {
		return hardware.Status{State: hardware.Faulty, Code: hardware.NoPlayback, Detail: err.Error()}, nil
	}
	return hardware.Status{State: hardware.Ready}, nil
}

// Say speaks each language to its end. When ctx ends the program is ended too.
func (v *Voice) Say(ctx context.Context, u hardware.Utterance) error {
	const op = "system.Say"
	sentences, err := v.opts.Rules.Sentences(u, "zh", "en")
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	p, path, err := v.find()
	if err != nil {
		return hardware.E(op, hardware.NoPlayback, err)
	}
	v.mu.Lock()
	volume := v.volume
	v.mu.Unlock()
	texts := make([]string, len(sentences))
	for i, s := range sentences {
		if texts[i], err = p.Text(s, volume); err != nil {
			return hardware.E(op, hardware.BadText, err)
		}
	}
	for i, s := range sentences {
		if err = speak(ctx, path, p.Args(s.Language, volume, v.opts.Rate), texts[i]); err != nil {
			break
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	v.mu.Lock()
	v.deaf = err
	v.mu.Unlock()
	if err != nil {
		return hardware.E(op, hardware.NoPlayback, err)
	}
	return nil
}

// find is the first program there is, or why there is none.
func (v *Voice) find() (p Program, path string, err error) {
	for i, p := range v.opts.Programs {
		path, missing := exec.LookPath(p.Name)
		if missing == nil {
			return p, path, nil
		}
		if i == 0 {
			err = missing
		}
	}
	return Program{}, "", err
}

// speak runs the program to its end.
func speak(ctx context.Context, path string, args []string, text string) error {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdin = strings.NewReader(text)
	cmd.WaitDelay = time.Second // a grandchild that keeps the pipe open does not keep us
	said := &short{}
	cmd.Stderr = said
	alone(cmd)
	if err := cmd.Run(); err != nil {
		return &failure{err, strings.TrimSpace(string(said.kept))}
	}
	return nil
}

// failure is a program's end with its own words.
type failure struct {
	err  error
	said string
}

func (f *failure) Error() string {
	if f.said == "" {
		return f.err.Error()
	}
	return f.err.Error() + ": " + f.said
}

func (f *failure) Unwrap() error { return f.err }

// short keeps the beginning of what is written.
type short struct{ kept []byte }

func (s *short) Write(p []byte) (int, error) {
	s.kept = append(s.kept, p[:min(len(p), complaint-len(s.kept))]...)
	return len(p), nil
}
