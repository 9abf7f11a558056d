package hallnode

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
)

// memory is what the node takes before it collects garbage, in bytes: it lives beside kiosks on small PCs.
const memory = 32 << 20

// Commands are what the node is called with.
type Commands struct {
	Serve Program `cmd:"" default:"withargs" help:"Be the queue of the hall (the default)."`
	Pin   Pin     `cmd:"" help:"Print the fingerprint of the node's certificate, for [node] pin of the terminals on other PCs."`
}

// Program is the command line of the node that serves. What is said there goes before the settings file.
type Program struct {
	Data   string `help:"Data directory." placeholder:"DIR"`
	Listen string `help:"HOST:PORT to answer on; plain HTTP on loopback, TLS elsewhere." placeholder:"HOST:PORT"`
	Config string `help:"Settings file (TOML)." type:"existingfile" placeholder:"FILE"`

	Example bool `help:"Print a settings file with every key and its default, and stop."`

	NoGroupCommit bool `hidden:"" help:"Commit every command alone, to show the bench what group commit is worth."`
	NoRates       bool `hidden:"" help:"Let a terminal do as much as it likes: the bench is thirty kiosks with one token."`
}

// Settings are the node's settings file.
type Settings struct {
	Data      string         `toml:"data" comment:"data directory" path:"file"`
	Listen    string         `toml:"listen" comment:"HOST:PORT; plain HTTP on loopback, TLS elsewhere"`
	PublicURL string         `toml:"public_url" comment:"where visitors' phones reach this node; empty: they do not"`
	Outlet    string         `toml:"outlet" comment:"TOML file with the outlet, read at each start until a center has given a setup; beside this one or by its whole path; empty: the demo outlet" path:"file"`
	Center    CenterSettings `toml:"center"`
}

// CenterSettings say where the center is.
type CenterSettings struct {
	URL       string `toml:"url" comment:"such as https://center:7400; empty: this hall stands alone"`
	Pin       string `toml:"pin" comment:"fingerprint of the center's certificate, from center pin; empty: the system's authorities"`
	TokenFile string `toml:"token_file" comment:"file with the token from center enrol --kind outlet" path:"file"`
}

func newSettings() Settings { return Settings{Listen: "127.0.0.1:7300"} }

// Run runs the node until ctx ends.
func (p *Program) Run(ctx context.Context) error {
	if p.Example {
		text, err := config.Example(newSettings())
		fmt.Print(text)
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	o, err := p.options(log)
	if err != nil {
		return err
	}
	n, err := Open(ctx, o)
	if err != nil {
		return boot.Unopened(ctx, err)
	}
	boot.KeepCrashes(log, o.Data, "node")
	go boot.KeepSmall(ctx, memory)
	log.Info("hall node answers", "url", n.URL, "outlet", n.Outlet().ID, "demo", n.Outlet().Demo, "version", Version, "pin", n.Pin)
	return n.Run(ctx)
}

// options joins the settings file and the command line.
func (p *Program) options(log *slog.Logger) (Options, error) {
	s := newSettings()
	if err := config.Load(p.Config, &s); err != nil {
		return Options{}, err
	}
	if p.Data != "" {
		s.Data = p.Data
	}
	if p.Listen != "" {
		s.Listen = p.Listen
	}
	if s.Data == "" {
		return Options{}, fmt.Errorf("node: say where the data is: --data DIR, or data in the settings file")
	}
	o := Options{Data: s.Data, Listen: s.Listen, PublicURL: s.PublicURL, Log: log, NoGroupCommit: p.NoGroupCommit, NoRates: p.NoRates}
	return o, s.read(&o)
}

// read takes in the files that the settings name.
func (s *Settings) read(o *Options) error {
	if s.Outlet != "" {
		setup, err := readOutlet(s.Outlet)
		if err != nil {
			return err
		}
		o.Seed = &setup
	}
	if err := address("public_url", s.PublicURL); err != nil {
		return err
	}
	if s.Center.URL == "" {
		return nil
	}
	if err := s.Center.check(); err != nil {
		return err
	}
	token, err := config.Token(s.Center.TokenFile, o.Log)
	if errors.Is(err, config.ErrNoToken) {
		return fmt.Errorf("center.token_file: %s is empty: put the token there that center enrol --kind outlet prints", s.Center.TokenFile)
	}
	if err != nil {
		return fmt.Errorf("center.token_file: %w", err)
	}
	o.Center = Center{URL: s.Center.URL, Token: token, Pin: s.Center.Pin, TokenFile: s.Center.TokenFile}
	return nil
}

// check refuses what could not reach the center.
func (c *CenterSettings) check() error {
	if err := address("center.url", c.URL); err != nil {
		return err
	}
	if err := config.Peer("center.url", c.URL, "center.pin", c.Pin); err != nil {
		return err
	}
	if c.TokenFile == "" {
		return fmt.Errorf("center.token_file is missing: name the file with the token that center enrol --kind outlet prints")
	}
	return nil
}

// address refuses what no program opens as a web address.
func address(key, text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%s: %q is no web address, such as https://hall.example:7300", key, text)
	}
	return nil
}

func readOutlet(file string) (hall.Setup, error) {
	setup := hall.Setup{Outlet: hall.Outlet{Rules: hall.DefaultRules()}}
	if err := config.Load(file, &setup); err != nil {
		return setup, fmt.Errorf("outlet: %w", err)
	}
	return setup, nil
}
