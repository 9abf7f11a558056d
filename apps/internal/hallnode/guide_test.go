package hallnode_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
)

// TestTheGuideOfAHallShowsEveryKey: its files are taken as they stand there, and a key that is new is missing in it.
func TestTheGuideOfAHallShowsEveryKey(t *testing.T) {
	guide, err := os.ReadFile("../../../packaging/hall.md")
	if err != nil {
		t.Fatal(err)
	}
	files := regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllStringSubmatch(string(guide), -1)
	dir, settings, outlet := t.TempDir(), "", ""
	for _, f := range files {
		switch {
		case strings.HasPrefix(f[1], "data ="):
			settings = strings.ReplaceAll(f[1], "/var/lib/brighthall", filepath.Join(dir, "hall"))
		case strings.HasPrefix(f[1], "[outlet]"):
			outlet = f[1]
		}
	}
	for text, of := range map[string]reflect.Type{settings: reflect.TypeFor[hallnode.Settings](), outlet: reflect.TypeFor[hall.Setup]()} {
		for _, key := range keys(of) {
			if key != "version" && !regexp.MustCompile(`(^|[\s{\[.])`+key+`( =|\])`).MatchString(text) {
				t.Errorf("%s: the guide has no key %s", of, key)
			}
		}
	}
	for name, text := range map[string]string{"node.toml": settings, "outlet.toml": outlet} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	setup, err := hallnode.ReadOutlet(filepath.Join(dir, "outlet.toml"))
	if err == nil {
		err = setup.Check()
	}
	if err != nil {
		t.Fatal(err)
	}
	if got, want := setup.Outlet.Rules, hall.DefaultRules(); got != want {
		t.Errorf("the guide's rules are %+v, the defaults %+v", got, want)
	}
}

// keys are all keys of a file, in its tables too.
func keys(t reflect.Type) (all []string) {
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for _, f := range reflect.VisibleFields(t) {
		if key, _, _ := strings.Cut(f.Tag.Get("toml"), ","); key != "" {
			all = append(append(all, key), keys(f.Type)...)
		}
	}
	return all
}
