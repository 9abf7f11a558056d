package system

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

var quiet = slog.New(slog.DiscardHandler)

// trouble is something that keeps a program from opening, and what mends it.
type trouble struct {
	name string
	code string
	make func(t *testing.T, f *Flags) (mend func())
}

// settingsBroken is the trouble that every program can have.
var settingsBroken = trouble{"settings nobody can read", "E-SET-01", func(t *testing.T, f *Flags) func() {
	f.Config = filepath.Join(t.TempDir(), "settings.toml")
	write(t, f.Config, "languge = \"zh-CN\"\n[window\n")
	return func() { write(t, f.Config, "") }
}}

var ofTheKiosk = []trouble{settingsBroken,
	{"settings that are not there", "E-SET-01", func(t *testing.T, f *Flags) func() {
		f.Config = filepath.Join(t.TempDir(), "settings.toml")
		return func() { write(t, f.Config, "") }
	}},
	{"its address taken", "E-PORT-01", func(t *testing.T, f *Flags) func() {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		f.Listen = l.Addr().String()
		return func() { l.Close() }
	}},
	{"its data taken", "E-DATA-01", func(t *testing.T, f *Flags) func() {
		other, err := hallnode.Open(t.Context(), hallnode.Options{Data: f.Data})
		if err != nil {
			t.Fatal(err)
		}
		return func() { other.Close() }
	}},
	{"its data no folder", "E-DATA-02", func(t *testing.T, f *Flags) func() {
		write(t, f.Data, "a file")
		return func() { os.Remove(f.Data) }
	}},
}

var ofTheOthers = []trouble{
	{settingsBroken.name, settingsBroken.code, func(t *testing.T, f *Flags) func() {
		mend := settingsBroken.make(t, f)
		return func() { mend(); f.Token = filepath.Join(f.Data, "token"); write(t, f.Token, "abc") }
	}},
	{"an empty token", "E-TOK-01", func(t *testing.T, f *Flags) func() {
		f.Node, f.Token = "https://10.0.0.5:7300", filepath.Join(t.TempDir(), "token")
		write(t, f.Token, "\n")
		return func() { write(t, f.Token, "abc") }
	}},
	{"no token", "E-TOK-01", func(t *testing.T, f *Flags) func() {
		f.Node, f.Token = "https://10.0.0.5:7300", filepath.Join(t.TempDir(), "token")
		return func() { write(t, f.Token, "abc") }
	}},
	{"no node on this PC yet", "E-TOK-02", func(t *testing.T, f *Flags) func() {
		f.Node = "http://127.0.0.1:7300"
		return func() { f.Token = filepath.Join(f.Data, "token"); write(t, f.Token, "abc") }
	}},
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// starts are the programs with windows, by kind.
var starts = map[string]func(f *Flags, w fyne.Window) Start{
	"kiosk": func(f *Flags, w fyne.Window) Start { return StartKiosk(*f, w, func() {}, quiet) },
	"counter": func(f *Flags, w fyne.Window) Start {
		return StartCounter(*f, w, test.NewWindow(nil), nil, func(config.Counter, func(bool)) {}, quiet)
	},
	"display": func(f *Flags, w fyne.Window) Start { return StartDisplay(*f, w, quiet) },
	"media":   func(f *Flags, w fyne.Window) Start { return StartMedia(*f, w, quiet) },
}

// What a machine shows when it cannot open: a page with the reason for the staff, not a black screen and no vanished
// process; and it opens by itself when the cause is gone.
func TestAProgramThatCannotOpenSaysWhyAndOpensWhenItIsMended(t *testing.T) {
	test.NewApp()
	for kind, start := range starts {
		troubles := ofTheOthers
		if kind == "kiosk" {
			troubles = ofTheKiosk
		}
		for _, tr := range troubles {
			t.Run(kind+" with "+tr.name, func(t *testing.T) {
				f := &Flags{Data: filepath.Join(t.TempDir(), "data"), Listen: "127.0.0.1:0"}
				mend := tr.make(t, f)
				w := test.NewWindow(nil)
				s := start(f, w)
				_, err := s.Open(t.Context())
				if err == nil {
					t.Fatal("it opened all the same")
				}
				stage := s.page(t.Context(), err)
				w.Resize(skin.For(classes[kind]).Design)
				seen := strings.Join(stage.Texts(), "\n")
				for _, words := range []string{tr.code, publicWords[kind]} {
					if !strings.Contains(seen, words) {
						t.Errorf("no %q on the screen; it says %q", words, seen)
					}
				}
				mend()
				p, err := start(f, w).once(t.Context(), stage)
				if err != nil {
					t.Fatal("mended, and yet:", err)
				}
				ended, end := context.WithCancel(context.Background())
				end()
				p.Run(ended)
				p.shut()
			})
		}
	}
}

// publicWords are what the public, or the teller, reads meanwhile.
var publicWords = map[string]string{"kiosk": "请到引导台取号", "counter": "还没有打开", "display": "请听窗口叫号", "media": "想查什么？"}

// A second kiosk by mistake would lie over the first one: the staff can close it with the maintenance PIN.
func TestAKioskThatDoesNotOpenCanBeClosedByTheStaff(t *testing.T) {
	test.NewApp()
	w := test.NewWindow(nil)
	closed := false
	w.SetOnClosed(func() { closed = true })
	s := Start{Kind: "kiosk", Window: w, PIN: func(pin string) bool { return pin == "246810" }, Log: quiet}
	stage := s.page(t.Context(), fmt.Errorf("anything"))
	w.Resize(skin.For(skin.Kiosk).Design)
	for range 5 {
		tap(t, stage, "corner")
	}
	for _, d := range "246810" {
		stage.Tick()
		tap(t, stage, "pin."+string(d))
	}
	tap(t, stage, "close")
	if !closed {
		t.Errorf("still there, at %s: %q", stage.Screen(), stage.Texts())
	}
}

func tap(t *testing.T, s *nav.Stage, key string) {
	t.Helper()
	o, _, ok := s.Find(key)
	if !ok {
		t.Fatalf("no %q on the screen %s", key, s.Screen())
	}
	switch o := o.(type) {
	case *kit.Button:
		o.Tapped(&fyne.PointEvent{})
	case desktop.Mouseable: // the corner acts on the press
		o.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	}
}
