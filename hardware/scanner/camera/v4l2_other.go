//go:build !linux || !(amd64 || arm64 || loong64 || riscv64)

package camera

import "github.com/brighthall/brighthall/hardware"

// openV4L2 says that there is no V4L2 here.
func openV4L2(string, wanted) (Source, error) {
	return nil, hardware.E("camera.Open", hardware.BadConfig, "v4l2 needs Linux on a 64-bit machine; elsewhere use camera+dir or a scanner")
}
