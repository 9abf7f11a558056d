// Package page prints A4 forms, as PDF, through a print queue: CUPS or a printer that speaks IPP, and the Windows
// spooler.
//
//	page+ipp://127.0.0.1:631/printers/forms     CUPS, or a network printer's own /ipp/print
//	page+spool:Kyocera%20P2040                  a Windows printer (Windows only)
//
// One printout is a job of the queue: asked whether the printer can (Get-Printer-Attributes), made (Create-Job), given
// its document (Send-Document) and followed (Get-Job-Attributes) until the queue calls it completed, canceled or
// aborted (RFC 8011). A document is sent once, ever. A job that stands because a person is needed (paper, jam, cover)
// is left in the queue after Options.Patience: the outcome is Uncertain, Status.Pending names it until its end,
// CancelPages takes it back. A canceled or aborted job is NotPrinted only when the queue says that no sheet of it came
// out; a job that is gone from the queue's list is PageLost. Our codes for the printer's words are in reasons.go, the
// same for a queue and for a spooler.
//
// PDF goes to the queue as it is: CUPS converts it, an IPP Everywhere printer takes it. The Windows spooler passes it
// on raw, so the printer itself must understand PDF ("PDF direct"), and a job that has left the spooler's list without
// a word is PageLost.
//
// The RFCs of IPP (8010 encoding, 8011 model, PWG 5100.1) are implemented here as far as this needs; there is no other
// dependency.
//
// # Troubleshooting
//
//   - device.missing: no print server at this address: CUPS is not running, or listens on another host or port.
//   - page.unknown: the path names no queue. `lpstat -v` lists them; a printer's own path is often /ipp/print.
//   - page.denied: the server's policy; allow this machine or name a user (`?user=`).
//   - page.encrypted: the server wants ipps, which is not spoken here. Let this machine print unencrypted, or through a CUPS queue of its own.
//   - page.busy: the printer has refused the job as busy for all of Options.Patience.
//   - page.stopped without a cause: someone paused the queue (`cupsenable NAME`), or its last job failed.
//   - page.refused: the queue rejects jobs (`cupsaccept NAME`), or the printer takes no PDF.
//   - page.lost after each job: the server keeps no finished jobs (CUPS: `PreserveJobHistory Yes`).
//   - Printed, but no paper: the queue's backend reports no end (raw sockets); use the printer's IPP address instead.
package page
