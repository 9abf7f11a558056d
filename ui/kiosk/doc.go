// Package kiosk draws the number machine: one screen per step of flow, on the 1080×1920 grid of look/01–07.
//
//	app := kiosk.New(stage, kiosk.Deps{Issuer: queue, Printer: slips, NewID: uuid.NewString, …})
//	app.Start()                                   // shows the home screen
//	stage.Do(func() { app.Push(snapshot) })       // from the event stream
//	stage.Do(app.NodeAway)
//	stage.Do(func() { app.SetPrinter(flow.PrinterPaperOut) })
//	go stage.Run(ctx)                             // ticks once a second
//
// Screens show, the flow decides: a widget's callback is a method of the flow, and every change comes back through
// View. A screen is built again when what it is made of changes, and only told its new figures when they alone did.
//
// It refuses to know devices, the wire, and who is behind its Issuer and Printer.
package kiosk
