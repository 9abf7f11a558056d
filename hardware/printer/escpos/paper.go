package escpos

// meter estimates how many slips the roll still gives. It counts paper from the moment the near-end sensor was first
// seen to trip: a printer that was near its end before the program began has less than it says. Where the sensor sits
// is set at the printer, so the metres are the profile's.
type meter struct {
	slip float64 // mean length of the latest slips, mm; 0: none yet
	near bool    // the sensor's last word
	used float64 // mm since it tripped
}

// printed learns from one slip. A new length counts a quarter, so that a change of layout is learned within a few
// slips.
func (m *meter) printed(mm float64) {
	if m.slip == 0 {
		m.slip = mm
	}
	m.slip += (mm - m.slip) / 4
	if m.near {
		m.used += mm
	}
}

// sensed takes the sensor's word; a new roll begins the count anew.
func (m *meter) sensed(near bool) {
	if m.near != near {
		m.near, m.used = near, 0
	}
}

// left is the estimate, at least one while there is paper; 0 when nothing can be said.
func (m *meter) left(p Profile) int {
	if !m.near || p.NearEndM == 0 {
		return 0
	}
	slip := m.slip
	if slip == 0 {
		slip = p.SlipMM
	}
	if slip <= 0 {
		slip = 150
	}
	return max(int((p.NearEndM*1000-m.used)/slip), 1)
}

// mm is how long some rows are on paper.
func (p Profile) mm(rows int) float64 {
	if p.DotsPerMM == 0 {
		return float64(rows) / 8
	}
	return float64(rows) / p.DotsPerMM
}
