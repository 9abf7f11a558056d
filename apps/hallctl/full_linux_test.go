package main

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestASnapshotOntoAFullDiskSaysSo: it said "internal".
func TestASnapshotOntoAFullDiskSaysSo(t *testing.T) {
	dir, small := aDemoHall(t), t.TempDir()
	if err := unix.Mount("tmpfs", small, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(small, unix.MNT_DETACH) })
	file := filepath.Join(small, "copy.db")
	_, errs, code := hallctl(t, "snapshot", "--data", dir, file)
	if code == 0 || !strings.Contains(errs, "no room for "+file) || programmers.MatchString(errs) {
		t.Errorf("%d %s", code, errs)
	}
	if left, _ := filepath.Glob(filepath.Join(small, "*")); len(left) > 0 {
		t.Errorf("half a copy is left: %v", left)
	}
}
