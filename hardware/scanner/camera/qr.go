package camera

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
)

var harder = map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}

// qr looks for a QR code in black and white.
func (f *frame) qr(bits *gozxing.BitMatrix) (string, bool) {
	if bits == nil {
		return "", false
	}
	finder := detector.NewFinderPatternFinder(bits, nil)
	info, err := finder.Find(harder)
	if err != nil {
		return "", false
	}
	grid, err2 := detector.NewDetector(bits).ProcessFinderPatternInfo(info)
	if err2 != nil {
		return "", false
	}
	return f.decodeQR(grid.GetBits())
}

// decodeQR reads the modules of a QR code, mirrored too.
func (f *frame) decodeQR(modules *gozxing.BitMatrix) (string, bool) {
	r, err := decoder.NewDecoder().Decode(modules, harder)
	if err != nil || r.GetText() == "" || f.check(r.GetText()) == Forged {
		return "", false
	}
	return r.GetText(), true
}
