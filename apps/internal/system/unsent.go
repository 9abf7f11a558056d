package system

import (
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/brighthall/brighthall/ui/counter/flow"
)

// unsent is the file in which a counter keeps what it did while the node was away.
type unsent struct {
	path string
	log  *slog.Logger
}

// load gives what an earlier run kept. A file that cannot be read is put aside for a person to look at.
func (u unsent) load() (all []flow.Kept) {
	raw, err := os.ReadFile(u.path)
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		u.log.Error("what the counter did while it was cut off cannot be read", "file", u.path, "error", err, "aside", os.Rename(u.path, u.path+".bad"))
		return nil
	}
	return all
}

// save writes the acts that wait, on the disk before it returns; without any the file goes.
func (u unsent) save(all []flow.Kept) {
	err := os.Remove(u.path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if len(all) > 0 {
		err = u.write(all)
	}
	if err != nil {
		u.log.Error("what the counter does while it is cut off is not kept", "file", u.path, "error", err)
	}
}

func (u unsent) write(all []flow.Kept) error {
	raw, err := json.Marshal(all)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(u.path), filepath.Base(u.path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // it has another name when all went well
	_, err = file.Write(raw)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), u.path)
}
