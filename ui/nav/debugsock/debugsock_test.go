package debugsock_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/nav/debugsock"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

func TestQuestions(t *testing.T) {
	r := uitest.New(t, skin.Kiosk)
	r.Home(nav.Page("home", func(s *nav.Stage) fyne.CanvasObject {
		p := s.Kit().Board()
		p.Put(s.Kit().Button("take", "取号", kit.Primary, func() {}), 100, 200, 300, 120)
		return p.Object()
	}))
	ask := dial(t, r.Stage)
	for _, row := range []struct{ name, question, want string }{
		{"windows", `{"op":"windows"}`, `{"windows":["test"]}`},
		{"a rectangle", `{"op":"rect","window":"test","key":"take"}`, `{"h":120,"w":300,"x":100,"y":200}`},
		{"a key that is not there", `{"op":"rect","window":"test","key":"pay"}`, `{"error":"no key pay on home"}`},
		{"the state", `{"op":"state","window":"test"}`, `{"dialog":false,"screen":"home","texts":["取号"]}`},
		{"the keys", `{"op":"keys","window":"test"}`, `{"keys":["take"]}`},
		{"what was painted", `{"op":"drawn","window":"test"}`, `{"drawn":true}`},
		{"another window", `{"op":"keys","window":"hall"}`, `{"error":"no window hall"}`},
		{"nonsense", `{"op":"dance","window":"test"}`, `{"error":"no op dance"}`},
		{"no JSON", `hello`, `{"error":"invalid character 'h' looking for beginning of value"}`},
	} {
		if got := ask(row.question); got != row.want {
			t.Errorf("%s: %s", row.name, got)
		}
	}
}

// dial opens a server and a line to it, and closes both with the test.
func dial(t *testing.T, st *nav.Stage) func(string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "debug.sock")
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- debugsock.New(path, st).Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	conn := connect(t, path, ended)
	lines := bufio.NewReader(conn)
	return func(q string) string {
		fmt.Fprintln(conn, q)
		a, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(a)
	}
}

func connect(t *testing.T, path string, ended chan error) net.Conn {
	t.Helper()
	for {
		conn, err := net.Dial("unix", path)
		if err == nil {
			t.Cleanup(func() { conn.Close() })
			return conn
		}
		select {
		case err := <-ended:
			t.Fatalf("the server ended: %v", err)
		default:
		}
	}
}
