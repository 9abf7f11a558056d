package wire

import "github.com/brighthall/brighthall/hall"

// Healthy is the answer of GET /healthz.
type Healthy struct {
	Status  string        `json:"status"` // "ok", or "down" when the hall's state cannot be read
	Outlet  hall.OutletID `json:"outlet"`
	Epoch   hall.Epoch    `json:"epoch"`
	Seq     hall.Seq      `json:"seq"`
	Version string        `json:"version"`         // of the program
	Stuck   string        `json:"stuck,omitempty"` // the hall works, but this waits for a person: the log says what to do
}
