// Package gallery_test draws every widget in its states, for the eye and against goldens.
package gallery_test

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

func nothing() {}

// show draws a page, checks it and compares it; SHOTS=dir writes it in full size.
func show(t *testing.T, class skin.Class, name string, build func(k *kit.Kit) fyne.CanvasObject) *uitest.Rig {
	t.Helper()
	r := uitest.New(t, class)
	r.Home(nav.Page(name, func(s *nav.Stage) fyne.CanvasObject { return build(s.Kit()) }))
	if dir := os.Getenv("SHOTS"); dir != "" {
		r.Shot(dir + "/" + name + ".png")
	}
	r.NoClipping()
	r.NothingCovered()
	r.Golden(name)
	return r
}

func bar(k *kit.Kit, left fyne.CanvasObject, first ...*kit.Slot) fyne.CanvasObject {
	return k.BottomBar(left, append(first,
		k.Slot("elder", "format-size", "长辈版", kit.PlainSlot, nothing),
		k.Slot("low", "human-wheelchair", "低位", kit.PlainSlot, nothing),
		k.Slot("voice", "volume-high", "语音", kit.PlainSlot, nothing),
		k.Slot("lang", "translate", "English", kit.PlainSlot, nothing),
		k.Slot("help", "account-voice", "找人帮忙", kit.StrongSlot, nothing),
	)...)
}

func TestKioskHome(t *testing.T) {
	show(t, skin.Kiosk, "kiosk-home", func(k *kit.Kit) fyne.CanvasObject {
		p := k.Board()
		p.Put(k.Header("高阳县供电营业厅", "11 月 23 日 周一", "09:41"), 56, 40, 968, 80)
		p.Put(k.Text("请选择业务", skin.Title), 56, 168, 968, 84)
		p.Put(k.Text("不会操作？按右下角“找人帮忙”，马上有人来。", skin.Body).With(false, kit.SoftTone, kit.Left), 56, 260, 968, 44)
		p.Put(k.Facts(
			kit.Fact{Name: "居民用电", Number: "5", Unit: "人", Note: "约 12–20 分钟"},
			kit.Fact{Name: "企业用电", Number: "2", Unit: "人", Note: "约 15–25 分钟"},
			kit.Fact{Name: "交费、查询、票据", Number: "0", Unit: "人", Note: "不用等", Strong: true},
		), 56, 344, 968, 224)
		names := []string{"取号", "交电费", "查电费", "开发票"}
		icons := []string{"ticket-confirmation-outline", "cash-multiple", "chart-box-outline", "receipt-text-outline"}
		facts := []string{"先排队", "扫码或现金", "看 12 个月", "发票和清单"}
		for i := range names {
			tile := k.Tile(names[i], kit.Upright, icons[i], names[i], facts[i], nothing)
			tile.Recommended = i == 0
			if i == 3 {
				tile.SetOff("请到 1 号窗口")
			}
			p.Put(tile, 56+float32(i)*248, 608, 224, 264)
		}
		across := k.Tile("form", kit.Across, "file-document-edit-outline", "填单办电", "过户 新装 充电桩", nothing)
		p.Put(across, 56, 896, 472, 128)
		off := k.Tile("calc", kit.Across, "clock-outline", "峰谷测算", "看看能不能省", nothing)
		off.SetOff("请取号后到柜台填")
		p.Put(off, 552, 896, 472, 128)
		corner := k.Tile("b01", kit.Corner, "account-switch", "过户", "带 2 样\n柜台约 10 分钟", nothing)
		corner.Mark = "pencil-circle-outline"
		p.Put(corner, 56, 1048, 312, 240)
		done := k.Tile("b02", kit.Corner, "clock-outline", "峰谷电价", "带身份证\n约 3 分钟", nothing)
		done.Mark, done.MarkDone = "check-circle", true
		p.Put(done, 384, 1048, 312, 240)
		p.Put(k.Banner(kit.Watch,
			kit.Notice{Icon: "lan-disconnect", Fact: "这台机器断网了，查询和交费暂停", Do: "号码照常有效，网络恢复后自动同步。"},
			kit.Notice{Icon: "printer-alert", Fact: "打印纸用完，号码显示在屏幕上", Do: "请拍照或记住号码。工作人员正在赶来。"},
		), 56, 1320, 968, 224)
		p.Put(k.Button("prev", "上一页", kit.Quiet, nothing), 56, 1616, 224, 112)
		p.Put(k.Button("next", "下一页", kit.Secondary, nothing), 304, 1616, 224, 112)
		p.Put(k.Button("take", "取号", kit.Primary, nothing), 552, 1616, 472, 112)
		p.Put(bar(k, k.Hotline("供电服务热线 24 小时", "95598")), 0, 1768, 1080, 152)
		return p.Object()
	})
}

func TestKioskTicket(t *testing.T) {
	show(t, skin.Kiosk, "kiosk-ticket", func(k *kit.Kit) fyne.CanvasObject {
		p := k.Board()
		p.Put(k.Header("高阳县供电营业厅", "11 月 23 日 周一", "09:41"), 56, 40, 968, 80)
		p.Put(k.Icon("check-circle", 60, kit.GreenTone), 56, 184, 60, 60)
		p.Put(k.Text("取号成功", skin.Heading).With(true, kit.GreenTone, kit.Left), 136, 184, 500, 60)
		p.Put(k.Ring(20, 88), 936, 168, 88, 88)
		p.Put(k.Big("H023", 384), 56, 300, 968, 384)
		p.Put(k.Mixed(kit.Run{Text: "居民过户", Size: 40, Bold: true, Tone: kit.InkTone}, kit.Run{Text: "　已预填，柜台扫一下就能接着办", Size: 40, Tone: kit.SoftTone}), 56, 696, 968, 56)
		f := k.Facts(
			kit.Fact{Name: "前面等候", Number: "5", Unit: "人", Note: "只算同类业务"},
			kit.Fact{Name: "大约要等", Number: "12–20", Unit: "分钟", Note: "实际快慢会变，以叫号为准"},
			kit.Fact{Name: "叫到后去", Number: "3–5", Unit: "号窗口", Note: "先在等候区坐"},
		)
		f.NumberSize, f.Shares = 88, []float32{236, 396, 336}
		p.Put(f, 56, 784, 968, 272)
		p.Put(k.CardOf(k.QR("https://hall.example/t/8f3a9c2d71b0e4", 280), 26), 56, 1104, 336, 336)
		p.Put(k.Text("扫码看排队进度", skin.Heading), 432, 1104, 592, 56)
		p.Put(k.Text("可以走开，快到您时手机会提醒。", skin.Body).With(false, kit.SoftTone, kit.Left), 432, 1164, 592, 48)
		p.Put(k.Rule(), 432, 1236, 592, 2)
		p.Put(k.Banner(kit.Watch, kit.Notice{Icon: "card-account-details-outline", Fact: "请取走身份证", Aside: "小票已打印", AsideIcon: "printer-outline"}), 56, 1480, 968, 96)
		p.Put(k.Button("again", "再打一张", kit.Quiet, nothing), 56, 1616, 304, 120)
		busy := k.Button("sms", "发短信", kit.Quiet, nothing)
		busy.SetOff("")
		p.Put(busy, 384, 1616, 304, 120)
		p.Put(k.Button("done", "完成", kit.Primary, nothing), 712, 1616, 312, 120)
		p.Put(bar(k, nil, k.Slot("back", "arrow-left", "返回", kit.PlainSlot, nothing), k.Slot("exit", "exit-to-app", "退出", kit.PlainSlot, nothing)), 0, 1768, 1080, 152)
		return p.Object()
	})
}
