package wire

import "github.com/brighthall/brighthall/hall"

// Kind is what a terminal is, and so what its token may do.
type Kind string

// The kinds.
const (
	Kiosk   Kind = "kiosk"   // 取号机
	Counter Kind = "counter" // 柜台机
	Display Kind = "display" // 大屏
	Media   Kind = "media"   // 媒体机
	Admin   Kind = "admin"   // 管理端
)

// Kinds lists all kinds.
var Kinds = []Kind{Kiosk, Counter, Display, Media, Admin}

// Terminal is who holds a token.
type Terminal struct {
	ID   hall.TerminalID `json:"id"`
	Kind Kind            `json:"kind"`
	Name string          `json:"name"`
}
