package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // kinds of pictures
	_ "image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

const (
	usualEvery = 200 * time.Millisecond // between two looks into the directory
	writing    = 2 * time.Second        // so long a damaged picture may still be on its way
	mostBytes  = 32 << 20               // of a picture's file
	mostPixels = 24 << 20               // of a picture
)

// Dir is a directory of pictures, PNG or JPEG. It is a Source. Those that are there come first, in the order of their names, and then
// every one that is added or written anew. Names that begin with a dot and other kinds of files are left alone.
type Dir struct {
	path  string
	every time.Duration
	seen  map[string]version // of the files that are there; owned by Next

	once sync.Once
	gone chan struct{}
}

type version struct {
	at   time.Time
	size int64
	done bool // it was given or given up
}

// OpenDir opens a directory; every is how often to look into it, 0 for the usual 200 ms.
func OpenDir(path string, every time.Duration) (*Dir, error) {
	const op = "camera.OpenDir"
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, hardware.E(op, hardware.Missing, err)
	case err != nil:
		return nil, hardware.E(op, hardware.Failed, err)
	case !info.IsDir():
		return nil, hardware.E(op, hardware.BadConfig, path+" is no directory")
	}
	if every <= 0 {
		every = usualEvery
	}
	return &Dir{path: path, every: every, seen: map[string]version{}, gone: make(chan struct{})}, nil
}

// String is the directory's URL.
func (d *Dir) String() string { return "dir://" + filepath.ToSlash(d.path) }

// Close ends Next.
func (d *Dir) Close() error {
	d.once.Do(func() { close(d.gone) })
	return nil
}

// Next gives the next picture, when there is one.
func (d *Dir) Next(ctx context.Context) (*image.Gray, error) {
	for {
		name, at, err := d.fresh()
		if err != nil {
			return nil, err
		}
		if name != "" {
			m, err := readPicture(filepath.Join(d.path, name))
			at.done = err == nil || time.Since(at.at) > writing
			d.seen[name] = at
			if err == nil {
				return m, nil
			}
			if at.done {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		if err := d.pause(ctx); err != nil {
			return nil, err
		}
	}
}

// fresh finds the first picture by name that was not given yet.
func (d *Dir) fresh() (string, version, error) {
	const op = "camera.Dir.Next"
	entries, err := os.ReadDir(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", version{}, hardware.E(op, hardware.Missing, err)
	}
	if err != nil {
		return "", version{}, hardware.E(op, hardware.Failed, err)
	}
	there := make(map[string]version, len(entries))
	name, at := "", version{}
	for _, e := range entries { // sorted by name
		if !pictureName(e.Name()) {
			continue
		}
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		v := d.seen[e.Name()]
		if !v.at.Equal(info.ModTime()) || v.size != info.Size() {
			v = version{at: info.ModTime(), size: info.Size()}
		}
		there[e.Name()] = v
		if name == "" && !v.done {
			name, at = e.Name(), v
		}
	}
	d.seen = there
	return name, at, nil
}

func pictureName(name string) bool {
	return name[0] != '.' && slices.Contains([]string{".png", ".jpg", ".jpeg"}, strings.ToLower(filepath.Ext(name)))
}

func (d *Dir) pause(ctx context.Context) error {
	t := time.NewTimer(d.every)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-d.gone:
		return hardware.E("camera.Dir.Next", hardware.Missing, "closed")
	case <-ctx.Done():
		return ctx.Err()
	}
}

func readPicture(path string) (*image.Gray, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	defer f.Close()
	return decodePicture(f)
}

// decodePicture asks for the size first: a few bytes can claim a picture that fills the memory.
func decodePicture(f io.ReadSeeker) (*image.Gray, error) {
	c, _, err := image.DecodeConfig(io.LimitReader(f, mostBytes))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height {
		return nil, fmt.Errorf("%w: %d x %d", ErrPicture, c.Width, c.Height)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	m, _, err := image.Decode(io.LimitReader(f, mostBytes))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return Luminance(m), nil
}
