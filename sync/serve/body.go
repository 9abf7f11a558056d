package serve

import (
	"compress/gzip"
	"errors"
	"io"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// errLarge: a body has more bytes than its route takes.
var errLarge = hall.E("serve.Body", hall.Invalid, "the body is larger than this route takes")

// Body reads a request's body as its Content-Encoding says, as a stream, and no more than limit bytes of what it
// unpacks to: a few kilobytes of gzip hold a gigabyte. Invalid: an encoding that is none of ours, or a body that is too
// large or was cut.
func Body(raw io.Reader, encoding string, limit int64) (io.Reader, error) {
	const op = "serve.Body"
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return &bounded{raw, limit}, nil
	case "gzip", "x-gzip":
	default:
		return nil, hall.E(op, hall.Invalid, "content encoding "+encoding)
	}
	z, err := gzip.NewReader(&bounded{raw, limit})
	if err != nil {
		return nil, hall.E(op, hall.Invalid, "not gzip")
	}
	return &bounded{unpacked{z}, limit}, nil
}

// bounded gives so many bytes and then errLarge, where io.LimitReader would pretend an end.
type bounded struct {
	from io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.from.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n + int(b.left), errLarge
	}
	return n, err
}

// unpacked tells of a body that was cut or garbled as a refusal.
type unpacked struct{ *gzip.Reader }

func (u unpacked) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if err != nil && err != io.EOF && !errors.Is(err, errLarge) {
		err = hall.E("serve.Body", hall.Invalid, "a gzip body that was cut")
	}
	return n, err
}
