// Package escpostest is a virtual ESC/POS ticket printer.
//
// It understands both picture forms (GS v 0, GS ( L and GS 8 L), its own characters with a Chinese ROM (Ticket.Lines
// says what was set; the dots show Latin letters and boxes), QR codes and bars of its own, the drawer and its switch,
// automatic status.
//
// It was written from the command table of the manuals and shares no code with the driver
// it tests. It parses strictly (a byte it does not know is a recorded error), draws raster
// graphics on paper, and models what breaks in a hall: paper near its end and out, the
// cover, a jammed cutter, power, a buffer that fills, a line that stalls, clones that never
// answer. Real-time questions are answered on receipt, even when their bytes were meant as
// picture data, as the real ones do.
//
//	line, _ := porttest.NewLine(dir, "ttyPRN", 115200)
//	prn := escpostest.New(escpostest.Config{Dots: 576})
//	go prn.Serve(ctx, line)
//
// Config.OnFrame sees every byte both ways (the bench's wire log), Config.OnTicket every
// piece of paper that leaves the printer.
package escpostest
