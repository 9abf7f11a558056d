package auth_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall/auth"
)

func TestPINsThatEverybodyTriesFirstAreRefused(t *testing.T) {
	for _, weak := range []string{"123456", "654321", "012345", "345678", "890123", "111111", "000000", "121212", "123123", "112211", "111222", "123321", "520520",
		"5201314", "1234567890", "987654321", "147258", "159753", "888888888888", "100310", "031203"} {
		if auth.WeakPIN(weak, "t01", "1003", "0312") == "" {
			t.Errorf("%s is taken", weak)
		}
	}
	for _, good := range []string{"246810", "739164", "280517", "904871", "13579024", "603918274655"} {
		if why := auth.WeakPIN(good, "t01", "1003", "0312"); why != "" {
			t.Errorf("%s is refused: %s", good, why)
		}
	}
}

func TestPasswordsThatEverybodyTriesFirstAreRefused(t *testing.T) {
	for _, weak := range []string{"password", "Password", "PASSWORD1!", "P@ssw0rd", "pa$$word", "12345678", "87654321", "11111111", "88888888", "abcdefgh", "qwertyuiop",
		"qwertyui", "1q2w3e4r", "1qaz2wsx", "admin123", "admin2026", "Admin@123", "welcome1", "iloveyou", "aaaaaaaa", "20261130", "95598955",
		"wanglei1", "WangLei2026", "woaini1314", "ｐａｓｓｗｏｒｄ", "brighthall2026", "changeme!!"} {
		if auth.WeakPassword(weak, "wanglei") == "" {
			t.Errorf("%s is taken", weak)
		}
	}
	for _, good := range []string{"correct horse", "ein-langes-wort", "ein-neues-wort", "今天天气真不错呀", "Tr4mway-7-lamp", "wanglei rides a red bicycle", "k7#mQ2vLx9", "380219471056"} {
		if why := auth.WeakPassword(good, "wanglei"); why != "" {
			t.Errorf("%s is refused: %s", good, why)
		}
	}
}
