package main

import (
	"context"
	"os"

	"github.com/brighthall/brighthall/apps/internal/bench/camera"
)

// benchCamera lets the camera scanner and its peers read the same bad pictures.
func benchCamera(options) error { return camera.Run(context.Background(), os.Stdout, camera.Options{}) }
