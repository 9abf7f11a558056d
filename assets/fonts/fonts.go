// Package fonts holds Hall Sans, the face of every screen and slip.
//
// It is Noto Sans CJK SC (OFL 1.1, see OFL.txt) reduced to GBK and the 8,105 standard characters, as TrueType
// outlines, because charts and PDF libraries do not read CFF. packaging/fonts makes the files.
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

// Licence is the text of the SIL Open Font License that travels with the fonts.
//
//go:embed OFL.txt
var Licence string
