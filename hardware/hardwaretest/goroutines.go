package hardwaretest

import (
	"bytes"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// goroutines counts the ones of this test: under a driven clock those of its bubble, once each has come to rest;
// otherwise all there are.
func goroutines() int {
	bubble := bubble()
	if bubble == nil {
		return runtime.NumGoroutine()
	}
	synctest.Wait()
	return bytes.Count(stacks(), bubble)
}

// bubble is how the first line of a stack names the bubble of this goroutine; nil outside of one.
func bubble() []byte {
	own := make([]byte, 256)
	line, _, _ := bytes.Cut(own[:runtime.Stack(own, false)], []byte("]"))
	if at := bytes.Index(line, []byte("synctest bubble ")); at >= 0 {
		return append(line[at:], ']')
	}
	return nil
}

func stacks() []byte {
	for size := 1 << 16; ; size *= 2 {
		all := make([]byte, size)
		if n := runtime.Stack(all, true); n < size {
			return all[:n]
		}
	}
}

// noneLeft fails unless the number of goroutines falls back to before. One that has said its last word may need a
// moment more to be gone, and nothing tells of that moment; so it looks again.
func noneLeft(t *testing.T, before int) {
	t.Helper()
	for until := time.Now().Add(patience); goroutines() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("%d goroutines, before %d\n%s", goroutines(), before, stacks())
		}
	}
}
