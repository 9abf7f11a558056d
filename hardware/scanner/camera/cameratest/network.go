package cameratest

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"strings"
	"sync"
	"time"
)

// Camera is a virtual network camera: it sends what lies before it as JPEG pictures, at once when that changes and
// every second meanwhile.
type Camera struct {
	// Every is the pause between two pictures of the same; 0 sends each once. It is set before Serve.
	Every time.Duration

	say func(string)

	mu      sync.Mutex
	scene   image.Image   // guarded by mu
	ill     ills          // guarded by mu
	due     [][]byte      // what is to be sent before anything else; guarded by mu
	changed chan struct{} // closed and made anew with every change; guarded by mu
}

// ills are what can ail a camera.
type ills struct{ silent, dark, damage, garbage bool }

// New makes a camera before which nothing lies. It says one line for everything that a person would see; say may be
// nil.
func New(say func(string)) *Camera {
	if say == nil {
		say = func(string) {}
	}
	return &Camera{Every: time.Second, say: say, scene: desk(), changed: make(chan struct{})}
}

// desk is what a camera sees when nothing lies there.
func desk() image.Image { return sheet(160, 120, 110) }

// Serve sends pictures until ctx ends or the link is gone.
func (c *Camera) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	defer context.AfterFunc(ctx, func() { link.Close() })()
	gone := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, link) // a camera is not spoken to; this finds the end
		gone <- err
	}()
	for {
		bytes, changed := c.next()
		if bytes != nil {
			link.Write(bytes) // a link without anybody at its end comes back, or is gone
		}
		if err, ended := c.pause(bytes, changed, gone); ended {
			return errors.Join(ctx.Err(), err)
		}
	}
}

// pause waits until there is something to send.
func (c *Camera) pause(sent []byte, changed <-chan struct{}, gone <-chan error) (error, bool) {
	var again <-chan time.Time
	if sent != nil {
		t := time.NewTimer(c.Every)
		defer t.Stop()
		again = t.C
	}
	select {
	case err := <-gone:
		return err, true
	case <-changed:
	case <-again:
	}
	return nil, false
}

// next is what is to be sent now, nil for nothing, and what tells of the next change.
func (c *Camera) next() ([]byte, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.ill.silent:
		c.due = nil
		return nil, c.changed
	case len(c.due) > 0:
		first := c.due[0]
		c.due = c.due[1:]
		ready := make(chan struct{})
		close(ready) // there may be more
		return first, ready
	case c.Every == 0:
		return nil, c.changed
	}
	return c.ill.spoil(Picture(c.scene)), c.changed
}

// Picture is an image as a camera sends it.
func Picture(m image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 80}); err != nil {
		return nil // of a picture in memory that is no larger than a screen
	}
	return b.Bytes()
}

// spoil is what comes of a picture on its way.
func (i ills) spoil(picture []byte) []byte {
	switch {
	case i.garbage:
		return bytes.Repeat([]byte("no camera "), 200)
	case i.damage:
		from := bytes.Index(picture, []byte{0xFF, 0xDA}) // there the compressed picture begins
		half := (from + len(picture)) / 2
		return append(picture[:half:half], 0xFF, 0xD9)
	case i.dark:
		return Picture(sheet(160, 120, 3))
	}
	return picture
}

// Show lays a code before the camera: a ticket's barcode for 14 digits, a phone's screen with a QR code for anything
// else.
func (c *Camera) Show(code string) error {
	s, err := subject(code)
	if err != nil {
		return err
	}
	c.change(func() {
		c.scene = s.Dots
		c.due = append(c.due, c.ill.spoil(Picture(c.scene)))
	})
	return nil
}

func subject(code string) (Subject, error) {
	if len(code) == 14 && strings.Trim(code, "0123456789") == "" {
		return Code128(code)
	}
	return Phone(code)
}

// Send sends raw bytes.
func (c *Camera) Send(b []byte) { c.change(func() { c.due = append(c.due, b) }) }

func (c *Camera) change(how func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	how()
	close(c.changed)
	c.changed = make(chan struct{})
}

// Act does what a person at the camera could do.
func (c *Camera) Act(words string) error {
	verb, what, _ := strings.Cut(words, " ")
	ills := map[string]*bool{"silent": &c.ill.silent, "dark": &c.ill.dark, "damage": &c.ill.damage, "garbage": &c.ill.garbage}
	switch {
	case verb == "scan" && what != "":
		if err := c.Show(what); err != nil {
			return err
		}
	case words == "take away":
		c.change(func() { c.scene = desk() })
	case ills[verb] != nil && (what == "on" || what == "off"):
		c.change(func() { *ills[verb] = what == "on" })
	default:
		return errors.New("say: scan CODE · take away · silent on|off · dark on|off · damage on|off · garbage on|off")
	}
	c.say(words)
	return nil
}
