package forgetful

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func dice(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 36)) }

// file makes a file that is synced with its name, holding b.
func file(d *Disk, name string, b []byte) *node {
	n := d.make(typeFile | 0o600)
	d.root.rename(naming{name: n})
	n.write(0, b)
	n.sync()
	d.root.sync()
	return n
}

// TestWhatIsSyncedSurvives every cut; what is not survives some, loses some, and in some is torn.
func TestWhatIsSyncedSurvives(t *testing.T) {
	d := New()
	old, new := bytes.Repeat([]byte{'o'}, 4*sector), bytes.Repeat([]byte{'n'}, 4*sector)
	n := file(d, "a", old)
	n.write(0, new)
	kept, lost, mixed, torn := 0, 0, 0, 0
	for seed := range uint64(400) {
		got := d.Cut(dice(seed)).root.names["a"].data
		switch {
		case bytes.Equal(got, new):
			kept++
		case bytes.Equal(got, old):
			lost++
		default:
			mixed++
			for s := range 4 {
				part := got[s*sector : (s+1)*sector]
				if bytes.Contains(part, []byte("no")) {
					torn++
				}
			}
		}
		if len(got) != len(old) || bytes.Trim(got, "on") != nil && len(bytes.Trim(got, "on")) > 0 {
			t.Fatalf("%d bytes %q", len(got), got)
		}
	}
	if kept == 0 || lost == 0 || mixed == 0 || torn == 0 {
		t.Errorf("%d kept, %d lost, %d mixed, %d sectors torn", kept, lost, mixed, torn)
	}
	n.sync()
	for seed := range uint64(50) {
		if got := d.Cut(dice(seed)).root.names["a"].data; !bytes.Equal(got, new) {
			t.Fatal("synced and lost")
		}
	}
}

// TestNamesAreForgottenToo: a file that was synced is gone when its directory was not; a rename is whole; names go in
// their order.
func TestNamesAreForgottenToo(t *testing.T) {
	d := New()
	file(d, "hall.key", []byte("old"))
	tmp := d.make(typeFile | 0o600)
	d.root.rename(naming{"tmp": tmp})
	tmp.write(0, []byte("new"))
	tmp.sync()
	d.root.rename(naming{"tmp": nil, "hall.key": tmp})
	last := d.make(typeFile | 0o600)
	d.root.rename(naming{"last": last})
	seen := map[string]int{}
	for seed := range uint64(400) {
		after := d.Cut(dice(seed)).root
		key := after.names["hall.key"]
		if key == nil {
			t.Fatal("the old name is gone and the new one is not there")
		}
		state := string(key.data)
		if after.names["tmp"] != nil {
			state += "+tmp"
		}
		if after.names["last"] != nil {
			state += "+last"
		}
		seen[state]++
	}
	for _, want := range []string{"old", "old+tmp", "new", "new+last"} {
		if seen[want] == 0 {
			t.Errorf("never %q: %v", want, seen)
		}
	}
	if len(seen) != 4 {
		t.Errorf("%v", seen)
	}
}

// TestACutDoesNotTouchTheDiskItself: one moment may be cut many ways.
func TestACutDoesNotTouchTheDiskItself(t *testing.T) {
	d := New()
	n := file(d, "a", []byte("one"))
	n.write(1, []byte("XY"))
	n.resize(2)
	before := append([]byte(nil), n.data...)
	for seed := range uint64(50) {
		after := d.Cut(dice(seed))
		after.root.names["a"].write(0, []byte("zzzzzz"))
	}
	if !bytes.Equal(n.data, before) || string(n.synced) != "one" {
		t.Errorf("%q %q", n.data, n.synced)
	}
}
