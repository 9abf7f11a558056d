package reading_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice/reading"
)

// Every digit and letter of a number, one by one: 0 零, 1 幺, 2 二, each letter by its name and with a pause after it.
func TestEveryDigitAndLetter(t *testing.T) {
	zh, en := strings.Split("零 幺 二 三 四 五 六 七 八 九", " "), strings.Split("zero one two three four five six seven eight nine", " ")
	for d := range 10 {
		number := string(rune('0' + d))
		check(t, reading.Rules{}, number, 3, "请"+zh[d]+"号，到三号窗口办理业务。", "Number "+en[d]+", please go to window three.")
	}
	for c := 'A'; c <= 'Z'; c++ {
		check(t, reading.Rules{}, string(c)+"1", 3, "请"+string(c)+"，幺号，到三号窗口办理业务。", "Number "+string(c)+", one, please go to window three.")
	}
}

// A window is a normal number: never 幺, never digit by digit.
func TestWindows(t *testing.T) {
	for window, want := range map[int][2]string{
		1: {"一", "one"}, 2: {"二", "two"}, 9: {"九", "nine"}, 10: {"十", "ten"}, 11: {"十一", "eleven"}, 12: {"十二", "twelve"},
		19: {"十九", "nineteen"}, 20: {"二十", "twenty"}, 21: {"二十一", "twenty one"}, 30: {"三十", "thirty"}, 47: {"四十七", "forty seven"},
		90: {"九十", "ninety"}, 99: {"九十九", "ninety nine"},
	} {
		check(t, reading.Rules{}, "A1", window, "请A，幺号，到"+want[0]+"号窗口办理业务。", "Number A, one, please go to window "+want[1]+".")
	}
}

// Whatever text a call has for the displays, only number and window are read: no name, no business.
func TestNoNameIsRead(t *testing.T) {
	all, err := reading.Rules{}.Sentences(hardware.Utterance{Number: "A1", Window: 1, Text: "张三 更名过户", Languages: []string{"zh", "en"}}, "zh", "en")
	for _, s := range all {
		if strings.ContainsAny(s.Text, "张三更名过户") && !strings.Contains("请A，幺号，到一号窗口办理业务。", s.Text) {
			t.Errorf("%q", s.Text)
		}
	}
	if err != nil || len(all) != 2 {
		t.Errorf("%v %v", all, err)
	}
}

func check(t *testing.T, r reading.Rules, number string, window int, zh, en string) {
	t.Helper()
	if got, err := r.Chinese(number, window); got != zh || err != nil {
		t.Errorf("%q %v, want %q", got, err, zh)
	}
	if got, err := r.English(number, window); got != en || err != nil {
		t.Errorf("%q %v, want %q", got, err, en)
	}
}
