package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Date is a day as a header shows it: "11 月 23 日 周一", "Mon 23 Nov". t is in the outlet's zone already.
func (b *Book) Date(in hall.Language, t time.Time) string {
	weekday := b.Say(in, "common.weekday."+strconv.Itoa(int(t.Weekday())))
	if in == hall.English {
		return fmt.Sprintf("%s %d %s", weekday, t.Day(), t.Format("Jan"))
	}
	return b.Say(in, "common.date", "month", int(t.Month()), "day", t.Day()) + " " + weekday
}

// Clock is the time of day: "09:41".
func Clock(t time.Time) string { return t.Format("15:04") }

// Stopwatch is a running time: "06:12", from an hour on "1:06:12".
func Stopwatch(ms int64) string {
	s := max(ms, 0) / 1000
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

// Yuan is an amount of money: "126.80".
func Yuan(f hall.Fen) string {
	sign := ""
	if f < 0 {
		sign, f = "−", -f
	}
	return fmt.Sprintf("%s%d.%02d", sign, f/100, f%100)
}

// Span is a length of time in its two largest units: "4 天 6 小时", "2 min 5 s".
func (b *Book) Span(in hall.Language, d time.Duration) string {
	rest, words := int(d.Abs().Round(time.Second)/time.Second), []string(nil)
	for _, unit := range []struct {
		name    string
		seconds int
	}{{"days", 24 * 3600}, {"hours", 3600}, {"minutes", 60}, {"seconds", 1}} {
		n := rest / unit.seconds
		rest %= unit.seconds
		if n > 0 || unit.seconds == 1 && words == nil {
			words = append(words, b.Say(in, "common.span."+unit.name, "n", n))
		} else if words != nil {
			break
		}
		if len(words) == 2 {
			break
		}
	}
	return strings.Join(words, " ")
}

// Tested is what a self-test found, in the units of a person.
func (b *Book) Tested(in hall.Language, c hall.TestCheck) string {
	value := c.Value
	if seconds, err := strconv.Atoi(value); err == nil && c.Did == "clock" {
		value = b.Span(in, time.Duration(seconds)*time.Second)
	}
	return b.Say(in, "selftest.did."+c.Did, "value", value)
}
