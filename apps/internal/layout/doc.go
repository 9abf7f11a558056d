// Package layout keeps the walls of the house: who may import whom, and why. It holds tests only.
//
// To move a wall, change the table in layout_test.go together with the map in the README, and say why in the commit.
package layout
