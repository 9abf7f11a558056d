package camera_test

import (
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/scanner/camera"
)

// ticking is a clock on which every look takes its time: how long a picture took is how often the reader looked.
type ticking struct {
	at   time.Time
	each time.Duration
}

func (c *ticking) Now() time.Time {
	c.at = c.at.Add(c.each)
	return c.at
}

func (c *ticking) took(read func()) time.Duration {
	before := c.at
	read()
	return c.at.Sub(before)
}

// snow is a picture in which there is much to look at and nothing to find.
func snow() *image.Gray {
	m := image.NewGray(image.Rect(0, 0, 120, 90))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = uint8(r.IntN(256))
	}
	return m
}

const page = "http://10.0.0.5:7300/t/0123456789abcdef0123456789abcdef"

// The budget is kept on a machine of any speed: a reader that knows its machine begins nothing that would not end in
// time.
func TestAPictureIsGivenUpInTime(t *testing.T) {
	for _, each := range []time.Duration{time.Millisecond, 4 * time.Millisecond, 11 * time.Millisecond, 35 * time.Millisecond} {
		clock, m := &ticking{time.Unix(1000, 0), each}, snow()
		r := camera.NewReader(camera.Options{Now: clock.Now})
		for i := range 5 {
			took := clock.took(func() {
				if code, ok := r.Read(t.Context(), m); ok {
					t.Fatalf("read %q in snow", code)
				}
			})
			most := 120*time.Millisecond + 12*each // after its end each step left over is looked at once
			if i == 0 {
				most += 15 * each // it does not know yet what a step takes
			}
			if took > most {
				t.Errorf("a look of %v: picture %d took %v, at most %v", each, i, took, most)
			}
		}
	}
}

func TestTheFirstStepIsAlwaysTaken(t *testing.T) {
	r := camera.NewReader(camera.Options{Now: (&ticking{time.Unix(1000, 0), time.Second}).Now})
	for range 3 {
		if code, ok := r.Read(t.Context(), drawn(t, page)); !ok || code != page {
			t.Fatalf("read %q", code)
		}
	}
}

// A machine that was busy for a moment, whenever that was, soon takes all the steps again.
func TestABusyMomentIsForgotten(t *testing.T) {
	if hardwaretest.UnderRace {
		t.Skip("pictures are arithmetic: make plain draws them")
	}
	m, usual := snow(), 0
	for _, moment := range []int{0, 5, 9, 13} { // 0: none
		clock, looks := &ticking{time.Unix(1000, 0), time.Millisecond}, 0
		r := camera.NewReader(camera.Options{Now: func() time.Time {
			if looks++; looks == moment {
				clock.at = clock.at.Add(10 * time.Second)
			}
			return clock.Now()
		}})
		last := 0
		for range 60 {
			before := looks
			r.Read(t.Context(), m)
			last = looks - before
		}
		if usual == 0 {
			usual = last
		}
		if last != usual {
			t.Errorf("busy at look %d: then %d looks a picture, usual are %d", moment, last, usual)
		}
	}
}

func TestADarkPictureIsGivenUpAtOnce(t *testing.T) {
	looks := 0
	r := camera.NewReader(camera.Options{Now: func() time.Time { looks++; return time.Unix(1000, 0) }})
	if _, ok := r.Read(t.Context(), image.NewGray(image.Rect(0, 0, 640, 480))); ok || looks > 1 {
		t.Errorf("a covered lens: %v, %d looks at the clock", ok, looks)
	}
}
