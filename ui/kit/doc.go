// Package kit holds the shared widgets: drawn with Fyne's primitives in design pixels, with callbacks and without
// any business word. Every sentence comes in ready from the screen.
//
// A Kit belongs to one window (nav.Stage has it); its methods make widgets in that window's look:
//
//	k := stage.Kit()
//	page := k.Board()                                                     // 1080×1920 on a kiosk
//	page.Put(k.Header(outlet, day, time), 56, 40, 968, 80)                // x, y, w, h in design px; 0 = its least size
//	page.Put(k.Text(title, skin.Title), 56, 168, 968, 84)
//	page.Put(k.Text(hint, skin.Body).With(false, kit.SoftTone, kit.Left), 56, 260, 968, 44)
//	page.Put(k.Text(long, skin.Body).Wrapped(-1, 900), 56, 320, 900, 0)   // as many lines as it takes
//	page.Put(k.Facts(kit.Fact{Name: name, Number: "5", Unit: people, Note: wait}), 56, 344, 968, 224)
//	page.Put(k.Button("take", label, kit.Primary, take), 712, 1616, 312, 120)
//	page.Put(k.Tile("group.H", kit.Upright, "ticket-outline", name, fact, choose), 56, 608, 224, 264)
//	page.Put(k.Banner(kit.Watch, kit.Notice{Icon: "printer-alert", Fact: fact, Do: do}), 56, 344, 968, 0)
//	page.Put(k.Ring(20, 88), 936, 168, 88, 88)                            // ring.Set(secondsLeft)
//	page.Put(k.QR(url, 320), 56, 1100, 320, 320)
//	page.Put(k.Big("H023", 384), 56, 300, 968, 384)                       // box squeezed to the size
//	page.Put(k.NumberUnit("12–20", minutes, 72), 80, 900, 0, 0)
//	return page.Object()
//
// Instead of a Board, Row, Column, Grid, Inset, Stack, CardOf, Grow and Space compose (gaps in design px). Own
// pictures: k.Draw(least, func(p *kit.Pen, w, h float32) { p.Box(…); p.Whole(…) }).
//
// Buttons: SetBusy(doing), SetOff(why), SetOn(note), SetLabel; fields Icon, Note, Hint ("F1"), Wide, TextSize. Tiles:
// fields Recommended, Filled, Line, Edge, Mark; SetOff(instead), SetOn(fact), SetChosen. State: Dot(mood, word,
// detail), Tag(mood, word), Toggle(key, word, on, changed), Chip("F1"), Norm(share, watch, limit). Desk: Table, Chart,
// Field, List in a Scroll. Kiosk: BottomBar(left, slots…), Slot, Hotline, Pad (PIN).
//
// Texts that may be shortened end in “…”; numbers and buttons never are: they shrink to 0.6 and then count as cut,
// which uitest.NoClipping reports. Nothing animates.
package kit
