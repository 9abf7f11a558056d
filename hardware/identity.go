package hardware

import "context"

// Identity is what a device says of itself. What it does not say is empty.
type Identity struct{ Maker, Model string }

// Identifier is a Device that can be asked who it is. It answers within a moment, and nothing comes of the question.
type Identifier interface {
	// Identify returns the zero Identity when the device does not know the question. The error is of the line.
	Identify(ctx context.Context) (Identity, error)
}
