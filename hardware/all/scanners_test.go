package all_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/sims"
)

// What a plain scanner sends for a code arrives as the code, when the URL says how it sends it.
func TestAPlainScannersURLSaysHowItSends(t *testing.T) {
	for query, acts := range map[string][]string{
		"":                        {"ending none"},
		"&charset=utf8":           {"ending etx"},
		"&charset=gbk":            {"charset gbk"},
		"&charset=gbk&prefix=]Q3": {"charset gbk", "prefix ]Q3", "ending crlf"},
		"&prefix=]C0":             {"prefix ]C0", "ending tab"},
	} {
		hardwaretest.Driven(t, "with "+query, func(t *testing.T) {
			line := hardwaretest.InMemory(t, 9600)
			sim, _ := sims.Find("serialscan")
			gun := sim.Make(func(string) {})
			line.Serve(t, gun.Serve)
			d, err := registry().Open(line.Context(), "serialscan+"+line.URL()+"?baud=9600"+query)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			synctest.Wait() // it has its end of the cable
			for _, act := range append(acts, "scan 户号A001") {
				if err := gun.Act(act); err != nil {
					t.Fatal(err)
				}
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			got := ""
			d.(hardware.Scanner).Scan(ctx, func(s hardware.Scan) { got = s.Code; cancel() })
			if got != "户号A001" {
				t.Errorf("read %q", got)
			}
		})
	}
	_, err := registry().Open(t.Context(), "serialscan+serial:///dev/ttyS2?charset=gb2312")
	if hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), "utf8 or gbk") {
		t.Error(err)
	}
}
