package wire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

var update = flag.Bool("update", false, "write the goldens")

func TestEveryCodeHasAStatus(t *testing.T) {
	codes := codesOfHall(t)
	if len(codes) < 25 {
		t.Fatalf("read only %d codes from hall/error.go", len(codes))
	}
	for _, c := range codes {
		if s := wire.Status(c); c != hall.Internal && (s < 400 || s > 599 || s == 500) {
			t.Errorf("%s has status %d", c, s)
		}
	}
	if wire.Status("no such code") != 500 {
		t.Error("an unknown code must be our fault")
	}
}

// codesOfHall reads the constants of type Code from the source, so that a new code cannot be forgotten here.
func codesOfHall(t *testing.T) []hall.Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../hall/error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []hall.Code
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && fmt.Sprint(v.Type) == "Code" {
			text, _ := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			codes = append(codes, hall.Code(text))
		}
		return true
	})
	return codes
}

func TestProblemThereAndBack(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want wire.Problem
	}{
		{"a refusal keeps code, reason and subject", &hall.Error{Op: "queue.Issue", Code: hall.Duplicate, Reason: "one per group", Subject: "t1"},
			wire.Problem{Title: "Conflict", Status: 409, Code: hall.Duplicate, Reason: "one per group", Subject: "t1"}},
		{"the innermost reason is told", hall.Wrap("outer", hall.E("inner", hall.Busy, "H023 is called")),
			wire.Problem{Title: "Conflict", Status: 409, Code: hall.Busy, Reason: "H023 is called"}},
		{"a gap says what is wanted", &hall.Error{Op: "center.Take", Code: hall.Gap, Subject: "41"},
			wire.Problem{Title: "Conflict", Status: 409, Code: hall.Gap, Reason: "gap", Subject: "41", Expected: 41}},
		{"an inner failure tells nothing of itself", errors.New("open /var/lib/x: permission denied"),
			wire.Problem{Title: "Internal Server Error", Status: 500, Code: hall.Internal, Reason: "internal"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := wire.NewProblem(c.err)
			if *p != c.want {
				t.Errorf("got %+v, want %+v", *p, c.want)
			}
			back := p.Err("client.X")
			if hall.CodeOf(back) != p.Code || hall.SubjectOf(back) != p.Subject {
				t.Errorf("back: %v", back)
			}
		})
	}
}

// The goldens are what terminals in the field speak: a change that makes one unreadable breaks a hall in the middle of
// an update.
func TestGoldens(t *testing.T) {
	for name, v := range shapes() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name+".json")
			got, err := json.MarshalIndent(v, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			if *update {
				os.WriteFile(path, got, 0o644)
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s changed:\n%s", path, got)
			}
		})
	}
}

func shapes() map[string]any {
	ticket := hall.Ticket{ID: "0199b0a1-0000-7000-8000-000000000001", Outlet: "gaoyang", Day: "2026-11-23", No: "H023", Prefix: "H", Number: 23,
		Code: "07178000235512", TokenHash: "ab12", Group: "H", Items: []hall.ItemCode{"B05"}, Source: hall.FromKiosk, Terminal: "K01",
		State: hall.Waiting, Version: 1, IssuedAt: 1795400000000, Effective: 1795400000000}
	counter := hall.Counter{ID: "3", State: hall.CounterOpen, Teller: "t03", Terminal: "C03", Since: 1795390000000}
	reason := hall.PickReason{Rule: "earliest", WaitedMs: 300000, Group: "H"}
	return map[string]any{
		"issue":    hall.IssueRequest{Service: "B05", Items: []hall.ItemCode{"B05"}, Source: hall.FromKiosk, Priority: hall.Care, Language: hall.Chinese},
		"standing": hall.Standing{Ticket: ticket, URL: "http://127.0.0.1:7300/t/x", Ahead: 3, WaitFor: hall.Wait{LowMin: 12, HighMin: 20, Known: true}, Windows: []hall.CounterID{"3", "4"}},
		"pick":     hall.Pick{Ticket: ticket, Reason: reason, Waiting: 2},
		"transfer": hall.Action{Counter: "3", ToGroup: "A", Note: "补缴电费"},
		"finish":   hall.Action{Counter: "3", Outcomes: map[hall.ItemCode]hall.Outcome{"B05": hall.Done}},
		"fault":    hall.Report{Fault: &hall.Fault{Device: "printer", Code: "printer.near-end", Severity: "look", Since: 1795816219742, Left: 40}},
		"test":     hall.Report{Test: &hall.SelfTest{Checks: []hall.TestCheck{{Name: "printer", Kind: "printer", Result: hall.TestBad, Code: "printer.paper-out", Did: "not_printed", MS: 812}}}},
		"evaluate": hall.Action{Level: new(5), Reasons: []string{"fast"}},
		"open":     hall.CounterAction{Teller: "t03", PIN: "246810"},
		"counter":  counter,
		"event": hall.Event{Outlet: "gaoyang", Epoch: 1, Seq: 42, Kind: hall.TicketCalled, Subject: string(ticket.ID), Actor: hall.Actor{Terminal: "C03", Teller: "t03"},
			At: 1795400300000, Key: "0199b0a1-0000-7000-8000-0000000000ff", V: 1, Body: json.RawMessage(`{"from":"waiting","verb":"call"}`)},
		"snapshot": hall.Snapshot{Outlet: hall.Outlet{ID: "gaoyang", Code: 71, Name: hall.Name{Zh: "高阳县供电营业厅", En: "Gaoyang"}, Zone: "Asia/Shanghai", Rules: hall.DefaultRules()},
			Day: "2026-11-23", At: 1795400300000, Cursor: hall.Cursor{Epoch: 1, Seq: 42},
			Groups:   []hall.GroupView{{ServiceGroup: hall.ServiceGroup{Code: "H", Prefix: "H"}, Waiting: 1, Open: true, Windows: []hall.CounterID{"3"}}},
			Counters: []hall.CounterView{{Counter: counter, Label: "3", Serves: []hall.Skill{{Group: "H"}}}}, Waiting: []hall.Ticket{ticket},
			Recent: []hall.CallView{{Ticket: ticket.ID, No: "H022", Counter: "3", Label: "3", Group: "H", At: 1795400300000, Seq: 40}}},
		"health":  wire.Healthy{Status: "ok", Outlet: "gaoyang", Epoch: 1, Seq: 42, Version: "1.0.0"},
		"problem": wire.Problem{Title: "Conflict", Status: 409, Code: hall.Gap, Reason: "events are missing", Subject: "41", Expected: 41},
	}
}
