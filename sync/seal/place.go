package seal

import "fmt"

// Place is where a sealed value belongs. A value opens at its own place only.
type Place struct {
	Table  string
	Column string
	ID     string // of the row
}

// aad is the place as bytes that no other place shares: a bar inside a name cannot pass for a border.
func (p Place) aad(use, keyID string) []byte {
	return fmt.Appendf(nil, "brighthall|%s|%d:%s|%d:%s|%d:%s|%s", use, len(p.Table), p.Table, len(p.Column), p.Column, len(p.ID), p.ID, keyID)
}
