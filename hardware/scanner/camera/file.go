package camera

import (
	"fmt"
	"image"
	_ "image/jpeg" // kinds of pictures
	_ "image/png"
	"io"
	"os"
)

func readPicture(path string) (*image.Gray, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	defer f.Close()
	return decodePicture(f)
}

// decodePicture asks for the size first: a few bytes can claim a picture that fills the memory.
func decodePicture(f io.ReadSeeker) (*image.Gray, error) {
	c, _, err := image.DecodeConfig(io.LimitReader(f, mostBytes))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height {
		return nil, fmt.Errorf("%w: %d x %d", ErrPicture, c.Width, c.Height)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	m, _, err := image.Decode(io.LimitReader(f, mostBytes))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return Luminance(m), nil
}
