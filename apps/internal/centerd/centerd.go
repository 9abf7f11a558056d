package centerd

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/serve"
	"github.com/brighthall/brighthall/sync/store/full"
)

// Version is the program's, set by the linker.
var Version = "dev"

// Options say where a center lives. Now and Log may be left out; an empty Listen opens the archive alone, for
// enrolling, and makes none.
type Options struct {
	Data   string // directory, made at the first start
	Listen string // HOST:PORT, port 0 takes a free one
	Now    func() time.Time
	Log    *slog.Logger
}

// Daemon is an opened center.
type Daemon struct {
	URL string // where it answers, "http://127.0.0.1:7400"; empty without Listen
	Pin string // fingerprint of its certificate; empty on loopback, where there is none

	*center.Center
	archive *archive.Archive
	now     func() time.Time
	log     *slog.Logger
	listen  *serve.Listener
	lock    *os.File // held while it answers
}

// Open takes the address, before it makes anything, and opens the archive. Requests are answered once Run runs. Close
// it, or Run it. NotFound: no center is here, or its archive is gone. Conflict: the directory is a hall's, or another
// center answers from it.
func Open(ctx context.Context, o Options) (*Daemon, error) {
	const op = "centerd.Open"
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	d := &Daemon{now: o.Now, log: o.Log}
	if err := d.open(ctx, o); err != nil {
		return nil, hall.Wrap(op, errors.Join(full.Of(o.Data, err), d.Close()))
	}
	return d, nil
}

func (d *Daemon) open(ctx context.Context, o Options) error {
	if o.Listen == "" {
		if err := here(o.Data); err != nil {
			return err
		}
		if err := seal.PrivateDir(o.Data); err != nil {
			return err
		}
		return d.openArchive(ctx, o)
	}
	if err := mayBegin(o.Data); err != nil {
		return err
	}
	var err error
	if d.listen, err = serve.Take(ctx, o.Listen); err != nil {
		return err
	}
	if err := seal.PrivateDir(o.Data); err != nil {
		return err
	}
	if d.lock, err = seal.LockDir(o.Data, lockFile); err != nil {
		return err
	}
	if err := d.openArchive(ctx, o); err != nil {
		return err
	}
	if err := noteBegun(d.lock); err != nil {
		return err
	}
	if err := d.listen.Certify(certificate(o.Data)); err != nil {
		return err
	}
	d.URL, d.Pin = d.listen.URL, d.listen.Pin
	return nil
}

func (d *Daemon) openArchive(ctx context.Context, o Options) (err error) {
	if d.archive, err = archive.Open(ctx, filepath.Join(o.Data, archiveFile), o.Now); err != nil {
		return err
	}
	d.Center = center.New(d.archive, o.Now, o.Log, Version)
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return err
	}
	d.Speak(book.Refusal)
	return nil
}

// certificate is the center's own, in its data directory.
func certificate(data string) serve.Own {
	return serve.Own{Dir: data, File: certificateFile, Name: "Brighthall center"}
}

// EnrolOutlet makes a token for a hall's node.
func (d *Daemon) EnrolOutlet(ctx context.Context, id hall.OutletID) (string, error) {
	return d.Enrol(ctx, center.KindOutlet, string(id))
}

// limits of many halls, which may come through one network's address. A hall's question for news is held back for up to
// 55 s, and a batch of its log comes over whatever line it has.
var limits = serve.Limits{Read: time.Minute, Write: 90 * time.Second, Connections: 4096, PerAddress: 1024, Command: 90 * time.Second}

// Run answers until ctx ends, lets open requests finish, and closes the archive.
func (d *Daemon) Run(ctx context.Context) error {
	tending, rest := context.WithCancel(context.WithoutCancel(ctx))
	var parts sync.WaitGroup
	parts.Go(func() { d.tend(tending) })
	err := serve.Run(ctx, d.listen, d.Handler(), limits)
	rest()
	parts.Wait()
	return hall.Wrap("centerd.Run", errors.Join(err, d.Close()))
}

// tendEvery is how often the archive is looked after.
const tendEvery = time.Second

// tend looks after the archive until ctx ends, and tells when its files are taken away or put back.
func (d *Daemon) tend(ctx context.Context) {
	t := time.NewTicker(tendEvery)
	defer t.Stop()
	for clock := center.ClockState(""); ; {
		clock = d.sayClock(clock)
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		before := d.archive.Gone()
		if err := d.archive.Tend(ctx); err != nil && ctx.Err() == nil {
			d.log.Warn("the archive's log is not copied into the database", "error", err)
		}
		switch gone := d.archive.Gone(); {
		case gone != nil && before == nil:
			d.log.Error("this center's data was taken away while it works: nothing is kept any more, and the halls keep what they have. Put the "+
				"files back where they were; or stop the center, move what is left of "+archiveFile+"* away, and put the last copy from center "+
				"snapshot there as "+archiveFile, "error", hall.Told(gone))
		case gone == nil && before != nil:
			d.log.Info("this center's data is where it was; it goes on")
		}
	}
}

// sayClock tells how the center's clock stands, when that has changed since it was told.
func (d *Daemon) sayClock(told center.ClockState) center.ClockState {
	is := d.Clock()
	if is == told {
		return told
	}
	shows := []any{"center", d.now().UTC()}
	switch is {
	case center.ClockWrong:
		d.log.Error("this center's clock is wrong, it shows a time before this program was made. Put it right: the halls' events are refused "+
			"until then, and the halls keep them", shows...)
	case center.ClockApart:
		d.log.Error("every hall that reports is far ahead of this center's clock, so all events are refused. Look at this center's clock and put "+
			"it right; the halls keep their events", shows...)
	default:
		d.log.Info("this center's clock fits the halls' again", shows...)
	}
	return is
}

// Close gives back the address and the archive.
func (d *Daemon) Close() error {
	if d.listen != nil {
		d.listen.Close()
	}
	var err error
	if d.archive != nil {
		err = d.archive.Close()
	}
	if d.lock != nil {
		d.lock.Close() // Run may have closed it before
	}
	return err
}
