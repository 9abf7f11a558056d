package escpos

// Forms of a picture on the wire.
const (
	formRaster   = "raster"         // GS v 0: every printer, also cheap ones
	formGraphics = "graphics"       // GS ( L: store, then print; newer Epson models, which call GS v 0 obsolete
	formLarge    = "graphics-large" // GS 8 L: the same with a four-byte length
)

// frameOf gives the bytes before and after the dots of a picture. GS v 0 counts bytes per row, the graphics forms count
// dots.
func frameOf(form string, dots, rows int) (head, tail []byte) {
	wide := (dots + 7) / 8
	switch length := 10 + wide*rows; {
	case form == formLarge, form == formGraphics && length > 0xFFFF:
		head = []byte{0x1D, 0x38, 0x4C, byte(length), byte(length >> 8), byte(length >> 16), byte(length >> 24)}
	case form == formGraphics:
		head = []byte{0x1D, 0x28, 0x4C, byte(length), byte(length >> 8)}
	default:
		return []byte{0x1D, 0x76, 0x30, 0x00, byte(wide), byte(wide >> 8), byte(rows), byte(rows >> 8)}, nil
	}
	// Store (fn 112): monochrome, not enlarged, colour 1. Print (fn 50).
	head = append(head, 0x30, 0x70, 0x30, 0x01, 0x01, 0x31, byte(dots), byte(dots>>8), byte(rows), byte(rows>>8))
	return head, []byte{0x1D, 0x28, 0x4C, 0x02, 0x00, 0x30, 0x32}
}
