package hardwaretest

import (
	"runtime"
	"testing"
	"time"
)

// noneLeft fails unless the number of goroutines falls back to before. One that has said its last word may need a
// moment more to be gone, and nothing tells of that moment; so it yields and looks again.
func noneLeft(t *testing.T, before int) {
	t.Helper()
	for until := time.Now().Add(patience); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(until) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, before %d\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}
