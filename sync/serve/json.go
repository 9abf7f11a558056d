package serve

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/charset"
	"github.com/brighthall/brighthall/sync/wire"
)

// JSON puts a request's JSON body before its handler as plain UTF-8, however HTTP lets it be sent: packed with gzip, in
// a Chinese PC's own charset when the header says so, behind a byte order mark, with a type in capitals. A body that is
// white space or null is none.
//
// A text that cannot be read to the letter is refused: bytes that are no UTF-8, halves of surrogate pairs. Go's decoder
// would put the same sign in the place of each, and two persons would be one.
func JSON(r *http.Request, limit int64) *wire.Problem {
	text, err := Body(r.Body, r.Header.Get("Content-Encoding"), limit)
	if err != nil {
		return wire.ProblemOf(http.StatusUnsupportedMediaType, hall.Invalid, wire.NewProblem(err).Reason)
	}
	raw, err := io.ReadAll(text)
	if err != nil {
		return unread(err)
	}
	raw, problem := utf8Of(raw, r.Header)
	if problem != nil {
		return problem
	}
	r.Header.Del("Content-Encoding")
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
	if said := bytes.TrimSpace(raw); len(said) == 0 || string(said) == "null" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	return nil
}

func unread(err error) *wire.Problem {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok || errors.Is(err, errLarge) {
		return wire.ProblemOf(http.StatusRequestEntityTooLarge, hall.Invalid, errLarge.Reason)
	}
	if hall.CodeOf(err) == hall.Invalid {
		return wire.ProblemOf(http.StatusBadRequest, hall.Invalid, wire.NewProblem(err).Reason)
	}
	return wire.ProblemOf(http.StatusRequestTimeout, hall.Invalid, "the body did not come whole")
}

// byteOrder is the mark that Windows puts before a text.
var byteOrder = []byte("\ufeff")

// utf8Of is a body as UTF-8, and writes its type as the framework knows it.
func utf8Of(raw []byte, h http.Header) ([]byte, *wire.Problem) {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err == nil {
		h.Set("Content-Type", kind)
	}
	switch strings.ToLower(params["charset"]) {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
	case "gbk", "gb2312", "gb18030", "cp936", "ms936", "windows-936", "x-gbk":
		text, ok := charset.GB18030(raw)
		if !ok {
			return nil, wire.ProblemOf(http.StatusBadRequest, hall.Invalid, "the body is not in the charset that its header says")
		}
		raw = text
	default:
		return nil, wire.ProblemOf(http.StatusUnsupportedMediaType, hall.Invalid, "charset "+params["charset"]+": send UTF-8")
	}
	raw = bytes.TrimPrefix(raw, byteOrder)
	if err := Text(raw); err != nil {
		return nil, wire.ProblemOf(http.StatusBadRequest, hall.Invalid, err.Error())
	}
	return raw, nil
}

var (
	errUTF8      = errors.New("the body is not UTF-8: send UTF-8, or name its charset in Content-Type")
	errSurrogate = errors.New(`the body has half of a surrogate pair, such as \ud800: it stands for no sign`)
)

// Text reports whether a JSON text can be read to the letter.
func Text(raw []byte) error {
	if !utf8.Valid(raw) {
		return errUTF8
	}
	for at := bytes.IndexByte(raw, '\\'); at >= 0; {
		high := escaped(raw[at:])
		step := 2 // the backslash and what it escapes
		switch {
		case high >= 0xDC00 && high <= 0xDFFF:
			return errSurrogate
		case high >= 0xD800 && high <= 0xDBFF:
			if low := escaped(raw[min(at+6, len(raw)):]); low < 0xDC00 || low > 0xDFFF {
				return errSurrogate
			}
			step = 12
		}
		next := bytes.IndexByte(raw[min(at+step, len(raw)):], '\\')
		if next < 0 {
			return nil
		}
		at += step + next
	}
	return nil
}

// escaped is the value of a \uXXXX at the beginning of a text, or -1.
func escaped(raw []byte) int {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return -1
	}
	v, err := strconv.ParseUint(string(raw[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return int(v)
}
