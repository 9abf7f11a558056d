package seal

import (
	"path/filepath"
	"slices"
	"testing"
)

// TestANewNameIsOnTheDiskBeforeItIsUsed: a power cut after the first ticket took the whole data directory, because
// nobody had synced the directory that holds its name.
func TestANewNameIsOnTheDiskBeforeItIsUsed(t *testing.T) {
	var synced []string
	syncName = func(dir string) error { synced = append(synced, dir); return syncDir(dir) }
	t.Cleanup(func() { syncName = syncDir })
	top := t.TempDir()
	dir := filepath.Join(top, "a", "b")
	if _, err := Open(filepath.Join(dir, "seal.key")); err != nil {
		t.Fatal(err)
	}
	if want := []string{top, filepath.Join(top, "a"), dir}; !slices.Equal(synced, want) {
		t.Errorf("synced %v, want %v", synced, want)
	}
	synced = nil
	if err := WriteFile(filepath.Join(dir, "node.pem"), []byte("x")); err != nil || !slices.Equal(synced, []string{dir}) {
		t.Errorf("after a file took its name %v was synced, %v", synced, err)
	}
	synced = nil
	if err := PrivateDir(dir); err != nil || len(synced) != 0 {
		t.Errorf("a directory that is there: %v %v", synced, err)
	}
}
