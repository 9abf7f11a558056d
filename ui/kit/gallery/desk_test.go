package gallery_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

func TestCounter(t *testing.T) {
	show(t, skin.Counter, "counter", func(k *kit.Kit) fyne.CanvasObject {
		p := k.Board()
		p.Put(k.Panel(kit.SurfaceTone, 0), 0, 0, 1920, 72)
		p.Put(k.Header("3 号窗口", "", "09:58"), 24, 16, 1872, 40)
		off := k.Button("next", "呼叫下一位", kit.Primary, nothing)
		off.Icon, off.Hint, off.Wide = "bullhorn", "F1", true
		off.SetOff("办结后可按")
		p.Put(off, 24, 96, 336, 64)
		for i, row := range [][3]string{{"重呼", "replay", "F2"}, {"过号", "account-clock-outline", "F3"}, {"转窗口", "account-arrow-right-outline", "F4"}, {"暂停服务", "pause-circle-outline", "F6"}} {
			b := k.Button(row[2], row[0], kit.Quiet, nothing)
			b.Icon, b.Hint, b.Wide = row[1], row[2], true
			if i == 0 {
				b.Note = "已呼 1 次"
			}
			p.Put(b, 24, 168+float32(i)*56, 336, 48)
		}
		p.Put(k.Text("等候队列", skin.Heading), 24, 412, 200, 40)
		queue := k.Table("queue", "没有人等候", []kit.Column{{Width: 54, Bold: true}, {}, {Width: 70, Align: kit.Right}, {Width: 50, Align: kit.Right}}, nil)
		queue.Set(
			kit.Row{Cells: []kit.Cell{{Text: "H024"}, {Text: "居民新装", Soft: true}, {Text: "已预填", Tag: kit.Good}, {Text: "14 分", Soft: true}}},
			kit.Row{Chosen: true, Cells: []kit.Cell{{Text: "Y003"}, {Text: "峰谷电价", Soft: true}, {Text: "预约", Tag: kit.Dull}, {Text: "3 分", Soft: true}}},
			kit.Row{Stale: true, Cells: []kit.Cell{{Text: "H025"}, {Text: "更名"}, {Text: "爱心", Tag: kit.Watch}, {Text: "11 分"}}},
		)
		p.Put(queue.Object(), 24, 452, 336, 260)
		p.Put(k.Card(), 384, 96, 1080, 900)
		p.Put(k.Big("H023", 56), 416, 130, 200, 56)
		p.Put(k.Text("居民过户", skin.Title), 600, 116, 200, 40)
		p.Put(k.Row(8, k.Tag(kit.Good, "自助机已预填"), k.Tag(kit.Dull, "没有峰谷电价"), k.Tag(kit.Watch, "还要核对 1"), k.Tag(kit.Told, "您改过 1"), k.Tag(kit.Bad, "超时")), 600, 160, 600, 28)
		p.Put(k.Mixed(kit.Run{Text: "06:12", Size: 44, Bold: true, Tone: kit.InkTone}), 1130, 130, 130, 56)
		p.Put(k.Norm(0.35, 0.75, 1), 1260, 150, 170, 18)
		p.Put(k.Text("标准 20 分", skin.Caption), 1340, 112, 100, 24)
		p.Put(k.Row(32, k.Choice("tab.form", kit.TabChoice, "表单", true, nothing), k.Choice("tab.sign", kit.TabChoice, "签名", false, nothing), k.Choice("tab.log", kit.TabChoice, "历史 4", false, nothing)), 416, 208, 300, 56)
		p.Put(k.Rule(), 384, 263, 1080, 1)
		name := k.Field("name", "姓名", "按证件填", false)
		name.SetText("王芳")
		p.Put(name.Object(), 416, 290, 320, 100)
		pin := k.Field("pin", "口令", "请输入口令", true)
		pin.SetWrong("口令不对，还可以试 2 次")
		p.Put(pin.Object(), 768, 290, 320, 100)
		p.Put(k.Text("请您核对面前屏幕上的信息，没有问题请在屏上签名。核对以后，工作人员按“推到客户屏”，客户约 12–20 分钟内可以办完，请不要离开。", skin.Body).Wrapped(-1, 640), 416, 420, 640, 0)
		dull := k.Button("sign", "办结", kit.Primary, nothing)
		dull.Hint = "F5"
		dull.SetOff("签名后可按")
		p.Put(k.Row(12, k.Button("undo", "退回修改", kit.Quiet, nothing), k.Button("drop", "退回 2.3.4", kit.Danger, nothing), dull, primary(k)), 700, 920, 740, 48)
		p.Put(k.Facts(kit.Fact{Name: "办结", Number: "27", Unit: "件"}, kit.Fact{Name: "平均", Number: "8", Unit: "分"}, kit.Fact{Name: "满意", Number: "98", Unit: "%"}), 1488, 96, 408, 130)
		p.Put(k.Toggle("t1", "缺纸", false, func(bool) {}), 1488, 260, 120, 32)
		p.Put(k.Toggle("t2", "客户屏", true, func(bool) {}), 1620, 260, 140, 32)
		red := k.Toggle("t3", "拔线", true, func(bool) {})
		red.Red = true
		p.Put(red, 1770, 260, 120, 32)
		pad := k.Pad("pad", 6, true, nil)
		pad.Add("1")
		pad.Add("2")
		p.Put(pad.Object(), 1488, 320, 408, 400)
		p.Put(k.Panel(kit.SurfaceTone, 0), 0, 1032, 1920, 48)
		p.Put(k.Row(36, k.Dot(kit.Good, "客户屏", ""), k.Dot(kit.Good, "扫码枪", ""), k.Dot(kit.Watch, "打印机", "纸快用完，约剩 40 张"), k.Dot(kit.Bad, "网络", "断开"), k.Dot(kit.Closed, "评价器", "没有接")), 24, 1044, 1000, 24)
		demo := k.Tag(kit.Dull, "演示数据")
		demo.Edged = true
		p.Put(demo, 1800, 1042, 0, 0)
		return p.Object()
	})
}

func primary(k *kit.Kit) *kit.Button {
	b := k.Button("push", "推到客户屏核对", kit.Primary, nothing)
	b.Icon, b.Hint = "monitor-share", "F8"
	return b
}

func TestDesk(t *testing.T) {
	show(t, skin.Desk, "desk", func(k *kit.Kit) fyne.CanvasObject {
		p := k.Board()
		p.Put(k.Panel(kit.SurfaceTone, 0), 0, 0, 208, 1000)
		for i, m := range [][2]string{{"今日运行", "view-dashboard-outline"}, {"营业厅", "office-building-outline"}, {"排队与预约", "account-clock-outline"}, {"故障处理", "wrench-outline"}} {
			c := k.Choice(fmt.Sprint("menu.", i), kit.MenuChoice, m[0], i == 0, nothing)
			c.Icon = m[1]
			if i == 3 {
				c.Count = "5"
			}
			p.Put(c, 12, 76+float32(i)*44, 184, 40)
		}
		p.Put(k.Text("今日运行", skin.Title), 240, 24, 200, 48)
		p.Put(k.Banner(kit.Bad, kit.Notice{Icon: "alert-circle", Fact: "2 台自助机离线", Do: "邢家南厅 K04-0017（12 分钟），已自动派单，取号改由柜台办理"}), 240, 88, 1328, 56)
		p.Put(k.Facts(
			kit.Fact{Name: "取号", Number: "186", Unit: "个", Note: "比上周一多 8 个"}, kit.Fact{Name: "办结", Number: "167", Unit: "个", Note: "办理中 6　等候 9　过号 4"},
			kit.Fact{Name: "平均等候", Number: "8.2", Unit: "分", Note: "目标 20 分以内"}, kit.Fact{Name: "20 分钟内接待", Number: "96", Unit: "%", Note: "超时 7 人次"},
			kit.Fact{Name: "满意率", Number: "98.6", Unit: "%", Note: "有评价 61%"}, kit.Fact{Name: "设备在线", Number: "45/50", Note: "离线 2　未开门 3"},
		), 240, 160, 1328, 112)
		table := k.Table("halls", "没有营业厅", []kit.Column{{Title: "营业厅", Bold: true}, {Title: "等候", Width: 60, Align: kit.Right, Bold: true}, {Title: "预计要等", Width: 130}, {Title: "自助机", Width: 80, Align: kit.Centre}, {Title: "状态", Width: 90}}, func(string) {})
		table.Set(
			kit.Row{Key: "a", Chosen: true, Cells: []kit.Cell{{Text: "县中心厅"}, {Text: "5"}, {Text: "约 12–20 分钟"}, {Dots: []kit.Mood{kit.Good, kit.Watch}}, {Text: "正常", Dot: kit.Good}}},
			kit.Row{Key: "b", Cells: []kit.Cell{{Text: "庞口厅"}, {Text: "2"}, {Text: "约 4–8 分钟"}, {Dots: []kit.Mood{kit.Bad}}, {Text: "离线", Dot: kit.Bad}}},
			kit.Row{Key: "c", Stale: true, Cells: []kit.Cell{{Text: "庞家佐服务点"}, {Text: "0"}, {Text: "16:00 再开"}, {Dots: []kit.Mood{kit.Closed}}, {Text: "未开门", Dot: kit.Closed}}},
		)
		p.Put(k.Stack(k.Card(), k.Inset(k.Scroll(table.Object()), 20, 16, 20, 16)), 240, 288, 800, 300)
		empty := k.Table("jobs", "没有要处理的事", []kit.Column{{Title: "工单"}}, nil)
		p.Put(k.Stack(k.Card(), k.Inset(empty.Object(), 20, 16, 20, 16)), 1056, 288, 512, 300)
		chart := k.Chart("今天还没有数据")
		var labels []string
		var bars, line []float64
		for i := range 28 {
			label := ""
			if i%4 == 0 {
				label = fmt.Sprintf("%d:00", 9+i/4)
			}
			labels = append(labels, label)
			if i < 24 {
				bars = append(bars, []float64{3, 6, 9, 12, 14, 13, 15, 12, 9, 7, 5, 3, 2, 3, 4, 6, 8, 10, 12, 11, 9, 6, 4, 3}[i])
				line = append(line, []float64{1, 4, 7, 10, 12, 12, 13, 13, 11, 9, 6, 4, 2, 2, 3, 5, 7, 9, 9, 9, 8, 5, 3, 3}[i])
			}
		}
		chart.Set(labels, bars, line)
		p.Put(k.Stack(k.Card(), k.Inset(k.Column(12, k.Row(0, k.Text("每 15 分钟到客和办结（人）", skin.Heading), k.Grow(k.Space(0, 0)), k.Legend("到客", "办结")), k.Grow(chart)), 20, 16, 20, 16)), 240, 604, 640, 320)
		p.Put(k.Stack(k.Card(), k.Inset(k.Chart("今天还没有数据"), 20, 16, 20, 16)), 896, 604, 300, 320)
		p.Put(k.CardOf(k.Column(14, k.Text("少排队", skin.Heading), k.Share("自助办完", "38", "%", 0.38), k.Share("直接到柜台", "24", "%", 0.24), k.Row(8, k.Choice("f1", kit.PillChoice, "全部", true, nothing), k.Choice("f2", kit.PillChoice, "打印机", false, nothing))), 20), 1212, 604, 356, 320)
		return p.Object()
	})
}

func TestCustomer(t *testing.T) {
	show(t, skin.Customer, "customer-rating", func(k *kit.Kit) fyne.CanvasObject {
		p := k.Board()
		p.Put(k.Mark(48, kit.GreenTone, kit.OnGreenTone), 48, 36, 48, 48)
		p.Put(k.Text("3 号窗口", skin.Body).With(true, kit.InkTone, kit.Left), 112, 36, 300, 50)
		p.Put(k.Text("请评价这次服务", skin.Title), 48, 144, 900, 80)
		p.Put(k.Text("按一个就好。评价只用来改进服务。", skin.Body).With(false, kit.SoftTone, kit.Left), 48, 228, 900, 44)
		faces := []string{"excited", "happy", "neutral", "sad", "angry"}
		words := []string{"非常满意", "满意", "基本满意", "不满意", "非常不满意"}
		for i, f := range faces {
			tile := k.Tile("rate."+f, kit.Upright, "emoticon-"+f+"-outline", words[i], "", nothing)
			tile.Edge, tile.IconSize, tile.NameSize = true, 112, 36
			p.Put(tile, 48+float32(i)*241, 320, 220, 304)
		}
		p.Put(k.Ring(20, 72), 48, 680, 72, 72)
		chosen := k.Tile("r1", kit.Upright, "", "等候太久", "", nothing)
		chosen.Chosen = true
		p.Put(chosen, 400, 650, 300, 120)
		plain := k.Tile("r2", kit.Upright, "", "态度不好", "", nothing)
		plain.Edge = true
		p.Put(plain, 720, 650, 250, 120)
		busy := k.Button("send", "提交", kit.Primary, nothing)
		busy.SetBusy("正在提交")
		p.Put(busy, 990, 650, 242, 120)
		return p.Object()
	})
}

func TestHall(t *testing.T) {
	show(t, skin.Hall, "hall", func(k *kit.Kit) fyne.CanvasObject {
		p := k.Board()
		p.Put(k.Header("高阳县供电营业厅", "11 月 23 日 周一", "09:52"), 56, 36, 1808, 64)
		p.Put(k.Panel(kit.CallTone, 24), 56, 128, 960, 512)
		p.Put(toned(k.Big("H023", 344), kit.OnCallTone), 104, 140, 864, 344)
		p.Put(k.Mixed(
			kit.Run{Text: "请到", Size: 80, Bold: true, Tone: kit.OnCallTone}, kit.Run{Text: "3", Size: 136, Bold: true, Tone: kit.OnCallTone},
			kit.Run{Text: "号窗口", Size: 80, Bold: true, Tone: kit.OnCallTone}), 104, 490, 600, 140)
		p.Put(k.Panel(kit.SurfaceTone, 24), 1064, 128, 800, 840)
		p.Put(toned(k.Big("A107", 88), kit.InkTone), 1240, 230, 300, 88)
		return p.Object()
	})
}

func toned(b *kit.Big, tone kit.Tone) *kit.Big { b.Tone = tone; return b }
