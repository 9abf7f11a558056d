package hall_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/brighthall/brighthall/hall"
	"pgregory.net/rapid"
)

var key = hall.Key("a secret of the test outlet, 32 b")

const today = hall.Day("2026-11-23")

func TestTicketCodeIsKnownAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		outlet, seq := rapid.IntRange(1, 999).Draw(t, "outlet"), rapid.IntRange(0, 9999).Draw(t, "seq")
		code := key.Code(outlet, today, seq)
		if len(code) != 14 || strings.Trim(code, "0123456789") != "" {
			t.Fatalf("code %q", code)
		}
		if err := key.Verify(code, outlet, today); err != nil {
			t.Fatal(err)
		}
		if err := key.Verify(code, outlet%999+1, today); hall.CodeOf(err) != hall.CodeForeign {
			t.Fatalf("another outlet: %v", err)
		}
		if err := key.Verify(code, outlet, "2026-11-24"); hall.CodeOf(err) != hall.CodeOld {
			t.Fatalf("the day after: %v", err)
		}
	})
}

// TestForgedCodes: of 100,000 invented codes that differ from a true one in their check digits, none is accepted; of
// 100,000 with a random check, as many as chance allows. Four check digits let 1 in 10,000 through: 10 expected, and 30
// would be six standard deviations off. A forger has one try at a counter, before a person's eyes.
func TestForgedCodes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		seq := random.IntN(8000)
		code := key.Code(101, today, seq)
		wrong := fmt.Sprintf("%04d", (atoi(code[10:])+1+random.IntN(9999))%10000)
		if err := key.Verify(code[:10]+wrong, 101, today); hall.CodeOf(err) != hall.CodeForged {
			t.Fatalf("a wrong check was accepted: %s%s, %v", code[:10], wrong, err)
		}
	}
	accepted := 0
	for range 100_000 {
		invented := fmt.Sprintf("101%03d%04d%04d", today.Number(), random.IntN(8000), random.IntN(10000))
		if key.Verify(invented, 101, today) == nil {
			accepted++
		}
	}
	if accepted > 30 {
		t.Errorf("%d of 100,000 invented codes were accepted, chance allows 10 ± 3", accepted)
	}
}

// TestMisreadCodes: of all codes with one wrong digit or two digits swapped, at most 1 in 1,000 passes for another true
// ticket.
func TestMisreadCodes(t *testing.T) {
	tried, passed := 0, 0
	for seq := range 200 {
		code := key.Code(101, today, seq)
		for _, wrong := range misreads(code) {
			tried++
			if key.Verify(wrong, 101, today) == nil {
				passed++
			}
		}
	}
	if passed*1000 > tried {
		t.Errorf("%d of %d misread codes passed", passed, tried)
	}
}

func misreads(code string) (all []string) {
	for i := range code {
		for d := byte('0'); d <= '9'; d++ {
			if code[i] != d {
				all = append(all, code[:i]+string(d)+code[i+1:])
			}
		}
		if i > 0 && code[i] != code[i-1] {
			all = append(all, code[:i-1]+string(code[i])+string(code[i-1])+code[i+1:])
		}
	}
	return all
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

func TestPageURLHoldsNoPerson(t *testing.T) {
	ticket := hall.Ticket{ID: "8b1e", No: "H023", Group: "H", Day: today, Customer: "p1"}
	url := key.PageURL("http://10.0.0.5:7300/", ticket)
	scanned, err := hall.ParseScan(url)
	if err != nil || scanned.Token != key.Token("8b1e") || len(scanned.Token) != 32 {
		t.Errorf("%s gives %+v, %v", url, scanned, err)
	}
	if !strings.HasPrefix(url, "http://10.0.0.5:7300/t/") || strings.Contains(url, "p1") || strings.Contains(url, hall.TokenHash(scanned.Token)) {
		t.Errorf("address %s", url)
	}
	ticket.No = "H024"
	if key.PageURL("http://10.0.0.5:7300/", ticket)[60:] == url[60:] {
		t.Error("the number is not bound by the address's check")
	}
}

func TestParseScan(t *testing.T) {
	token := strings.Repeat("0a", 16)
	for _, c := range []struct {
		text string
		want hall.Scanned
	}{
		{"10127800010000", hall.Scanned{Code: "10127800010000"}},
		{" 101 278 0001 0000\r\n", hall.Scanned{Code: "10127800010000"}},
		{"http://h/t/" + token, hall.Scanned{Token: token}},
		{"https://hall.example/t/" + strings.ToUpper(token) + "?n=H023", hall.Scanned{Token: token}},
		{"", hall.Scanned{}},
		{"1012780001000", hall.Scanned{}},
		{"101278000100000", hall.Scanned{}},
		{"1012780001000x", hall.Scanned{}},
		{"１０１２７８０００１００００", hall.Scanned{Code: "10127800010000"}}, // typed with an input method
		{"１０１　２７８　０００１　００００", hall.Scanned{Code: "10127800010000"}},
		{"101-278-0001-0000", hall.Scanned{Code: "10127800010000"}},
		{"]C110127800010000", hall.Scanned{Code: "10127800010000"}}, // a scanner that tells the symbology
		{"]Q1http://h/t/" + token, hall.Scanned{Token: token}},
		{"HTTP://HALL.EXAMPLE/T/" + strings.ToUpper(token) + "?N=H023", hall.Scanned{Token: token}},
		{"http://h/t/" + token + "/", hall.Scanned{Token: token}},
		{"http://h/t/" + token + "/?n=H023#top", hall.Scanned{Token: token}},
		{"http://h/t/" + token + "#ticket", hall.Scanned{Token: token}},
		{"https://h/hall/one/t/" + token, hall.Scanned{Token: token}},
		{"https://h/t/t/" + token + "?n=A001", hall.Scanned{Token: token}}, // public_url ends in /t itself
		{"https://h/x/t/y/t/t/t/" + token, hall.Scanned{Token: token}},
		{"http://h/t/" + token + "?next=/t/x", hall.Scanned{Token: token}},
		{"http://h/?next=/t/" + token, hall.Scanned{}},
		{"ｈｔｔｐ：、、ｈ、ｔ、" + token, hall.Scanned{Token: token}},
		{"\x02" + "10127800010000" + "\x03", hall.Scanned{Code: "10127800010000"}},
		{"\ufeff10127800010000\u200b", hall.Scanned{Code: "10127800010000"}},
		{"]C1", hall.Scanned{}},
		{"]C11012780001000", hall.Scanned{}},
		{"http://h/t/" + token + "x", hall.Scanned{}},
		{"http://h/t/" + token + "/cancel", hall.Scanned{}},
		{"http://h/t/" + token[:30], hall.Scanned{}},
		{"http://h/t/" + token + "00", hall.Scanned{}},
		{"http://h/t/../../etc/passwd", hall.Scanned{}},
		{"/t/" + token + strings.Repeat("x", 600), hall.Scanned{}},
	} {
		got, err := hall.ParseScan(c.text)
		wrong := c.want == hall.Scanned{}
		if got != c.want || wrong != (hall.CodeOf(err) == hall.CodeUnknown) {
			t.Errorf("%q gives %+v, %v", c.text, got, err)
		}
	}
}

func FuzzParseScan(f *testing.F) {
	for _, s := range []string{"10127800010000", "101 278 0001 0000", "http://h/t/0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a?n=A001", "", "/t/", "\x00\xff", "１２"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := hall.ParseScan(text)
		switch {
		case err != nil && (got != hall.Scanned{} || hall.CodeOf(err) != hall.CodeUnknown):
			t.Errorf("%q: %+v with %v", text, got, err)
		case err == nil && (got.Code == "") == (got.Token == ""):
			t.Errorf("%q is neither or both: %+v", text, got)
		case got.Code != "" && (len(got.Code) != 14 || strings.Trim(got.Code, "0123456789") != ""):
			t.Errorf("%q gives code %q", text, got.Code)
		case got.Token != "" && (len(got.Token) != 32 || strings.Trim(got.Token, "0123456789abcdef") != ""):
			t.Errorf("%q gives token %q", text, got.Token)
		}
	})
}

// FuzzVerify: no text is accepted but the code that the key forms for it, and nothing breaks.
func FuzzVerify(f *testing.F) {
	f.Add(key.Code(101, today, 1))
	f.Add("10127800010000")
	f.Add("101\xff780001000")
	f.Fuzz(func(t *testing.T, code string) {
		if key.Verify(code, 101, today) != nil {
			return
		}
		if !utf8.ValidString(code) || len(code) != 14 || code[:6] != fmt.Sprintf("101%03d", today.Number()) || key.Code(101, today, atoi(code[6:10])) != code {
			t.Errorf("accepted %q", code)
		}
	})
}

func FuzzParseCursor(f *testing.F) {
	for _, s := range []string{"", "1.2", "1.", ".", "-1.2", "4294967296.1", "1.18446744073709551616"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := hall.ParseCursor(text)
		if err != nil {
			return
		}
		if again, err := hall.ParseCursor(c.String()); err != nil || again != c {
			t.Errorf("%q is %s, which is %s, %v", text, c, again, err)
		}
	})
}

// TestAPersonIsOneHoweverWritten: …002x and …002X took two tickets.
func TestAPersonIsOneHoweverWritten(t *testing.T) {
	key := hall.Key("0123456789abcdef0123456789abcdef")
	for _, same := range [][]hall.CustomerID{
		{"11010519491231002X", "11010519491231002x", " 110105 19491231 002x ", "１１０１０５１９４９１２３１００２Ｘ", "110105194912310 02x", "11010519491231002X\n"},
		{"H12345678", "h12345678", "h 1234 5678"},
		{"13812345678", "138 1234 5678", "138-1234-5678", "１３８１２３４５６７８", "+86 138 1234 5678", "0086-138-1234-5678", "8613812345678", "138.1234.5678", "(+86)13812345678"},
		{"0192F3A4-0000-7000-8000-00000000ABCD", "0192f3a4-0000-7000-8000-00000000abcd"},
	} {
		for _, c := range same[1:] {
			if key.Customer(c) != key.Customer(same[0]) {
				t.Errorf("%q and %q are two persons", same[0], c)
			}
		}
	}
	for _, two := range [][2]hall.CustomerID{{"oAbC-wechat", "oabc-wechat"}, {"11010519491231002X", "110105194912310020"}, {"a-b", "ab"}, {"赵𠮷", "赵吉"}} {
		if key.Customer(two[0]) == key.Customer(two[1]) {
			t.Errorf("%q and %q are one person", two[0], two[1])
		}
	}
}

func TestAPersonIsAToken(t *testing.T) {
	key, other := hall.Key("0123456789abcdef0123456789abcdef"), hall.Key("another key of thirty-two bytes!")
	const uuid = "0192f3a4-0000-7000-8000-00000000abcd"
	number := key.Customer("330102199001011234")
	if key.Customer("") != "" || key.Customer(uuid) != uuid {
		t.Error("nobody, or a token, was changed")
	}
	if number != key.Customer("330102199001011234") || number == key.Customer("330102199001011235") || number == other.Customer("330102199001011234") {
		t.Error("the hash of a number is not the number's and the key's")
	}
	if strings.Contains(string(number), "3301") || len(number) > 64 {
		t.Errorf("the number shows in %s", number)
	}
}
