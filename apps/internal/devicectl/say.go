package devicectl

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// ticketNumber is what is called rather than read: H023.
var ticketNumber = regexp.MustCompile(`^[A-Za-z]{0,2}[0-9]{1,5}$`)

// calls are the sentences in which a number is called to a window.
var calls = []struct {
	language string
	sentence *regexp.Regexp
}{
	{"zh", regexp.MustCompile(`^请?\s*([A-Za-z]{0,2}[0-9]{1,5})\s*号?[，,]?\s*(?:顾客|客户)?\s*请?到\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*号?(?:窗口|柜台)(?:办理(?:业务)?)?[。.！!]?$`)},
	{"en", regexp.MustCompile(`(?i)^(?:number|ticket)?\s*([a-z]{0,2}[0-9]{1,5}),?\s*(?:please\s+)?(?:go\s+)?to\s+(?:window|counter)\s+([0-9]{1,2})[.!]?$`)},
}

// composer is a voice that joins recorded words: it can say no others.
type composer interface {
	Compose(hardware.Utterance) ([]byte, error)
}

// errComposes tells what such a voice can be given.
var errComposes = errors.New("this voice is made of recorded words: give a number such as A001, or a call such as \"Number A001, please go to window 3\"")

func sayOnce(ctx context.Context, v hardware.Voice, what string, r *Report) error {
	what = cmp.Or(what, callNumber)
	r.Did, r.Result = "said", map[string]string{"text": what}
	u := hardware.Utterance{ID: "probe", Text: what}
	if ticketNumber.MatchString(what) {
		u.Number, u.Window = strings.ToUpper(what), 1
	}
	if _, only := v.(composer); only && u.Number == "" && !called(what, &u) {
		return hardware.E("probe", hardware.BadText, errComposes)
	}
	return v.Say(ctx, u)
}

// called reads a sentence as a call.
func called(what string, u *hardware.Utterance) bool {
	for _, c := range calls {
		if m := c.sentence.FindStringSubmatch(strings.TrimSpace(what)); m != nil {
			u.Number, u.Window, u.Languages = strings.ToUpper(m[1]), window(m[2]), []string{c.language}
			return u.Window > 0
		}
	}
	return false
}

// window reads 3, 三, 十一 and 二十一; 0 is none of them.
func window(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	digits := map[string]int{"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
	tens, ones, ten := strings.Cut(word, "十")
	switch {
	case !ten:
		return digits[word]
	case ones != "" && digits[ones] == 0 || tens != "" && digits[tens] == 0:
		return 0
	case tens == "":
		tens = "一"
	}
	return 10*digits[tens] + digits[ones]
}
