package seal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
)

var place = seal.Place{Table: "private", Column: "sealed", ID: "c1"}

func keys(t *testing.T, dir string) *seal.Keys {
	t.Helper()
	k, err := seal.Open(seal.File(dir))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sealed(t *testing.T, k *seal.Keys, plain string) []byte {
	t.Helper()
	s, err := k.Seal(place, []byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func opens(t *testing.T, k *seal.Keys, s []byte, want string) {
	t.Helper()
	if got, err := k.Unseal(place, s); err != nil || string(got) != want {
		t.Errorf("opened to %q %v", got, err)
	}
}

func TestASealedRowOpensAtItsPlaceOnly(t *testing.T) {
	k := keys(t, t.TempDir())
	s := sealed(t, k, "330102199001011234")
	opens(t, k, s, "330102199001011234")
	if bytes.Contains(s, []byte("1990")) {
		t.Error("the plain text shows")
	}
	for name, other := range map[string]seal.Place{
		"another row":             {Table: "private", Column: "sealed", ID: "c2"},
		"another column":          {Table: "private", Column: "phone", ID: "c1"},
		"another table":           {Table: "archive", Column: "sealed", ID: "c1"},
		"a bar moved":             {Table: "private|sealed", Column: "", ID: "c1"},
		"a border moved by one":   {Table: "privat", Column: "esealed", ID: "c1"},
		"the borders of the rows": {Table: "private", Column: "sealedc", ID: "1"},
	} {
		if _, err := k.Unseal(other, s); hall.CodeOf(err) != hall.Denied {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := k.Rewrap(other, s); hall.CodeOf(err) != hall.Denied {
			t.Errorf("rewrapped for %s: %v", name, err)
		}
	}
}

func TestAnyChangedBitIsFound(t *testing.T) {
	k := keys(t, t.TempDir())
	s := sealed(t, k, "13800138000")
	for i := range s {
		for bit := range 8 {
			bad := bytes.Clone(s)
			bad[i] ^= 1 << bit
			if got, err := k.Unseal(place, bad); err == nil {
				t.Fatalf("byte %d bit %d changed, and it opened to %q", i, bit, got)
			}
		}
		if got, err := k.Unseal(place, s[:i]); err == nil {
			t.Fatalf("cut at %d, and it opened to %q", i, got)
		}
	}
}

func TestTwoRowsOfOnePersonLookDifferent(t *testing.T) {
	k := keys(t, t.TempDir())
	if bytes.Equal(sealed(t, k, "same")[4:], sealed(t, k, "same")[4:]) {
		t.Error("equal content shows")
	}
}

func TestRotate(t *testing.T) {
	dir := t.TempDir()
	k := keys(t, dir)
	old := sealed(t, k, "before")
	blind := k.Blind("customer", "3301")
	id, err := k.Rotate()
	if err != nil || id != "k2" {
		t.Fatalf("rotated to %q %v", id, err)
	}
	k = keys(t, dir) // as after a restart
	opens(t, k, old, "before")
	if fresh := sealed(t, k, "after"); seal.KeyID(fresh) != "k2" || seal.KeyID(old) != "k1" {
		t.Errorf("sealed under %s and %s", seal.KeyID(old), seal.KeyID(fresh))
	}
	again, err := k.Rewrap(place, old)
	if err != nil || seal.KeyID(again) != "k2" {
		t.Fatalf("rewrapped under %s %v", seal.KeyID(again), err)
	}
	opens(t, k, again, "before")
	if k.Blind("customer", "3301") != blind {
		t.Error("a rotated key file finds nobody any more")
	}
	if _, err := keys(t, t.TempDir()).Unseal(place, again); hall.CodeOf(err) != hall.Denied {
		t.Errorf("another hall's keys gave %v", err)
	}
}

func TestBlind(t *testing.T) {
	k := keys(t, t.TempDir())
	a := k.Blind("customer", "3301")
	for name, b := range map[string]string{
		"another value": k.Blind("customer", "3302"), "another domain": k.Blind("phone", "3301"),
		"a moved border": k.Blind("customer3", "301"), "another hall": keys(t, t.TempDir()).Blind("customer", "3301"),
	} {
		if a == b {
			t.Errorf("%s is found under the same index", name)
		}
	}
	if a != k.Blind("customer", "3301") {
		t.Error("the same value is not found again")
	}
}

func TestKeyFilesAreTheOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	keys(t, dir)
	first, err := seal.HallKey(dir)
	if err != nil || len(first) != 32 {
		t.Fatalf("hall key of %d bytes, %v", len(first), err)
	}
	if again, err := seal.HallKey(dir); err != nil || !bytes.Equal(first, again) {
		t.Errorf("the hall key changed, %v", err)
	}
	for _, name := range []string{"seal.key", "hall.key"} {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v %v", name, info.Mode(), err)
		}
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := seal.Open(seal.File(dir)); hall.CodeOf(err) != hall.Denied || !strings.Contains(err.Error(), "chmod 600 "+seal.File(dir)) {
		t.Errorf("a key file open to all gave %v", err)
	}
	path := filepath.Join(dir, seal.HallKeyFile)
	if _, err := seal.HallKey(dir); hall.CodeOf(err) != hall.Denied || !strings.Contains(err.Error(), "chmod 600 "+path) {
		t.Errorf("a hall key open to all gave %v", err)
	}
}

func TestABrokenKeyFileIsNeverReplaced(t *testing.T) {
	for _, text := range []string{"", "{}", "null", `{"current":"k1","keys":{"k1":"c2hvcnQ="},"blind":""}`} {
		dir := t.TempDir()
		for _, name := range []string{"seal.key", "hall.key"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := seal.Open(seal.File(dir)); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("%q as seal.key gave %v", text, err)
		}
		if _, err := seal.HallKey(dir); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("%q as hall.key gave %v", text, err)
		}
	}
}

func TestKeysFromTheEnvironment(t *testing.T) {
	dir := t.TempDir()
	s := sealed(t, keys(t, dir), "there")
	text, err := os.ReadFile(filepath.Join(dir, "seal.key"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(seal.KeyEnv, "text:"+string(text))
	k := keys(t, t.TempDir())
	opens(t, k, s, "there")
	if _, err := k.Rotate(); hall.CodeOf(err) != hall.Denied {
		t.Errorf("rotated: %v", err)
	}
}

func TestWhatIsSealedOpensAgain(t *testing.T) {
	k := keys(t, t.TempDir())
	rapid.Check(t, func(t *rapid.T) {
		p := seal.Place{Table: rapid.String().Draw(t, "table"), Column: rapid.String().Draw(t, "column"), ID: rapid.String().Draw(t, "id")}
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		s, err := k.Seal(p, plain)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := k.Unseal(p, s); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("opened to %v %v", got, err)
		}
	})
}

func FuzzUnseal(f *testing.F) {
	k, err := seal.Open(filepath.Join(f.TempDir(), "seal.key"))
	if err != nil {
		f.Fatal(err)
	}
	good, _ := k.Seal(place, []byte("good"))
	f.Add(good)
	f.Add([]byte{1, 200})
	f.Fuzz(func(t *testing.T, s []byte) {
		if plain, err := k.Unseal(place, s); err == nil && string(plain) != "good" {
			t.Fatalf("%x opened to %q", s, plain)
		}
	})
}
