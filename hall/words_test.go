package hall_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// TestPersonsAreMaskedInLogs: a number of a person that reaches a log by mistake is not readable there.
func TestPersonsAreMaskedInLogs(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	log.Info("x", "id", hall.IDNumber("330106199001011234"), "phone", hall.Phone("13812345678"), "short", hall.Phone("1381234"))
	for _, secret := range []string{"19900101", "1234567", "1381234 "} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, out.String())
		}
	}
	for _, want := range []string{"3301**********1234", "138****5678", "short=****"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the log lacks %q: %s", want, out.String())
		}
	}
}

func TestErrorsKeepTheirCodeWhenWrapped(t *testing.T) {
	inner := &hall.Error{Op: "queue.admit", Code: hall.Duplicate, Subject: "t1", Err: io.EOF}
	for _, err := range []error{inner, hall.Wrap("queue.Issue", inner), fmt.Errorf("kiosk: %w", hall.Wrap("client.Issue", inner))} {
		if hall.CodeOf(err) != hall.Duplicate || hall.SubjectOf(err) != "t1" || !errors.Is(err, io.EOF) {
			t.Errorf("%v has code %q, subject %q", err, hall.CodeOf(err), hall.SubjectOf(err))
		}
	}
	if hall.Wrap("x", nil) != nil || hall.CodeOf(nil) != "" || hall.SubjectOf(nil) != "" {
		t.Error("nothing wrapped is something")
	}
	if err := hall.Wrap("x", io.EOF); hall.CodeOf(err) != hall.Internal || hall.CodeOf(io.EOF) != hall.Internal {
		t.Errorf("a foreign error has code %q", hall.CodeOf(err))
	}
	if got := hall.E("queue.Act", hall.Conflict, "no").Error(); got != "queue.Act: conflict: no" {
		t.Errorf("told as %q", got)
	}
}

func TestBusinessDay(t *testing.T) {
	o := hall.Outlet{Zone: "Asia/Shanghai", DayStart: 4 * 60}
	for _, c := range []struct {
		utc  string
		want hall.Day
	}{{"2026-11-23T19:59:59Z", "2026-11-23"}, {"2026-11-23T20:00:00Z", "2026-11-24"}, {"2026-12-31T20:00:00Z", "2027-01-01"}} {
		at, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.Day(at); got != c.want {
			t.Errorf("%s is %s, want %s", c.utc, got, c.want)
		}
	}
	if a, b := hall.Day("2026-11-23").Number(), hall.Day("2026-11-24").Number(); b != (a+1)%1000 {
		t.Errorf("days %d and %d do not follow", a, b)
	}
	if n := hall.Day("nonsense").Number(); n != 0 {
		t.Errorf("a day that is none has number %d", n)
	}
}

func TestNumbersAreThreeDigitsAndWiden(t *testing.T) {
	for n, want := range map[int]hall.TicketNo{1: "H001", 23: "H023", 799: "H799", 1000: "H1000"} {
		if got := hall.Number("H", n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}

func TestOpeningHoursAreFromInclusiveToExclusive(t *testing.T) {
	g := hall.ServiceGroup{Hours: []hall.Hours{{Days: []int{1, 2}, From: 540, To: 720}, {From: 810, To: 1020}}}
	for _, c := range []struct {
		day, minute int
		want        bool
	}{{1, 539, false}, {1, 540, true}, {1, 719, true}, {1, 720, false}, {0, 600, false}, {0, 810, true}, {0, 1020, false}} {
		if got := g.OpenAt(c.day, c.minute); got != c.want {
			t.Errorf("day %d minute %d: %v", c.day, c.minute, got)
		}
	}
	if !(hall.ServiceGroup{}).OpenAt(0, 0) {
		t.Error("no hours mean round the clock")
	}
}

func TestNamesFallBackToChinese(t *testing.T) {
	n := hall.Name{Zh: "咨询"}
	if n.In(hall.English) != "咨询" || n.In(hall.Chinese) != "咨询" || (hall.Name{Zh: "咨询", En: "Advice"}).In(hall.English) != "Advice" {
		t.Error("a name is lost")
	}
}
