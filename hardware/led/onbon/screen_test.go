package onbon_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/led/bus"
	"github.com/brighthall/brighthall/hardware/led/onbon"
	"github.com/brighthall/brighthall/hardware/led/onbon/onbontest"
	"github.com/brighthall/brighthall/hardware/port"
)

// ear is a port that keeps the frames that were sent and answers nothing.
type ear struct {
	port.Port
	d      onbon.Decoder
	frames []onbon.Frame
}

func (e *ear) Flush() error   { return nil }
func (e *ear) Close() error   { return nil }
func (e *ear) String() string { return "ear" }
func (e *ear) Write(_ context.Context, p []byte) (int, error) {
	e.frames = append(e.frames, e.d.Feed(p)...)
	return len(p), nil
}
func (e *ear) Read(ctx context.Context, _ []byte) (int, error) { <-ctx.Done(); return 0, ctx.Err() }

// area is the area a panel becomes: the arguments behind the command and the area's length.
func area(t *testing.T, p onbon.Profile, panel hardware.Panel) []byte {
	t.Helper()
	e := &ear{}
	seat, err := bus.NewLine(e, 0, false).Seat(9)
	if err != nil {
		t.Fatal(err)
	}
	onbon.New(seat, onbon.Options{Address: 9, Profile: p, Hold: 90 * time.Second, Wait: time.Millisecond}).Show(t.Context(), panel)
	if len(e.frames) == 0 || e.frames[0].Dst != 9 || e.frames[0].Src != 0x8000 {
		t.Fatalf("%+v", e.frames)
	}
	return e.frames[0].Data[9:]
}

func TestAPanelBecomesAnArea(t *testing.T) {
	narrow := profile(t, "96x16")
	dots, tagged := narrow, narrow
	dots.Unit = "px"
	tagged.Font, tagged.Color, tagged.Calling = "000", "2", "quick"
	tall := profile(t, "128x32")
	long := "请 H023 到 3 号窗口办理居民过户"
	for _, c := range []struct {
		name         string
		profile      onbon.Profile
		panel        hardware.Panel
		w            byte // low byte of W
		single, wrap byte
		effect       onbon.Effect
		text         string
	}{
		{"the text", narrow, hardware.Panel{Text: "H023 到3号", Number: "H023"}, 12, 1, 1, onbon.Static, "H023 到3号"},
		{"without a text the number", narrow, hardware.Panel{Number: "H023"}, 12, 1, 1, onbon.Static, "H023"},
		{"width in dots", dots, hardware.Panel{Number: "H023"}, 96, 1, 1, onbon.Static, "H023"},
		{"called it comes up", narrow, hardware.Panel{Number: "H023", Blink: true}, 12, 1, 1, onbon.Up, "H023"},
		{"tags and another effect", tagged, hardware.Panel{Number: "H023", Blink: true}, 12, 1, 1, onbon.Quick, `\FO000\C2H023`},
		{"too long for the width it runs", narrow, hardware.Panel{Text: long}, 12, 1, 1, onbon.Left, long},
		{"or has two lines where they fit", tall, hardware.Panel{Text: long}, 16, 2, 2, onbon.Static, long},
		{"a backslash is no tag", narrow, hardware.Panel{Text: `\C1`}, 12, 1, 1, onbon.Static, "＼C1"},
	} {
		a := area(t, c.profile, c.panel)
		want := append([]byte(nil), gbk(t, strings.ReplaceAll(c.text, `\`, "/"))...)
		got := strings.ReplaceAll(string(a[27:]), `\`, "/")
		if a[5] != c.w || a[11] != byte(onbon.Delete) || a[12] != 90 || a[17] != c.single || a[18] != c.wrap || a[19] != byte(c.effect) || got != string(want) {
			t.Errorf("%s: % X", c.name, a)
		}
	}
}

func TestTextThatTheCardHasNot(t *testing.T) {
	for _, s := range []string{"\U0001F600", "\u0e01", "a\nb", "a\x1bb", strings.Repeat("满", 257)} {
		if b, err := onbon.Text(s); err == nil {
			t.Errorf("%.20q becomes % X", s, b)
		}
	}
}

func TestABadProfileIsToldWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		`{"widht": 96}`: `did you mean "width"`,
		"{\"width\": 96, \"height\": 16,\n\"unit\": \"byte\"}":              `line 2: unit: unknown word "byte", did you mean "byte8"`,
		"{\"width\": 100,\n\"height\": 16}":                                 "line 1: width: 100, a multiple of 8",
		"{\"width\": 96,\n\"height\": 2}":                                   "line 2: height: 2, from 8 to 1024",
		"{\"width\": 96, \"height\": 16,\n\"font\": \"big\"}":               "line 2: font:",
		"{\"width\": 96, \"height\": 16,\n\n\"calling\": \"upp\"}":          `line 3: calling: unknown word "upp", did you mean "up"`,
		"{\"width\": 96, \"height\": 16}\n{}":                               "line 2: something after",
		"[1]":                                                               "line 1: a profile begins with {",
		"{\"width\": 96,\n\"height\": 16":                                   "line 2: no JSON",
		strings.Repeat(`{"width":`, 20):                                     "line 1",
		"{\"name\": \"" + strings.Repeat("x", 70_000) + "\", \"width\": 9}": "no profile",
	} {
		name := filepath.Join(t.TempDir(), "hall.json")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := onbon.LoadProfile(name); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s\n %v\nwant %s", text, err, want)
		}
	}
}

// A card with a network plug: the same frames over TCP, and the card's own end of the connection.
func TestOverTCP(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	sim := onbontest.New(nil, 1)
	conns := make(chan net.Conn, 1)
	go func() {
		if c, err := l.Accept(); err == nil {
			conns <- c
			sim.Serve(context.Background(), c)
		}
	}()
	seat, err := bus.NewLines(port.Open).Seat(t.Context(), "tcp://"+l.Addr().String(), 1, false)
	if err != nil {
		t.Fatal(err)
	}
	s := onbon.New(seat, onbon.Options{Address: 1, Profile: profile(t, "128x16")})
	defer s.Close()
	if err := s.Show(t.Context(), hardware.Panel{Text: "请 H023 到 3 号窗口"}); err != nil || sim.Shown(1) != "请 H023 到 3 号窗口" {
		t.Fatalf("%q %v", sim.Shown(1), err)
	}
	(<-conns).Close()
	if st, _ := s.Status(t.Context()); st.State != hardware.Absent || st.Code != hardware.Missing {
		t.Errorf("the card hung up: %+v", st)
	}
}

// Some cards sign their answers with the wildcard although they were called by their number (the facts' second answer).
func TestAnAnswerFromTheWildcard(t *testing.T) {
	hardwaretest.Driven(t, "wildcard", func(t *testing.T) {
		sim, cable := line(t, hardwaretest.InMemory)
		sim.SetAlias(1, 0xFFFE)
		seat, err := bus.NewLine(cable.Open(t, ""), 0, false).Seat(1)
		if err != nil {
			t.Fatal(err)
		}
		s := onbon.New(seat, onbon.Options{Address: 1, Profile: profile(t, "96x16")})
		defer s.Close()
		if err := s.Show(t.Context(), hardware.Panel{Text: "H023"}); err != nil || sim.Shown(1) != "H023" {
			t.Errorf("%q %v", sim.Shown(1), err)
		}
		if st, _ := s.Status(t.Context()); st.State != hardware.Ready {
			t.Errorf("is %+v", st)
		}
	})
}

// 65534 reaches any card; its answer comes from there too, or from its own number.
func TestTheAddressOfAnyCard(t *testing.T) {
	sim, cable := line(t, hardwaretest.OverTerminal)
	sim.SetDead(2, true)
	seat, err := bus.NewLine(cable.Open(t, "?baud=57600"), 57600, false).Seat(0xFFFE)
	if err != nil {
		t.Fatal(err)
	}
	s := onbon.New(seat, onbon.Options{Address: 0xFFFE, Profile: profile(t, "96x16")})
	defer s.Close()
	if err := s.Show(t.Context(), hardware.Panel{Number: "H023"}); err != nil || sim.Shown(1) != "H023" {
		t.Errorf("%q %v", sim.Shown(1), err)
	}
}
