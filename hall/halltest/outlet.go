package halltest

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// PIN is the PIN of every teller of the test outlet; Hash its stored form, which CheckPIN knows.
const (
	PIN  = "246810"
	Hash = "plain:246810"
)

// CheckPIN stands in for argon2id, which is slow on purpose.
func CheckPIN(hash, pin string) bool { return hash == "plain:"+pin }

// Key is the test outlet's secret.
var Key = hall.Key("a secret of the test outlet, 32 b")

// Shanghai is the test outlet's zone.
const Shanghai = "Asia/Shanghai"

// Opening is Monday 2026-11-23, 09:00 in Shanghai: where the test clock starts.
var Opening = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// Setup is the test outlet: groups A, H, Q, K with a few items each, counters 1 to 8, tellers t01 to t08. All groups
// are open round the clock and without quota; counters 1 to 6 serve like the seed's, 7 and 8 serve everything.
//
//	1 A   2 A, K(1)   3 H   4 H, A(1)   5 H(1), Q   6 Q, K   7 and 8 A, H, Q, K
func Setup() hall.Setup {
	s := hall.Setup{Version: 1, Outlet: hall.Outlet{ID: "test", Code: 101, Name: hall.Name{Zh: "试验营业厅", En: "Test Hall"},
		Zone: Shanghai, Hotline: "95598", Rules: hall.DefaultRules()}}
	for _, g := range []struct {
		code, zh, en string
		mean, p90    float64
		items        []hall.ItemCode
	}{
		{"A", "交费·查询·票据", "Pay, query, invoices", 3, 6, []hall.ItemCode{"B20", "B21"}},
		{"H", "居民用电业务", "Home service", 9, 18, []hall.ItemCode{"B01", "B05"}},
		{"Q", "企业用电业务", "Business service", 15, 30, []hall.ItemCode{"B02", "B03"}},
		{"K", "咨询·报修·投诉", "Advice, faults, complaints", 6, 15, []hall.ItemCode{"B28", "B30"}},
	} {
		name := hall.Name{Zh: g.zh, En: g.en}
		s.Groups = append(s.Groups, hall.ServiceGroup{Code: hall.GroupCode(g.code), Prefix: g.code, Name: name, Short: name,
			PlanMean: g.mean, PlanP90: g.p90, NormMin: 20})
		for _, i := range g.items {
			s.Items = append(s.Items, hall.ServiceType{Code: i, Group: hall.GroupCode(g.code), Name: hall.Name{Zh: string(i)}, Minutes: int(g.mean)})
		}
	}
	skill := func(g hall.GroupCode, level int) hall.Skill { return hall.Skill{Group: g, Level: level} }
	everything := []hall.Skill{skill("A", 0), skill("H", 0), skill("Q", 0), skill("K", 0)}
	for i, serves := range [][]hall.Skill{{skill("A", 0)}, {skill("A", 0), skill("K", 1)}, {skill("H", 0)}, {skill("H", 0), skill("A", 1)},
		{skill("H", 1), skill("Q", 0)}, {skill("Q", 0), skill("K", 0)}, everything, everything} {
		id := fmt.Sprint(i + 1)
		s.Counters = append(s.Counters, hall.CounterSetup{ID: hall.CounterID(id), Label: id, Serves: serves})
		s.Tellers = append(s.Tellers, hall.Teller{ID: Teller(hall.CounterID(id)), Badge: "100" + id, Name: hall.Name{Zh: "营业员" + id}, PIN: Hash})
	}
	return s
}

// AllServeAll is Setup with every counter like 7 and 8.
func AllServeAll() hall.Setup {
	s := Setup()
	for i := range s.Counters {
		s.Counters[i].Serves = s.Counters[7].Serves
	}
	return s
}

// Teller is the teller who sits at a counter of the test outlet: t01 at counter 1.
func Teller(c hall.CounterID) hall.TellerID { return hall.TellerID("t0" + string(c)) }

// Program is the terminal at a counter of the test outlet: C1 at counter 1.
func Program(c hall.CounterID) hall.TerminalID { return hall.TerminalID("C" + string(c)) }

// UUID makes a well-formed UUID (version 8, RFC 9562 §5.8) out of a name, so that a story always has the same ids.
func UUID(name string) string {
	h := hall.TokenHash(name)[:32]
	b, _ := hex.DecodeString(h) // it was written as hex just now
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
