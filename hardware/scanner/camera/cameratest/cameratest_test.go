package cameratest_test

import (
	"bytes"
	"image"
	"slices"
	"testing"

	"github.com/brighthall/brighthall/hardware/scanner/camera/cameratest"
)

func TestTheSameSeedIsTheSamePicture(t *testing.T) {
	s, err := cameratest.Code128("00132702314471")
	if err != nil {
		t.Fatal(err)
	}
	all := cameratest.Conditions()
	c := all[slices.IndexFunc(all, func(c cameratest.Condition) bool { return c.Name == "blots" })]
	a, b, other := c.Shoot(s, 1), c.Shoot(s, 1), c.Shoot(s, 2)
	if !bytes.Equal(a.Pix, b.Pix) || bytes.Equal(a.Pix, other.Pix) {
		t.Error("a seed does not name a picture")
	}
}

func TestEveryConditionDoesItsHarm(t *testing.T) {
	paper, err := cameratest.QR("http://10.0.0.5:7300/t/0123456789abcdef0123456789abcdef")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	clean := cameratest.Conditions()[0].Shoot(paper, 1)
	for _, c := range cameratest.Conditions() {
		m := c.Shoot(paper, 1)
		if m.Rect != image.Rect(0, 0, cameratest.Wide, cameratest.High) || names[c.Name] || c.Group == "" {
			t.Errorf("%s: %v", c.Name, m.Rect)
		}
		if c.Name != "clean" && bytes.Equal(m.Pix, clean.Pix) {
			t.Errorf("%s does nothing", c.Name)
		}
		names[c.Name] = true
	}
}

func TestWhatCannotBeDrawnIsRefused(t *testing.T) {
	if _, err := cameratest.Code128("票"); err == nil {
		t.Error("a Code128 of Chinese")
	}
	if _, err := cameratest.Phone(string(make([]byte, 5000))); err == nil {
		t.Error("a QR of 5000 bytes")
	}
}
