//go:build pcsc

package pcsc

import "context"

// Reader is a PC/SC reader with one slot.
type Reader interface {
	// Insert waits for a card and powers it up.
	Insert(ctx context.Context) (Card, error)
}

// Card is a powered card. It is good until it is removed or closed.
type Card interface {
	// ATR is the answer to reset (ISO/IEC 7816-3), 2 to 33 bytes.
	ATR() []byte
	// Transmit sends a command APDU and gives the response with its two status bytes (ISO/IEC 7816-4).
	Transmit(ctx context.Context, command []byte) (response []byte, err error)
	// Removed waits until the card is out.
	Removed(ctx context.Context) error
	// Close powers the card down.
	Close() error
}
