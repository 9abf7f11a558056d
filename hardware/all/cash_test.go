package all_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/cash/ccnet"
	"github.com/brighthall/brighthall/hardware/cash/id003"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/sims"
)

// Every model of a note acceptor is opened by its URL on its simulator and takes a note of ten yuan.
func TestEveryModelOfANoteAcceptorTakesANote(t *testing.T) {
	for name, files := range map[string]fs.FS{"id003": id003.Files, "ccnet": ccnet.Files} {
		for _, profile := range intake.Profiles(files) {
			hardwaretest.Driven(t, name+" "+profile, func(t *testing.T) { takesANote(t, hardwaretest.InMemory, name, profile) })
		}
		t.Run(name+" over a terminal", func(t *testing.T) {
			t.Parallel()
			takesANote(t, hardwaretest.OverTerminal, name, intake.Profiles(files)[0])
		})
	}
}

func takesANote(t *testing.T, w hardwaretest.Wiring, name, profile string) {
	line := w(t, 9600)
	sim, _ := sims.Find(name)
	machine := sim.Make(func(string) {})
	line.Serve(t, machine.Serve)
	r := all.Registry(all.Resources{CashJournal: filepath.Join(t.TempDir(), "cash.journal")})
	d, err := r.Open(line.Context(), name+"+"+line.URL()+"?baud=9600&profile="+profile)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	ctx, leave := context.WithCancel(t.Context())
	var fen int64
	err = d.(hardware.CashAcceptor).Take(ctx, hardware.Intake{
		Credit: func(c hardware.Cash) error { fen += c.Fen; leave(); return nil },
		Told: func(n hardware.CashNews) {
			if n.Step == hardware.CashOpened {
				if err := machine.Act("note 10"); err != nil {
					t.Error(err)
					leave()
				}
			}
		},
	})
	if fen != 1000 || !errors.Is(err, context.Canceled) {
		t.Fatalf("credited %d: %v", fen, err)
	}
}

func TestWithoutAJournalNoMoneyIsTaken(t *testing.T) {
	line, err := porttest.NewLine(t.TempDir(), "ttyCASH", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	if _, err := registry().Open(t.Context(), "id003+"+line.URL()); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), "journal=FILE") {
		t.Error(err)
	}
	if _, err := registry().Open(t.Context(), "ccnet+"+line.URL()+"?journal=/nowhere/x"); hardware.CodeOf(err) != hardware.CashJournal {
		t.Error(err)
	}
}
