package all

import (
	"context"
	"strings"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/scanner/camera"
)

// eye is a camera that reads codes: a directory, a device of the system, or a stream of pictures from a port.
func eye(r Resources) hardware.Driver {
	ports := camera.Schemes()
	ports["tcp"] = port.Schemes()["tcp"]
	return hardware.Driver{
		Name: "camera", Kind: hardware.KindScanner, Ports: ports, Example: "camera+v4l2:///dev/video0?size=1280x720",
		Open: func(ctx context.Context, at string, _ map[string]string) (hardware.Device, error) {
			s, err := pictures(ctx, at)
			if err != nil {
				return nil, err
			}
			return camera.New(s, camera.Options{Check: r.Check, Now: r.Now}), nil
		},
	}
}

func pictures(ctx context.Context, at string) (camera.Source, error) {
	if !strings.HasPrefix(at, "tcp:") {
		return camera.Open(at)
	}
	p, err := open(ctx, at)
	if err != nil {
		return nil, err
	}
	return camera.NewStream(p), nil
}
