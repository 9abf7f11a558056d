// Package syn6288test is a virtual SYN6288 speech module. It shares no code with the driver.
package syn6288test

import "github.com/brighthall/brighthall/hardware/voice/module/moduletest"

// New is a module, switched on.
func New() *moduletest.Module {
	return &moduletest.Module{Type: moduletest.Type{Checksum: true, Limit: 200}}
}
