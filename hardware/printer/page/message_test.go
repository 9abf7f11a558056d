package page

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

func octets(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Bytes as RFC 8010 appendix A lays them out.
func TestBytesOfARequest(t *testing.T) {
	r := newRequest(opCancelJob, 7)
	r.text(tagURI, "printer-uri", "ipp://h/p")
	r.number(tagInteger, "job-id", 258)
	r.flag("last-document", true)
	r.text(tagKeyword, "requested-attributes", "a", "b")
	want := octets(t, "0200 0008 00000007 01 47 0012 617474726962757465732d63686172736574 0005 7574662d38"+
		"48 001b 617474726962757465732d6e61747572616c2d6c616e6775616765 0002 656e"+
		"45 000b 7072696e7465722d757269 0009 6970703a2f2f682f70 21 0006 6a6f622d6964 0004 00000102"+
		"22 000d 6c6173742d646f63756d656e74 0001 01 44 0014 7265717565737465642d61747472696275746573 0001 61 44 0000 0001 62 03")
	if got := r.end(); !bytes.Equal(got, want) {
		t.Errorf("\n got % x\nwant % x", got, want)
	}
}

func TestBytesOfAnAnswer(t *testing.T) {
	a, err := parse(octets(t, "0200 0000 00000007 01 47 0012 617474726962757465732d63686172736574 0005 7574662d38 02"+
		"23 0009 6a6f622d7374617465 0004 00000009 44 0011 6a6f622d73746174652d726561736f6e73 0001 61 44 0000 0001 62"+
		"13 0001 78 0000 22 0001 79 0001 00 03 ff"))
	if err != nil {
		t.Fatal(err)
	}
	n, ok := a.number("job-state")
	if _, none := a.number("x"); n != 9 || !ok || none || !slices.Equal(a.words("job-state-reasons"), []string{"a", "b"}) || !a.no("y") || a.no("x") {
		t.Errorf("%+v", a)
	}
	for name, bad := range map[string]string{
		"empty": "", "a version to come": "0900 0000 00000007 03", "no end": "0200 0000 00000007 01", "cut off": "0200 0000 00000007 01 47 0012 61",
		"a value longer than all": "0200 0000 00000007 01 47 0001 61 ffff 61 03", "a value without a name": "0200 0000 00000007 01 47 0000 0001 61 03",
	} {
		if _, err := parse(octets(t, bad)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// The spooler's bits, by winspool.h.
func TestBitsOfTheSpooler(t *testing.T) {
	for bits, want := range map[uint32]hardware.Code{0: "", 0x1: hardware.PageStopped, 0x2: hardware.PageStopped, 0x8: hardware.PageJam, 0x10: hardware.PagePaperOut,
		0x80: hardware.PageOffline, 0x400: "", 0x800: hardware.PageOutputFull, 0x20000: hardware.PageTonerLow, 0x40000: hardware.PageTonerOut,
		0x400000: hardware.PageCoverOpen, 0x400008: hardware.PageJam} {
		if c := spoolCondition(bits); c.code != want || c.stops != (want != "" && !light(want)) {
			t.Errorf("%x: %+v, want %q", bits, c, want)
		}
	}
	for bits, want := range map[uint32]jobState{0: jobPending, 0x8: jobPending, 0x10: jobWorking, 0x50: jobStands, 0x80: jobCompleted, 0x1000: jobCompleted, 0x4: jobCanceled, 0x100: jobCanceled, 0x1: jobStands} {
		if g := spoolProgress(bits); g.state != want || g.sheets != -1 {
			t.Errorf("%x: %+v, want %d", bits, g, want)
		}
	}
	if o, _ := spoolProgress(0x100).ended(); o.Result != hardware.Uncertain {
		t.Error("a spooler counts no sheets: a deleted job proves nothing")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(newRequest(opPrinter, 1).end())
	f.Add([]byte{2, 0, 4, 6, 0, 0, 0, 1, 1, 0x21, 0, 1, 'a', 0, 4, 0, 0, 0, 9, 3})
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := parse(b)
		if err != nil {
			return
		}
		total := 0
		for name := range a.values {
			for _, v := range a.values[name] {
				total += len(v.data)
			}
			a.number(name)
			a.words(name)
			a.no(name)
		}
		if total > len(b) {
			t.Fatalf("%d bytes of values in %d", total, len(b))
		}
	})
}
