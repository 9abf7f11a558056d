package devicectl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/port/tape"
)

// Record writes a session on a real port to a file: of a driver of ours, of a line that is only listened to, or of a
// foreign program that talks to its machine through us.
type Record struct {
	URL  string        `arg:"" help:"A device, used once as probe does; or a bare port such as 'serial:///dev/ttyS1?baud=9600', listened to until interrupted."`
	What string        `arg:"" optional:"" help:"What to do with the device, as for probe."`
	Out  string        `required:"" type:"path" help:"The tape: JSON lines. It holds whatever passes, a person's card too." placeholder:"FILE"`
	Link string        `type:"path" help:"Of a bare port: make a line here for a foreign program; what it and the machine say to each other is recorded." placeholder:"PATH"`
	Wait time.Duration `default:"30s" help:"How long a device may take."`

	Language string `enum:"zh-CN,en" default:"zh-CN" help:"Of what is said of a device."`
}

// Run records.
func (r *Record) Run(ctx context.Context) error {
	f, err := os.OpenFile(r.Out, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and a tape is not recorded over: give --out another name, or delete it first", r.Out)
	}
	if err != nil {
		return err
	}
	rec := tape.NewRecorder(f, func(_ context.Context, url string) (port.Port, error) { return port.Open(ctx, url) }, time.Now)
	err = errors.Join(r.record(ctx, rec), rec.Err(), f.Close())
	if on, lost := os.Stat(r.Out); lost == nil && on.Size() == 0 {
		return errors.Join(err, os.Remove(r.Out)) // nothing was opened: the next try may have the name
	}
	return err
}

func (r *Record) record(ctx context.Context, rec *tape.Recorder) error {
	u, err := url.Parse(r.URL)
	switch {
	case err != nil:
		return err
	case strings.Contains(u.Scheme, "+"):
		return r.device(ctx, rec)
	case r.Link != "":
		return r.between(ctx, rec)
	}
	return r.listen(ctx, rec)
}

func (r *Record) device(ctx context.Context, rec *tape.Recorder) error {
	report := Report{URL: r.URL}
	rec.Using(r.URL)
	err := (&Probe{URL: r.URL, What: r.What, Wait: r.Wait, now: rec.Began}).probe(port.WithOpener(ctx, rec.Open), &report)
	if err == nil {
		fmt.Printf("%s %s: %s\n", report.Kind, report.Driver, report.Did)
		return nil
	}
	book, lerr := lang.Load(sentences.FS)
	if lerr != nil {
		return errors.Join(err, lerr)
	}
	told := teller{book, hall.Language(r.Language)}
	report.ended(err, r.Wait, told.book, told.in)
	report.print(false, told)
	return err
}

func (r *Record) listen(ctx context.Context, rec *tape.Recorder) error {
	p, err := rec.Open(ctx, r.URL)
	if err != nil {
		return err
	}
	defer p.Close()
	fmt.Println("listening; interrupt to end")
	for buf := make([]byte, 512); ctx.Err() == nil; { // a line that never falls silent gives no other moment to look
		if _, err := p.Read(ctx, buf); err != nil {
			return ended(ctx, err)
		}
	}
	return nil
}

// between carries bytes both ways between a foreign program and its machine.
func (r *Record) between(ctx context.Context, rec *tape.Recorder) error {
	p, err := rec.Open(ctx, r.URL)
	if err != nil {
		return err
	}
	defer p.Close()
	l, err := porttest.NewLine(filepath.Dir(r.Link), filepath.Base(r.Link), 0)
	if err != nil {
		return err
	}
	defer l.Close()
	fmt.Println(r.Link)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var program sync.WaitGroup
	defer program.Wait()
	program.Go(func() { defer cancel(); carry(ctx, l.ReadContext, p.Write) })
	return ended(ctx, carry(ctx, p.Read, func(ctx context.Context, b []byte) (int, error) {
		n, err := l.WriteContext(ctx, b)
		if errors.Is(err, porttest.ErrUnplugged) { // the program is not there; the machine said it all the same
			return len(b), nil
		}
		return n, err
	}))
}

func carry(ctx context.Context, read, write func(context.Context, []byte) (int, error)) error {
	for buf := make([]byte, 512); ctx.Err() == nil; {
		n, err := read(ctx, buf)
		if err == nil {
			_, err = write(ctx, buf[:n])
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// ended: an interrupt is the usual end.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
