package auth

import (
	"slices"
	"strings"
	"unicode"

	"github.com/brighthall/brighthall/hall"
)

// The secrets that whoever tries begins with, from published lists of stolen ones.
var (
	commonPINs = strings.Fields(`121212 123123 112233 123321 159753 147258 258369 369258 147852 789456 456789 789456123 520520 5201314
		1314520 131420 521521 168168 518518 888666 666888 123654 321654 456123 102030 142536 000123 123000 100200 147258369 159357 951753
		1234560 110110 119119 120120 911911 955980 95598 955988`)
	commonPasswords = strings.Fields(`password passw0rd p@ssw0rd pa55word pass1234 passwort admin admin123 administrator adminadmin root
		rootroot toor user guest demo test test1234 testtest changeme default letmein welcome welcome1 iloveyou qwerty qwertyui qwertyuiop
		qwer1234 asdf1234 asdfghjk asdfghjkl zxcvbnm zxcvbnm1 1q2w3e4r 1q2w3e4r5t 1qaz2wsx q1w2e3r4 qazwsxedc abc12345 abcd1234 abcdefgh
		aa123456 a1234567 a12345678 aaa12345 woaini woaini1314 woaini520 5201314 sunshine princess football baseball dragon monkey master
		shadow superman batman trustno1 whatever starwars computer internet secret secret123 mima mima1234 mimamima guanliyuan brighthall
		mingting yingyeting gaoyang stategrid guojiadianwang dianwang dianli dianli95598 95598955 hello hello123 hello1234 huawei xiaomi
		lenovo tencent alibaba baidu china zhongguo beijing shanghai national company office windows service kefu nihao`)
)

// WeakPIN says why a PIN is refused, or nothing: one of those that everybody tries first, or the teller's own number.
func WeakPIN(pin string, own ...string) string {
	switch {
	case slices.Contains(commonPINs, pin), monotonous(pin), repeated(pin), patterned(pin):
		return "it is one of those that everybody tries first"
	}
	for _, o := range own {
		if len(o) >= 4 && strings.Contains(pin, o) {
			return "the teller's own number is in it"
		}
	}
	return ""
}

// WeakPassword says why a password is refused, or nothing: one of those that everybody tries first, by itself or with a
// few digits and signs around it, or the person's own name.
func WeakPassword(password, name string) string {
	plain := strings.ToLower(hall.Halfwidth(password))
	core := strings.TrimFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) })
	straight := strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "$", "s", "@", "a").Replace(plain)
	switch {
	case monotonous(plain), repeated(plain), hall.AllDigits(plain) && len(plain) < 12:
		return "it is one of those that everybody tries first"
	case walked(plain), decorated(plain), common(plain), common(core), common(strings.TrimFunc(straight, func(r rune) bool { return !unicode.IsLetter(r) })):
		return "it is one of those that everybody tries first"
	case len(name) >= 3 && strings.Contains(plain, strings.ToLower(name)) && len(plain) < len(name)+6:
		return "it is the person's name with little else"
	}
	return ""
}

func common(word string) bool { return word != "" && slices.Contains(commonPasswords, word) }

// monotonous reports whether a text goes up or down the keyboard's or the alphabet's line by one step, or stays at one
// sign.
func monotonous(s string) bool {
	r := []rune(s)
	if len(r) < 3 {
		return true
	}
	step := r[1] - r[0]
	if step < -1 || step > 1 {
		return strings.Contains("1234567890", s) || strings.Contains("0987654321", s)
	}
	for i := 2; i < len(r); i++ {
		if wrap := r[i-1] == '9' && r[i] == '0' && step == 1 || r[i-1] == '0' && r[i] == '9' && step == -1; r[i]-r[i-1] != step && !wrap {
			return false
		}
	}
	return true
}

// repeated reports whether a text is one piece of at most half its length again and again, or two signs in all: 123123,
// 121212, 111222.
func repeated(s string) bool {
	for n := 1; n <= len(s)/2; n++ {
		if len(s)%n == 0 && strings.Repeat(s[:n], len(s)/n) == s {
			return true
		}
	}
	signs := map[rune]bool{}
	for _, r := range s {
		signs[r] = true
	}
	return len(signs) <= 2
}
