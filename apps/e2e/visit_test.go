package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/hand"
	"github.com/brighthall/brighthall/apps/internal/visit"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/client"
)

// TestWholeHall plays the demo's script: node, center and all windows in one process.
func TestWholeHall(t *testing.T) {
	screen, out := display(t, "Xvfb", "-screen", "0", "4608x3840x24"), t.TempDir()
	c := onScreen(t, screen, "demo", "--script", "visit", "--out", out)
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	var told struct {
		No, Code string
		Archived hall.Ticket
		Steps    []visit.Step
	}
	text, err := os.ReadFile(filepath.Join(out, "visit.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &told); err != nil {
		t.Fatal(err)
	}
	a := told.Archived
	if string(a.No) != told.No || a.Code != "" || // the center tells nobody a slip's code
		a.State != hall.Finished || a.Paper != hall.PaperPrinted ||
		a.Counter != "3" || a.Teller != "t03" || a.Outcomes["B05"] != hall.Done || a.Evaluation == nil || a.Evaluation.Level != 5 {
		t.Errorf("the center holds %+v of visit %s", a, told.No)
	}
	for _, s := range told.Steps {
		if s.Picture != "" {
			drawn(t, filepath.Join(out, s.Picture))
		}
	}
	if code := zbar(t, filepath.Join(out, "ticket.png"), "code128"); code != told.Code {
		t.Errorf("zbarimg reads %q off the slip, its code is %s", code, told.Code)
	}
	if url := zbar(t, filepath.Join(out, "ticket.png"), "qrcode"); !strings.Contains(url, "/t/") || !strings.Contains(url, "n="+told.No) {
		t.Errorf("zbarimg reads %q off the QR code", url)
	}
	if sent, err := os.ReadFile(filepath.Join(out, "printer.bin")); err != nil || !bytes.Contains(sent, []byte{0x1D, 'v', '0', 0}) {
		t.Errorf("printer.bin holds no raster picture: %d bytes, %v", len(sent), err)
	}
}

// TestStories plays the stories of the bench: a visit, and a roll that is empty.
func TestStories(t *testing.T) {
	screen := display(t, "Xvfb", "-screen", "0", "4608x3840x24")
	if said, err := onScreen(t, screen, "demo", "--script", "stories").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
}

// drawn checks that a picture shows something: at least three colours.
func drawn(t *testing.T, file string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	colours, b := map[[3]uint32]bool{}, picture.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += 7 {
		for x := b.Min.X; x < b.Max.X; x += 7 {
			r, g, bl, _ := picture.At(x, y).RGBA()
			colours[[3]uint32{r, g, bl}] = true
		}
	}
	if len(colours) < 3 {
		t.Errorf("%s is empty", filepath.Base(file))
	}
}

// zbar reads one kind of code with a reader that shares no code with ours.
func zbar(t *testing.T, file, kind string) string {
	t.Helper()
	needs(t, "zbarimg")
	text, err := exec.Command("zbarimg", "--raw", "-q", "-Sdisable", "-S"+kind+".enable", file).Output()
	if err != nil {
		t.Errorf("zbarimg finds no %s: %v", kind, err)
	}
	return strings.TrimSpace(string(text))
}

// TestSmallestHall is bin/kiosk and bin/counter alone: the node inside the kiosk, no center, no display.
func TestSmallestHall(t *testing.T) {
	screen, dir := display(t, "Xvfb", "-screen", "0", "4608x2160x24"), t.TempDir()
	devices, err := demohall.NewDevices(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go boot.Run(ctx, boot.Log(), devices.Parts...)
	s := smallest{screen: screen, data: filepath.Join(dir, "data"), listen: freePort(t), devices: devices, dir: dir}
	s.start(t)

	h, err := hand.Reach(screen)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	p := &visit.Player{Hand: h, Out: filepath.Join(dir, "out"), Eyes: s.eyes(),
		Say: func(key string) string { return book.Say(hall.Chinese, key) }}
	err = p.Play(ctx, visit.World{NoDisplay: true, Point: devices.Scanner.Point, Archived: s.archived,
		Printed: func(ctx context.Context) (image.Image, []byte, error) {
			paper, err := devices.Printed(ctx)
			return paper.Image, paper.Bytes, err
		},
		Read: func(image.Image) (string, error) {
			return zbar(t, filepath.Join(dir, "out", "ticket.png"), "code128"), nil
		}})
	if err != nil {
		t.Fatal(err)
	}
}

// smallest is the hall of two programs.
type smallest struct {
	screen, dir, data, listen string
	devices                   *demohall.Devices
	admin                     string // token
	fullScreen                bool   // the counter fills its monitors; the kiosk is left out of their way
}

func (s *smallest) start(t *testing.T) {
	t.Helper()
	start(t, onScreen(t, s.screen, "kiosk", "--data", s.data, "--listen", s.listen, "--printer", s.devices.PrinterURL,
		"--windowed", "1080x1920+0+0", "--debug", s.socket("kiosk")))
	s.admin = s.enrol(t, "admin") // the counter has no token: the kiosk's node makes one
	counter := []string{"--node", "http://" + s.listen, "--data", s.data, "--counter", "3", "--scanner", s.devices.ScannerURL, "--debug", s.socket("counter")}
	if !s.fullScreen {
		counter = append(counter, "--windowed", "1920x1080+1080+0", "--outer", "1280x800+3000+0")
	}
	start(t, onScreen(t, s.screen, "counter", counter...))
}

// enrol waits for the hall: it begins when the kiosk's node has started.
func (s *smallest) enrol(t *testing.T, kind string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	defer cancel()
	for {
		c := exec.CommandContext(ctx, program(t, "hallctl"), "enrol", "--data", s.data, "--kind", kind, "--name", kind)
		var says bytes.Buffer
		c.Stderr = &says
		token, err := c.Output()
		if err == nil {
			return strings.TrimSpace(string(token))
		}
		select {
		case <-ctx.Done():
			t.Fatalf("hallctl enrol: %v %s", err, says.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (s *smallest) socket(name string) string { return filepath.Join(s.dir, name+".sock") }

func (s *smallest) eyes() sockets {
	return sockets{"kiosk": s.socket("kiosk"), "teller": s.socket("counter"), "customer": s.socket("counter")}
}

// archived reads what the hall itself has counted; there is no center.
func (s *smallest) archived(ctx context.Context, _ hall.TicketNo) (json.RawMessage, error) {
	far := client.New("http://"+s.listen, s.admin, client.Options{})
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		snap, err := far.Hall(ctx)
		if err == nil && snap.Today.Finished == 1 && snap.Today.Satisfied == 1 {
			return json.Marshal(snap.Today)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
