package escpos

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// What other encoders send for the same (receiptline 4.0.4, receipt-printer-encoder 4.0.1, node-thermal-printer 4.6.1).
func TestVectors(t *testing.T) {
	form := func(name string, dots, rows int) []byte { head, _ := frameOf(name, dots, rows); return head }
	typed := &typist{encoder: encoderOf("gb18030"), j: &job{}}
	typed.line("排队号 A001", plain)
	tail := func() []byte { _, tail := frameOf(formGraphics, 8, 1); return tail }
	for _, c := range []struct {
		name, want string
		got        []byte
	}{
		{"raster 384x400", "1d763000300090 01", form(formRaster, 384, 400)},
		{"raster 576x400", "1d763000480090 01", form("", 576, 400)},
		{"GS 8 L 126x126", "1d384c ea070000 30703001 0131 7e007e00", form(formLarge, 126, 126)},
		{"GS ( L 126x126", "1d284c ea07 30703001 0131 7e007e00", form(formGraphics, 126, 126)},
		{"GS ( L too long for two bytes", "1d384c 0a200100 30703001 0131 0002 8004", form(formGraphics, 512, 1152)},
		{"print the stored", "1d284c02003032", tail()},
		{"QR A001", "1d286b04003141 3200 1d286b0300314306 1d286b0300314531 1d286b070031503041303031 1d286b0300315130", qrCommand("A001", 6)},
		{"Code128 A001", "1d683c 1d7702 1d4800 1d6b4906 7b4241303031", code128Command('B', "A001", 60, 2)},
		{"Code128 C, pairs as numbers", "1d683c 1d7702 1d4800 1d6b4904 7b43 1763", code128Command('C', "2399", 60, 2)},
		{"Chinese", "1d2100 c5c5b6d3bac52041303031 0a", typed.buf},
	} {
		want, err := hex.DecodeString(strings.ReplaceAll(c.want, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(c.got, want) {
			t.Errorf("%s\n got % x\nwant % x", c.name, c.got, want)
		}
	}
}
