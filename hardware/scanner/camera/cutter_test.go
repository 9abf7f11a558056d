package camera

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// cutAll feeds pieces of a size and gives the pictures that came out.
func cutAll(stream []byte, piece int) (all []string, junk int) {
	var c cutter
	for part := range slices.Chunk(stream, piece) {
		c.feed(part, func(p []byte) { all = append(all, string(p)) })
	}
	return all, c.junk
}

func TestPicturesAreCutOutOfAStream(t *testing.T) {
	const head, tail = "\xff\xd8\xff\xe0\x00\x04ab", "\xff\xda\x00\x04..data\xff\x00more\xff\xd3rest\xff\xd9"
	preview := "\xff\xe1\x00\x10" + "\xff\xd8\xff\xda\x00\x02thumb\xff\xd9.."
	for _, c := range []struct {
		name, stream string
		want         []string
	}{
		{"one after the other", head + tail + head + tail, []string{head + tail, head + tail}},
		{"with headings", "--x\r\nContent-Type: image/jpeg\r\n\r\n" + head + tail + "\r\n--x\r\n", []string{head + tail}},
		{"a preview in the head has an end of its own", head + preview[:18] + tail, []string{head + preview[:18] + tail}},
		{"padding before a mark", head + "\xff" + tail, []string{head + "\xff" + tail}},
		{"several scans", head + tail[:len(tail)-2] + tail, []string{head + tail[:len(tail)-2] + tail}},
		{"bytes lost in the middle, the next is whole", head + tail[:12] + head + tail, []string{head + tail}},
		{"joined late", tail + head + tail, []string{head + tail}},
		{"begun", head, nil},
		{"nothing of the kind", "hello\xff\xd8hello\xff", nil},
	} {
		for _, piece := range []int{1, 7, 1000} {
			if got, _ := cutAll([]byte(c.stream), piece); !slices.Equal(got, c.want) {
				t.Errorf("%s, %d bytes at once: %q", c.name, piece, got)
			}
		}
	}
}

func TestAnEndlessPictureIsDropped(t *testing.T) {
	var c cutter
	c.feed([]byte("\xff\xd8\xff\xda\x00\x02"), nil)
	for range 2*mostFrame/(64<<10) + 2 {
		c.feed(bytes.Repeat([]byte{7}, 64<<10), nil)
	}
	if len(c.buf) > mostFrame+64<<10 || c.junk < mostFrame {
		t.Errorf("%d bytes kept, %d dropped", len(c.buf), c.junk)
	}
}

// FuzzCutter: what comes out does not depend on how the bytes arrive, and is what image/jpeg can at least begin with.
func FuzzCutter(f *testing.F) {
	f.Add(jpegOf(f, 16, 16))
	f.Add(append([]byte("--x\r\n\r\n"), withoutTables(jpegOf(f, 16, 16))...))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x08\xff\xd8\xff\xd9\x00\x00\xff\xda\x00\x02..\xff\xd9"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		if len(stream) > 1<<14 {
			return
		}
		whole, junk := cutAll(stream, max(len(stream), 1))
		for _, piece := range []int{1, 13} {
			if parts, other := cutAll(stream, piece); fmt.Sprint(parts, other) != fmt.Sprint(whole, junk) {
				t.Fatalf("depends on how the bytes arrive: %q %d, %q %d", whole, junk, parts, other)
			}
		}
		for _, p := range whole {
			if !bytes.HasPrefix([]byte(p), jpegBegin) || !bytes.HasSuffix([]byte(p), []byte{0xFF, 0xD9}) {
				t.Fatalf("%q", p)
			}
		}
	})
}
