package layout_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEveryPackageWeShipHasItsNotice: the licences of what is in our programs stand in packaging/NOTICES.txt, for Linux
// and Windows, and nothing stands there that is not in them. packaging/notices.sh writes it.
func TestEveryPackageWeShipHasItsNotice(t *testing.T) {
	top := filepath.Join("..", "..", "..")
	programs, err := filepath.Glob(filepath.Join(top, "apps", "*", "main.go"))
	if err != nil || len(programs) < 9 {
		t.Fatal(programs, err)
	}
	args := []string{"list", "-deps", "-tags", "x11,migrated_fynedo,no_animations", "-f", "{{with .Module}}{{if not .Main}}module {{.Path}} {{.Version}}{{end}}{{end}}"}
	for _, p := range programs {
		args = append(args, "./apps/"+filepath.Base(filepath.Dir(p)))
	}
	var shipped []string
	for _, system := range []string{"linux", "windows"} {
		list := exec.CommandContext(t.Context(), "go", args...)
		list.Dir, list.Env = top, append(os.Environ(), "CGO_ENABLED=1", "GOARCH=amd64", "GOOS="+system)
		out, err := list.Output()
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		shipped = append(shipped, strings.Split(strings.TrimSpace(string(out)), "\n")...)
	}
	slices.Sort(shipped)
	shipped = slices.DeleteFunc(slices.Compact(shipped), func(line string) bool { return line == "" })

	text, err := os.ReadFile(filepath.Join(top, "packaging", "NOTICES.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "module ") && strings.Count(line, " ") == 2 {
			told = append(told, strings.TrimSpace(line))
		}
	}
	slices.Sort(told)
	if !slices.Equal(shipped, told) {
		t.Errorf("packaging/NOTICES.txt is not of what we ship; run packaging/notices.sh\nin it:   %v\nshipped: %v", told, shipped)
	}
	for _, also := range []string{"Go, its runtime and standard library", "SIL OPEN FONT LICENSE", "Pictogrammers", "assets/sounds"} {
		if !strings.Contains(string(text), also) {
			t.Errorf("it says nothing of %s", also)
		}
	}
}
