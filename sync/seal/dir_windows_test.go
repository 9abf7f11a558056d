package seal_test

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/windows"

	"github.com/brighthall/brighthall/sync/seal"
)

func TestANewDataDirectoryIsShut(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "above", "hall")
	if err := seal.PrivateDir(dir); err != nil {
		t.Fatal(err)
	}
	sd, err := windows.GetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		t.Fatal(err)
	}
	for _, everybody := range []string{";;;WD)", ";;;BU)", ";;;AU)"} {
		if strings.Contains(sd.String(), everybody) {
			t.Errorf("others may in: %s", sd)
		}
	}
	keys(t, dir) // and who made it may
}
