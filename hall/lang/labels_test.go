package lang_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall/lang"
)

func TestWindowsAsPeopleSayThem(t *testing.T) {
	for _, c := range []struct {
		labels []string
		want   string
	}{
		{nil, ""},
		{[]string{"3"}, "3"},
		{[]string{"4", "3"}, "3 4"},
		{[]string{"5", "3", "4"}, "3–5"},
		{[]string{"1", "3", "4", "5", "10"}, "1 3–5 10"},
		{[]string{"9", "10", "11"}, "9–11"},
		{[]string{"A1", "B2"}, "A1 B2"},
	} {
		if got := lang.Labels(c.labels); got != c.want {
			t.Errorf("%q is written %q, want %q", c.labels, got, c.want)
		}
	}
}
