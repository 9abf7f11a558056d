package bridge

import (
	"strconv"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
)

// Utterance is the announcement of one call: Chinese always, then English for a visitor who took an English ticket.
func Utterance(c hall.CallView) hardware.Utterance {
	window, _ := strconv.Atoi(c.Label)
	u := hardware.Utterance{ID: string(c.Ticket) + "/" + strconv.FormatUint(uint64(c.Seq), 10), Number: string(c.No), Window: window,
		Languages: []string{"zh"}, Recall: c.Recall}
	if c.Language == hall.English {
		u.Languages = append(u.Languages, "en")
	}
	return u
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
