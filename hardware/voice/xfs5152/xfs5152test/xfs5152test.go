// Package xfs5152test is a virtual XFS5152CE speech module. It shares no code with the driver.
package xfs5152test

import "github.com/brighthall/brighthall/hardware/voice/module/moduletest"

// New is a module, switched on.
func New() *moduletest.Module {
	return &moduletest.Module{Type: moduletest.Type{Checksum: false, Limit: 4096}}
}
