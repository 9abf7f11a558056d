package all

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/scanner/camera"
)

// eye is a camera that reads codes.
func eye(r Resources) hardware.Driver {
	return hardware.Driver{
		Name: "camera", Kind: hardware.KindScanner, Ports: camera.Schemes(), Example: "camera+v4l2:///dev/video0?size=1280x720",
		Open: func(_ context.Context, at string, _ map[string]string) (hardware.Device, error) {
			s, err := camera.Open(at)
			if err != nil {
				return nil, err
			}
			return camera.New(s, camera.Options{Check: r.Check, Now: r.Now}), nil
		},
	}
}
