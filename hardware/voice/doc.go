// Package voice puts announcements in a line and speaks them one after another.
//
//	q := voice.NewQueue(speaker, voice.Options{OnCaption: show})
//	go q.Run(ctx)
//	q.Call(hardware.Utterance{ID: "…", Number: "H023", Window: 3, Text: "…"})
//
// Two are never spoken at once, none is cut off by the next, and they come in the order of
// their calls. Each is read twice with a short pause, except that the second reading is
// dropped when another call waits. A voice that fails loses nothing: the captions come all
// the same, for as long as the words would have taken, so the screen shows every call.
//
// Two recalls of one number that wait are one. In quiet hours, of the hall's own zone, the captions come alone; the
// volume follows the hour for voices that are hardware.Loud. A display that shows a number while it is spoken uses
// Announce, which waits; the test of a voice uses Say, which asks no hour. All stand in the one line. For an English
// ticket Chinese is read, then English.
//
// The package knows no protocol and no sound; see clips and player.
package voice
