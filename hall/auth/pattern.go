package auth

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/brighthall/brighthall/hall"
)

// lines are digits that many know by heart; a piece of one is no secret.
var lines = strings.Fields("5201314520 1314520131 521314521 31415926535897932384 27182818284590452353 11235813213455")

// pieces are short numbers that many put together: numbers to ring, lucky ones, ways over the keypad.
var pieces = strings.Fields(`110 112 114 119 120 122 911 999 12345 12315 10000 10010 10086 95598 520 521 1314 168 518 588 666 888 000 111
	222 333 444 555 777 123 321 234 432 345 543 456 654 567 765 678 876 789 987 147 741 258 852 369 963 159 951 357 753`)

// patterned reports whether digits follow a rule that is soon guessed: pairs, even steps, a few runs, or well-known
// numbers in a row.
func patterned(digits string) bool {
	n := len(digits)
	if n < 4 || !hall.AllDigits(digits) {
		return false
	}
	for _, line := range lines {
		if strings.Contains(line, digits) {
			return true
		}
	}
	return pairs(digits) || longestStep(digits) >= n-1 || runs(digits) <= n/3 || evenly(digits) || tiled(digits) || dated(digits)
}

// dated: a year, a year and a month, or a whole day, as everybody writes his birthday: 1990, 199001, 19900131.
func dated(digits string) bool {
	form, ok := map[int]string{4: "2006", 6: "200601", 8: "20060102"}[len(digits)]
	if !ok || digits[:2] != "19" && digits[:2] != "20" {
		return false
	}
	_, err := time.Parse(form, digits)
	return err == nil
}

// pairs: 445566, 229900.
func pairs(digits string) bool {
	for i := 0; i+1 < len(digits); i += 2 {
		if digits[i] != digits[i+1] {
			return false
		}
	}
	return len(digits)%2 == 0
}

// step is how far the digit behind i is, on a dial.
func step(digits string, i int) int { return (int(digits[i+1]) - int(digits[i]) + 10) % 10 }

// longestStep is how many digits in a row have one step: five in 135790.
func longestStep(digits string) int {
	longest, now := 1, 1
	for i := range len(digits) - 1 {
		if i > 0 && step(digits, i) == step(digits, i-1) {
			now++
		} else {
			now = 2
		}
		longest = max(longest, now)
	}
	return longest
}

// runs is how many rows of neighbours, or of one digit, there are: two in 123789 and in 123450.
func runs(digits string) int {
	count := 0
	for i := 0; i < len(digits); count++ {
		j := i + 1
		for ; j < len(digits); j++ {
			s := step(digits, j-1)
			if s != 0 && s != 1 && s != 9 || j > i+1 && s != step(digits, j-2) {
				break
			}
		}
		i = j
	}
	return count
}

// evenly: numbers of two digits that go on by one difference, 131415 or 102030, or two of three digits, 100200 or
// 123124.
func evenly(digits string) bool {
	number := func(i, n int) int { v, _ := strconv.Atoi(digits[i : i+n]); return v }
	if len(digits) == 6 {
		switch number(3, 3) - number(0, 3) {
		case 1, -1, 10, -10, 100, -100, 111, -111:
			return true
		}
	}
	if len(digits) < 6 || len(digits)%2 != 0 {
		return false
	}
	for i := 4; i < len(digits); i += 2 {
		if number(i, 2)-number(i-2, 2) != number(2, 2)-number(0, 2) {
			return false
		}
	}
	return true
}

// tiled reports whether digits are well-known numbers and nothing else.
func tiled(digits string) bool {
	if digits == "" {
		return true
	}
	for _, p := range pieces {
		if rest, ok := strings.CutPrefix(digits, p); ok && tiled(rest) {
			return true
		}
	}
	return false
}

// decorated reports whether a password is a short or common word with digits that everybody tries, whatever signs are
// between or around: Aa123456., abc@123456, 123456wang.
func decorated(plain string) bool {
	flat := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, plain)
	isDigit := func(r rune) bool { return r >= '0' && r <= '9' }
	word, digits := strings.TrimRightFunc(flat, isDigit), strings.TrimLeftFunc(flat, func(r rune) bool { return !isDigit(r) })
	if flat != word+digits || word == "" || digits == "" {
		word, digits = strings.TrimLeftFunc(flat, isDigit), strings.TrimRightFunc(flat, func(r rune) bool { return !isDigit(r) })
	}
	if flat != word+digits && flat != digits+word || !hall.AllDigits(digits) {
		return false
	}
	soon := len(digits) < 3 || WeakPIN(digits) != ""
	letters := len([]rune(word))
	return soon && (letters <= 4 || common(word) || monotonous(word) || repeated(word)) || soon && len(digits) >= 6 && letters <= 8
}

// keys are where a sign lies on the keyboard, in widths of a key. A sign and its shifted form are one key.
var keys = layOut()

type key struct{ x, y float64 }

func layOut() map[rune]key {
	at := map[rune]key{}
	for _, row := range []struct {
		x, y  float64
		signs string
	}{{0, 0, "1234567890-="}, {0, 0, "!@#$%^&*()_+"}, {.5, 1, "qwertyuiop[]"}, {.75, 2, "asdfghjkl;'"}, {1.25, 3, "zxcvbnm,./"}} {
		for i, sign := range row.signs {
			at[sign] = key{row.x + float64(i), row.y}
		}
	}
	return at
}

// walked reports whether a finger wanders over the keyboard and seldom jumps: zaq12wsx, 1q2w3e4r!, 1qaz@WSX.
func walked(plain string) bool {
	signs := []rune(plain)
	ways := 1
	for i := 1; i < len(signs); i++ {
		a, known := keys[signs[i-1]]
		b, too := keys[signs[i]]
		if !known || !too || math.Abs(a.x-b.x) > 1 || math.Abs(a.y-b.y) > 1 || a.y != b.y && math.Abs(a.x-b.x) == 1 {
			ways++
		}
	}
	return len(signs) >= 6 && ways <= len(signs)/3
}
