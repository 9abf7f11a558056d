// Package mirror brings what the center owns to a hall: its setup when there is a newer one, and orders.
//
// It asks GET /api/v1/mirror?since= again and again; the center holds the answer back until it has something, so an
// order arrives at once over a line the hall opened. A setup goes to the hall's Applier, an order to its Orderer; what
// became of an order travels back with the hall's log. A hall without a center runs no mirror and lives on its seed,
// version 0.
package mirror
