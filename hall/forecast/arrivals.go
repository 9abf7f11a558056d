package forecast

import (
	"math"

	"github.com/brighthall/brighthall/hall"
)

// Arrivals are counted over the last half hour, or since the rush began, in stretches: a coach comes in one of them, a
// stream in each.
const (
	rateMin    = 30.0
	rateLeast  = 10.0
	stretchMin = 5.0
	rushMin    = 60.0 // who came so long ago came in an earlier rush
)

// arrival is a ticket that joined the line of a group. One that is transferred joins two.
type arrival struct {
	ticket hall.TicketID
	group  hall.GroupCode
}

// arrivals are those of the last hour and when they joined.
type arrivals map[arrival]hall.Millis

func (l arrivals) add(t hall.Ticket, at hall.Millis) { l[arrival{t.ID, t.Group}] = at }

// recall takes in one that came before the forecast began, or while it did not hear of the hall.
func (l arrivals) recall(t hall.Ticket) {
	if _, known := l[arrival{t.ID, t.Group}]; !known {
		l.add(t, t.IssuedAt)
	}
}

// rates are how many tickets of each group come in a minute, of late.
func (l arrivals) rates(now hall.Millis) map[hall.GroupCode]float64 {
	span := rateLeast // no hall has been seen for less: the first who come are no stream yet
	counts := map[hall.GroupCode]*[int(rateMin / stretchMin)]float64{}
	for a, at := range l {
		ago := max(minutes(now-at), 0)
		if ago >= rushMin {
			delete(l, a)
			continue
		}
		span = max(span, min(ago, rateMin))
		if ago >= rateMin {
			continue
		}
		if counts[a.group] == nil {
			counts[a.group] = new([int(rateMin / stretchMin)]float64)
		}
		counts[a.group][int(ago/stretchMin)]++
	}
	rates := map[hall.GroupCode]float64{}
	for g, n := range counts {
		rates[g] = steady(n[:], span/stretchMin) / span
	}
	return rates
}

// steady counts those who come in a stream. A stretch that holds more than chance adds to what the others hold had a
// coach in it, and another coach is not to be reckoned with.
func steady(counts []float64, stretches float64) (n float64) {
	total := 0.0
	for _, c := range counts {
		total += c
	}
	for _, c := range counts {
		others := (total - c) / (stretches - 1)
		n += min(c, others+2*math.Sqrt(others)+1)
	}
	return n
}
