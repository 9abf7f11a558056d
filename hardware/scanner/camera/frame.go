package camera

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
)

// convert makes a grey picture of a camera's raw frame. stride is the bytes of a row; 0 is what the format needs at
// least. A frame that is shorter than its size says is ErrPicture; a longer one has padding at its end.
func convert(raw []byte, format uint32, width, height, stride int) (*image.Gray, error) {
	if width <= 0 || height <= 0 || width > mostPixels/height {
		return nil, fmt.Errorf("%w: %d x %d", ErrPicture, width, height)
	}
	switch format {
	case formats["mjpeg"]:
		return convertJPEG(raw)
	case formats["grey"], formats["nv12"]:
		return convertRows(raw, width, height, max(stride, width), 1)
	case formats["yuyv"]:
		return convertRows(raw, width, height, max(stride, 2*width), 2)
	}
	return nil, fmt.Errorf("%w: format %#x", ErrPicture, format)
}

// convertRows takes the brightness of each pixel, every step-th byte. What else a format has comes between or after it.
func convertRows(raw []byte, width, height, stride, step int) (*image.Gray, error) {
	if need := stride*(height-1) + step*width; len(raw) < need || stride > len(raw) {
		return nil, fmt.Errorf("%w: %d bytes, not %d", ErrPicture, len(raw), need)
	}
	g := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		row, to := raw[y*stride:], g.Pix[y*g.Stride:y*g.Stride+width]
		if step == 1 {
			copy(to, row)
			continue
		}
		for x := range to {
			to[x] = row[2*x]
		}
	}
	return g, nil
}

// convertJPEG decodes one picture of a motion JPEG stream; cameras leave out the Huffman tables that all of them use.
func convertJPEG(raw []byte) (*image.Gray, error) {
	if len(raw) < 4 || raw[0] != 0xFF || raw[1] != 0xD8 {
		return nil, fmt.Errorf("%w: no JPEG", ErrPicture)
	}
	if !bytes.Contains(raw[:min(len(raw), 4096)], []byte{0xFF, 0xC4}) {
		raw = bytes.Join([][]byte{raw[:2], usualHuffman, raw[2:]}, nil)
	}
	c, err := jpeg.DecodeConfig(bytes.NewReader(raw))
	if err != nil || c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height {
		return nil, fmt.Errorf("%w: %d x %d, %v", ErrPicture, c.Width, c.Height, err)
	}
	m, err := jpeg.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return Luminance(m), nil
}
