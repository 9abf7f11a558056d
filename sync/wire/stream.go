package wire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/brighthall/brighthall/hall"
)

// The event stream is Server-Sent Events (WHATWG HTML §9.2): "id" is the cursor, "event" the kind, "data" the
// hall.Event.

// StreamType is the media type of the event stream.
const StreamType = "text/event-stream"

// maxLine bounds one line of a stream; the largest event holds a whole setup.
const maxLine = 4 << 20

// EventFrame is one event as one frame.
func EventFrame(e hall.Event) ([]byte, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("wire.EventFrame: %w", err)
	}
	b := make([]byte, 0, len(data)+96)
	b = fmt.Appendf(b, "id: %s\nevent: %s\ndata: ", e.Cursor(), e.Kind)
	b = append(b, data...)
	return append(b, "\n\n"...), nil
}

// WriteEvent writes one event as one frame.
func WriteEvent(w io.Writer, e hall.Event) error {
	frame, err := EventFrame(e)
	if err != nil {
		return err
	}
	_, err = w.Write(frame)
	return err
}

// WriteOpening begins a stream: how soon to come back, and where a reader stands that named no place, so that it can
// resume even if the line is cut before the first event. One that named its place knows it, and would take an id
// without data for a repeat: the zero cursor leaves it out.
func WriteOpening(w io.Writer, place hall.Cursor) error {
	opening := "retry: 2000\n\n"
	if place != (hall.Cursor{}) {
		opening = fmt.Sprintf("retry: 2000\nid: %s\n\n", place)
	}
	_, err := io.WriteString(w, opening)
	return err
}

// WriteBeat writes a comment that keeps the line alive.
func WriteBeat(w io.Writer) error {
	_, err := io.WriteString(w, ": beat\n\n")
	return err
}

// Frame is one frame of a stream: a place, and an event unless Event is nil.
type Frame struct {
	Place hall.Cursor
	Event *hall.Event
}

// Reader reads frames.
type Reader struct {
	lines *bufio.Scanner
	id    hall.Cursor // the last id read, as the standard wants it
}

// NewReader reads the stream r.
func NewReader(r io.Reader) *Reader {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 16<<10), maxLine)
	return &Reader{lines: s}
}

// Next gives the next frame; a beat gives a frame without an event. It fails at the end, and with Invalid on bytes that
// are no stream.
func (r *Reader) Next() (Frame, error) {
	var data []byte
	for r.lines.Scan() {
		line := r.lines.Bytes()
		if len(line) == 0 {
			return r.frame(data)
		}
		field, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(field) {
		case "id":
			place, err := hall.ParseCursor(string(value))
			if err != nil {
				return Frame{}, hall.Wrap("wire.Reader.Next", err)
			}
			r.id = place
		case "data":
			data = append(data, value...)
		}
	}
	if err := r.lines.Err(); err != nil {
		return Frame{}, fmt.Errorf("wire.Reader.Next: %w", err)
	}
	return Frame{}, io.EOF
}

func (r *Reader) frame(data []byte) (Frame, error) {
	f := Frame{Place: r.id}
	if len(data) == 0 {
		return f, nil
	}
	f.Event = new(hall.Event)
	if err := json.Unmarshal(data, f.Event); err != nil {
		return Frame{}, hall.E("wire.Reader.Next", hall.Invalid, err.Error())
	}
	return f, nil
}
