package centerd

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/seal"
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

	*center.Center
	archive *archive.Archive
	listen  net.Listener
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
	a, err := archive.Open(ctx, filepath.Join(o.Data, "center.db"), o.Now)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	d := &Daemon{archive: a, Center: center.New(a, o.Now, o.Log, Version)}
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return nil, hall.Wrap(op, errors.Join(err, a.Close()))
	}
	d.Speak(book.Refusal)
	if o.Listen == "" {
		return d, nil
	}
	if d.listen, err = net.Listen("tcp", o.Listen); err != nil {
		a.Close()
		return nil, hall.Wrap(op, err)
	}
	d.URL = "http://" + d.listen.Addr().String()
	return d, nil
}

// EnrolOutlet makes a token for a hall's node.
func (d *Daemon) EnrolOutlet(ctx context.Context, id hall.OutletID) (string, error) {
	return d.Enrol(ctx, center.KindOutlet, string(id))
}

// Run answers until ctx ends, lets open requests finish, and closes the archive.
func (d *Daemon) Run(ctx context.Context) error {
	defer d.Close()
	calls, hangUp := context.WithCancel(context.WithoutCancel(ctx)) // ends the waiting mirror calls
	defer hangUp()
	s := &http.Server{Handler: d.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return calls }}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(d.listen) }()
	select {
	case err := <-ended:
		return hall.Wrap("centerd.Run", err)
	case <-ctx.Done():
	}
	hangUp()
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := s.Shutdown(patience)
	if served := <-ended; err == nil && !errors.Is(served, http.ErrServerClosed) {
		err = served
	}
	return hall.Wrap("centerd.Run", err)
}

// Close gives back the address and the archive.
func (d *Daemon) Close() error {
	if d.listen != nil {
		d.listen.Close()
	}
	return d.archive.Close()
}
