package auth_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall/auth"
)

func TestPINsThatEverybodyTriesFirstAreRefused(t *testing.T) {
	for _, weak := range []string{"123456", "654321", "012345", "345678", "890123", "111111", "000000", "121212", "123123", "112211", "111222", "123321", "520520",
		"5201314", "1234567890", "987654321", "147258", "159753", "888888888888", "100310", "031203",
		"223344", "445566", "778899", "998877", "123789", "789123", "123450", "012340", "135790", "024680", "520131", "201314", "110120", "119110", "120110",
		"131415", "101112", "102030", "908070", "123124", "314159", "234987", "12344321", "95598110", "147369", "199001", "198801", "198912", "19900101", "20001231", "521314"} {
		if auth.WeakPIN(weak, "t01", "1003", "0312") == "" {
			t.Errorf("%s is taken", weak)
		}
	}
	for _, good := range []string{"246810", "739164", "280517", "904871", "13579024", "603918274655", "481602", "592817", "199013", "19900231", "736405", "829164", "15703826"} {
		if why := auth.WeakPIN(good, "t01", "1003", "0312"); why != "" {
			t.Errorf("%s is refused: %s", good, why)
		}
	}
}

func TestPasswordsThatEverybodyTriesFirstAreRefused(t *testing.T) {
	for _, weak := range []string{"password", "Password", "PASSWORD1!", "P@ssw0rd", "pa$$word", "12345678", "87654321", "11111111", "88888888", "abcdefgh", "qwertyuiop",
		"qwertyui", "1q2w3e4r", "1qaz2wsx", "admin123", "admin2026", "Admin@123", "welcome1", "iloveyou", "aaaaaaaa", "20261130", "95598955",
		"Aa123456.", "Aa123456!", "1qaz@WSX", "!QAZ2wsx", "abc123456", "Abc@123456", "qq123456", "QQ123456!", "zaq12wsx", "ZAQ!2wsx", "1q2w3e4r!", "123456abc",
		"wang123456", "a.123456", "1234qwer", "qwe123!@#", "poiuytre", "Zz112233", "aaa111222", "abcd1234!", "123qweASD", "woaini520520", "xx5201314",
		"wanglei1", "WangLei2026", "woaini1314", "ｐａｓｓｗｏｒｄ", "brighthall2026", "changeme!!", "Huawei12#$", "National2026", "dianli2026", "Dianwang@1998"} {
		if auth.WeakPassword(weak, "wanglei") == "" {
			t.Errorf("%s is taken", weak)
		}
	}
	for _, good := range []string{"correct horse", "ein-langes-wort", "ein-neues-wort", "今天天气真不错呀", "Tr4mway-7-lamp", "wanglei rides a red bicycle", "k7#mQ2vLx9", "380219471056", "blue47kettle", "Regen9Schirm2", "tea at 4 please", "Hx7-pond-38"} {
		if why := auth.WeakPassword(good, "wanglei"); why != "" {
			t.Errorf("%s is refused: %s", good, why)
		}
	}
}
