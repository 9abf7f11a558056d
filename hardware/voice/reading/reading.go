package reading

import (
	"fmt"
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// Rules of a hall; the zero value is what most want.
type Rules struct {
	PlainOne bool // digit 1 as 一 instead of 幺
}

// Sentence is what is read in one language.
type Sentence struct {
	Language string // "zh", "en"
	Text     string
	Short    string // without the window's name, for a voice that cannot pronounce it
}

// For is the languages a ticket of a language is called in: Chinese, then English when the
// visitor took the ticket in English.
func For(ticket string) []string {
	if strings.HasPrefix(ticket, "en") {
		return []string{"zh", "en"}
	}
	return []string{"zh"}
}

// Sentences is what a voice that speaks these languages reads for an utterance. A language it
// does not speak is left out; when none is left, its first is used. An utterance without number
// is read as its Text. What cannot be read is BadText.
func (r Rules) Sentences(u hardware.Utterance, speaks ...string) ([]Sentence, error) {
	const op = "reading.Sentences"
	if u.Number == "" && strings.TrimSpace(u.Text) != "" {
		return []Sentence{{Language: first(u.Languages, "zh"), Text: u.Text, Short: u.Text}}, nil
	}
	var all []Sentence
	for _, l := range common(u.Languages, speaks) {
		s, err := r.call(l, u)
		if err != nil {
			return nil, hardware.E(op, hardware.BadText, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// call is the sentence of a call. A window with a name is said by its name; a voice that cannot pronounce it says who
// is called, and the display shows where.
func (r Rules) call(language string, u hardware.Utterance) (Sentence, error) {
	place := strings.TrimSpace(u.Place)
	if place == "" {
		text, err := r.sentence(language, u.Number, u.Window)
		return Sentence{language, text, text}, err
	}
	text, err := r.sentence(language, u.Number, 1) // checks and spells the number
	if err != nil {
		return Sentence{}, err
	}
	_, err = r.spell(strings.ToUpper(place), "零幺二三四五六七八九", "")
	spelled := err == nil
	if language == "zh" {
		who, _, _ := strings.Cut(text, "，到")
		if spelled {
			place += "号窗口"
		}
		return Sentence{language, who + "，到" + place + "办理业务。", who + "，办理业务。"}, nil
	}
	who, _, _ := strings.Cut(text, ", please")
	s := Sentence{language, who + ".", who + "."}
	switch {
	case spelled:
		s.Text = who + ", please go to window " + place + "."
	case !strings.ContainsFunc(place, func(c rune) bool { return c > '~' }):
		s.Text = who + ", please go to " + place + "."
	}
	return s, nil
}

func (r Rules) sentence(language, number string, window int) (string, error) {
	switch language {
	case "zh":
		return r.Chinese(number, window)
	case "en":
		return r.English(number, window)
	}
	return "", fmt.Errorf("language %q", language)
}

// Chinese is 请H，零二三号，到三号窗口办理业务。
func (r Rules) Chinese(number string, window int) (string, error) {
	spelled, err := r.spell(number, "零幺二三四五六七八九", "，")
	if err != nil {
		return "", err
	}
	n, err := counted(window)
	if err != nil {
		return "", err
	}
	return "请" + spelled + "号，到" + n + "号窗口办理业务。", nil
}

// English is "Number H, zero two three, please go to window three."
func (r Rules) English(number string, window int) (string, error) {
	if _, err := counted(window); err != nil {
		return "", err
	}
	var words []string
	for _, c := range number {
		w, err := englishRune(c)
		if err != nil {
			return "", err
		}
		words = append(words, w)
	}
	if len(words) == 0 {
		return "", fmt.Errorf("empty number")
	}
	return "Number " + strings.Join(words, " ") + ", please go to window " + cardinal(window) + ".", nil
}

func englishRune(c rune) (string, error) {
	switch {
	case c >= '0' && c <= '9':
		return small[c-'0'], nil
	case c >= 'A' && c <= 'Z':
		return string(c) + ",", nil
	}
	return "", fmt.Errorf("%q cannot be spoken", c)
}

// spell reads letters and digits one by one; digits are the ten words, one rune each.
func (r Rules) spell(number, digits, pause string) (string, error) {
	words := []rune(digits)
	if r.PlainOne {
		words[1] = '一'
	}
	var b strings.Builder
	for _, c := range number {
		switch {
		case c >= '0' && c <= '9':
			b.WriteRune(words[c-'0'])
		case c >= 'A' && c <= 'Z':
			b.WriteString(string(c) + pause)
		default:
			return "", fmt.Errorf("%q cannot be spoken", c)
		}
	}
	if b.Len() == 0 {
		return "", fmt.Errorf("empty number")
	}
	return b.String(), nil
}

// counted reads 1–99 as a number: 一, 十, 十一, 二十, 二十一.
func counted(n int) (string, error) {
	if n < 1 || n > 99 {
		return "", fmt.Errorf("window %d", n)
	}
	ones := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return ones[n], nil
	case n < 20:
		return "十" + ones[n%10], nil
	}
	return ones[n/10] + "十" + ones[n%10], nil
}

var small = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")

func cardinal(n int) string {
	tens := strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	switch {
	case n < 20:
		return small[n]
	case n%10 == 0:
		return tens[n/10]
	}
	return tens[n/10] + " " + small[n%10]
}

// common keeps the order of what is asked.
func common(asked, speaks []string) []string {
	if len(speaks) == 0 {
		speaks = []string{"zh"}
	}
	if len(asked) == 0 {
		asked = []string{"zh"}
	}
	var both []string
	for _, l := range asked {
		if slices.Contains(speaks, l) {
			both = append(both, l)
		}
	}
	if len(both) == 0 {
		return speaks[:1]
	}
	return both
}

func first(all []string, unset string) string {
	if len(all) == 0 {
		return unset
	}
	return all[0]
}
