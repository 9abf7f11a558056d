package hardware

import "image"

// Slip is what to print, from top to bottom, in words a printer driver understands.
// The layout (sizes in dots, module widths, wrapping) is the driver's and its profile's.
type Slip struct {
	// Job names this printout in logs and statuses; the same ticket printed again has another.
	Job    string
	Blocks []Block
}

// Block is one of Text, Number, Rule, Box, QR, Barcode and Footer.
type Block interface{ block() }

// Size is a step of the slip's type scale.
type Size string

// The steps, smallest to largest. A driver's profile gives them dots.
const (
	Small  Size = "small"
	Medium Size = "medium"
	Large  Size = "large"
	Title  Size = "title"
)

// Text is one centred paragraph; it wraps when it is too wide.
type Text struct {
	Text string
	Size Size // empty means Medium
	Bold bool
}

// Number is the big ticket number, as large as the paper allows.
type Number struct{ Text string }

// Picture is an image over the width of the paper, black where it is darker than half: a test print, a notice.
type Picture struct{ Image image.Image }

// Rule is a dashed line across the paper.
type Rule struct{}

// Box is a framed block of figures.
type Box struct {
	Rows []Row
	Note string // small line under the rows, may be empty
}

// Row is one figure: label at the left; value large, unit small, at the right.
type Row struct{ Label, Value, Unit string }

// QR is a QR code (ASCII content) with words beside it.
type QR struct {
	Content string
	Title   string
	Lines   []string
	List    string // heading of Items, may be empty
	Items   []Item
}

// Item is one line of a check list.
type Item struct {
	Text    string
	Checked bool
}

// Barcode is a Code128-C symbol: an even count of digits, printed under it in groups of four.
type Barcode struct {
	Digits  string
	Caption string // above the bars, may be empty
}

// Footer is small centred lines at the end.
type Footer struct{ Lines []string }

func (Text) block()    {}
func (Number) block()  {}
func (Rule) block()    {}
func (Picture) block() {}
func (Box) block()     {}
func (QR) block()      {}
func (Barcode) block() {}
func (Footer) block()  {}
