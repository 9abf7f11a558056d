package bridge

import (
	"cmp"
	"strconv"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
)

// Utterance is the announcement of one call: Chinese always, then English for a visitor who took an English ticket.
func Utterance(c hall.CallView) hardware.Utterance {
	window, place := spoken(c.Label)
	u := hardware.Utterance{ID: string(c.Ticket) + "/" + strconv.FormatUint(uint64(c.Seq), 10), Number: string(c.No), Window: window, Place: place,
		Languages: []string{"zh"}, Recall: c.Recall}
	if c.Language == hall.English {
		u.Languages = append(u.Languages, "en")
	}
	return u
}

// spoken is a window's label as a voice says it: a number up to 99, or a name.
func spoken(label string) (window int, place string) {
	number, _ := lang.Numbered(label)
	if n, err := strconv.Atoi(number); err == nil && n > 0 && n < 100 {
		return n, ""
	}
	return 0, cmp.Or(number, label)
}

// Paper is what is known of a slip after the printer's answer. A printer that cannot talk back leaves it uncertain.
func Paper(o hardware.Outcome) hall.PaperState {
	switch o.Result {
	case hardware.Printed:
		return hall.PaperPrinted
	case hardware.NotPrinted:
		return hall.PaperNotPrinted
	default:
		return hall.PaperUncertain
	}
}
