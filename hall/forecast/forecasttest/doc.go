// Package forecasttest is a simulated hall that a forecast is measured on.
//
// A day has two peaks of arrivals, groups A, H, Q and K, five or six counters with skills and preferences, tellers of
// different speed, lognormal services (cv .6–.9) whose means are not the plan's, a factor of the day, visitors who do
// not come, care tickets, and breaks nobody announces; some days have booked visitors, visitors back with papers, and
// transfers. It knows the truth and shares no code with package forecast; who is next is the queue's own rule.
package forecasttest
