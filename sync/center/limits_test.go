package center_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestAFewKilobytesOfGzipTakeFewMegabytes: eight of them held two million empty events, and took 1.1 GB.
func TestAFewKilobytesOfGzipTakeFewMegabytes(t *testing.T) {
	r := newRig(t)
	first := `{"outlet":"gaoyang","epoch":1,"seq":1,"kind":"day.opened"}`
	for name, text := range map[string]string{
		"empty events":      "[" + strings.Repeat("{},", 2_700_000) + "{}]",
		"events in a row":   "[" + strings.Repeat(first+",", 120_000) + first + "]",
		"an envelope twice": `{"events":[` + strings.Repeat(first+",", 4000) + first + `],"events":[` + strings.Repeat(first+",", 4000) + first + "]}",
	} {
		bomb := gzipped(text)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		status, p := r.do("POST", eventsAt, r.outlet, bomb, nil)
		runtime.ReadMemStats(&after)
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; status != 422 || p.Code != hall.Invalid || mb > 60 {
			t.Errorf("%s: %d bytes took %d MB: %d %s", name, len(bomb), mb, status, p.Reason)
		}
	}
}

func gzipped(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.Bytes()
}

// half sends the head of a request and so many bytes of its body, and gives the answer that comes all the same.
func (r *rig) half(path, token string, sent int) *http.Response {
	r.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() { c.Close() })
	fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 8000000\r\n\r\n%s",
		path, token, strings.Repeat(" ", sent))
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		r.Fatal(err)
	}
	io.Copy(io.Discard, answer.Body)
	return answer
}

// TestAStrangersHalfSentBodyIsNotWaitedFor: sixty of them held 630 MB.
func TestAStrangersHalfSentBodyIsNotWaitedFor(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		path, token string
		sent, want  int
	}{
		{api.SignInAt, "", 5 << 10, 413}, {eventsAt, "stolen", 0, 401}, {api.OutletPath("gaoyang", "setup"), "stolen", 0, 405},
		{api.OutletPath("gaoyang", "orders"), r.admin, 20 << 10, 413},
	} {
		if got := r.half(c.path, c.token, c.sent).StatusCode; got != c.want {
			t.Errorf("%s: %d, want %d", c.path, got, c.want)
		}
	}
}

// TestOneHallsHalfSentBatchesHoldUpNoOther: they take the place of one batch, however many they are.
func TestOneHallsHalfSentBatchesHoldUpNoOther(t *testing.T) {
	r := newRig(t)
	for range 30 {
		c, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 8000000\r\n\r\n[", eventsAt, r.outlet)
	}
	other := r.enrol(center.KindOutlet, "elsewhere")
	batch := api.Batch{Events: centertest.New("elsewhere").Events}
	if status, p := r.do("POST", api.OutletPath("elsewhere", "events"), other, batch, nil); status != 200 {
		t.Fatal(status, p)
	}
}
