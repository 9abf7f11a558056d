package centerd

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/serve"
)

// Version is the program's, set by the linker.
var Version = "dev"

// Options say where a center lives. Now and Log may be left out; an empty Listen opens the archive alone, for enrolling.
type Options struct {
	Data   string // directory, made when it is missing
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
	listen  *serve.Listener
}

// Open opens the archive and takes the address. Requests are answered once Run runs. Close it, or Run it.
func Open(ctx context.Context, o Options) (*Daemon, error) {
	const op = "centerd.Open"
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if err := seal.PrivateDir(o.Data); err != nil {
		return nil, hall.Wrap(op, err)
	}
	a, err := archive.Open(ctx, filepath.Join(o.Data, archiveFile), o.Now)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	d := &Daemon{archive: a, now: o.Now, Center: center.New(a, o.Now, o.Log, Version)}
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return nil, hall.Wrap(op, errors.Join(err, a.Close()))
	}
	d.Speak(book.Refusal)
	if o.Listen == "" {
		return d, nil
	}
	if d.listen, err = serve.Listen(ctx, o.Listen, certificate(o.Data)); err != nil {
		return nil, hall.Wrap(op, errors.Join(err, a.Close()))
	}
	d.URL, d.Pin = d.listen.URL, d.listen.Pin
	return d, nil
}

// archiveFile is the database in the data directory.
const archiveFile = "center.db"

// certificate is the center's own, in its data directory.
func certificate(data string) serve.Own {
	return serve.Own{Dir: data, File: "center.pem", Name: "Brighthall center"}
}

// EnrolOutlet makes a token for a hall's node.
func (d *Daemon) EnrolOutlet(ctx context.Context, id hall.OutletID) (string, error) {
	return d.Enrol(ctx, center.KindOutlet, string(id))
}

// limits of many halls, which may come through one network's address. A hall's question for news is held back for up to 55 s, and a
// batch of its log comes over whatever line it has.
var limits = serve.Limits{Read: time.Minute, Write: 90 * time.Second, Connections: 4096, PerAddress: 1024, Command: 90 * time.Second}

// Run answers until ctx ends, lets open requests finish, and closes the archive.
func (d *Daemon) Run(ctx context.Context) error {
	err := serve.Run(ctx, d.listen, d.Handler(), limits)
	return hall.Wrap("centerd.Run", errors.Join(err, d.Close()))
}

// Close gives back the address and the archive.
func (d *Daemon) Close() error {
	if d.listen != nil {
		d.listen.Close()
	}
	return d.archive.Close()
}
