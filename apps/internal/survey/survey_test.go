package survey_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

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
	for i, v := range survey.Judge(machines.Machines, drivers().Drivers()) {
		want := []survey.Way{survey.Direct, survey.Direct, survey.Direct, survey.Gateway, survey.Gateway, survey.Direct, survey.Direct, survey.Direct, survey.Gateway, survey.Replace, survey.Direct}[i]
		if v.Way != want || (v.With == "") != (want == survey.Replace) || v.Line != i+2 {
			t.Errorf("%s (line %d) goes %s with %q because of %s, want %s", v.Name, v.Line, v.Way, v.With, v.Why, want)
		}
	}
}

// TestAListAsSpreadsheetsSaveIt: the charsets, the separators, the empty rows and columns of Excel and WPS.
func TestAListAsSpreadsheetsSaveIt(t *testing.T) {
	const plain = "名称,类型,厂家,型号,接口\r\n大堂小票机,打印机,EPSON,TM-T82,RS-232\r\n二号身份证阅读器,身份证阅读器,新中新,DKQ-A16D,USB\r\n"
	want, err := survey.ReadList(strings.NewReader(plain))
	two := want.Machines
	if err != nil || len(two) != 2 || two[0].Name != "大堂小票机" || two[1].Make != "新中新" || two[1].Connection != "usb" {
		t.Fatalf("%+v %v", want, err)
	}
	gbk := func(s string) string { b, _ := simplifiedchinese.GB18030.NewEncoder().String(s); return b }
	wide := func(e unicode.Endianness, m unicode.BOMPolicy, s string) string {
		b, _ := unicode.UTF16(e, m).NewEncoder().String(s)
		return b
	}
	with := func(c string) string { return strings.ReplaceAll(plain, ",", c) }
	for name, text := range map[string]string{
		"GB18030":                    gbk(plain),
		"GB18030 and semicolons":     gbk(with(";")),
		"UTF-8 with its mark":        "\uFEFF" + plain,
		"UTF-16 and tabs":            wide(unicode.LittleEndian, unicode.UseBOM, with("\t")),
		"UTF-16 the other way":       wide(unicode.BigEndian, unicode.UseBOM, plain),
		"UTF-16 without its mark":    wide(unicode.LittleEndian, unicode.IgnoreBOM, plain),
		"semicolons":                 with(";"),
		"tabs":                       with("\t"),
		"sep=":                       "sep=;\r\n" + with(";"),
		"empty rows":                 strings.ReplaceAll(plain, "\r\n", "\r\n\r\n,,,,\r\n ,\r\n"),
		"rows above the heading":     "\r\n,,,,\r\n" + plain,
		"empty columns on the right": strings.ReplaceAll(plain, "\r\n", ",,,\r\n"),
		"only LF":                    strings.ReplaceAll(plain, "\r\n", "\n"),
		"no last line end":           strings.TrimRight(plain, "\r\n"),
		"only CR":                    strings.ReplaceAll(plain, "\r\n", "\r"),
		"only CR, in GB18030":        gbk(strings.ReplaceAll(plain, "\r\n", "\r")),
		"full-width commas":          with("，"),
		"full-width semicolons":      with("；"),
		"Ctrl-Z at the end":          plain + "\x1A",
		"zeros at the end":           plain + "\x00\x00\x00",
		"two marks":                  "\uFEFF\uFEFF" + plain,
		"two files in one":           plain[:strings.Index(plain, "\n")+1] + gbk(plain[strings.Index(plain, "\n")+1:]),
		"a title above":              "设备清单 2026年,,,,\r\n填表人：张三，日期：11月,,,,\r\n" + plain,
		"a title with other signs":   "设备清单;2026;;;;;;;;;;年\r\n" + plain,
		"parts, totals and notes":    strings.Replace(plain, "二号", "二、窗口,,,,\r\n二号", 1) + "合计,,,,\r\n制表：李四,,,审核：王五,\r\n",
		"names that are explained":   strings.Replace(plain, "名称,类型,厂家,型号,接口", "*设备名称（必填）,设备类型,生产厂家,规格型号,接口(串口/USB)", 1),
		"other columns":              "序号,名称,类型,厂家,型号,接口,备注,使用部门\r\n1,大堂小票机,打印机,EPSON,TM-T82,RS-232,好,\r\n2,二号身份证阅读器,身份证阅读器,新中新,DKQ-A16D,USB,,二科\r\n",
		"two columns with one name":  strings.ReplaceAll(strings.Replace(plain, "接口", "接口,接口类型", 1), "\r\n大堂", ",,\r\n大堂"),
		"quoted":                     "\"名称\",\"类型\",\"厂家\",\"型号\",\"接口\"\r\n\"大堂小票机\",打印机,\"EPSON\",TM-T82, \"RS-232\"\r\n\"二号身份证阅读器\",身份证阅读器,新中新,DKQ-A16D,USB\r\n",
	} {
		got, err := survey.ReadList(strings.NewReader(text))
		for i := range got.Machines {
			got.Machines[i].Line = two[min(i, 1)].Line
		}
		if err != nil || !slices.Equal(got.Machines, two) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	if _, err := survey.ReadList(strings.NewReader(plain + "二号机,打印机,甲,乙,RS-232,多一个\r\n")); err == nil || !strings.Contains(err.Error(), "line 4") {
		t.Errorf("a word behind the last column: %v", err)
	}
	if _, err := survey.ReadList(strings.NewReader("name,kind,connection\n\xFF\xFF\x80,printer,usb\n")); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("no charset: %v", err)
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

// TestPortsAreAskedWhoIsThere: real drivers ask simulated devices under a driven clock, because each wrong question
// waits for its answer. TestACountIsBelievedOrTold: what cannot be how many there are of a machine is wrong with its
// line, not made something else.
func TestACountIsBelievedOrTold(t *testing.T) {
	for said, want := range map[string]int{"": 1, "-": 1, "一批": 1, "3": 3, "３": 3, "3台": 3, " 12 ": 12, "3.0": 3, "3.00": 3, "999": 999, "+4": 4, "x2": 1,
		"-1": 0, "－1": 0, "0": 0, "1000": 0, "1000000000": 0, "99999999999999999999": 0, "1,000": 0, "2.5": 0, "1e9": 0, "-3台": 0, "−2": 0} {
		list, err := survey.ReadList(strings.NewReader("name;kind;connection;count\n打印机;printer;serial;" + said + "\n"))
		switch {
		case want == 0 && (err == nil || !strings.Contains(err.Error(), "line 2: ") || !strings.Contains(err.Error(), "1 to 999")):
			t.Errorf("%q: %+v %v", said, list.Machines, err)
		case want > 0 && (err != nil || len(list.Machines) != 1 || list.Machines[0].Count != want):
			t.Errorf("%q: %+v %v", said, list.Machines, err)
		}
	}
}

// TestAFileThatIsNoCSVIsToldHowToBecomeOne: whoever saved a workbook needs no word of columns.
func TestAFileThatIsNoCSVIsToldHowToBecomeOne(t *testing.T) {
	for name, begins := range map[string]string{
		"xlsx": "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml",
		"xls":  "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00",
		"pdf":  "%PDF-1.7\n%\xE2\xE3\n1 0 obj\n",
		"html": "\xEF\xBB\xBF<!DOCTYPE html>\n<html><table><tr><td>name</td></tr></table></html>",
		"xml":  "<?xml version=\"1.0\"?>\n<Workbook><Row>name</Row></Workbook>",
		"gzip": "\x1F\x8B\x08\x00\x00\x00\x00\x00",
	} {
		_, err := survey.ReadList(strings.NewReader(begins + strings.Repeat("\x01\x02name,kind", 50)))
		if err == nil || !strings.Contains(err.Error(), "save it as CSV") || strings.Contains(err.Error(), "column") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

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
