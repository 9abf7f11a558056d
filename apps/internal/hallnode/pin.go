package hallnode

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/brighthall/brighthall/sync/serve"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// certificateFile holds the node's certificate and its key.
const certificateFile = "node.pem"

// certificate is the node's own, in its data directory.
func certificate(data string) serve.Own {
	return serve.Own{Dir: data, File: certificateFile, Name: "Brighthall hall node"}
}

// Pin tells whom the terminals on other PCs shall trust.
type Pin struct {
	Data string `required:"" type:"path" help:"Data directory of the hall."`
}

// Run prints the fingerprint alone. The node makes its certificate itself, as the account that it runs as: made here by
// another, it would be closed to the node.
func (p *Pin) Run(context.Context) error {
	_, err := os.Stat(filepath.Join(p.Data, certificateFile))
	switch _, noHall := os.Stat(filepath.Join(p.Data, sqlite.File)); {
	case errors.Is(err, fs.ErrNotExist) && noHall != nil:
		return fmt.Errorf("there is no hall in %s: give the data directory of its node; a new hall begins when its node is started", p.Data)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the node in %s has no certificate, for it answers on this PC alone: set listen to an address of its network, such as "+
			"0.0.0.0:7300, start it, and ask again", p.Data)
	case err != nil:
		return err
	}
	pin, err := certificate(p.Data).Pin()
	if err == nil {
		fmt.Println(pin)
	}
	return err
}
