package flow_test

import (
	"encoding/json"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// TestAProgramThatEndsDuringACutTellsWhenItIsBack: what was shown as done is written down and sent by the next run,
// once, with the moments when it was done.
func TestAProgramThatEndsDuringACutTellsWhenItIsBack(t *testing.T) {
	m := serving(t)
	var file []byte
	m.keep = func(all []flow.Kept) {
		raw, err := json.Marshal(all)
		if err != nil {
			t.Error(err)
		}
		file = raw
	}
	m.cut()
	m.minutes(3)
	finish(m.desk)
	m.desk.Rate(1)
	m.desk.Reason("wait")
	m.desk.Submit()
	m.minutes(1)
	m.errands = nil // the program is gone, and with it whatever it awaited
	var kept []flow.Kept
	if err := json.Unmarshal(file, &kept); err != nil || len(kept) != 2 {
		t.Fatalf("%d acts are kept, %v", len(kept), err)
	}
	m.minutes(30)
	m.begin(kept)
	m.mend()
	m.settle()
	got := m.first()
	if got.State != hall.Finished || got.Counter != "3" || got.ServedMs/60000 != 3 || !got.Rated() || got.Evaluation.Level != 1 {
		t.Errorf("%s at %s after %d ms with %+v; notice %+v", got.State, got.Counter, got.ServedMs, got.Evaluation, m.desk.Notice())
	}
	if string(file) != "null" {
		t.Errorf("still kept: %s", file)
	}
	if m.desk.Phase() != flow.Paused && m.desk.Phase() != flow.Idle {
		t.Errorf("the desk is %s", m.desk.Phase())
	}
}
