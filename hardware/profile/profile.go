package profile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// longest is more than any profile needs; a wrong file is not read into memory.
const longest = 64 << 10

// Source is a profile's file, for saying what is wrong with it.
type Source struct {
	name  string
	lines map[string]int // by key with its parents: "checksum.kind"
}

// Load reads a built-in profile of the folder profiles, by its name, or a file when the name ends in .json.
func Load(builtin fs.FS, name string, into any) (*Source, error) {
	if strings.HasSuffix(name, ".json") {
		data, err := readFile(name)
		if err != nil {
			return nil, hardware.E("profile.Load", hardware.BadConfig, err)
		}
		return Parse(filepath.Base(name), data, into)
	}
	data, err := fs.ReadFile(builtin, "profiles/"+name+".json")
	if err != nil {
		return nil, hardware.E("profile.Load", hardware.BadConfig, fmt.Errorf("%w, or the path of a .json file", hardware.Unknown("profile", name, Names(builtin))))
	}
	return Parse(name+".json", data, into)
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, longest+1))
}

// Names lists the built-in profiles.
func Names(builtin fs.FS) []string {
	files, _ := fs.Glob(builtin, "profiles/*.json")
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), ".json")
	}
	return files
}

// Parse reads a profile. A key it does not know, or one said twice, is refused.
func Parse(name string, data []byte, into any) (*Source, error) {
	s := &Source{name: name, lines: map[string]int{}}
	if len(data) > longest {
		return nil, s.fault(1, fmt.Sprintf("longer than %d bytes: no profile", longest))
	}
	w := walker{dec: json.NewDecoder(bytes.NewReader(data)), data: data, src: s}
	if err := w.value(typeOf(into), ""); err != nil {
		return nil, s.explain(data, err)
	}
	if _, err := w.dec.Token(); err != io.EOF {
		return nil, s.fault(w.line(), "something after the last brace")
	}
	if err := json.Unmarshal(data, into); err != nil {
		return nil, s.explain(data, err)
	}
	return s, nil
}

// explain gives an error of the JSON package its line.
func (s *Source) explain(data []byte, err error) error {
	var bad *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &bad):
		return s.fault(lineOf(data, bad.Offset), "no JSON: "+bad.Error())
	case errors.As(err, &kind):
		return s.fault(lineOf(data, kind.Offset), fmt.Sprintf("%s: %s wanted, not %s", kind.Field, kind.Type, kind.Value))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return s.fault(lineOf(data, int64(len(data))), "no JSON: ends too early")
	case hardware.CodeOf(err) == hardware.BadConfig:
		return err
	}
	return s.fault(1, err.Error())
}

func (s *Source) fault(line int, what string) error {
	return hardware.E("profile.Load", hardware.BadConfig, fmt.Sprintf("%s line %d: %s", s.name, line, what))
}

// Bad says what is wrong with the value of a key. A key that is not there is told by the line of its parent.
func (s *Source) Bad(key, format string, args ...any) error {
	line := 1
	for k := key; k != ""; k = parent(k) {
		if n, ok := s.lines[k]; ok {
			line = n
			break
		}
	}
	return s.fault(line, key+": "+fmt.Sprintf(format, args...))
}

// Word refuses a value that is none of the known words, with the nearest.
func (s *Source) Word(key, word string, known ...string) error {
	if slices.Contains(known, word) {
		return nil
	}
	return s.Bad(key, "%s", hardware.Unknown("word", word, known))
}

func parent(key string) string { return key[:max(0, strings.LastIndexByte(key, '.'))] }

func lineOf(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(max(0, offset), int64(len(data)))], []byte{'\n'})
}
