package bridge_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/bridge"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
)

// keys says a sentence as its key and its arguments, so that tests read what was meant.
type keys struct{}

func (keys) Say(_ hall.Language, key string, args ...any) string {
	return strings.TrimSpace(key + " " + strings.Trim(fmt.Sprint(args...), "[]"))
}

// WaitFigures implements bridge.Sayer.
func (keys) WaitFigures(_ hall.Language, w hall.Wait) (figures, unit string) {
	return fmt.Sprintf("%d–%d", w.LowMin, w.HighMin), "min"
}

func demoTicket(t *testing.T) bridge.Ticket {
	t.Helper()
	s, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	group, item, _ := s.Resolve("B05")
	kind, _ := s.Item(item)
	labels := map[hall.CounterID]string{}
	for _, c := range s.Counters {
		labels[c.ID] = c.Label
	}
	ticket := hall.Ticket{ID: "0190", No: "H023", Code: "10132700231234", Group: group.Code, Items: []hall.ItemCode{item}, IssuedAt: 1795424467000, Customer: "person-token"}
	return bridge.Ticket{Standing: hall.Standing{Ticket: ticket, URL: "http://10.0.0.5/t/ab", Ahead: 5, Windows: []hall.CounterID{"3", "4", "5"},
		WaitFor: hall.Wait{LowMin: 12, HighMin: 20, Known: true}}, Outlet: s.Outlet, Group: group, Items: []hall.ServiceType{kind}, Labels: labels, Terminal: "K01"}
}

func printed(s hardware.Slip) string { return fmt.Sprintf("%+v", s.Blocks) }

func TestSlipSaysWhatAVisitorNeeds(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*bridge.Ticket)
		want   string
	}{
		{"the number", func(*bridge.Ticket) {}, "H023"},
		{"the item he came for", func(*bridge.Ticket) {}, "居民过户"},
		{"the honest window", func(*bridge.Ticket) {}, "12–20"},
		{"nothing when nobody can tell", func(b *bridge.Ticket) { b.Standing.WaitFor = hall.Wait{} }, "slip.wait.unknown"},
		{"the windows", func(*bridge.Ticket) {}, "windows[3 4 5"},
		{"whose paper is needed", func(*bridge.Ticket) {}, "新户主身份证"},
		{"the code for the counter", func(*bridge.Ticket) {}, "10132700231234"},
		{"a code that only the counter can use says so", func(*bridge.Ticket) {}, "slip.qr.counter"},
		{"a code for the phone says so", func(b *bridge.Ticket) { b.Outlet.PublicURL = "https://hall" }, "slip.qr.progress"},
		{"that its figures are made up", func(*bridge.Ticket) {}, "slip.demo"},
		{"that it is a second print", func(b *bridge.Ticket) { b.Again = true }, "slip.again"},
		{"care priority", func(b *bridge.Ticket) { b.Standing.Priority = hall.Care }, "slip.care"},
		{"the hour in the outlet's zone", func(*bridge.Ticket) {}, "2026-11-23 "},
	} {
		t.Run(c.name, func(t *testing.T) {
			ticket := demoTicket(t)
			c.change(&ticket)
			text := printed(bridge.Slip(keys{}, ticket))
			if !strings.Contains(text, c.want) {
				t.Errorf("no %q in %s", c.want, text)
			}
			if strings.Contains(text, "person-token") {
				t.Error("the slip names the person")
			}
		})
	}
}

// TestASlipOfAHallWhoseWindowsHaveNames tells them as they are painted on the glass, in both languages.
func TestASlipOfAHallWhoseWindowsHaveNames(t *testing.T) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	words := halltest.Words(1795424467000)
	labels := map[hall.CounterID]string{}
	for _, c := range words.Counters {
		labels[c.ID] = c.Label
	}
	for _, c := range []struct {
		windows []hall.CounterID
		in      hall.Language
		want    string
	}{
		{[]hall.CounterID{"1"}, hall.Chinese, "低压1"},
		{[]hall.CounterID{"4"}, hall.Chinese, "VIP室"},
		{[]hall.CounterID{"6"}, hall.Chinese, "1 号窗口"},
		{[]hall.CounterID{"1", "4"}, hall.Chinese, "低压1、VIP室"},
		{[]hall.CounterID{"9", "10"}, hall.Chinese, "9、10 号窗口"},
		{[]hall.CounterID{"4"}, hall.English, "VIP室"},
	} {
		b := demoTicket(t)
		b.Labels, b.Standing.Windows, b.Standing.Language = labels, c.windows, c.in
		got := printed(bridge.Slip(book, b))
		if !strings.Contains(got, c.want) {
			t.Errorf("%v in %s: no %q in %s", c.windows, c.in, c.want, got)
		}
		for _, wrong := range []string{"室 号窗口", "窗口 号窗口", "室号窗口", "低压1 号窗口"} {
			if strings.Contains(got, wrong) {
				t.Errorf("%v in %s: %q in %s", c.windows, c.in, wrong, got)
			}
		}
	}
}

func TestUtterance(t *testing.T) {
	u := bridge.Utterance(hall.CallView{Ticket: "0190", No: "H023", Label: "11", Language: hall.English, Recall: true, Seq: 7})
	if u.Window != 11 || u.Number != "H023" || !u.Recall || strings.Join(u.Languages, " ") != "zh en" {
		t.Errorf("got %+v", u)
	}
}

func TestACallToAWindowWithANameIsSaid(t *testing.T) {
	for label, want := range map[string]hardware.Utterance{"3": {Window: 3}, "1号窗口": {Window: 1}, "低压1": {Place: "低压1"}, "VIP室": {Place: "VIP室"},
		"A12": {Place: "A12"}, "101": {Place: "101"}} {
		if u := bridge.Utterance(hall.CallView{No: "H023", Label: label}); u.Window != want.Window || u.Place != want.Place {
			t.Errorf("%s: got %d, %q", label, u.Window, u.Place)
		}
	}
}

func TestPaper(t *testing.T) {
	for result, want := range map[hardware.Result]hall.PaperState{hardware.Printed: hall.PaperPrinted,
		hardware.NotPrinted: hall.PaperNotPrinted, hardware.Uncertain: hall.PaperUncertain, "": hall.PaperUncertain} {
		if got := bridge.Paper(hardware.Outcome{Result: result}); got != want {
			t.Errorf("%q: got %s, want %s", result, got, want)
		}
	}
}
