package page

// Bits of the Windows spooler (JOB_INFO_1.Status, PRINTER_INFO_6.dwStatus in winspool.h), in the words of IPP, so that
// both kinds of queue share one table of codes.

const (
	spoolPaused   = 0x0001
	spoolError    = 0x0002
	spoolDeleting = 0x0004
	spoolPrinted  = 0x0080
	spoolDeleted  = 0x0100
	spoolBlocked  = 0x0200
	spoolComplete = 0x1000
	spoolPrinting = 0x0010
	spoolOffline  = 0x0020
	spoolPaperOut = 0x0040
	spoolWaiting  = 0x0400 // user intervention
)

// spoolProgress reads a job's bits. The spooler does not count the sheets of a raw job.
func spoolProgress(bits uint32) progress {
	g := progress{state: jobPending, sheets: -1}
	switch {
	case bits&(spoolPrinted|spoolComplete) != 0:
		g.state = jobCompleted
	case bits&(spoolDeleted|spoolDeleting) != 0:
		g.state = jobCanceled
	case bits&(spoolError|spoolBlocked|spoolPaused|spoolOffline|spoolPaperOut|spoolWaiting) != 0:
		g.state = jobStands
	case bits&spoolPrinting != 0:
		g.state = jobWorking
	}
	return g
}

// spoolWords are a printer's bits.
var spoolWords = []struct {
	bit  uint32
	word string
}{
	{0x1, "paused"}, {0x2, "other-error"}, {0x8, "media-jam"}, {0x10, "media-empty"}, {0x20, "media-needed"}, {0x40, "media-empty"},
	{0x80, "offline"}, {0x800, "output-area-full"}, {0x1000, "offline"}, {0x20000, "toner-low"}, {0x40000, "toner-empty"},
	{0x100000, "media-needed"}, {0x400000, "door-open"},
}

// spoolCondition reads a printer's bits.
func spoolCondition(bits uint32) condition {
	const busy = 0x100 | 0x200 | 0x400 | 0x4000
	var words []string
	for _, w := range spoolWords {
		if bits&w.bit != 0 {
			words = append(words, w.word)
		}
	}
	state := 0
	switch {
	case bits&0x3 != 0:
		state = printerStopped
	case bits&busy != 0:
		state = printerProcessing
	}
	return conditionOf(state, words)
}
