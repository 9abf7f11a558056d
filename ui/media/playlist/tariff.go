package playlist

// Band is a stretch of the day with one price. Minutes after midnight, To exclusive.
type Band struct {
	From, To int
	Peak     bool
	Fen      int // per kWh, first tier
}

// Clock bands of the home peak/valley tariff in southern Hebei (facts, domain 1.8): a single source, so the screen
// labels them 演示数据 until the tariff tables of the center take their place.
var DemoBands = []Band{
	{From: 0, To: 8 * 60, Fen: 30},
	{From: 8 * 60, To: 22 * 60, Peak: true, Fen: 55},
	{From: 22 * 60, To: 24 * 60, Fen: 30},
}

// BandAt is the band that holds a minute of the day.
func BandAt(bands []Band, minute int) Band {
	for _, b := range bands {
		if minute >= b.From && minute < b.To {
			return b
		}
	}
	return Band{}
}
