package wire

import (
	"net/http"

	"github.com/brighthall/brighthall/hall"
)

// statuses is the one table between our codes and HTTP. Programs compare the code in the body; the status is for
// everybody else.
var statuses = map[hall.Code]int{
	hall.Invalid:         http.StatusUnprocessableEntity,
	hall.Unauthenticated: http.StatusUnauthorized,
	hall.Denied:          http.StatusForbidden,
	hall.NotFound:        http.StatusNotFound,
	hall.Conflict:        http.StatusConflict,
	hall.Busy:            http.StatusConflict,
	hall.NotOpen:         http.StatusConflict,
	hall.CounterTaken:    http.StatusConflict,
	hall.TellerElsewhere: http.StatusConflict,
	hall.WrongPIN:        http.StatusForbidden,
	hall.Locked:          http.StatusTooManyRequests,
	hall.OutOfHours:      http.StatusConflict,
	hall.QuotaFull:       http.StatusConflict,
	hall.SlotFull:        http.StatusConflict,
	hall.Paused:          http.StatusConflict,
	hall.Duplicate:       http.StatusConflict,
	hall.NobodyServes:    http.StatusConflict,
	hall.AlreadyRated:    http.StatusConflict,
	hall.TooSoon:         http.StatusConflict,
	hall.TooLate:         http.StatusConflict,
	hall.KeyReused:       http.StatusUnprocessableEntity,
	hall.CodeUnknown:     http.StatusNotFound,
	hall.CodeForeign:     http.StatusNotFound,
	hall.CodeForged:      http.StatusNotFound,
	hall.CodeOld:         http.StatusGone,
	hall.CodeUsed:        http.StatusGone,
	hall.CodeLost:        http.StatusGone,
	hall.TooMany:         http.StatusTooManyRequests,
	hall.Gap:             http.StatusConflict,
	hall.DiskFull:        http.StatusInsufficientStorage,
	hall.DataGone:        http.StatusInsufficientStorage,
	hall.Unavailable:     http.StatusServiceUnavailable,
	hall.Unknown:         http.StatusServiceUnavailable,
	hall.Internal:        http.StatusInternalServerError,
}

// Status is the HTTP status of a code; a code that is not in the table is our fault: 500.
func Status(c hall.Code) int {
	if s, ok := statuses[c]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// CodeOf is the code of an answer that carries none of ours: from something in between, or from the server's own
// machinery.
func CodeOf(status int) hall.Code {
	switch status {
	case http.StatusUnauthorized:
		return hall.Unauthenticated
	case http.StatusForbidden:
		return hall.Denied
	case http.StatusNotFound:
		return hall.NotFound
	case http.StatusTooManyRequests:
		return hall.Locked
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return hall.Unavailable
	}
	if status >= 500 {
		return hall.Internal
	}
	return hall.Invalid
}
