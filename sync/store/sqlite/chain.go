package sqlite

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"hash"

	"github.com/brighthall/brighthall/hall"
)

// Fingerprints are HMAC-SHA256 under keys of their own, made from the hall's key, and cut to 16 bytes.
const macSize = 16

// The uses of the hall's key in the store. Each has a key of its own, so a fingerprint of one thing passes for none of
// another.
const (
	useChain    = "events"
	useTerminal = "terminals"
	useSetup    = "setup"
	useMark     = "mark"
	useRunning  = "running"
)

// fingerprint makes fingerprints for one use. It belongs to one goroutine.
type fingerprint struct {
	mac hash.Hash
	buf []byte
}

func newFingerprint(key hall.Key, use string) *fingerprint {
	derived := hmac.New(sha256.New, key)
	derived.Write([]byte("brighthall store|" + use))
	return &fingerprint{mac: hmac.New(sha256.New, derived.Sum(nil))}
}

// of is the fingerprint of parts in their order; no border between two of them can be moved.
func (f *fingerprint) of(parts ...string) []byte {
	f.buf = f.buf[:0]
	for _, p := range parts {
		f.part(p)
	}
	return f.sum()
}

func (f *fingerprint) part(p string) {
	f.buf = binary.AppendUvarint(f.buf, uint64(len(p)))
	f.buf = append(f.buf, p...)
}

func (f *fingerprint) sum() []byte {
	f.mac.Reset()
	f.mac.Write(f.buf)
	return f.mac.Sum(nil)[:macSize]
}

// next is the fingerprint of an event behind the event with fingerprint before. A log is a chain of them: no event can
// be changed, put in or left out without the key.
func (f *fingerprint) next(before []byte, e hall.Event) []byte {
	f.buf = f.buf[:0]
	f.part(string(before))
	f.part(string(e.Outlet))
	for _, n := range []uint64{uint64(e.Epoch), uint64(e.Seq), uint64(e.At), uint64(e.V)} {
		f.buf = binary.AppendUvarint(f.buf, n)
	}
	for _, p := range []string{string(e.Kind), e.Subject, string(e.Actor.Terminal), string(e.Actor.Teller), e.Key} {
		f.part(p)
	}
	f.part(string(e.Body))
	return f.sum()
}

// sums are the fingerprints that a writing store makes.
type sums struct{ chain, terminal, setup, running *fingerprint }

func newSums(key hall.Key) *sums {
	return &sums{newFingerprint(key, useChain), newFingerprint(key, useTerminal), newFingerprint(key, useSetup), newFingerprint(key, useRunning)}
}

const selectMAC = `
	SELECT mac
	  FROM events
	 WHERE epoch = $1
	   AND seq = $2`

// macAt is the fingerprint of the event at a place; nil when there is none.
func macAt(ctx context.Context, db asker, at hall.Cursor) ([]byte, error) {
	var mac []byte
	err := db.QueryRowContext(ctx, selectMAC, int64(at.Epoch), int64(at.Seq)).Scan(&mac)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return mac, err
}
