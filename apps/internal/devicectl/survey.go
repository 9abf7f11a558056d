package devicectl

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/brighthall/brighthall/apps/internal/machine"
	"github.com/brighthall/brighthall/apps/internal/survey"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware/port"
)

// Survey says what an existing hall has and what becomes of each machine.
type Survey struct {
	List     string `type:"existingfile" help:"What a person wrote down: CSV with the columns name, kind, make, model, connection, protocol, software, count." placeholder:"FILE.csv"`
	NoPorts  bool   `help:"Judge the list only; ask no port."`
	Out      string `type:"path" help:"Write the report to this file instead of the screen." placeholder:"FILE"`
	JSON     bool   `name:"json" help:"Write JSON, one object."`
	Language string `enum:"zh-CN,en" default:"zh-CN" help:"Of the report."`
}

// Run surveys. Everything wrong with the list is told before any port is asked.
func (s *Survey) Run(ctx context.Context) error {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return err
	}
	var r survey.Report
	r.Host, _ = os.Hostname() // only a title
	list, err := s.list()
	if err != nil {
		return err
	}
	r.Machines, r.Unread, r.Noted = survey.Judge(list.Machines, Registry().Drivers()), list.Unread, list.Noted
	if !s.NoPorts {
		seen := survey.Look(ctx, survey.Sources{Ports: port.List, USB: machine.USBs, Printers: machine.Printers, Displays: machine.Displays, Keys: machine.Keyboards,
			Open: Registry().Open, Tell: func(words string) { fmt.Fprintln(os.Stderr, words) }})
		r.Seen = &seen
	}
	return s.write(r, book)
}

func (s *Survey) list() (survey.List, error) {
	if s.List == "" {
		return survey.List{}, nil
	}
	f, err := os.Open(s.List)
	if err != nil {
		return survey.List{}, err
	}
	defer f.Close()
	list, err := survey.ReadList(f)
	if err != nil {
		return survey.List{}, fmt.Errorf("%s: %w", s.List, err)
	}
	return list, nil
}

func (s *Survey) write(r survey.Report, book *lang.Book) error {
	text := []byte(r.Words(book, hall.Language(s.Language)))
	if s.JSON {
		var err error
		if text, err = json.MarshalIndent(r, "", "  "); err != nil {
			return err
		}
		text = append(text, '\n')
	}
	if s.Out != "" {
		return os.WriteFile(s.Out, text, 0o644)
	}
	_, err := os.Stdout.Write(text)
	return err
}
