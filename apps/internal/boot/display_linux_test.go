package boot_test

import (
	"os/exec"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/hand"
)

const managerCheck = "_NET_SUPPORTING_WM_CHECK"

// TestAWindowManagerThatDiedIsForgotten: what it left on the root window made every program with windows abort at its
// start. A manager that lives is left alone.
func TestAWindowManagerThatDiedIsForgotten(t *testing.T) {
	if _, err := exec.LookPath("Xvfb"); err != nil {
		t.Skip("Xvfb is not installed (packaging/deps.sh test)")
	}
	server, err := hand.Serve("640x480x24")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	t.Setenv("DISPLAY", server.Display)
	c, err := xgb.NewConnDisplay(server.Display)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	root := xproto.Setup(c).DefaultScreen(c).Root
	for _, row := range []struct {
		name  string
		names func() xproto.Window
		stays bool
	}{
		{"no manager was ever there", nil, false},
		{"its window is gone", func() xproto.Window { return 0x7fffff }, false},
		{"its window's number is another program's by now", func() xproto.Window { return window(t, c, root) }, false},
		{"it lives", func() xproto.Window { w := window(t, c, root); name(t, c, w, w); return w }, true},
	} {
		if row.names != nil {
			name(t, c, root, row.names())
		}
		if err := boot.Display(); err != nil {
			t.Fatal(err)
		}
		p, err := xproto.GetProperty(c, false, root, check(t, c), xproto.AtomWindow, 0, 1).Reply()
		if err != nil || len(p.Value) > 0 != row.stays {
			t.Errorf("%s: the root window names %v (%v)", row.name, p.Value, err)
		}
	}
}

func check(t *testing.T, c *xgb.Conn) xproto.Atom {
	t.Helper()
	a, err := xproto.InternAtom(c, false, uint16(len(managerCheck)), managerCheck).Reply()
	if err != nil {
		t.Fatal(err)
	}
	return a.Atom
}

// name lets a window name another one as the manager's.
func name(t *testing.T, c *xgb.Conn, w, manager xproto.Window) {
	t.Helper()
	value := make([]byte, 4)
	xgb.Put32(value, uint32(manager))
	if err := xproto.ChangePropertyChecked(c, xproto.PropModeReplace, w, check(t, c), xproto.AtomWindow, 32, 1, value).Check(); err != nil {
		t.Fatal(err)
	}
}

func window(t *testing.T, c *xgb.Conn, root xproto.Window) xproto.Window {
	t.Helper()
	id, err := xproto.NewWindowId(c)
	if err == nil {
		err = xproto.CreateWindowChecked(c, 0, id, root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, 0, 0, nil).Check()
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}
