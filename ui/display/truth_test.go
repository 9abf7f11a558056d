package display_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// "Nobody was called today" is not said while the first number of the day stands above it, nor before anything is
// known.
func TestNobodyWasCalledIsNotSaidDuringACall(t *testing.T) {
	r := newRig(t)
	r.SeesNot("今天还没有叫号")
	first := r.morning(t, 7)
	first.Recent = nil
	r.app.Push(first)
	r.Sees("今天还没有叫号")
	r.call("H023", "3")
	r.Sees("H023", "正在叫号", "还没有更早的号码")
	r.SeesNot("今天还没有叫号")
	r.beat(time.Minute)
	r.SeesNot("今天还没有叫号", "还没有更早的号码")
}

// A notice has one place at a time: the card, or the line at the bottom.
func TestANoticeIsShownOnce(t *testing.T) {
	for n := range 4 {
		r := newRig(t)
		s := r.morning(t, 7)
		for len(s.Notices) < n {
			s.Notices = append(s.Notices, hall.Notice{Title: hall.Name{Zh: "休息通知"}, Text: hall.Name{Zh: "1 月 1 日休息"}})
		}
		s.Notices = s.Notices[:n]
		r.app.Push(s)
		for range 4 { // each turns up on the card
			for _, notice := range s.Notices {
				if seen := r.count(notice.Text.Zh); seen > 1 {
					t.Errorf("%d notices: %q stands on the screen %d times", n, notice.Text.Zh, seen)
				}
			}
			r.beat(16 * time.Second)
		}
		r.call("H023", "3")
		if n > 0 {
			found := 0
			for _, notice := range s.Notices {
				found += r.count(notice.Text.Zh)
			}
			if found != 1 {
				t.Errorf("%d notices: during a call %d stand in the line at the bottom", n, found)
			}
		}
		r.NoClipping()
	}
}

// The staleness of what is shown wins over notices: the line at the bottom says since when, whatever else is to be
// told.
func TestANoticeDoesNotHideThatTheNodeIsAway(t *testing.T) {
	r := newRig(t)
	r.app.Push(r.morning(t, 7))
	r.call("H023", "3")
	r.app.Lost()
	r.Sees("屏幕内容停在")
	r.beat(time.Minute)
	r.Sees("屏幕内容停在", "请听窗口叫号")
}

func (r *rig) count(words string) (n int) {
	for _, text := range r.Texts() {
		n += strings.Count(text, words)
	}
	return n
}

// TestALongNoticeIsShownToItsEnd: of a notice as long as a page, every part has its turn in legible type, on the card
// and in the line at the bottom; nothing of it ends in dots.
func TestALongNoticeIsShownToItsEnd(t *testing.T) {
	for _, title := range []string{"", "停电通知"} {
		r := newRig(t)
		s := r.morning(t, 7)
		long := strings.Repeat("十一月二十五日八时至十二时庞口镇部分村庄计划停电，请提前做好准备。", 10)
		s.Notices = []hall.Notice{{Title: hall.Name{Zh: title}, Text: hall.Name{Zh: long}}, {Title: hall.Name{Zh: "休息通知"}, Text: hall.Name{Zh: "1 月 1 日休息"}}}
		r.app.Push(s)
		seen := ""
		for range 20 {
			shown := strings.Join(r.Texts(), "")
			if i := strings.Index(shown, "十一月"); !strings.Contains(seen, shown) && i >= 0 {
				seen += shown
			}
			r.readable(t)
			r.SeesNot("…")
			r.beat(16 * time.Second)
		}
		if n := strings.Count(seen, "请提前做好准备"); n < 9 { // one or the other is broken over two lines
			t.Errorf("title %q: %d of the 10 sentences were shown: %q", title, n, seen)
		}
		r.call("H023", "3")
		for range 8 {
			r.readable(t)
			r.SeesNot("…")
			r.beat(time.Second)
		}
	}
}

// TestALongNoticeIsReadAtOnce: with six notices the second page of one came a whole round later.
func TestALongNoticeIsReadAtOnce(t *testing.T) {
	r := newRig(t)
	s := r.morning(t, 7)
	sentence := func(i int) string {
		return fmt.Sprintf("第%d句：部分村庄计划停电，请提前做好准备。", i)
	}
	long := ""
	for i := range 10 {
		long += sentence(i)
	}
	s.Notices = []hall.Notice{{Title: hall.Name{Zh: "停电通知"}, Text: hall.Name{Zh: long}}}
	for i := range 5 {
		s.Notices = append(s.Notices, hall.Notice{Title: hall.Name{Zh: fmt.Sprint("通知", i)}, Text: hall.Name{Zh: "1 月 1 日休息"}})
	}
	r.app.Push(s)
	seen := ""
	for i := 0; r.app.View().NoticeNo == 1 && i < 10; i++ {
		seen += strings.Join(r.Texts(), "")
		r.beat(16 * time.Second)
	}
	for i := range 10 {
		if word := fmt.Sprintf("第%d句", i); !strings.Contains(seen, word) {
			t.Errorf("%s is not shown before the next notice", word)
		}
	}
}
