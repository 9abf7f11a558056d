package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/brighthall/brighthall/hall"
)

// KeyEnv names the key file, or with the prefix "text:" holds its content, instead of the data directory.
const KeyEnv = "BRIGHTHALL_SEAL_KEY"

// KeyFile is the name of the key file in its data directory.
const KeyFile = "seal.key"

// Keys are the keys of a key file. They may be used from any goroutine.
type Keys struct {
	mu   sync.RWMutex
	file keyFile // guarded by mu
	path string  // empty: the keys came from the environment and cannot be rotated here
}

type keyFile struct {
	Current string            `json:"current"`
	Keys    map[string][]byte `json:"keys"`  // id → 32 bytes
	Blind   []byte            `json:"blind"` // apart: ID numbers can be tried through, so this key opens nothing but look-ups
}

// File is where the keys of a data directory are: what KeyEnv says, or "seal.key" in it.
func File(dir string) string {
	if ref := os.Getenv(KeyEnv); ref != "" {
		return ref
	}
	return filepath.Join(dir, KeyFile)
}

// Open reads the key file, and makes it with new keys when it is missing. A file that others can read is refused with
// Denied.
func Open(ref string) (*Keys, error) {
	const op = "seal.Open"
	if text, ok := strings.CutPrefix(ref, "text:"); ok {
		file, err := parse([]byte(text))
		return &Keys{file: file}, hall.Wrap(op, err)
	}
	text, err := readSecret(ref, func() []byte { return encodeKeys(newFile()) })
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	file, err := parse(text)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	return &Keys{file: file, path: ref}, nil
}

func newFile() keyFile {
	return keyFile{Current: "k1", Keys: map[string][]byte{"k1": random(keySize)}, Blind: random(keySize)}
}

func parse(text []byte) (keyFile, error) {
	var f keyFile
	if err := json.Unmarshal(text, &f); err != nil {
		return f, hall.E("seal.parse", hall.Invalid, "the key file is not readable") // its text is a secret
	}
	if len(f.Keys[f.Current]) != keySize || len(f.Blind) != keySize {
		return f, hall.E("seal.parse", hall.Invalid, "the key file has no current key")
	}
	for id, key := range f.Keys {
		if len(key) != keySize || len(id) == 0 || len(id) > 64 {
			return f, hall.E("seal.parse", hall.Invalid, "the key file has a broken key")
		}
	}
	return f, nil
}

func encodeKeys(f keyFile) []byte {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		panic(err) // only bytes and words are in it
	}
	return append(text, '\n')
}

// Blind is the keyed hash of a value in a domain, for finding a row by it. It cannot be computed, and so not tried
// through, by who has the database alone.
func (k *Keys) Blind(domain, value string) string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	h := hmac.New(sha256.New, k.file.Blind)
	fmt.Fprintf(h, "%d:%s|%s", len(domain), domain, value)
	return hex.EncodeToString(h.Sum(nil))
}

// Rotate makes a new current key and keeps the old ones for what they sealed. It gives the new key's id.
func (k *Keys) Rotate() (string, error) {
	const op = "seal.Rotate"
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path == "" {
		return "", hall.E(op, hall.Denied, "keys of the environment are rotated where they come from")
	}
	next := keyFile{Current: fmt.Sprintf("k%d", len(k.file.Keys)+1), Keys: map[string][]byte{}, Blind: k.file.Blind}
	for id, key := range k.file.Keys {
		next.Keys[id] = key
	}
	next.Keys[next.Current] = random(keySize)
	if err := writeSecret(k.path, encodeKeys(next)); err != nil {
		return "", hall.Wrap(op, err)
	}
	k.file = next
	return next.Current, nil
}

func (k *Keys) current() (string, []byte) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.file.Current, k.file.Keys[k.file.Current]
}

func (k *Keys) byID(id string) ([]byte, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	key, ok := k.file.Keys[id]
	return key, ok
}

// HallKeyFile is the name of the outlet's key in its data directory.
const HallKeyFile = "hall.key"

// HallKey is the outlet's key for ticket codes and page tokens, HallKeyFile in the data directory; it is made on first
// use.
func HallKey(dir string) (hall.Key, error) {
	text, err := readSecret(filepath.Join(dir, HallKeyFile), func() []byte { return []byte(hex.EncodeToString(random(keySize)) + "\n") })
	return parseHallKey("seal.HallKey", text, err)
}

// FindHallKey reads the outlet's key and never makes one: with a new key every slip that was printed is a forgery.
// NotFound.
func FindHallKey(dir string) (hall.Key, error) {
	const op = "seal.FindHallKey"
	path := filepath.Join(dir, HallKeyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hall.E(op, hall.NotFound, "there is no "+HallKeyFile+" in "+dir)
	}
	if err == nil {
		err = onlyOwner(path)
	}
	return parseHallKey(op, text, err)
}

func parseHallKey(op string, text []byte, err error) (hall.Key, error) {
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keySize {
		return nil, hall.E(op, hall.Invalid, HallKeyFile+" is not 64 hex digits")
	}
	return key, nil
}

// readSecret reads a secret file, and makes it when it is missing.
func readSecret(path string, make func() []byte) ([]byte, error) {
	err := onlyOwner(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := PrivateDir(filepath.Dir(path)); err != nil {
			return nil, err
		}
		text := make()
		return text, writeSecret(path, text)
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}
