// Package lang holds every sentence a person reads, by key.
//
// The sentences themselves are data (assets/lang/<language>/<room>.json) and injected:
//
//	book, err := lang.Load(assets.FS)
//	book.Say(hall.Chinese, "kiosk.ticket.ahead", "n", 5)     // {n} in the sentence becomes 5
//	book.Error(hall.Chinese, err)                            // the sentence of the error's code
//
// Load refuses catalogues that disagree: every key stands in every language, with the same placeholders. It also writes
// numbers, dates, ranges and money the way each language does (look/README, "Chinese setting").
package lang
