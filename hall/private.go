package hall

import "log/slog"

// IDNumber is a person's document number. It logs masked.
type IDNumber string

// LogValue implements slog.LogValuer: "3301**********1234".
func (n IDNumber) LogValue() slog.Value { return slog.StringValue(mask(string(n), 4, 4)) }

// Phone is a telephone number. It logs masked.
type Phone string

// LogValue implements slog.LogValuer: "138****5678".
func (p Phone) LogValue() slog.Value { return slog.StringValue(mask(string(p), 3, 4)) }

func mask(s string, head, tail int) string {
	r := []rune(s)
	for i := head; i < len(r)-tail; i++ {
		r[i] = '*'
	}
	if len(r) <= head+tail {
		return "****"
	}
	return string(r)
}
