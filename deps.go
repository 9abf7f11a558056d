//go:build deps

package brighthall

import (
	_ "fyne.io/fyne/v2"
	_ "fyne.io/fyne/v2/app"
	_ "fyne.io/fyne/v2/test"
	_ "github.com/alecthomas/kong"
	_ "github.com/creack/pty"
	_ "github.com/danielgtaylor/huma/v2"
	_ "github.com/danielgtaylor/huma/v2/adapters/humago"
	_ "github.com/go-gl/glfw/v3.4/glfw"
	_ "github.com/go-resty/resty/v2"
	_ "github.com/google/uuid"
	_ "github.com/jezek/xgb"
	_ "github.com/jezek/xgb/xtest"
	_ "github.com/makiuchi-d/gozxing"
	_ "github.com/pelletier/go-toml/v2"
	_ "github.com/skip2/go-qrcode"
	_ "github.com/tarm/serial"
	_ "golang.org/x/crypto/argon2"
	_ "golang.org/x/image/font/opentype"
	_ "golang.org/x/sys/unix"
	_ "modernc.org/sqlite"
	_ "pgregory.net/rapid"
)
