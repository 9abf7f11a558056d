// Package report turns archived visits into figures: one file is one report, with its SQL and its arithmetic.
//
// A report reads the table "tickets" of a center's archive through any database/sql handle and gives plain rows.
// Tickets ended by the system (day close) are counted, and left out of every average. It knows no HTTP and changes
// nothing.
package report
