package centerd_test

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/desk"
)

func TestACenterFromNothing(t *testing.T) {
	data := filepath.Join(t.TempDir(), "new", "place")
	d, err := centerd.Open(t.Context(), centerd.Options{Data: data, Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx) }()

	beside, err := centerd.Open(t.Context(), centerd.Options{Data: data}) // "center enrol" while the center runs
	if err != nil {
		t.Fatal(err)
	}
	if token, err := beside.EnrolOutlet(t.Context(), "gaoyang"); err != nil || len(token) != 64 {
		t.Fatal(token, err)
	}
	if err := beside.AddPerson(t.Context(), "wang", "ein-langes-wort"); err != nil {
		t.Fatal(err)
	}
	beside.Close()

	c := desk.New(d.URL, d.Pin)
	if _, err := c.SignIn(t.Context(), "wang", "ein-langes-wort"); err != nil {
		t.Fatal(err)
	}
	if outlets, err := c.Outlets(t.Context()); err != nil || len(outlets) != 1 || outlets[0].ID != "gaoyang" {
		t.Fatalf("%+v %v", outlets, err)
	}
	if info, err := os.Stat(filepath.Join(data, "center.db")); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode(), err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if _, err := http.Get(d.URL + "/healthz"); err == nil {
		t.Fatal("it still answers")
	}
	if _, err := c.Outlets(t.Context()); hall.CodeOf(err) != hall.Unavailable {
		t.Fatal(err)
	}
}
