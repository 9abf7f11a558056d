package lang_test

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// TestWaitsAreRoundedAndNeverAbsurd: 5 minutes, above 30 of them 10, above an hour half hours; nothing while no window
// is open.
func TestWaitsAreRoundedAndNeverAbsurd(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		low, high int
		zh, en    string
	}{
		{0, 0, "不用等", "No wait"},
		{0, 1, "不用等", "No wait"},
		{1, 3, "5 分钟以内", "Up to 5 min"},
		{3, 6, "10 分钟以内", "Up to 10 min"},
		{12, 20, "约 10–20 分钟", "10–20 min"},
		{20, 20, "约 20 分钟", "20 min"},
		{28, 31, "约 25–40 分钟", "25–40 min"},
		{38, 60, "约 30–60 分钟", "30–60 min"},
		{54, 123, "约 1–2 小时", "1–2 hours"},
		{45, 75, "约 1–1.5 小时", "1–1.5 hours"},
		{60, 61, "约 1 小时", "1 hour"},
		{5, 80, "1.5 小时以内", "Up to 1.5 hours"},
		{230, 354, "约 4–6 小时", "4–6 hours"},
	} {
		w := hall.Wait{LowMin: c.low, HighMin: c.high, Known: true}
		if zh, en := b.Wait(hall.Chinese, w), b.Wait(hall.English, w); zh != c.zh || en != c.en {
			t.Errorf("%d to %d minutes: %q, %q; want %q, %q", c.low, c.high, zh, en, c.zh, c.en)
		}
	}
	if got := b.Wait(hall.Chinese, hall.Wait{LowMin: 54, HighMin: 123}); got != "窗口暂未开放" {
		t.Errorf("nobody can tell: %q", got)
	}
}

// TestAWaitIsNeverToldShorterThanItIs walks all windows up to eight hours.
func TestAWaitIsNeverToldShorterThanItIs(t *testing.T) {
	b := book(t)
	figures := regexp.MustCompile(`[\d.]+`)
	for high := 2; high <= 480; high++ {
		for low := 0; low <= high; low++ {
			said, unit := b.WaitFigures(hall.English, hall.Wait{LowMin: low, HighMin: high, Known: true})
			all := figures.FindAllString(said, -1)
			last, err := strconv.ParseFloat(all[len(all)-1], 64)
			minutes := unit == "min" || unit == "min at most"
			switch {
			case err != nil, minutes != (high <= 60):
				t.Fatalf("%d to %d: %q %q", low, high, said, unit)
			case minutes && (int(last)%5 != 0 || int(last) < high || int(last) > high+9):
				t.Fatalf("%d to %d: %q", low, high, said)
			case !minutes && (last*60 < float64(high-15) || last*60 > float64(high+15)):
				t.Fatalf("%d to %d: %q", low, high, said)
			}
		}
	}
}

func TestWindowsAsPeopleSayThem(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		labels []string
		zh, en string
	}{
		{nil, "", ""},
		{[]string{"3"}, "3 号窗口", "Window 3"},
		{[]string{"6", "4"}, "4、6 号窗口", "Windows 4, 6"},
		{[]string{"5", "3", "4"}, "3–5 号窗口", "Windows 3–5"},
		{[]string{"1", "3", "4", "5", "10"}, "1、3–5、10 号窗口", "Windows 1, 3–5, 10"},
		{[]string{"9", "10", "11"}, "9–11 号窗口", "Windows 9–11"},
		{[]string{"A12"}, "A12 号窗口", "Window A12"},
		{[]string{"A1", "B2"}, "A1、B2 号窗口", "Windows A1, B2"},
		{[]string{"1号窗口"}, "1 号窗口", "Window 1"},
		{[]string{"2号", "3 号窗口", "1"}, "1–3 号窗口", "Windows 1–3"},
		{[]string{"低压1"}, "低压1", "低压1"},
		{[]string{"VIP室", "3", "综合"}, "3 号窗口、VIP室、综合", "Window 3, VIP室, 综合"},
		{[]string{"", " "}, "", ""},
	} {
		if zh, en := b.Windows(hall.Chinese, c.labels), b.Windows(hall.English, c.labels); zh != c.zh || en != c.en {
			t.Errorf("%q: %q, %q; want %q, %q", c.labels, zh, en, c.zh, c.en)
		}
	}
}

func TestASignTakesAWindowApart(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		in    hall.Language
		label lang.Windows
		want  lang.Sign
	}{
		{hall.Chinese, lang.Window("3"), lang.Sign{Label: "3", After: "号窗口"}},
		{hall.English, lang.Window("3"), lang.Sign{Before: "window", Label: "3"}},
		{hall.English, lang.Windows{"4", "6"}, lang.Sign{Before: "windows", Label: "4, 6"}},
		{hall.Chinese, lang.Window("VIP室"), lang.Sign{Label: "VIP室"}},
		{hall.Chinese, lang.Windows{"3", "VIP室"}, lang.Sign{Label: "3 号窗口、VIP室"}},
		{hall.Chinese, nil, lang.Sign{}},
	} {
		if got := b.Sign(c.in, c.label); got != c.want {
			t.Errorf("%v in %s: %+v, want %+v", c.label, c.in, got, c.want)
		}
	}
}

// A label stands as it is painted, also where a line begins; digits of an input method are a number.
func TestALabelIsReadAsItIsPainted(t *testing.T) {
	b := book(t)
	for _, c := range []struct{ label, zh, en string }{
		{"vip室", "vip室", "vip室"}, {"a12", "a12 号窗口", "Window a12"}, {"３", "3 号窗口", "Window 3"}, {"Ａ１２号窗口", "A12 号窗口", "Window A12"},
	} {
		w := lang.Window(c.label)
		if zh, en := b.Windows(hall.Chinese, w), b.Windows(hall.English, w); zh != c.zh || en != c.en {
			t.Errorf("%q: %q, %q; want %q, %q", c.label, zh, en, c.zh, c.en)
		}
	}
	if n, ok := lang.Numbered("３"); !ok || n != "3" {
		t.Errorf("number %q %v", n, ok)
	}
}

func TestEnglishWordsGoWithTheirNumber(t *testing.T) {
	b := book(t)
	for n, want := range map[int]string{0: "hours", 1: "hour", 2: "hours", 11: "hours", 21: "hours"} {
		if got := b.Say(hall.English, "common.wait.unit.hours", "n", n); got != want {
			t.Errorf("%d %s, want %s", n, got, want)
		}
	}
}

func TestAShortNameHasNoRemark(t *testing.T) {
	for name, want := range map[string]string{"户号（电费单上有）": "户号", "Account number (on the bill)": "Account number", "身份证": "身份证", "（无）": "（无）"} {
		if got := lang.Short(name); got != want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestAWindowBeginsALineWithACapital(t *testing.T) {
	b := book(t)
	if got := b.Say(hall.English, "counter.panel.window", "window", lang.Windows{"4", "6"}); got != "Windows 4, 6" {
		t.Errorf("got %q", got)
	}
	if got := b.Say(hall.English, "web.serving", "window", lang.Window("3")); got != "You are being served at window 3" {
		t.Errorf("got %q", got)
	}
}

// TestOnlyOneSentenceKnowsTheUnitOfAWindow: any other would write it behind a name, too.
func TestOnlyOneSentenceKnowsTheUnitOfAWindow(t *testing.T) {
	b, unit := book(t), regexp.MustCompile(`\} ?号窗口|[Ww]indow \{`)
	for _, key := range b.Keys() {
		for _, l := range lang.Languages {
			if key != "common.window" && unit.MatchString(b.Say(l, key)) {
				t.Errorf("%s: %s", key, b.Say(l, key))
			}
		}
	}
}
