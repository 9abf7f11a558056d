package hardware

import "context"

// KindLED is a screen above a window that shows the number being served: a text screen or a few large digits.
const KindLED Kind = "led"

// Faults of window screens.
const (
	LEDSilent       Code = "led.silent"        // it does not answer: no power, loose wire, another address or speed
	LEDOtherAddress Code = "led.other-address" // a screen answers, but under another address
	LEDRefused      Code = "led.refused"       // it understood and said no
	LEDBadText      Code = "led.bad-text"      // it cannot show these characters, or so many
	LEDUnconfirmed  Code = "led.unconfirmed"   // its protocol has no answers: nobody knows what it shows
)

// Panel is what a window screen shows. A screen takes of it what it can show.
type Panel struct {
	Text   string // one line, for screens that show text: "H023 请到 3 号窗口"; empty means Number
	Number string // for screens that show only a number: letters and digits, "H023"
	Window int    // for screens with a place for it; 0 is none
	// Blink draws the eye, for a number that is just being called. A screen that cannot blink moves the text in, or
	// shows it plainly.
	Blink bool
}

// LED is a window screen.
type LED interface {
	// Show returns when the screen has acknowledged. A panel that was not acknowledged is still wanted: it is tried
	// again until another one is shown, or Clear. Of two at once the later one stands. After LEDBadText the screen is
	// dark: rather nothing than the number before.
	Show(ctx context.Context, p Panel) error
	// Clear returns when the screen has acknowledged that it is dark.
	Clear(ctx context.Context) error
	// Status asks the screen. One that came back is given what it should show.
	Status(ctx context.Context) (Status, error)
}
