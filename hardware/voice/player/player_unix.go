//go:build !windows

package player

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// child plays through a command that reads raw sound from its input.
type child struct {
	path string
	args []string
}

// system prefers paplay (PulseAudio and PipeWire mix several programs) to aplay.
func system() (Player, bool) {
	for _, c := range []child{
		{"paplay", []string{"--raw", "--rate=16000", "--channels=1", "--format=s16le"}},
		{"aplay", []string{"-q", "-t", "raw", "-r", "16000", "-c", "1", "-f", "S16_LE", "-"}},
	} {
		if path, err := exec.LookPath(c.path); err == nil {
			return Command(path, c.args...), true
		}
	}
	return nil, false
}

// Command plays through a program that reads 16 kHz mono S16_LE from its standard input.
func Command(path string, args ...string) Player { return child{path, args} }

// Play starts the program and waits for its end. A program that fails early (no card) is
// an error at once; one that hangs is killed a second after ctx.
func (c child) Play(ctx context.Context, pcm []byte) error {
	cmd := exec.CommandContext(ctx, c.path, c.args...)
	cmd.Stdin = bytes.NewReader(pcm)
	cmd.WaitDelay = time.Second
	var said strings.Builder
	cmd.Stderr = &said
	err := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("player %s: %w: %s", c.path, err, strings.TrimSpace(said.String()))
	}
	return nil
}
