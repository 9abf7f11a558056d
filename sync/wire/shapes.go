package wire

import "github.com/brighthall/brighthall/hall"

// Healthy is the answer of GET /healthz.
type Healthy struct {
	// Status is "ok"; "degraded" while a person should look; or "down" when the hall's state cannot be read or nothing
	// can be stored.
	Status  string        `json:"status" enum:"ok,degraded,down"`
	Outlet  hall.OutletID `json:"outlet"`
	Epoch   hall.Epoch    `json:"epoch"`
	Seq     hall.Seq      `json:"seq"`
	Version string        `json:"version"`         // of the program
	Stuck   string        `json:"stuck,omitempty"` // the hall works, but this waits for a person: the log says what to do

	Clock hall.ClockState `json:"clock,omitempty"` // how the hall's clock stands, while that is not right: hallctl clock says what to do

	Halted    bool      `json:"halted"`            // a commit failed, and what is stored is being read back
	Failure   hall.Code `json:"failure,omitempty"` // why nothing can be stored, or, while degraded, soon cannot: disk_full, data_gone
	StoredAgo int64     `json:"stored_ago_ms"`     // since something was last made durable, or since the start
}
