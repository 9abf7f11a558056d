package system

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// TestWhatACounterDidDuringACutIsOnItsDisk until the node has it; a file that is broken is put aside and stops nobody.
func TestWhatACounterDidDuringACutIsOnItsDisk(t *testing.T) {
	u := unsent{filepath.Join(t.TempDir(), "C03.unsent.json"), slog.New(slog.DiscardHandler)}
	if got := u.load(); got != nil {
		t.Errorf("at first there is %v", got)
	}
	u.save([]flow.Kept{{What: "finish", No: "H023", Key: "k", Ticket: "t", Verb: hall.Finish, By: hall.Actor{Terminal: "C03"},
		Act: hall.Action{Counter: "3", At: 1, Outcomes: map[hall.ItemCode]hall.Outcome{"": hall.Done}}}})
	got := u.load()
	if len(got) != 1 || got[0].Key != "k" || got[0].Verb != hall.Finish || got[0].Act.At != 1 || got[0].Act.Outcomes[""] != hall.Done {
		t.Errorf("kept is %+v", got)
	}
	if info, err := os.Stat(u.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}
	u.save(nil)
	if _, err := os.Stat(u.path); !os.IsNotExist(err) {
		t.Errorf("with nothing to keep the file is still there: %v", err)
	}
	if err := os.WriteFile(u.path, []byte("[{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := u.load(); got != nil {
		t.Errorf("of a broken file: %v", got)
	}
	if _, err := os.Stat(u.path + ".bad"); err != nil {
		t.Errorf("it is not put aside: %v", err)
	}
}
