package auth

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Count is how many tries were made under one key. The key holds no name in clear: people type their ID number where a
// name belongs.
type Count struct {
	Key   string
	Wrong int
	Last  hall.Millis
}

// Keeper keeps counts over a restart.
type Keeper interface {
	// Tries are the counts that are kept.
	Tries(ctx context.Context) ([]Count, error)
	// PutTries replaces the counts of the same keys; a count of zero is dropped. It is durable when it returns.
	PutTries(ctx context.Context, changed []Count) error
}

// nowhere keeps nothing.
type nowhere struct{}

func (nowhere) Tries(context.Context) ([]Count, error)  { return nil, nil }
func (nowhere) PutTries(context.Context, []Count) error { return nil }

const (
	forgetAfter  = time.Hour           // tries that no lock came of
	knownFor     = 90 * 24 * time.Hour // a place where the account signed in
	countsAtMost = 10_000              // of all kinds: strangers make up names as they like
)

func ownKey(a Attempt) string   { return "own:" + sum(a.Account) + ":" + sum(a.Place) }
func allKey(a Attempt) string   { return "all:" + sum(a.Account) }
func placeKey(a Attempt) string { return "place:" + sum(a.Place) }
func knownKey(a Attempt) string { return "known:" + sum(a.Account) + ":" + sum(a.Place) }

// Hidden is a name that somebody typed as logs may have it: the same is the same, and it is not in clear.
func Hidden(typed string) string { return sum(typed) }

func sum(name string) string {
	s := sha256.Sum256([]byte(name))
	return hex.EncodeToString(s[:12])
}

// current is a count as it is now: none when it was long ago or its lock is over. A clock that was put back makes it
// one of just now, so that no lock outlasts its time.
func (t *Tries) current(key string, most int, now hall.Millis) Count {
	c := t.counts[key]
	c.Key = key
	if c.Last > now {
		c.Last = now
		t.counts[key] = c
	}
	if t.over(c, most, now) {
		return Count{Key: key}
	}
	return c
}

func (t *Tries) over(c Count, most int, now hall.Millis) bool {
	age := time.Duration(now-c.Last) * time.Millisecond
	return age >= max(t.rules.For, forgetAfter) || c.Wrong >= most && age >= t.rules.For
}

// knownAt reports whether the account has signed in at this place before; mu is held.
func (t *Tries) knownAt(a Attempt, now hall.Millis) bool {
	c, ok := t.counts[knownKey(a)]
	return ok && time.Duration(now-c.Last)*time.Millisecond < knownFor
}

// sweep drops the oldest counts once they are too many; mu is held. Known places stay: a stranger who makes up names
// makes nobody a stranger. Dropped counts are told as zero.
func (t *Tries) sweep(now hall.Millis) (dropped []Count) {
	if len(t.counts) <= countsAtMost {
		return nil
	}
	var wrong []Count
	for key, c := range t.counts {
		switch known := strings.HasPrefix(key, "known:"); {
		case !known:
			wrong = append(wrong, c)
		case time.Duration(now-c.Last)*time.Millisecond >= knownFor:
			dropped = append(dropped, Count{Key: key})
		}
	}
	slices.SortFunc(wrong, func(a, b Count) int { return cmp.Compare(a.Last, b.Last) })
	for _, c := range wrong[:max(0, len(wrong)-countsAtMost/2)] {
		dropped = append(dropped, Count{Key: c.Key})
	}
	t.set(dropped)
	return dropped
}
