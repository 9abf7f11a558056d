package adapter_test

import (
	"context"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
	"github.com/brighthall/brighthall/hardware/gateway/adapter"
	"github.com/brighthall/brighthall/hardware/gateway/adapter/adaptertest"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

func template(t *testing.T) adapter.Template {
	t.Helper()
	f, err := adapter.Templates.Open("templates/stx-etx.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tpl, err := adapter.ReadTemplate(f)
	if err != nil {
		t.Fatal(err)
	}
	return tpl
}

// bridged runs an old machine, its adapter and a gateway.
func bridged(t *testing.T) (*adaptertest.Machine, hardware.QueueMachine) {
	t.Helper()
	line, err := porttest.NewLine(t.TempDir(), "old", 9600)
	if err != nil {
		t.Fatal(err)
	}
	g := gateway.New(gateway.Options{Owner: gateway.Tokens(map[string]string{"t": "us"})})
	server := httptest.NewServer(g.Handler())
	ctx, cancel := context.WithCancel(context.Background())
	m := adaptertest.New(nil)
	tpl := template(t)
	tpl.AckTime = time.Second // the machine that tests may be busy
	b := adapter.NewBridge(tpl, func(ctx context.Context) (port.Port, error) { return port.Open(ctx, line.URL()+"?baud=9600") })
	l := adapter.NewLink(adapter.Options{URL: server.URL, Token: "t", Name: "old", Registration: tpl.Registration()}, b)
	b.Deliver = l.Deliver
	all := make(chan struct{}, 3)
	go func() { m.Serve(ctx, hardwaretest.Cable(ctx, line)); all <- struct{}{} }()
	go func() { b.Run(ctx); all <- struct{}{} }()
	eventually(t, "the line is open", func() bool { return b.State().State == hardware.Ready }) // else the first report says it is missing
	go func() { l.Run(ctx); all <- struct{}{} }()
	t.Cleanup(func() {
		cancel()
		for range 3 {
			<-all
		}
		server.Close()
		line.Close()
	})
	var d hardware.Device
	eventually(t, "joined", func() bool {
		d, err = g.Open("old")
		return err == nil
	})
	t.Cleanup(func() { d.Close() })
	eventually(t, "ready", func() bool {
		st, _ := d.(gateway.QueueMachine).Status(ctx)
		return st.State == hardware.Ready && g.List()[0].Connected
	})
	return m, d.(hardware.QueueMachine)
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for until := time.Now().Add(time.Minute); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("%s: did not happen", what)
		}
	}
}

func TestAnOldMachineGetsItsNumbersFromTheHall(t *testing.T) {
	m, q := bridged(t)
	told := make(chan error, 10)
	n := 22
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- q.Serve(ctx, func(_ context.Context, r hardware.NumberRequest) (hardware.NumberAnswer, error) {
			if r.Service == "X" {
				return hardware.NumberAnswer{}, hardware.E("test", hardware.BadConfig)
			}
			n++
			return hardware.NumberAnswer{Number: r.Service + "0" + string(rune('0'+n/10)) + string(rune('0'+n%10)), Ahead: 4}, nil
		}, func(_ hardware.NumberRequest, _ hardware.NumberAnswer, err error) { told <- err })
	}()
	for _, c := range []struct {
		name, before, press string
		code                hardware.Code
		printed             int
	}{
		{"a visitor presses", "speak", "A", "", 1},
		{"a refused frame is sent once more", "nak 1", "A", "", 2},
		{"twice refused it is not printed", "nak 2", "A", hardware.Failed, 2},
		{"an acknowledgement that is lost: nobody knows, and no second ticket", "mute", "A", hardware.GatewayUnconfirmed, 3},
		{"a service the hall does not have", "speak", "X", hardware.BadConfig, 3},
	} {
		for _, act := range []string{c.before, "press " + c.press} {
			if err := m.Act(act); err != nil {
				t.Fatal(err)
			}
		}
		select {
		case err := <-told:
			if hardware.CodeOf(err) != c.code || len(m.Printed()) != c.printed {
				t.Errorf("%s: %v, printed %v", c.name, err, m.Printed())
			}
		case <-time.After(10 * time.Second):
			t.Fatal(c.name, "nothing came")
		}
	}
	if err := q.Call(t.Context(), hardware.NumberCall{Number: "A023", Window: 3}); err != nil || !reflect.DeepEqual(m.Called(), []string{"A023@03"}) {
		t.Error(err, m.Called())
	}
	if err := q.Call(t.Context(), hardware.NumberCall{Number: "A10234", Window: 3}); err == nil || len(m.Called()) != 1 {
		t.Error("half a number was shown:", err, m.Called())
	}
	cancel()
	<-ended
}

func TestATemplateThatIsNoneIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"asks":"02"}`:                               "asks",
		`{"ask":"02"}`:                                "number frame",
		`{"call":"02 {window:2:hex}"}`:                "call",
		`{"call":"02 {sum}"}`:                         "{sum}",
		`{"call":"2"}`:                                "call",
		`{"checksum":{"type":"md5"}}`:                 "crc16",
		`{"call":"{window:9:byte}"}`:                  "width",
		`{"ack":"` + strings.Repeat("00", 300) + `"}`: "bytes",
	} {
		if _, err := adapter.ReadTemplate(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %s", text, err, want)
		}
	}
}

func TestFramesInEveryCoding(t *testing.T) {
	const all = `{"checksum":{"type":"crc16"},"call":"01 {window:1:byte} {number:2:bcd} {sum}"}`
	tpl, err := adapter.ReadTemplate(strings.NewReader(all))
	if err != nil {
		t.Fatal(err)
	}
	b, err := tpl.Call.Encode(map[string]string{"window": "3", "number": "A023"})
	if err != nil || string(b[:4]) != "\x01\x03\x00\x23" || len(b) != 6 {
		t.Fatalf("% x %v", b, err)
	}
	v, n, _ := tpl.Call.Decode(append(b, 9))
	if n != 6 || v["window"] != "3" || v["number"] != "0023" {
		t.Error(v, n)
	}
	if _, _, more := tpl.Call.Decode(b[:5]); !more {
		t.Error("half a frame is the beginning of one")
	}
	b[4] ^= 1
	if _, n, more := tpl.Call.Decode(b); n != 0 || more {
		t.Error("a wrong checksum was accepted")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\x02NA00\x0f\x03\x06\x15"))
	file, _ := adapter.Templates.Open("templates/stx-etx.json")
	tpl, err := adapter.ReadTemplate(file)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, fr := range []*adapter.Frame{tpl.Ask, tpl.Number, tpl.Ack} {
			v, n, more := fr.Decode(b)
			if n > len(b) || n > 0 && more {
				t.Fatal(n, more)
			}
			if n == 0 {
				continue
			}
			if again, err := fr.Encode(v); err != nil || len(again) != n {
				t.Fatalf("%v % x %v", v, again, err)
			}
		}
	})
}

func FuzzReadTemplate(f *testing.F) {
	f.Add(`{"call":"01 {window:1:byte} {number:2:bcd} {sum}","checksum":{"type":"xor"}}`)
	f.Fuzz(func(t *testing.T, text string) { adapter.ReadTemplate(strings.NewReader(text)) })
}

// A machine that never falls silent does not keep its bridge from ending.
func TestNoiseWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var noise hardwaretest.Babble
		cable := porttest.NewMemory("old")
		b := adapter.NewBridge(template(t), func(context.Context) (port.Port, error) {
			p, err := cable.Open()
			return noise.Port(p), err
		})
		b.Deliver = func(context.Context, string, gateway.Input) error { return nil }
		noise.Begin()
		_ = noise.Ends(t, b.Run)
	})
}
