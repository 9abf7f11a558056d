package halltest

import (
	"fmt"

	"github.com/brighthall/brighthall/hall"
)

// Words is a hall as some are really set up: windows with names instead of numbers, twelve services, one of them with a
// long short name and one with an icon that nobody has. Everything in it has to be readable on every screen.
func Words(at hall.Millis) hall.Snapshot {
	s := hall.Snapshot{Outlet: hall.Outlet{ID: "words", Code: 101, Name: hall.Name{Zh: "清河路供电营业厅", En: "Gaoyang Power Supply Hall"}, Zone: "Asia/Shanghai",
		Hotline: "95598", Rules: hall.Rules{CallLimit: 3, MissedReturnMin: 30}}, Day: "2026-11-23", At: at, Cursor: hall.Cursor{Epoch: 1, Seq: 500}}
	var serves []hall.Skill
	var all []hall.CounterID
	for i, short := range []string{"低压居民新装增容业务", "Electricity", "光伏", "充电桩", "过户", "票据", "投诉", "报修", "低压新装", "高压", "咨询", "交费"} {
		g := hall.ServiceGroup{Code: hall.GroupCode('A' + rune(i)), Prefix: string('A' + rune(i)), Name: hall.Name{Zh: "办理" + short + "业务"},
			Short: hall.Name{Zh: short}, Fact: hall.Name{Zh: "新装 · 过户 · 改名"}, Icon: "tools", Advice: short == "咨询"}
		if i == 2 {
			g.Icon = "sun-of-tomorrow"
		}
		s.Groups = append(s.Groups, hall.GroupView{ServiceGroup: g, Open: true, Waiting: i * 3, WaitFor: hall.Wait{LowMin: 23 * i, HighMin: 35*i + 4, Known: true},
			Care: &hall.Place{Ahead: i, WaitFor: hall.Wait{LowMin: 9 * i, HighMin: 14*i + 4, Known: true}}})
		s.Items = append(s.Items, hall.ServiceType{Code: hall.ItemCode(fmt.Sprintf("B%02d", i+1)), Group: g.Code, Name: g.Name, Minutes: 12,
			Papers: []hall.Paper{{Name: hall.Name{Zh: "身份证"}}}, Popular: true})
		serves = append(serves, hall.Skill{Group: g.Code})
		for n := range i * 3 {
			s.Waiting = append(s.Waiting, hall.Ticket{ID: hall.TicketID(fmt.Sprint(g.Code, n)), Group: g.Code, State: hall.Waiting, IssuedAt: at})
		}
	}
	for i, label := range []string{"低压1", "低压2", "高压1", "VIP室", "综合", "1号窗口", "A12", "企业专席", "9", "10"} {
		id := hall.CounterID(fmt.Sprint(i + 1))
		c := hall.CounterView{Counter: hall.Counter{ID: id, State: hall.CounterOpen}, Label: label, Serves: serves}
		if i%3 == 0 {
			c.No, c.NoGroup, c.NoState = hall.TicketNo(fmt.Sprintf("%c012", 'A'+rune(i))), hall.GroupCode('A'+rune(i)), hall.Serving
		}
		s.Counters, all = append(s.Counters, c), append(all, id)
	}
	for i := range s.Groups {
		s.Groups[i].Windows = all
	}
	s.Groups[1].Windows, s.Groups[3].Windows, s.Groups[4].Windows = all[8:], all[3:4], all[:2]
	return s
}
