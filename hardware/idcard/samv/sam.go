package samv

import (
	"encoding/binary"
	"fmt"
)

// SAMID is the identity of the security module: its 16 raw bytes. Makers print it in different ways, so the bytes
// count.
type SAMID [16]byte

// String is the form most tools show, for example "05.01-20080101-000000001-000000002".
func (s SAMID) String() string {
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	return fmt.Sprintf("%02d.%02d-%d-%09d-%09d", u16(s[:]), u16(s[2:]), u32(s[4:]), u32(s[8:]), u32(s[12:]))
}
