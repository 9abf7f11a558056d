// Package center is the small REST backend for many halls: it archives their logs, answers reports, and owns their
// setups.
//
// Halls post stretches of their log (POST /api/v1/outlets/{outlet}/events: idempotent by epoch and seq, all or nothing,
// a hole is refused with the place expected) and pull what the center owns (GET /api/v1/mirror?since=: the setup when
// newer, and orders). The management app reads outlets, visits with their history, figures and the live state of a
// hall. /openapi.json describes it all.
//
// A caller carries a bearer token. A token of kind "outlet" speaks for the one outlet it is named after; one of kind
// "admin" reads everything and edits setups. Persons sign in with POST /api/v1/session and get an admin token for a
// working day.
//
// The archive does the storing (package archive) and the counting (package report); here are only routes, access and
// translation.
package center
