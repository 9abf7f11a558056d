package camera

import (
	"bytes"
	"context"
	_ "embed" // the program for node
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	ourcamera "github.com/brighthall/brighthall/hardware/scanner/camera"
)

// zxingWASM is npm's package and version; in it is zxing-cpp of 2026.
const zxingWASM = "zxing-wasm@3.1.4"

//go:embed zxing.mjs
var zxingProgram []byte

// readersFor lists who is here; who is not is named.
func readersFor(ctx context.Context, w io.Writer, only string) ([]reader, error) {
	var all []reader
	for _, r := range []struct {
		name string
		make func() (reader, error)
	}{
		{"ours", func() (reader, error) { return ours{keyed: true}, nil }},
		{"ours, no key", func() (reader, error) { return ours{}, nil }},
		{"gozxing", func() (reader, error) { return plain{}, nil }},
		{"zbarimg", func() (reader, error) { _, err := exec.LookPath("zbarimg"); return zbar{}, err }},
		{"zxing-wasm", func() (reader, error) { return installZXing(ctx) }},
	} {
		if only != "" && only != r.name {
			continue
		}
		made, err := r.make()
		if err != nil {
			fmt.Fprintf(w, "%s is not measured: %v\n", r.name, err)
			continue
		}
		all = append(all, made)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no reader %q", only)
	}
	return all, ctx.Err()
}

// ours is the driver's reader, with the outlet's key or without it.
type ours struct{ keyed bool }

func (o ours) name() string {
	if o.keyed {
		return "ours"
	}
	return "ours, no key"
}

// read tries a picture that was not read twice more and takes the quickest time: what is measured is the reader, not
// what else this machine did at that moment.
func (o ours) read(ctx context.Context, all []picture) ([]answer, error) {
	options := ourcamera.Options{}
	if o.keyed {
		options.Check = all[0].office.check
	}
	var answers []answer
	r := ourcamera.NewReader(options) // one reader for one outlet, as in a hall
	for _, p := range all {
		read := func() string { text, _ := r.Read(ctx, p.gray); return text }
		a := timed(read)
		for tries := 1; tries < 3 && a.text == ""; tries++ {
			if again := timed(read); again.text == "" && again.took < a.took {
				a = again
			}
		}
		answers = append(answers, a)
	}
	return answers, ctx.Err()
}

func timed(read func() string) answer {
	start := time.Now()
	text := read()
	return answer{text, time.Since(start)}
}

// plain is gozxing as its manual uses it.
type plain struct{}

func (plain) name() string { return "gozxing" }

func (plain) read(ctx context.Context, all []picture) ([]answer, error) {
	var answers []answer
	for _, p := range all {
		answers = append(answers, timed(func() string { return plainly(p) }))
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return answers, nil
}

func plainly(p picture) string {
	m, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(gozxing.NewLuminanceSourceFromImage(p.gray)))
	if err != nil {
		return ""
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	for _, r := range []gozxing.Reader{qrcode.NewQRCodeReader(), oned.NewCode128Reader()} {
		if found, err := r.Decode(m, hints); err == nil {
			return found.GetText()
		}
	}
	return ""
}

type zbar struct{}

func (zbar) name() string { return "zbarimg" }

func (zbar) read(ctx context.Context, all []picture) ([]answer, error) {
	var answers []answer
	for _, p := range all {
		answers = append(answers, timed(func() string {
			out, err := exec.CommandContext(ctx, "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", "-Scode128.enable", p.file).Output()
			if err != nil {
				return ""
			}
			first, _, _ := strings.Cut(string(out), "\n")
			return first
		}))
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return answers, nil
}

// zxing is zxing-wasm in a node process that reads file names and answers line by line.
type zxing struct{ program string }

// installZXing installs it once for this user, outside of the repository.
func installZXing(ctx context.Context) (reader, error) {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, err
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(cache, "brighthall", zxingWASM)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	program := filepath.Join(dir, "zxing.mjs")
	if err := os.WriteFile(program, zxingProgram, 0o600); err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "zxing-wasm", "package.json")); err == nil {
		return zxing{program}, nil
	}
	out, err := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir, zxingWASM).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("npm install %s: %w: %s", zxingWASM, err, lastLine(out))
	}
	return zxing{program}, nil
}

func lastLine(b []byte) string {
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return lines[len(lines)-1]
}

func (zxing) name() string { return zxingWASM }

func (z zxing) read(ctx context.Context, all []picture) ([]answer, error) {
	var names, out, complaints bytes.Buffer
	for _, p := range all {
		fmt.Fprintln(&names, p.file)
	}
	node := exec.CommandContext(ctx, "node", z.program)
	node.Stdin, node.Stdout, node.Stderr = &names, &out, &complaints
	if err := node.Run(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, lastLine(complaints.Bytes()))
	}
	var answers []answer
	for lines := json.NewDecoder(&out); ; {
		var a struct {
			Text string
			MS   float64
		}
		err := lines.Decode(&a)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer{a.Text, time.Duration(a.MS * float64(time.Millisecond))})
	}
	if len(answers) != len(all) {
		return nil, fmt.Errorf("%d answers to %d pictures", len(answers), len(all))
	}
	return answers, nil
}
