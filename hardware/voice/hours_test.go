package voice_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice"
)

// knob is a mouth with a volume.
type knob struct {
	mouth
	turned []int
}

func (k *knob) Volume(percent int) { k.turned = append(k.turned, percent) }

// announced is what is said of one call at a time, and its captions.
func announced(t *testing.T, v hardware.Voice, o voice.Options, at time.Time, u hardware.Utterance) []voice.Caption {
	t.Helper()
	var shown []voice.Caption
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		o.Now = func() time.Time { return at.Add(time.Since(start)) }
		o.OnCaption = func(c voice.Caption) { shown = append(shown, c) }
		q := voice.NewQueue(v, o)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- q.Run(ctx) }()
		q.Call(u)
		time.Sleep(time.Minute) // fake time
		cancel()
		<-ended
	})
	return shown
}

func TestQuietHoursAreOfTheHallsZone(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	noon, err := voice.ParseSpan("12:00-13:30")
	if err != nil {
		t.Fatal(err)
	}
	night, _ := voice.ParseSpan("22:00-06:30")
	for _, c := range []struct {
		local string
		quiet bool
		said  int
	}{
		{"11:59:50", false, 2}, {"12:00:00", true, 0}, {"13:29:59", true, 0}, {"13:30:00", false, 2},
		{"21:59:00", false, 2}, {"22:00:00", true, 0}, {"00:00:00", true, 0}, {"06:29:59", true, 0}, {"06:30:00", false, 2},
		{"11:59:57", false, 1}, // the second reading would fall into the quiet
	} {
		at, _ := time.ParseInLocation("2006-01-02 15:04:05", "2026-11-24 "+c.local, zone)
		m := &mouth{t: t}
		shown := announced(t, m, voice.Options{Hours: voice.Hours{Zone: func() *time.Location { return zone }, Quiet: []voice.Span{noon, night}}}, at.UTC(), call("A001"))
		if len(m.said) != c.said || len(shown) != 2 || shown[0].Quiet != c.quiet || shown[1].Heard == c.quiet {
			t.Errorf("%s: said %v, shown %+v", c.local, m.said, shown)
		}
		if stays := shown[1].At.Sub(shown[0].At); stays < 3*time.Second {
			t.Errorf("%s: the caption stays %v", c.local, stays)
		}
	}
}

func TestTheVolumeFollowsTheHour(t *testing.T) {
	hours := voice.Hours{Zone: func() *time.Location { return time.UTC }, Volume: make([]int, 24)}
	hours.Volume[9], hours.Volume[10] = 80, 60
	for at, want := range map[string]string{"09:00:00": "[80 80]", "09:59:58": "[80 60]", "10:30:00": "[60 60]", "11:00:00": "[]"} {
		k := &knob{mouth: mouth{t: t}}
		when, _ := time.Parse("15:04:05", at)
		announced(t, k, voice.Options{Hours: hours}, when, call("A001"))
		if got := fmt.Sprint(k.turned); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
	if hours.Check() != nil || (voice.Hours{Volume: []int{80}}).Check() == nil || (voice.Hours{Volume: append(make([]int, 23), 101)}).Check() == nil {
		t.Error("volumes are checked wrongly")
	}
}

func TestSpansThatAreNone(t *testing.T) {
	for _, s := range []string{"", "12:00", "12:00-12:00", "25:00-26:00", "a-b", "12-13"} {
		if got, err := voice.ParseSpan(s); err == nil {
			t.Errorf("%q is %v", s, got)
		}
	}
}

func TestACaptionWithoutTextIsWhatIsRead(t *testing.T) {
	shown := announced(t, &mouth{t: t}, voice.Options{}, time.Unix(0, 0), hardware.Utterance{ID: "7", Number: "H023", Window: 3, Languages: []string{"en-GB", "zh"}})
	if want := "请H，零二三号，到三号窗口办理业务。\nNumber H, zero two three, please go to window three."; len(shown) != 2 || shown[0].Text != want {
		t.Errorf("%+v", shown)
	}
	if c := shown[0]; c.ID != "7" || c.Number != "H023" || c.Window != 3 || !c.Started || shown[1].Started || !shown[1].Heard {
		t.Errorf("%+v", shown)
	}
}

func TestWaitingRecallsOfOneNumberAreOne(t *testing.T) {
	recall := func(no, id string) hardware.Utterance {
		u := call(no)
		u.ID, u.Recall = id, true
		return u
	}
	said, shown := play(t, &mouth{}, func(q *voice.Queue) {
		q.Call(call("A001"))
		time.Sleep(time.Second)
		q.Call(recall("A009", "first"))
		q.Call(recall("A008", "other"))
		q.Call(recall("A009", "second"))
		q.Call(call("A009")) // a call is no recall
	})
	if said != "A001 A009 A008 A009 A009'" || strings.Contains(shown, "first") || !strings.Contains(shown, "+second -second +other -other +A009 -A009") {
		t.Errorf("said %q, shown %q", said, shown)
	}
}
