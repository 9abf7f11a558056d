// Package pagetest is a virtual page printer with a print queue, as CUPS or a network printer shows it over IPP.
//
// It was written from RFC 8010 and RFC 8011 and shares no code with the driver: requests are taken apart and answers
// put together by hand, and checked strictly (charset first, printer-uri, a known operation). A job moves one step each
// time it is asked after, so that nothing waits for a clock: made, taken, a sheet at a time, at its end. Its switches
// are what happens to a printer (every word of printer-state-reasons, paper by the sheet, paused, off) and to a server
// (says nothing, says nonsense, refuses, forgets its jobs).
//
//	p := pagetest.New(nil)
//	go p.Serve(ctx, conn) // for each connection; any io.ReadWriteCloser
package pagetest
