package hallnode_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// TestTwoPersonsStayTwoInAnyCharset: a body in GBK was taken for UTF-8, each sign that was none became the same sign,
// and the second person was refused with the first one's ticket.
func TestTwoPersonsStayTwoInAnyCharset(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	token, err := n.Enrol(t.Context(), "kiosk", "K01")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(kind, customer string, gbk bool) (int, string) {
		body := `{"service":"H","source":"kiosk","customer":"` + customer + `"}`
		if gbk {
			if body, err = simplifiedchinese.GBK.NewEncoder().String(body); err != nil {
				t.Fatal(err)
			}
		}
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, n.URL+wire.Tickets, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", kind)
		r.Header.Set(wire.HeaderKey, key())
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		var p wire.Problem
		_ = json.Unmarshal(text, &p)
		return res.StatusCode, string(p.Code)
	}
	for _, c := range []struct {
		what, kind, customer string
		gbk                  bool
		status               int
	}{
		{"a person, in GBK and silent about it", "application/json", "赵磊", true, 400},
		{"another", "application/json", "赵蕾", true, 400},
		{"a person, in GBK as said", "application/json; charset=GBK", "赵磊", true, 201},
		{"another", "application/json; charset=GBK", "赵蕾", true, 201},
		{"the first again, in UTF-8", "Application/JSON", "赵磊", false, 409},
		{"half a pair", "application/json", `\ud800`, false, 400},
		{"the other half", "application/json", `\udfff`, false, 400},
		{"a sign that was lost before", "application/json", "赵\ufffd", false, 422},
		{"an ID card", "application/json", "11010519491231002X", false, 201},
		{"the same, small", "application/json", "11010519491231002x", false, 409},
		{"the same, typed with an input method", "application/json", "１１０１０５１９４９１２３１００２ｘ", false, 409},
	} {
		if status, code := ask(c.kind, c.customer, c.gbk); status != c.status {
			t.Errorf("%s: %d %s, want %d", c.what, status, code, c.status)
		}
	}
}

// TestATerminalHasANameThatCanBeRead: blanks, line breaks, U+202E, 300 letters and the hall's own words were taken.
func TestATerminalHasANameThatCanBeRead(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir()})
	for _, name := range []string{"", " ", "K01\n", "K\u202e01", strings.Repeat("x", 300), "web", "@center"} {
		_, err := n.Enrol(t.Context(), "kiosk", name)
		refused(t, name, err, hall.Invalid)
	}
	if _, err := n.Enrol(t.Context(), "kiosk", "取号机 1"); err != nil {
		t.Error(err)
	}
}

// TestASlipIsFoundHoweverItsAddressIsWritten, by a scanner at the counter and by a telephone.
func TestASlipIsFoundHoweverItsAddressIsWritten(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	s := take(t, n.Authority)
	counter := named(t, n, "counter", "C01")
	base, query, _ := strings.Cut(s.URL, "?")
	for _, text := range []string{s.URL, strings.ToUpper(s.URL), base + "/", base + "/?" + query, base + "#top", s.URL + "#top", "]Q1" + s.URL,
		"]C1" + s.Code, s.Code[:3] + "　" + s.Code[3:], strings.Map(func(r rune) rune { return r - '0' + '０' }, s.Code)} {
		if got, err := counter.Find(t.Context(), text); err != nil || got.ID != s.ID {
			t.Errorf("%q finds %q, %v", text, got.No, err)
		}
	}
	path := strings.TrimPrefix(base, n.URL)
	for _, address := range []string{path, strings.ToUpper(path), path + "/", strings.ToUpper(path) + "/"} {
		res, err := http.Get(n.URL + address)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusOK || !strings.Contains(string(text), string(s.No)) {
			t.Errorf("GET %s: %d", address, res.StatusCode)
		}
	}
}

// TestAnInputMethodAtThePINCostsNoTry: full-width digits are the PIN, and Chinese letters are no try at it.
func TestAnInputMethodAtThePINCostsNoTry(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	counter := named(t, n, "counter", "C01")
	open := func(pin string) error {
		_, err := counter.Desk(t.Context(), hall.CounterAction{Key: key(), Counter: "3", Verb: hall.OpenCounter, Teller: "ｔ０３", PIN: pin})
		return err
	}
	for range 10 {
		refused(t, "letters", open("我是246810"), hall.WrongPIN)
	}
	if err := open("２４６８１０"); err != nil {
		t.Errorf("the right one, full-width: %v", err)
	}
}

// TestControlCharactersDoNotTravel in what tellers write.
func TestControlCharactersDoNotTravel(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	open(t, n)
	s := take(t, n.Authority)
	for _, v := range []hall.Verb{hall.Call, hall.Start} {
		if _, err := n.Authority.Act(t.Context(), hall.Action{Key: key(), Ticket: s.ID, Verb: v, Counter: "3"}); err != nil {
			t.Fatal(err)
		}
	}
	held, err := n.Authority.Act(t.Context(), hall.Action{Key: key(), Ticket: s.ID, Verb: hall.Hold, Counter: "3", Note: "deaf\x1b[2J\r\n\u202eetis\x00 "})
	if err != nil || held.Note != "deaf[2J  etis" {
		t.Errorf("the note is %q %v", held.Note, err)
	}
	c, err := n.Authority.Desk(t.Context(), hall.CounterAction{Key: key(), Counter: "3", Verb: hall.PauseCounter, Reason: "rest\x07\u200b"})
	if err != nil || c.Reason != "rest" {
		t.Errorf("the reason is %q %v", c.Reason, err)
	}
}

// An address that phones cannot follow ends the start, before a slip is printed with it.
func TestANodeOfAWrongPublicURLDoesNotStart(t *testing.T) {
	for _, address := range []string{"hall.example", "https://hall.example/?a=1", "https://me:secret@hall.example"} {
		dir := filepath.Join(t.TempDir(), "data")
		_, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir, PublicURL: address})
		if hall.CodeOf(err) != hall.Invalid || !strings.Contains(err.Error(), "public_url") {
			t.Errorf("%q: %v", address, err)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%q: data was made", address)
		}
	}
}
