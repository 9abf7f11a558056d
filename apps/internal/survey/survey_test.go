package survey_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/brighthall/brighthall/apps/internal/machine"
	"github.com/brighthall/brighthall/apps/internal/survey"
	"github.com/brighthall/brighthall/assets/fonts"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/sims"
)

func drivers() *hardware.Registry {
	return all.Registry(all.Resources{Regular: fonts.Regular, Bold: fonts.Bold})
}

func TestAList(t *testing.T) {
	const list = "name,kind,make,model,connection,protocol,software\n" +
		"取号机打印机,printer,Epson,TM-T88V,serial,,\n" +
		"读卡器,idcard,华视,CVR-100,serial,samv,\n" +
		"扫码枪,scanner,,,hid,,\n" +
		"旧读卡器,idcard,,,usb,,厂家 DLL\n" +
		"老叫号机,queue,,,serial,,\n" +
		"窗口屏,led,,,serial,,\n" +
		"评价器,evaluator,,,serial,,\n" +
		"A4,page-printer,,,network,,\n" +
		"双屏,doublescreen,,,network,,厂家 HTTP 接口\n" +
		"专用屏,other,,,none,,\n" +
		"扫码摄像头,scanner,,,usb,camera,\n"
	machines, err := survey.ReadList(strings.NewReader("\uFEFF" + list))
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range survey.Judge(machines, drivers().Drivers()) {
		want := []survey.Way{survey.Direct, survey.Direct, survey.Direct, survey.Gateway, survey.Gateway, survey.Direct, survey.Direct, survey.Direct, survey.Gateway, survey.Replace, survey.Direct}[i]
		if v.Way != want || (v.With == "") != (want == survey.Replace) || v.Line != i+2 {
			t.Errorf("%s (line %d) goes %s with %q because of %s, want %s", v.Name, v.Line, v.Way, v.With, v.Why, want)
		}
	}
}

func TestEverythingWrongWithAListIsToldAtOnce(t *testing.T) {
	_, err := survey.ReadList(strings.NewReader("name,kind,conection\nA,printr,serial\n,idcard,tcp\n"))
	for _, want := range []string{`line 1: unknown column "conection", did you mean "connection"`, `line 2: unknown kind "printr", did you mean "printer"`, "line 3: the machine has no name"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("not told: %s\n%v", want, err)
		}
	}
	if _, err := survey.ReadList(strings.NewReader("")); err == nil {
		t.Error("an empty list is read")
	}
}

// TestPortsAreAskedWhoIsThere: real drivers ask simulated devices under a driven clock, because each wrong question waits for its answer.
func TestPortsAreAskedWhoIsThere(t *testing.T) { synctest.Test(t, portsAreAsked) }

func portsAreAsked(t *testing.T) {
	var ports []port.Found
	var cables []*porttest.Memory
	for _, name := range []string{"samv", "megatec", "escpos", "nothing"} {
		m := porttest.NewMemory(name)
		plug(t, name, m)
		cables, ports = append(cables, m), append(ports, port.Found{Name: strings.TrimPrefix(m.URL(), "serial://")})
	}
	seen := survey.Look(porttest.Cables(t.Context(), cables...), survey.Sources{
		Ports:    func() ([]port.Found, error) { return ports, nil },
		USB:      func() ([]machine.USB, error) { return nil, errors.New("no bus") },
		Printers: func(context.Context) ([]string, error) { return []string{"office"}, nil },
		Displays: func() ([]machine.Display, error) { return nil, nil },
		Keys: func() ([]machine.Keyboard, error) {
			return []machine.Keyboard{{Path: "/dev/input/by-id/usb-Zebra_DS9308-event-kbd", Words: "Zebra DS9308"}, {Path: "/dev/input/by-id/usb-Logitech_K120-event-kbd", Words: "Logitech K120"}}, nil
		},
		Open: drivers().Open,
	})
	for i, want := range []string{"samv", "megatec", "escpos", ""} {
		if seen.Ports[i].Driver != want {
			t.Errorf("on port %d answers %+v, want %q", i, seen.Ports[i], want)
		}
	}
	if len(seen.Unread) != 1 || len(seen.Printers) != 1 {
		t.Errorf("%+v", seen)
	}
	if len(seen.Typists) != 2 || !seen.Typists[0].Scanner || seen.Typists[1].Scanner {
		t.Errorf("scanners that type: %+v", seen.Typists)
	}
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	words := survey.Report{Seen: &seen}.Words(book, hall.Chinese)
	if !strings.Contains(words, "samv+serial://") || !strings.Contains(words, "wedge+evdev:///dev/input/by-id/usb-Zebra_DS9308-event-kbd") || strings.Contains(words, "survey.") {
		t.Error(words)
	}
}

// plug puts a simulated device on a cable, if there is one of this name.
func plug(t *testing.T, name string, m *porttest.Memory) {
	if s, ok := sims.Find(name); ok {
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() { defer close(done); s.Make(func(string) {}).Serve(ctx, hardwaretest.Cable(ctx, m)) }()
		t.Cleanup(func() { cancel(); <-done })
	}
}
