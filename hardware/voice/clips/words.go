package clips

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// Pause is the clip name that stands for a short silence.
const Pause = "_"

// Words returns the names of the clips that say a call, in their order.
//
// Chinese: 请 H 零 二 三 到 三 号窗口 办理业务. The number is read digit by digit, 1 as
// 幺 (yāo), because yī is taken for qī; a window is a normal number, 11 is 十一. English:
// "Number H zero two three, please go to window three". A letter is followed by a pause.
//
// A window that has a name in place of a number is spelled when letters and digits do; otherwise the call says who, and
// the display shows where.
func Words(number string, window int, place, language string) ([]string, error) {
	const op = "clips.Words"
	spell, err := spelled(number)
	if err != nil {
		return nil, hardware.E(op, hardware.BadText, err)
	}
	if place != "" {
		return named(spell, place, language)
	}
	if window < 1 || window > 99 {
		return nil, hardware.E(op, hardware.BadText, fmt.Sprintf("window %d", window))
	}
	var words []string
	switch language {
	case "zh":
		words = append(words, "qing")
		words = append(words, spell...)
		words = append(words, "dao")
		words = append(words, chinese(window)...)
		return append(words, "hao-chuangkou", "banli-yewu"), nil
	case "en":
		words = append(words, "number")
		words = append(words, spell...)
		words = append(words, Pause, "go-to")
		return append(words, english(window)...), nil
	}
	return nil, hardware.E(op, hardware.BadText, "language "+language)
}

// named is the call to a window with a name.
func named(spell []string, place, language string) ([]string, error) {
	where, err := spelled(strings.ToUpper(place))
	said := err == nil
	switch {
	case language == "zh" && said:
		return slices.Concat([]string{"qing"}, spell, []string{"dao"}, where, []string{"hao-chuangkou", "banli-yewu"}), nil
	case language == "zh":
		return slices.Concat([]string{"qing"}, spell, []string{"banli-yewu"}), nil
	case language == "en" && said:
		return slices.Concat([]string{"number"}, spell, []string{Pause, "go-to"}, where), nil
	case language == "en":
		return append([]string{"number"}, spell...), nil
	}
	return nil, hardware.E("clips.Words", hardware.BadText, "language "+language)
}

// spelled names the clip of each letter and digit. The clip "1" is yāo in zh, "one" in en.
func spelled(number string) ([]string, error) {
	if number == "" {
		return nil, fmt.Errorf("empty number")
	}
	var words []string
	for _, r := range number {
		switch {
		case r >= 'A' && r <= 'Z':
			words = append(words, string(r), Pause)
		case r >= '0' && r <= '9':
			words = append(words, string(r))
		default:
			return nil, fmt.Errorf("%q cannot be spoken", r)
		}
	}
	return words, nil
}

// chinese reads 1–99: 一, 二, 十, 十一, 二十, 二十一.
func chinese(n int) []string {
	var words []string
	if n >= 20 {
		words = append(words, digit(n/10))
	}
	if n >= 10 {
		words = append(words, "shi")
	}
	if n%10 > 0 {
		words = append(words, digit(n%10))
	}
	return words
}

// digit: one as a number is yī, not yāo.
func digit(n int) string {
	if n == 1 {
		return "yi"
	}
	return strconv.Itoa(n)
}

func english(n int) []string {
	switch {
	case n < 20:
		return []string{strconv.Itoa(n)}
	case n%10 == 0:
		return []string{strconv.Itoa(n)}
	}
	return []string{strconv.Itoa(n / 10 * 10), strconv.Itoa(n % 10)}
}
