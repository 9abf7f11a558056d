package layout_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/brighthall/brighthall/"

// walls say which room (a folder and all below it) never imports what, and why. "ours" in never means any package of
// the house.
var walls = []struct{ from, never, why string }{
	{"hall", "ours:hall", "the business knows nothing of screens, wires and devices, so its rules can be read and tested alone"},
	{"hall", "third-party", "the business stands on the standard library only"},
	{"hardware", "ours:hardware", "a driver speaks device words; apps/internal/bridge translates"},
	{"sync", "ours:sync hall assets", "what leaves the process by disk or wire knows no screen and no device"},
	{"sync/node", module + "sync/store", "the node serves the authority it is given"},
	{"sync/node", module + "hall/queue", "the node serves the authority it is given, near or far"},
	{"sync/client", module + "hall/queue", "the client is the far authority; it cannot decide"},
	{"sync/store", "net/http", "storage is disk, not wire"},
	{"ui", module + "sync", "screens ask flows, flows ask small interfaces"},
	{"ui", module + "apps", "programs assemble screens, not the other way round"},
	{"ui", "fyne.io/fyne/v2/app", "only a main may start Fyne, so every screen is tested without a display"},
	{"ui/kiosk", module + "hardware", "screens know no devices"},
	{"ui/counter", module + "hardware", "screens know no devices"},
	{"ui/display", module + "hardware", "screens know no devices"},
	{"ui/media", module + "hardware", "screens know no devices"},
	{"ui/admin", module + "hardware", "screens know no devices"},
	{"ui/kiosk/flow", "fyne.io", "a flow is plain Go"},
	{"ui/counter/flow", "fyne.io", "a flow is plain Go"},
	{"ui/display/board", "fyne.io", "a flow is plain Go"},
	{"ui/media/playlist", "fyne.io", "a flow is plain Go"},
	{"ui/admin/desk", "fyne.io", "a flow is plain Go"},
}

// only says that a package is imported by these folders and nobody else.
var only = []struct {
	pkg, why string
	by       []string
}{
	{"github.com/tarm/serial", "its traps are confined to one package", []string{"hardware/port"}},
	{"go.bug.st/serial/enumerator", "what ports there are is asked in the same place", []string{"hardware/port"}},
	{"fyne.io/fyne/v2/app", "starting Fyne is the business of a main", []string{"apps/kiosk", "apps/counter", "apps/display", "apps/media", "apps/admin", "apps/demo"}},
	{"github.com/go-gl/glfw/v3.4/glfw", "cgo and monitors stay in one place", []string{"ui/place/glfw"}},
	{"github.com/go-resty/resty/v2", "clients of the wire live in sync", []string{"sync"}},
	{"modernc.org/sqlite", "SQL lives in the stores", []string{"sync"}},
}

type source struct {
	folder  string // "hall/queue"
	path    string
	imports []string
	doc     bool
	test    bool
	name    string
}

func sources(t *testing.T) []source {
	t.Helper()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	var all []source
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (strings.HasPrefix(name, ".") || name == "testdata" || name == "bin" || name == "out") && path != root {
			return filepath.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(name, ".go") {
			all = append(all, read(t, root, path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, root, path string) source {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	folder, _ := filepath.Rel(root, filepath.Dir(path))
	s := source{folder: filepath.ToSlash(folder), path: path, doc: described(file), test: strings.HasSuffix(path, "_test.go"), name: file.Name.Name}
	for _, i := range file.Imports {
		s.imports = append(s.imports, strings.Trim(i.Path.Value, `"`))
	}
	return s
}

func described(f *ast.File) bool { return f.Doc != nil && strings.TrimSpace(f.Doc.Text()) != "" }

func within(folder, room string) bool { return folder == room || strings.HasPrefix(folder, room+"/") }

func TestNobodyBreaksAWall(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, w := range walls {
			if !within(s.folder, w.from) {
				continue
			}
			for _, i := range s.imports {
				if forbidden(i, w.never) {
					t.Errorf("%s imports %s, but %s never may: %s", s.path, i, w.from, w.why)
				}
			}
		}
	}
}

func forbidden(imported, never string) bool {
	switch {
	case never == "third-party":
		return strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") && !strings.HasPrefix(imported, module)
	case strings.HasPrefix(never, "ours:"):
		return strings.HasPrefix(imported, module) && !among(strings.TrimPrefix(imported, module), strings.Fields(never[5:]))
	default:
		return imported == never || strings.HasPrefix(imported, strings.TrimSuffix(never, "/")+"/") || strings.HasPrefix(imported+"/", never+"/") ||
			(never == "fyne.io" && strings.HasPrefix(imported, never))
	}
}

func among(folder string, rooms []string) bool {
	for _, r := range rooms {
		if within(folder, r) {
			return true
		}
	}
	return false
}

func TestWhatIsConfinedStaysConfined(t *testing.T) {
	for _, s := range sources(t) {
		for _, o := range only {
			for _, i := range s.imports {
				if i == o.pkg && !among(s.folder, o.by) && !s.test {
					t.Errorf("%s imports %s; only %v may: %s", s.path, i, o.by, o.why)
				}
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	described := map[string]bool{}
	for _, s := range sources(t) {
		if !s.test {
			described[s.folder] = described[s.folder] || s.doc
		}
	}
	for folder, ok := range described {
		if !ok && folder != "." {
			t.Errorf("package %s has no package comment", folder)
		}
	}
}

func TestTheTopLevelHoldsOnlyTheRooms(t *testing.T) {
	rooms := map[string]bool{"apps": true, "assets": true, "hall": true, "hardware": true, "packaging": true, "sync": true, "ui": true,
		"go.mod": true, "go.sum": true, "Makefile": true, "README.md": true, "LICENSE": true, "bin": true, "out": true}
	entries, err := os.ReadDir("../../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !rooms[e.Name()] && !strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s stands at the top level beside the rooms of the house", e.Name())
		}
	}
}

// Windows has no time zones that Go reads: a program that does not bring them along takes every hall to be in UTC.
func TestEveryProgramBringsTheTimeZones(t *testing.T) {
	for _, s := range sources(t) {
		program := strings.HasPrefix(s.folder, "apps/") && strings.Count(s.folder, "/") == 1
		if program && filepath.Base(s.path) == "main.go" && !slices.Contains(s.imports, "time/tzdata") {
			t.Errorf("%s does not import time/tzdata", s.path)
		}
	}
}
