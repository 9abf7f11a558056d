package camera

import "bytes"

// mostFrame is the size of the largest picture of a stream.
const mostFrame = 8 << 20

// cutter finds the JPEG pictures in a stream of bytes. What stands between them, such as the headings of
// multipart/x-mixed-replace, is left out. A picture ends where its own segments say so, since the preview in its head
// has an end mark as well.
type cutter struct {
	buf  []byte // begins with a picture that is not whole, or with less than its first mark
	at   int    // so far it was looked at
	data bool   // there the compressed picture goes on
	junk int    // bytes since the last picture that belong to none
}

var jpegBegin = []byte{0xFF, 0xD8, 0xFF}

// feed takes bytes and gives each picture they complete; it is good until give returns.
func (c *cutter) feed(p []byte, give func(picture []byte)) {
	c.buf = append(c.buf, p...)
	for c.begins() {
		end, ok := c.end()
		switch {
		case !ok || end == 0 && len(c.buf) > mostFrame:
			c.drop(2) // no picture, or one that lost bytes on its way
		case end == 0:
			return
		default:
			give(c.buf[:end])
			c.drop(end)
			c.junk = 0
		}
	}
}

// begins drops what stands before a picture; it reports false when none has begun.
func (c *cutter) begins() bool {
	if c.at > 0 {
		return true
	}
	i := bytes.Index(c.buf, jpegBegin)
	if i < 0 {
		c.drop(max(len(c.buf)-2, 0))
		return false
	}
	c.drop(i)
	return true
}

func (c *cutter) drop(n int) {
	c.buf = c.buf[n:]
	c.at, c.data = 0, false
	c.junk += n
}

// end is where the picture ends, or 0 when its end has not come; it reports false when this is no picture.
func (c *cutter) end() (int, bool) {
	for c.at+2 <= len(c.buf) {
		mark, next := c.buf[c.at], c.buf[c.at+1]
		switch {
		case c.data && (mark != 0xFF || next == 0 || restart(next)):
			c.at++
		case mark != 0xFF || next == 0 || next == 0xD8 && c.at > 0:
			return 0, false
		case next == 0xD9:
			return c.at + 2, true
		case next == 0xFF: // padding
			c.at++
		case next == 0xD8 || restart(next):
			c.at += 2
		case c.at+4 > len(c.buf):
			return 0, true
		default:
			c.data = next == 0xDA
			c.at += 2 + int(c.buf[c.at+2])<<8 + int(c.buf[c.at+3])
		}
	}
	return 0, true
}

func restart(mark byte) bool { return mark >= 0xD0 && mark <= 0xD7 }
