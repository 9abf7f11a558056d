package hand

import (
	"bufio"
	"fmt"
	"image"
	"os"
	"os/exec"
	"strings"

	"github.com/jezek/xgb/xproto"
)

// Server is an X server with a screen that nobody sees (Xvfb).
type Server struct {
	Display string // ":7"

	run *exec.Cmd
}

// Serve starts a server with a screen of a size such as "1920x1080x24".
func Serve(size string) (*Server, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	defer write.Close()
	c := exec.Command("Xvfb", "-displayfd", "3", "-noreset", "-nolisten", "tcp", "-screen", "0", size)
	c.ExtraFiles = []*os.File{write}
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("a screen that nobody sees wants Xvfb (apt-get install xvfb): %w", err)
	}
	write.Close() // a server that ends leaves no writer
	s := &Server{run: c}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		s.Stop()
		return nil, fmt.Errorf("start Xvfb: %w", err)
	}
	s.Display = ":" + strings.TrimSpace(number)
	return s, nil
}

// Stop ends the server and waits for it.
func (s *Server) Stop() {
	_ = s.run.Process.Signal(os.Interrupt)
	_ = s.run.Wait()
}

// Screen is how large the screen is, in pixels.
func (h *Hand) Screen() image.Point {
	s := xproto.Setup(h.conn).DefaultScreen(h.conn)
	return image.Pt(int(s.WidthInPixels), int(s.HeightInPixels))
}
