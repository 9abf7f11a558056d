package survey_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/machine"
	"github.com/brighthall/brighthall/apps/internal/survey"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// heading is the first row of a list.
const heading = "name,kind,make,model,connection,protocol,software\n"

// TestMachinesAsPeopleWriteThem: each row is a line of a list and where it goes.
func TestMachinesAsPeopleWriteThem(t *testing.T) {
	for row, want := range map[string]struct {
		way  survey.Way
		with string // the beginning
		why  string
	}{
		// Words as the makers' sheets have them.
		"printer,Epson,TM-T88V,rs232,ESC/POS,": {survey.Direct, "escpos+serial:", "protocol"},
		"printer,佳博,GP-L80180,USB,ESC/POS,":    {survey.Direct, "escpos+usblp:", "protocol"},
		"printer,芯烨,XP-58,LAN,,":               {survey.Direct, "escpos+tcp://192.168.1.50:9100?profile=", "maker"},
		"printer,得实,DT-210,Windows驱动,,厂家驱动":    {survey.Direct, "escpos+usblp:", "maker"},
		"打印机,,,串口,esc pos,":                    {survey.Direct, "escpos+serial:", "protocol"},
		"idcard,华视,CVR-100UC,USB,SAM_V,厂家 DLL": {survey.Direct, "samv+serial:", "usb"},
		"idcard,新中新,DKQ-A16D,RS-232,SAM,":      {survey.Direct, "samv+serial:", "protocol"},
		"idcard,神思,SS628-100,usb,,":            {survey.Direct, "samv+serial:", "usb"},
		"idcard,精伦,IDR210,com3,私有,":            {survey.Direct, "samv+serial:", "maker"},
		"读卡器,某厂,X1,USB口,未知,":                   {survey.Direct, "samv+serial:", "usb"},
		"idcard,某厂,X1,usb,私有,厂家 DLL":           {survey.Gateway, "REST", "software"},
		"led,仰邦,BX-5K1,rs485,,":                {survey.Direct, "onbon+serial:", "maker"},
		"led,Onbon,BX-5K,RS485,BX-5K,":         {survey.Direct, "onbon+serial:", "protocol"},
		"led,,,rs485,Modbus RTU,":              {survey.Direct, "ledmodbus+serial:", "protocol"},
		"led,某厂,,rs485,私有,":                    {survey.Direct, "ledtemplate+serial:", "try"},
		"led,仰邦,BX-5E2,网口,,":                   {survey.Direct, "onbon+tcp://192.168.1.50:5005", "maker"},
		"led,灵信,EQ3002,rs485,,":                {survey.Gateway, "REST", "unpublished"}, // hardware.md: nothing implementable is published
		"led,上海灵信视觉,EQ3002,网口,私有,":             {survey.Gateway, "REST", "unpublished"},
		"窗口屏,,EQ2013,串口,未知,":                   {survey.Gateway, "REST", "unpublished"},
		"led,中航,ZH-U2,rs485,,":                 {survey.Gateway, "REST", "unpublished"},
		"led,灵信,EQ3002,rs485,,厂家 DLL":          {survey.Gateway, "REST", "software"},
		"led,灵信,EQ3002,rs485,Modbus RTU,":      {survey.Direct, "ledmodbus+serial:", "protocol"},
		"led,仰邦,BX-6E1,网口,,":                   {survey.Gateway, "REST", "unpublished"},
		"led,仰邦,BX-6K1,rs485,,":                {survey.Direct, "onbon+serial:", "maker"},
		"printer,Epson,TM-U295,rs232,,":        {survey.Replace, "", "closed"},
		"cash,某厂,,rs232,MDB,":                  {survey.Replace, "", "closed"},
		"led,某厂,,rs485,,":                      {survey.Direct, "ledtemplate+serial:", "usual.ledtemplate"},
		"cash,ICT,L70,rs232,,":                 {survey.Direct, "ict+serial:", "maker"},
		"纸币器,ict,TB74,RS232,ICT RS232,":        {survey.Direct, "ict+serial:", "protocol"},
		"cash,JCM,UBA-10,serial,ID-003,":       {survey.Direct, "id003+serial:", "protocol"},
		"cash,MEI/CPI,SM-2073,RS232,CCNET,":    {survey.Direct, "ccnet+serial:", "protocol"},
		"cash,CPI,,rs232,,":                    {survey.Direct, "ccnet+serial:", "maker"},
		"硬币器,NRI,G-13,rs232,ccTalk,":           {survey.Direct, "cctalk+serial:", "protocol"},
		"cash,某厂,,rs232,私有,":                   {survey.Direct, "ict+serial:", "try"},
		"page-printer,HP,M404,lan,ipp,":        {survey.Direct, "page+ipp://192.168.1.50", "protocol"},
		"A4打印机,京瓷,P2040,USB,,":                 {survey.Direct, "page+ipp://127.0.0.1:631/", "maker"},
		"scanner,Zebra,DS9308,USB,,":           {survey.Direct, "wedge+", "maker"},
		"scanner,Zebra,DS9308,rs232,,":         {survey.Direct, "ssi+serial:", "maker"},
		"scanner,Honeywell,1900,串口,,":          {survey.Direct, "honeywell+serial:", "maker"},
		"扫码枪,新大陆,FM430,键盘口,,":                  {survey.Direct, "wedge+", "maker"},
		"scanner,Newland,FM430,虚拟串口,,":         {survey.Direct, "serialscan+serial:", "maker"},
		"scanner,广州微光,GM65,ttl,,":              {survey.Direct, "gm65+serial:", "maker"},
		"voice,,,rs232,SYN6288,":               {survey.Direct, "syn6288+serial:", "protocol"},
		"音箱,,,音频线,,":                           {survey.Direct, "clips+system:", "usual.clips"},
		"ups,山特,C3K,RS232,,":                   {survey.Direct, "megatec+serial:", "maker"},
		"ups,APC,,USB,,":                       {survey.Direct, "nut+tcp://127.0.0.1", "maker"},
		"评价器,某厂,,RS-232,私有协议,":                 {survey.Direct, "keys+serial:", "try"},
		"评价器,某厂,,键盘口,,":                        {survey.Replace, "", "screen"},
		"叫号机,某厂,,RS485,私有,":                    {survey.Gateway, "adapter template", "queue"},
		"doublescreen,某厂,,lan,私有,HTTP 接口":      {survey.Gateway, "REST", "software"},
		"printer,某厂,,serial,printer,":          {survey.Direct, "escpos+serial:", "try"}, // a kind's name is no protocol
		"other,某厂,,none,,":                     {survey.Replace, "", "closed"},
		"payment,某厂,,serial,私有,":               {survey.Replace, "", "closed"},
		"窗口叫号屏（双色）,仰邦,BX-5K1,RS485,,":          {survey.Direct, "onbon+serial:", "maker"},
		"大厅热敏小票打印机,EPSON,TM-T82,RS-232(DB9),,": {survey.Direct, "escpos+serial:", "maker"},
		"针式票据打印机,EPSON,LQ-630K,USB口,,":         {survey.Direct, "page+ipp://127.0.0.1:631/", "usual.page"},
		"交换机,华为,S1730,—,,":                     {survey.Keep, "", "office"},
		"高拍仪,良田,S500,USB,,":                    {survey.Keep, "", "office"},
		"液晶电视机,海信,,HDMI,,":                     {survey.Keep, "", "office"},
		"led显示屏,某厂,,HDMI,,":                    {survey.Keep, "", "video"},
		"UPS主机,山特,C3K,RS232,,":                 {survey.Direct, "megatec+serial:", "maker"},
	} {
		list, err := survey.ReadList(strings.NewReader(heading + "M," + row + "\n"))
		if err != nil {
			t.Errorf("%s: %v", row, err)
			continue
		}
		v := survey.Judge(list.Machines, drivers().Drivers())[0]
		if v.Way != want.way || v.Why != want.why || !strings.HasPrefix(v.With, want.with) || want.with == "" && v.With != "" {
			t.Errorf("%s goes %s with %q because of %s, want %s %q %s", row, v.Way, v.With, v.Why, want.way, want.with, want.why)
		}
		opens(t, v)
	}
}

// opens: what the report says to begin from is understood.
func opens(t *testing.T, v survey.Verdict) {
	t.Helper()
	if v.Way != survey.Direct {
		return
	}
	if kind, err := drivers().Check(v.With); err != nil || string(kind) != v.Kind {
		t.Errorf("%q is a %s, %v; want a %s", v.With, kind, err, v.Kind)
	}
}

func TestModelsHaveTheirProfile(t *testing.T) {
	list, err := survey.ReadList(strings.NewReader(heading + "M,cash,ICT,L70,rs232,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if v := survey.Judge(list.Machines, drivers().Drivers())[0]; !strings.Contains(v.With, "profile=l70-cny") {
		t.Errorf("%+v", v)
	}
}

func TestChineseHeadings(t *testing.T) {
	list, err := survey.ReadList(strings.NewReader("设备名称,类别,厂家,型号,接口,协议,厂家软件\n一号机,小票打印机,爱普生,TM-T88,ＵＳＢ,,\n"))
	if err != nil || list.Machines[0].Kind != "printer" || list.Machines[0].Connection != "usb" {
		t.Errorf("%+v %v", list, err)
	}
}

// TestAListIsAnybodysInventory: columns that say nothing here are named and not refused, a quantity counts, and a quote
// in a name is a sign.
func TestAListIsAnybodysInventory(t *testing.T) {
	list, err := survey.ReadList(strings.NewReader("序号,名称,类型,接口,数量,备注\n" +
		"1,15\" 叫号屏,叫号屏,RS485,３台,好\n2,\"大厅\"小票机,打印机,USB,,\n3,高拍仪,高拍仪,USB,若干,\n合计,,,,5,\n"))
	if err != nil || len(list.Machines) != 3 || !slices.Equal(list.Unread, []string{"序号", "备注"}) {
		t.Fatalf("%+v %v", list, err)
	}
	if m := list.Machines[0]; m.Name != `15" 叫号屏` || m.Count != 3 || m.Kind != "led" || m.Line != 2 {
		t.Errorf("%+v", m)
	}
	if m := list.Machines[1]; m.Name != `"大厅"小票机` || m.Count != 1 || m.Connection != "usb" {
		t.Errorf("%+v", m)
	}
	report := survey.Report{Machines: survey.Judge(list.Machines, drivers().Drivers()), Unread: list.Unread}
	for in, want := range map[hall.Language][]string{
		hall.Chinese: {"清单 5 台：直连 4，网关 0，更新 0，照旧 1", "×3", "没有用到：序号、备注"},
		hall.English: {"5 machines on the list: 4 direct, 0 by gateway, 0 to replace, 1 as they are", "not used: 序号, 备注"},
	} {
		words := report.Words(book(t), in)
		for _, w := range want {
			if !strings.Contains(words, w) {
				t.Errorf("%q is not in\n%s", w, words)
			}
		}
	}
}

// TestARowTakenForANoteIsNamed: whoever wrote the list is no machine, and a machine written with a colon is seen to be
// left out.
func TestARowTakenForANoteIsNamed(t *testing.T) {
	list, err := survey.ReadList(strings.NewReader("名称,类型,接口\n小票机,打印机,USB\n1号窗口:叫号屏,,\n合计,1,\n制表人：张三,,日期：11 月\n"))
	if err != nil || len(list.Machines) != 1 || !slices.Equal(list.Noted, []string{"1号窗口:叫号屏", "制表人：张三 日期：11 月"}) {
		t.Fatalf("%+v %v", list, err)
	}
	report := survey.Report{Machines: survey.Judge(list.Machines, drivers().Drivers()), Noted: list.Noted}
	for in, want := range map[hall.Language]string{hall.Chinese: "没有算设备：1号窗口:叫号屏", hall.English: "not for a machine: 1号窗口:叫号屏"} {
		if words := report.Words(book(t), in); !strings.Contains(words, want) {
			t.Errorf("%q is not in\n%s", want, words)
		}
	}
}

// TestAnEmptyCellBetweenTabsIsACell: two tabs in a row are an empty cell and not one separator.
func TestAnEmptyCellBetweenTabsIsACell(t *testing.T) {
	list, err := survey.ReadList(strings.NewReader("名称\t类型\t厂家\t型号\t接口\n小票机\t打印机\t\t\tUSB\n"))
	if err != nil || len(list.Machines) != 1 || list.Machines[0].Connection != "usb" || list.Machines[0].Make != "" {
		t.Errorf("%+v %v", list, err)
	}
}

// TestNothingInAListMovesTheCursor: what the cells and the devices say reaches a terminal, and nothing of it that a
// terminal obeys.
func TestNothingInAListMovesTheCursor(t *testing.T) {
	const evil = "\x1B[31m\x1B]0;title\x07\u202E\r\n\u200B"
	list, err := survey.ReadList(strings.NewReader("名称,类型,厂家,型号,接口\n\"打印" + evil + "机\",打印机,EP\tSON" + "\x1B[2J,T82\u202E,串口\n"))
	if err != nil {
		t.Fatal(err)
	}
	report := survey.Report{Machines: survey.Judge(list.Machines, drivers().Drivers()), Seen: &survey.Seen{
		Ports: []survey.Port{{Name: "ttyS0", Words: evil}}, USB: []machine.USB{{Words: evil}}, Printers: []string{evil},
		Typists: []survey.Typist{{Words: evil}}, Displays: []machine.Display{{Name: evil}}, Unread: []string{evil}}, Noted: []string{evil}}
	for line := range strings.Lines(report.Words(book(t), hall.Chinese)) {
		if text := strings.Trim(line, " \n"); text != hall.Plain(text) {
			t.Errorf("%q", line)
		}
	}
	_, err = survey.ReadList(strings.NewReader("名称,类型,接口\nA,打\x1B[31m印,x\u202E\n"))
	if err == nil || strings.ContainsAny(err.Error(), "\x1B\u202E") {
		t.Errorf("%v", err)
	}
}

func book(t *testing.T) *lang.Book {
	b, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestEveryKnownWordIsOfUse: the table's drivers are there, and every reason has its sentence.
func TestEveryKnownWordIsOfUse(t *testing.T) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("known.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range survey.Kinds {
		for _, connection := range survey.Connections {
			for _, software := range []string{"", "DLL"} {
				for _, protocol := range []string{"", "私有"} {
					v := survey.Judge([]survey.Machine{{Kind: kind, Connection: connection, Protocol: protocol, Software: software}}, drivers().Drivers())[0]
					if !book.Has("survey.why."+v.Why) || v.Way == "" {
						t.Errorf("%s/%s goes %s because of %s", kind, connection, v.Way, v.Why)
					}
					opens(t, v)
				}
			}
		}
	}
	for _, d := range drivers().Drivers() {
		if slices.Contains([]string{"evaluator", "queue"}, d.Name) || d.Ports["serial"] == nil {
			continue
		}
		if !strings.Contains(string(text), `"`+d.Name+`"`) {
			t.Errorf("known.json does not know %s", d.Name)
		}
	}
}

func FuzzList(f *testing.F) {
	f.Add(heading + "取号机,printer,Epson,TM-T88V,serial,ESC/POS,\n")
	f.Add("清单\n名称，类型，接口，数量\n15\" 屏，打印机，USB，3台\n合计，，，3\n")
	f.Add("\uFEFF设备名称,类别,厂家,型号,接口,协议,厂家软件\n一号机,小票打印机,爱普生,TM-T88,ＵＳＢ,,\n")
	f.Add("name,kind,connection\n\"a\nb\",led,rs485\nx,cash,com3\n")
	f.Add("name,name,kind,connection\n,,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := survey.ReadList(strings.NewReader(text))
		if err != nil {
			return
		}
		for i, v := range survey.Judge(list.Machines, drivers().Drivers()) {
			if !slices.Contains(survey.Kinds, v.Kind) || !slices.Contains(survey.Connections, v.Connection) || v.Name == "" || list.Machines[i].Line != v.Line {
				t.Fatalf("%+v", v)
			}
			if !slices.Contains([]survey.Way{survey.Direct, survey.Gateway, survey.Replace, survey.Keep}, v.Way) || v.Why == "" {
				t.Fatalf("%+v", v)
			}
			opens(t, v)
		}
	})
}
