package clips_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice/clips"
)

func TestHowCallsAreRead(t *testing.T) {
	for _, c := range []struct {
		number string
		window int
		lang   string
		want   string
	}{
		{"H023", 3, "zh", "qing H _ 0 2 3 dao 3 hao-chuangkou banli-yewu"},
		{"A111", 1, "zh", "qing A _ 1 1 1 dao yi hao-chuangkou banli-yewu"}, // yāo in the number, yī as window
		{"A001", 10, "zh", "qing A _ 0 0 1 dao shi hao-chuangkou banli-yewu"},
		{"A001", 11, "zh", "qing A _ 0 0 1 dao shi yi hao-chuangkou banli-yewu"},
		{"A001", 20, "zh", "qing A _ 0 0 1 dao 2 shi hao-chuangkou banli-yewu"},
		{"K1005", 32, "zh", "qing K _ 1 0 0 5 dao 3 shi 2 hao-chuangkou banli-yewu"},
		{"H023", 3, "en", "number H _ 0 2 3 _ go-to 3"},
		{"H023", 12, "en", "number H _ 0 2 3 _ go-to 12"},
		{"H023", 40, "en", "number H _ 0 2 3 _ go-to 40"},
		{"H023", 47, "en", "number H _ 0 2 3 _ go-to 40 7"},
	} {
		got, err := clips.Words(c.number, c.window, "", c.lang)
		if s := strings.Join(got, " "); err != nil || s != c.want {
			t.Errorf("%s window %d %s: %s (%v), want %s", c.number, c.window, c.lang, s, err, c.want)
		}
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	for _, c := range []struct {
		number string
		window int
		lang   string
	}{{"", 1, "zh"}, {"张三", 1, "zh"}, {"a01", 1, "zh"}, {"A001", 0, "zh"}, {"A001", 100, "en"}, {"A001", 1, "fr"}} {
		if w, err := clips.Words(c.number, c.window, "", c.lang); hardware.CodeOf(err) != hardware.BadText {
			t.Errorf("%+v was read: %v", c, w)
		}
	}
}

// TestCallsToAWindowWithANameAreNeverSilent: letters and digits are spelled; of any other name the voice says who is
// called.
func TestCallsToAWindowWithANameAreNeverSilent(t *testing.T) {
	for _, c := range []struct{ place, lang, want string }{
		{"A12", "zh", "qing H _ 0 2 3 dao A _ 1 2 hao-chuangkou banli-yewu"},
		{"A12", "en", "number H _ 0 2 3 _ go-to A _ 1 2"},
		{"101", "zh", "qing H _ 0 2 3 dao 1 0 1 hao-chuangkou banli-yewu"},
		{"低压1", "zh", "qing H _ 0 2 3 banli-yewu"},
		{"VIP室", "en", "number H _ 0 2 3"},
	} {
		got, err := clips.Words("H023", 0, c.place, c.lang)
		if s := strings.Join(got, " "); err != nil || s != c.want {
			t.Errorf("to %s in %s: %s (%v), want %s", c.place, c.lang, s, err, c.want)
		}
	}
}
