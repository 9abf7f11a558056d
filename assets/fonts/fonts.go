// Package fonts holds Hall Sans, the face of every screen and slip.
//
// It is Noto Sans CJK SC (OFL 1.1, see OFL.txt) reduced to GBK and the 8,105 standard characters. Windows take the
// OpenType files: Fyne unpacks every TrueType outline when it opens a font, 35 MB of memory for each. Slips, charts and
// PDF take the TrueType ones, because their libraries do not read CFF. packaging/fonts makes all four.
package fonts

import _ "embed" // the font files

// Regular is Hall Sans 400 as a TrueType file. Do not change the bytes.
//
//go:embed HallSans-Regular.ttf
var Regular []byte

// Bold is Hall Sans 700 as a TrueType file. Do not change the bytes.
//
//go:embed HallSans-Bold.ttf
var Bold []byte

// ScreenRegular is Hall Sans 400 as an OpenType file with CFF outlines. Do not change the bytes.
//
//go:embed HallSans-Regular.otf
var ScreenRegular []byte

// ScreenBold is Hall Sans 700 as an OpenType file with CFF outlines. Do not change the bytes.
//
//go:embed HallSans-Bold.otf
var ScreenBold []byte

// Licence is the text of the SIL Open Font License that travels with the fonts.
//
//go:embed OFL.txt
var Licence string
