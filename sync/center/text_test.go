package center_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestTheCenterReadsTextToTheLetter: what is no UTF-8 is refused, be it a person's, a setup's or an event's; HTTP's own
// freedoms are taken.
func TestTheCenterReadsTextToTheLetter(t *testing.T) {
	r := newRig(t)
	if err := r.AddPerson(t.Context(), "wang", "correct horse"); err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string]int{
		`{"name":"wang","password":"correct horse"}`:                 200,
		"\ufeff" + `{"name":"wang","password":"correct horse"}`:      200,
		"{\"name\":\"wang\xff\",\"password\":\"correct horse\"}":     400,
		`{"name":"wang\ud800","password":"correct horse"}`:           400,
		"{\"name\":\"\xcd\xf5\",\"password\":\"correct horse and\"}": 400,
	} {
		if status, p := r.do("POST", "/api/v1/session", "", []byte(body), new(any)); status != want {
			t.Errorf("%q: %d %+v", body, status, p)
		}
	}
	setup := []byte("{\"outlet\":{\"id\":\"gaoyang\",\"name\":{\"zh\":\"\xb8\xdf\xd1\xf4\"}}}")
	if status, p := r.do("PUT", "/api/v1/outlets/gaoyang/setup", r.admin, setup, nil); status != http.StatusBadRequest || p.Code != hall.Invalid {
		t.Errorf("a setup in GBK: %d %+v", status, p)
	}
	log := centertest.New("gaoyang").Visits(1).Events
	log[len(log)-1].Subject = "@@@"
	batch, err := json.Marshal(map[string]any{"events": log})
	if err != nil {
		t.Fatal(err)
	}
	spoilt := bytes.Replace(batch, []byte("@@@"), []byte{0xff, 0xfe}, 1)
	if status, p := r.do("POST", eventsAt, r.outlet, spoilt, nil); status/100 != 4 || p.Code != hall.Invalid {
		t.Errorf("an event that is no text: %d %+v", status, p)
	}
}

func TestTheCentersNamesCanBeRead(t *testing.T) {
	r := newRig(t)
	for _, name := range []string{"", " ", "a\nb", "a\u202eb", "web", "a/b"} {
		if _, err := r.Enrol(t.Context(), center.KindOutlet, name); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("an outlet %q: %v", name, err)
		}
		if err := r.AddPerson(t.Context(), name, "correct horse"); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("a person %q: %v", name, err)
		}
	}
}

func TestAPasswordThatIsTriedFirstIsRefused(t *testing.T) {
	r := newRig(t)
	for _, weak := range []string{"password", "Passw0rd!", "12345678", "qwertyui", "wanglei2026", "short"} {
		if err := r.AddPerson(t.Context(), "wanglei", weak); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("%q is taken: %v", weak, err)
		}
	}
	if err := r.AddPerson(t.Context(), "wanglei", "k7#mQ2vLx9"); err != nil {
		t.Error(err)
	}
}

// TestAPasswordThatNobodyCanTypeIsRefused: it was stored, and its owner could never sign in.
func TestAPasswordThatNobodyCanTypeIsRefused(t *testing.T) {
	r := newRig(t)
	for _, password := range []string{"yidu\x00-2026", "\uFEFFyidu-2026", "yidu-2026 ", " yidu-2026", "yidu-2026\r", "yidu\t2026", "yidu-\uFFFD-2026",
		"\xc3\xdc\xc2\xeb-2026", "yidu\u200b-2026", "yidu\u3000-2026"} {
		if err := r.AddPerson(t.Context(), "wanglei", password); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("%q is taken: %v", password, err)
		}
	}
	if err := r.AddPerson(t.Context(), "wanglei", "高阳 yidu 2026"); err != nil {
		t.Error(err)
	}
}
