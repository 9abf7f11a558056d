package devicectl

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/apps/internal/machine"
	"github.com/brighthall/brighthall/apps/internal/selftest"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/client"
	"github.com/brighthall/brighthall/sync/serve"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// Test is the self-test before opening: of the devices in a terminal's settings, or of those named by hand.
type Test struct {
	Config   string            `type:"existingfile" help:"The terminal's settings." placeholder:"FILE"`
	Program  string            `enum:"kiosk,counter,display,media" default:"kiosk" help:"Whose settings they are."`
	Device   map[string]string `help:"A device by hand, such as printer=escpos+serial:///dev/ttyS1. May be repeated." mapsep:"none" placeholder:"NAME=URL"`
	Alone    bool              `help:"Nobody stands at the machine: ask for no card and no code."`
	JSON     bool              `name:"json" help:"Print JSON, one object."`
	Language string            `enum:"zh-CN,en" default:"zh-CN" help:"Of the report."`
}

// errBroken is the exit code's reason; the report has said the rest.
var errBroken = errors.New("the self-test found something broken")

// Run tests and prints the report. It is an error when something is bad.
func (t *Test) Run(ctx context.Context) error {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return err
	}
	o, err := t.options(book)
	if err != nil {
		return err
	}
	r := selftest.Run(ctx, o)
	if t.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		err = out.Encode(r)
	} else {
		_, err = fmt.Print(r.Words(book, o.Language))
	}
	if err == nil && !r.OK() {
		return errBroken
	}
	return err
}

func (t *Test) options(book *lang.Book) (selftest.Options, error) {
	id, node, devices, displays, err := t.settings()
	if err != nil {
		return selftest.Options{}, err
	}
	maps.Copy(devices, t.Device)
	if len(devices) == 0 && t.Config == "" { // a terminal without devices has a clock, a disk and displays
		return selftest.Options{}, errNothing("which devices: --config FILE or --device NAME=URL")
	}
	o := selftest.Options{Book: book, Language: hall.Language(t.Language), Terminal: hall.TerminalID(id), Folder: selftest.Folder(node.Data), Displays: displays, Screens: machine.Displays}
	o.OwnClock = node.Address == config.Embedded
	if o.OwnClock {
		o.HostName, o.Host = cmp.Or(node.Listen, node.Data), func(ctx context.Context) error { return begins(ctx, node) }
	}
	if node.Address != "" && !o.OwnClock {
		o.HostName, o.Host = node.Address, func(ctx context.Context) error { return greet(ctx, node, id) }
		o.Clock = func(ctx context.Context) (time.Duration, error) { return selftest.Ahead(ctx, node.Address) }
	}
	if !t.Alone {
		o.Person = func(ask string) { fmt.Fprintln(os.Stderr, ask) }
	}
	drivers := Registry()
	for _, name := range slices.Sorted(maps.Keys(devices)) {
		kind, err := drivers.Check(devices[name])
		if err != nil {
			return o, fmt.Errorf("device %s: %w", name, err)
		}
		o.Devices = append(o.Devices, selftest.Device{Name: name, Kind: kind, URL: devices[name], Open: func(ctx context.Context) (any, func(), error) {
			d, err := drivers.Open(ctx, devices[name])
			if err != nil {
				return nil, nil, err
			}
			return d, func() { d.Close() }, nil
		}})
	}
	return o, nil
}

// begins reports what keeps the node of this machine's own program from opening. One that runs has opened.
func begins(ctx context.Context, n config.Node) error {
	if err := control.Ask(ctx, n.Data, control.Terminals, nil, nil); !control.Away(err) {
		return err
	}
	if err := sqlite.Ready(ctx, n.Data); err != nil || n.Listen == "" {
		return err
	}
	l, err := serve.Take(ctx, n.Listen)
	if err != nil {
		return err
	}
	return l.Close()
}

// greet asks the node for the hall with the terminal's own token. A terminal that has none yet and stands on the node's
// PC gets one at its start.
func greet(ctx context.Context, n config.Node, id string) error {
	if err := n.Check(); err != nil {
		return err
	}
	token, err := config.Token(cmp.Or(n.TokenFile, filepath.Join(n.Data, id+".token")), config.Aloud())
	if err != nil && !errors.Is(err, config.ErrNoToken) && (n.TokenFile != "" || !errors.Is(err, fs.ErrNotExist)) {
		return fmt.Errorf("the token of this terminal: %w", err)
	}
	_, err = client.New(n.Address, token, client.Options{Pin: n.Pin, Patience: 3 * time.Second}).Hall(ctx)
	if token != "" || hall.CodeOf(err) != hall.Unauthenticated {
		return err
	}
	if away := control.Ask(ctx, n.Data, control.Terminals, nil, nil); away != nil {
		return fmt.Errorf("there is no token yet: %w", errors.Join(err, away))
	}
	return nil // the node is on this PC and makes one when the terminal starts
}

// settings are what a terminal's file says of its devices and its node.
func (t *Test) settings() (id string, n config.Node, devices map[string]string, displays int, err error) {
	check := func(url string) error { _, err := Registry().Check(url); return err }
	switch t.Program {
	case "counter":
		c := config.NewCounter()
		err = config.LoadTerminal(t.Config, &c, check)
		id, n, devices, displays = c.Terminal, c.Node, c.Devices.URLs(), 2
	case "display":
		c := config.NewDisplay("")
		err = config.Load(t.Config, &c)
		id, n, devices, displays = c.Terminal, c.Node, c.Devices.URLs(), 1
	case "media":
		c := config.NewScreen("")
		err = config.LoadTerminal(t.Config, &c, check)
		id, n, devices, displays = c.Terminal, c.Node, c.Devices.URLs(), 1
	default:
		c := config.NewKiosk()
		err = config.LoadTerminal(t.Config, &c, check)
		id, n, devices, displays = c.Terminal, c.Node, c.Devices.URLs(), 1
	}
	if t.Config == "" {
		id, _ = os.Hostname() // only a title
		n = config.Node{}
	}
	return id, n, devices, displays, err
}
