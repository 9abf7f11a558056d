package node

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
)

// peeked is how much of a body is looked at; what is longer says something, or will be refused as it is.
const peeked = 64

// trimBody makes a body that says nothing, white space or null, no body at all: programs send either for a verb without arguments.
func trimBody(r *http.Request) {
	head := bufio.NewReaderSize(r.Body, peeked)
	start, err := head.Peek(peeked)
	text := bytes.TrimSpace(start)
	if errors.Is(err, io.EOF) && (len(text) == 0 || string(text) == "null") {
		r.Body, r.ContentLength = http.NoBody, 0
		return
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{head, r.Body}
}
