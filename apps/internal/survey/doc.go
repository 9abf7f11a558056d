// Package survey finds out what an existing hall already has and what becomes of each machine with us:
//
//	direct   直连   we speak its wire protocol: the URL is in the report
//	gateway  网关   its maker's software or an adapter joins it over the local device interface
//	replace  更新   neither is possible
//	keep     照旧   a queue needs nothing of it
//
//	seen := survey.Look(ctx, survey.Sources{…})        // ports, USB, keyboards, printers, displays, and what answered
//	list, err := survey.ReadList(file)                 // what a person wrote down while he walked through the hall
//	report := survey.Report{Seen: seen, Machines: survey.Judge(list.Machines, drivers)}
//
// What people call things in such lists, and what the machines of a maker speak, stands in known.json: a new maker is a
// row there. So are the machines whose protocol nobody has published ("closed"): no driver is a guess for them,
// whatever their connection.
//
// Only questions that change nothing are put on a wire, by the drivers themselves: no paper moves, no money is asked
// for.
package survey
