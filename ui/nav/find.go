package nav

import (
	"image"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Keyed is an object that can be found by name.
type Keyed interface {
	fyne.CanvasObject
	Key() string
}

// Drawing is an object that tells what it has drawn.
type Drawing interface {
	fyne.CanvasObject
	Drawn() []fyne.CanvasObject
}

// Find gives the visible object of a key and where its top left corner is in the window. A dialog comes before the
// page.
func (s *Stage) Find(key string) (found fyne.CanvasObject, at fyne.Position, ok bool) {
	s.Walk(func(o fyne.CanvasObject, pos fyne.Position) {
		if k, is := o.(Keyed); is && k.Key() == key {
			found, at, ok = o, pos, true // the last drawn is on top
		}
	})
	return found, at, ok
}

// Rect is where the object of a key is in the window, in pixels of the screen.
func (s *Stage) Rect(key string) (image.Rectangle, bool) {
	o, at, ok := s.Find(key)
	if !ok {
		return image.Rectangle{}, false
	}
	scale, size := s.o.Window.Canvas().Scale(), o.Size()
	return image.Rect(int(at.X*scale), int(at.Y*scale), int((at.X+size.Width)*scale), int((at.Y+size.Height)*scale)), true
}

// Keys lists the keys of all visible objects in order.
func (s *Stage) Keys() []string {
	var keys []string
	s.Walk(func(o fyne.CanvasObject, _ fyne.Position) {
		if k, ok := o.(Keyed); ok && k.Key() != "" {
			keys = append(keys, k.Key())
		}
	})
	sort.Strings(keys)
	return keys
}

// Texts lists what can be read in the window, in drawing order.
func (s *Stage) Texts() []string {
	var texts []string
	s.Walk(func(o fyne.CanvasObject, _ fyne.Position) {
		d, ok := o.(Drawing)
		if !ok {
			return
		}
		for _, p := range d.Drawn() {
			if t, ok := p.(*canvas.Text); ok && t.Text != "" {
				texts = append(texts, t.Text)
			}
		}
	})
	return texts
}

// Walk visits all visible objects, those drawn first first, with their places in the window.
func (s *Stage) Walk(visit func(o fyne.CanvasObject, at fyne.Position)) {
	walk(s.o.Window.Content(), fyne.Position{}, visit)
}

func walk(o fyne.CanvasObject, from fyne.Position, visit func(fyne.CanvasObject, fyne.Position)) {
	if o == nil || !o.Visible() {
		return
	}
	at := from.Add(o.Position())
	visit(o, at)
	for _, child := range children(o) {
		walk(child, at, visit)
	}
}

func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.ThemeOverride:
		return []fyne.CanvasObject{o.Content}
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case interface{ Children() []fyne.CanvasObject }:
		return o.Children()
	}
	return nil
}
