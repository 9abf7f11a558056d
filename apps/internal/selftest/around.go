package selftest

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/machine"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
)

// What is too much and what is too little. A slip shows minutes, an appointment is kept to the quarter of an hour; a
// hall writes less than 100 MB a year, updates and logs need more.
const (
	driftWatch, driftBad = 5 * time.Second, time.Minute
	roomWatch, roomBad   = 2 << 30, 300 << 20
)

// host asks the hall's node as the terminal will: a terminal without its node gives out no number and calls nobody.
func (o Options) host(ctx context.Context) Check {
	if o.Host == nil {
		return Check{}
	}
	c := Check{Name: "node", Kind: "node", Did: "node", Value: o.HostName, Result: Good}
	if o.OwnClock {
		c.Did = "node_own"
	}
	err := o.Host(ctx)
	if err == nil {
		return c
	}
	c.Did, c.Result, c.Detail = "node_away", Bad, err.Error()
	if o.OwnClock {
		c.Did = "node_shut"
		return c
	}
	if code := hall.CodeOf(err); code == hall.Unauthenticated || code == hall.Denied {
		c.Did = "node_refused"
	}
	return c
}

// clock compares with the node's clock, which is the hall's. Where the node is in this machine there is nothing to
// compare with.
func (o Options) clock(ctx context.Context) Check {
	c := Check{Name: "clock", Kind: "clock", Did: "clock"}
	switch {
	case o.OwnClock:
		c.Did, c.Result = "clock_own", Good
		return c
	case o.Clock == nil:
		return Check{}
	}
	ahead, err := o.Clock(ctx)
	if err != nil {
		c.Did, c.Result, c.Detail = "clock_unknown", Watch, err.Error()
		return c
	}
	c.Value = fmt.Sprintf("%.0f", ahead.Abs().Seconds())
	c.Result = grade(ahead.Abs() > driftBad, ahead.Abs() > driftWatch)
	return c
}

func (o Options) disk(context.Context) Check {
	if o.Folder == "" {
		return Check{}
	}
	c := Check{Name: "disk", Kind: "disk", Did: "disk"}
	free, err := machine.Free(o.Folder)
	if err != nil {
		c.Did, c.Result, c.Detail = "disk_unknown", Watch, err.Error()
		return c
	}
	c.Value = fmt.Sprintf("%.1f", float64(free)/(1<<30))
	c.Result = grade(free < roomBad, free < roomWatch)
	return c
}

func (o Options) display(context.Context) Check {
	if o.Screens == nil {
		return Check{}
	}
	c := Check{Name: "display", Kind: "display", Did: "display"}
	all, err := o.Screens()
	if err != nil || len(all) == 0 {
		c.Did, c.Result = "display_unknown", Skipped
		return c
	}
	var words []string
	for _, d := range all {
		words = append(words, fmt.Sprintf("%s %d×%d", d.Name, d.Width, d.Height))
	}
	c.Value = strings.Join(words, ", ")
	c.Result = grade(len(all) < o.Displays, false)
	if c.Result == Bad {
		c.Did = "display_missing"
	}
	return c
}

func grade(bad, watch bool) Result {
	switch {
	case bad:
		return Bad
	case watch:
		return Watch
	}
	return Good
}

// Folder is where a terminal writes, by the data folder in its settings: what must have room.
func Folder(data string) string {
	for dir := data; dir != ""; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return os.TempDir()
}

// Ahead is how much this PC's clock is before the node's, to the second that HTTP tells. The certificate is not looked
// at: nothing is believed but the time.
func Ahead(ctx context.Context, node string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, node+"/healthz", nil)
	if err != nil {
		return 0, err
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}}
	asked := time.Now()
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	response.Body.Close()
	told, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return 0, hardware.E("selftest.Clock", hardware.Failed, err)
	}
	middle := asked.Add(time.Since(asked) / 2)
	return middle.Sub(told.Add(500 * time.Millisecond)), nil
}
