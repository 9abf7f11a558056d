package reading_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice/reading"
)

func TestHowACallIsRead(t *testing.T) {
	both := []string{"zh", "en"}
	for _, c := range []struct {
		name   string
		rules  reading.Rules
		call   hardware.Utterance
		speaks []string
		want   string
	}{
		{"digits one by one, the window as a number", reading.Rules{}, hardware.Utterance{Number: "H023", Window: 3}, both, "请H，零二三号，到三号窗口办理业务。"},
		{"one in a number is 幺, in a window 一", reading.Rules{}, hardware.Utterance{Number: "A111", Window: 11}, both, "请A，幺幺幺号，到十一号窗口办理业务。"},
		{"a hall may want 一", reading.Rules{PlainOne: true}, hardware.Utterance{Number: "A101", Window: 1}, both, "请A，一零一号，到一号窗口办理业务。"},
		{"two is 二 everywhere", reading.Rules{}, hardware.Utterance{Number: "22", Window: 22}, both, "请二二号，到二十二号窗口办理业务。"},
		{"an English ticket: Chinese, then English", reading.Rules{}, hardware.Utterance{Number: "H023", Window: 3, Languages: reading.For("en-GB")}, both,
			"请H，零二三号，到三号窗口办理业务。|Number H, zero two three, please go to window three."},
		{"a voice without English leaves it out", reading.Rules{}, hardware.Utterance{Number: "5", Window: 20, Languages: both}, []string{"zh"}, "请五号，到二十号窗口办理业务。"},
		{"asked for English only, a Chinese voice speaks Chinese", reading.Rules{}, hardware.Utterance{Number: "5", Window: 10, Languages: []string{"en"}}, []string{"zh"}, "请五号，到十号窗口办理业务。"},
		{"windows in English", reading.Rules{}, hardware.Utterance{Number: "B9", Window: 42, Languages: []string{"en"}}, both, "Number B, nine, please go to window forty two."},
		{"a notice is read as it stands", reading.Rules{}, hardware.Utterance{Text: "本厅将于十分钟后结束营业。"}, both, "本厅将于十分钟后结束营业。"},
	} {
		got, err := c.rules.Sentences(c.call, c.speaks...)
		var texts []string
		for _, s := range got {
			texts = append(texts, s.Text)
		}
		if err != nil || strings.Join(texts, "|") != c.want {
			t.Errorf("%s: %q %v\nwant %q", c.name, texts, err, c.want)
		}
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	for _, u := range []hardware.Utterance{{}, {Number: "号", Window: 1}, {Number: "a1", Window: 1}, {Number: "A1"}, {Number: "A1", Window: 100},
		{Number: "A1", Window: -1, Languages: []string{"en"}}} {
		if s, err := (reading.Rules{}).Sentences(u, "zh", "en"); hardware.CodeOf(err) != hardware.BadText {
			t.Errorf("%+v: %v %v", u, s, err)
		}
	}
}

func TestEverySentenceHasPinyin(t *testing.T) {
	for window := 1; window < 100; window++ {
		text, err := reading.Rules{PlainOne: window%2 == 0}.Chinese("Z0123456789", window)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := reading.Pinyin(text); err != nil || strings.ContainsAny(p, "，。号") {
			t.Fatalf("%s: %q %v", text, p, err)
		}
	}
	got, _ := reading.Pinyin("请A，零幺号，到三号窗口办理业务。")
	if got != "qing3 A, ling2 yao1 hao4, dao4 san1 hao4 chuang1 kou3 ban4 li3 ye4 wu4." {
		t.Error(got)
	}
	if _, err := reading.Pinyin("龙"); err == nil {
		t.Error("an unknown character was let through")
	}
}

// TestWindowsWithNamesAreRead: the name, 号窗口 only after letters and digits; what English cannot say is left to the
// display.
func TestWindowsWithNamesAreRead(t *testing.T) {
	for _, c := range []struct{ place, zh, short, en string }{
		{"低压1", "请H，零二三号，到低压1办理业务。", "请H，零二三号，办理业务。", "Number H, zero two three."},
		{"VIP室", "请H，零二三号，到VIP室办理业务。", "请H，零二三号，办理业务。", "Number H, zero two three."},
		{"A12", "请H，零二三号，到A12号窗口办理业务。", "请H，零二三号，办理业务。", "Number H, zero two three, please go to window A12."},
		{"VIP room", "请H，零二三号，到VIP room办理业务。", "请H，零二三号，办理业务。", "Number H, zero two three, please go to VIP room."},
	} {
		all, err := reading.Rules{}.Sentences(hardware.Utterance{Number: "H023", Place: c.place, Languages: []string{"zh", "en"}}, "zh", "en")
		if err != nil || len(all) != 2 || all[0].Text != c.zh || all[0].Short != c.short || all[1].Text != c.en {
			t.Errorf("to %s: %q, %v", c.place, all, err)
		}
		if _, err := reading.Pinyin(all[0].Short); err != nil {
			t.Errorf("to %s: no voice can say %q: %v", c.place, all[0].Short, err)
		}
	}
}
