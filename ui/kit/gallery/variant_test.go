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

// four is the elderly home: four answers, a banner, a procedure and the bottom bar.
func four(k *kit.Kit) fyne.CanvasObject {
	p := k.Board()
	p.Put(k.Header("高阳县供电营业厅", "", "09:41"), 56, 52, 968, 80)
	p.Put(k.Text("您好，要办什么？", skin.Title), 56, 204, 968, 110)
	p.Put(k.Text("按一个大按钮就行。", skin.Body), 56, 324, 968, 64)
	for i, w := range [][3]string{{"取号", "ticket-confirmation-outline", "选一项业务"}, {"交电费", "cash-multiple", "现金也可以"}, {"查电费", "chart-box-outline", "看用了多少"}, {"找人帮忙", "account-voice", "马上有人来"}} {
		tile := k.Tile(w[0], kit.Upright, w[1], w[0], w[2], nothing)
		tile.Filled, tile.Line, tile.IconSize, tile.NameSize = i == 0, true, 136, 76
		p.Put(tile, 56+float32(i%2)*496, 448+float32(i/2)*448, 472, 424)
	}
	p.Put(k.Banner(kit.Watch, kit.Notice{Icon: "printer-alert", Fact: "打印纸用完", Do: "号码显示在屏幕上。"}), 56, 1360, 968, 0)
	p.Put(k.Steps(1, "刷卡", "核对", "取号"), 56, 1570, 968, 80)
	p.Put(k.BottomBar(k.Hotline("24 小时热线", "95598"),
		k.Slot("plain", "format-size", "标准版", kit.BoxedSlot, nothing),
		k.Slot("low", "human-wheelchair", "低位", kit.BoxedSlot, nothing),
		k.Slot("voice", "volume-high", "语音已开", kit.OnSlot, nothing)), 0, 1768, 1080, 152)
	return p.Object()
}

func TestElderly(t *testing.T) { show(t, skin.KioskElder, "kiosk-elder", four) }

func TestHighContrast(t *testing.T) {
	r := uitest.NewLook(t, skin.For(skin.KioskElder).HighContrast())
	r.Home(nav.Page("contrast", func(s *nav.Stage) fyne.CanvasObject { return four(s.Kit()) }))
	if dir := os.Getenv("SHOTS"); dir != "" {
		r.Shot(dir + "/contrast.png")
	}
	r.NoClipping()
	r.NothingCovered()
	r.Golden("contrast")
}
