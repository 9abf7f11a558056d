package devicectl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hardware/gateway/adapter"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/sync/call"
)

// Adapter runs the reference adapter: it joins an old queue machine to the gateway by a template of its frames.
type Adapter struct {
	Template  string `required:"" help:"A template file, or the name of one that comes with the program, such as stx-etx." placeholder:"FILE"`
	Port      string `required:"" help:"The machine's line, such as 'serial:///dev/ttyUSB0?baud=9600'." placeholder:"URL"`
	Gateway   string `required:"" help:"The gateway, such as http://127.0.0.1:7400." placeholder:"URL"`
	Token     string `help:"The token for the gateway." env:"BRIGHTHALL_GATEWAY_TOKEN" xor:"token" required:""`
	TokenFile string `type:"existingfile" help:"A file with the token." xor:"token" required:"" placeholder:"FILE"`
	Name      string `default:"queue-1" help:"The machine's name in the hall's settings."`
}

// Run bridges until it is interrupted.
func (a *Adapter) Run(ctx context.Context) error {
	t, err := template(a.Template)
	if err != nil {
		return err
	}
	if err := call.Check(a.Gateway); err != nil {
		return err
	}
	token := a.Token
	if a.TokenFile != "" {
		var err error
		if token, err = config.Token(a.TokenFile, config.Aloud()); err != nil {
			return err
		}
	}
	b := adapter.NewBridge(t, func(ctx context.Context) (port.Port, error) { return port.Open(ctx, a.Port) })
	l := adapter.NewLink(adapter.Options{URL: a.Gateway, Token: token, Client: call.Client(nil), Name: a.Name, Registration: t.Registration(),
		Tell: func(words string) { fmt.Fprintln(os.Stderr, words) }}, b)
	b.Deliver = l.Deliver
	fmt.Printf("%s at %s joins %s as %s\n", t.Name, a.Port, a.Gateway, a.Name)
	var line sync.WaitGroup
	line.Go(func() { _ = b.Run(ctx) }) // ends with ctx
	defer line.Wait()
	return ended(ctx, l.Run(ctx))
}

// template opens a file, or one that comes with the program.
func template(name string) (adapter.Template, error) {
	var f fs.File
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		if own, no := adapter.Templates.Open("templates/" + name + ".json"); no == nil {
			f, err = own, nil
		}
	}
	if err != nil {
		return adapter.Template{}, err
	}
	defer f.Close()
	return adapter.ReadTemplate(f)
}
