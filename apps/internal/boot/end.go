package boot

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"time"
)

// stopTime is how long a program may take to come to rest. What it has to keep is on the disk by then: it is durable
// before it is said.
const stopTime = 8 * time.Second

// errNoRest is why a program ended without its windows or its parts having come to rest.
var errNoRest = errors.New("a window or a part did not come to rest")

// EndInTime ends the program by exit when it has not ended by itself some seconds after ctx did. A window that nobody
// can use any more must not stay on the screen, where it looks alive. What hangs is written to the crash file.
func EndInTime(ctx context.Context, log *slog.Logger, ended <-chan struct{}, exit func(code int)) {
	select {
	case <-ended:
		return
	case <-ctx.Done():
	}
	late := time.NewTimer(stopTime)
	defer late.Stop()
	select {
	case <-ended:
	case <-late.C:
		log.Error("the program ends without having come to rest", "after", stopTime, "error", errNoRest)
		writeCrash("stop", errNoRest, everybody())
		exit(1)
	}
}

// everybody is where all goroutines are.
func everybody() []byte {
	text := make([]byte, 1<<20)
	return text[:runtime.Stack(text, true)]
}
