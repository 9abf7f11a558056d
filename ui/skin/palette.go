package skin

import "image/color"

// Palette names colours by their use. The hall display has the same names on a dark ground.
type Palette struct {
	Green, GreenDark, GreenTint, GreenLight, GreenMid color.NRGBA // primary fill, pressed, tint row, soft fill, chart
	Page, Surface, Sunken                             color.NRGBA // page, card, disabled and read-only
	Ink, Ink2, Ink3                                   color.NRGBA // text, secondary, hint
	OnGreen                                           color.NRGBA // text and icons on Green
	Line, Line2, Edge                                 color.NRGBA // divider, quiet button, field border
	Warn, WarnTint, WarnMark                          color.NRGBA // text, strip fill, strip border and dots
	Danger, DangerTint, DangerMark                    color.NRGBA // errors, offline, roll back; strip fill; strip border
	Info, InfoTint                                    color.NRGBA // changed by a person; never decoration
	Call, OnCall                                      color.NRGBA // being called now
	Dim                                               color.NRGBA // over the page behind a dialog
}

// Clear paints nothing.
var Clear = color.NRGBA{}

// Light is the palette of everything but the hall display.
func Light() Palette {
	return Palette{
		Green: rgb(0x0B6E4F), GreenDark: rgb(0x08513A), GreenTint: rgb(0xE3F1EA), GreenLight: rgb(0xCFE9DD), GreenMid: rgb(0x8FC4AE),
		Page: rgb(0xF4F7F5), Surface: rgb(0xFFFFFF), Sunken: rgb(0xE9EEEB),
		Ink: rgb(0x15231E), Ink2: rgb(0x4A5B54), Ink3: rgb(0x5F6F68), OnGreen: rgb(0xFFFFFF),
		Line: rgb(0xDBE3DF), Line2: rgb(0xB9C6C0), Edge: rgb(0x7F8F88),
		Warn: rgb(0x8A5100), WarnTint: rgb(0xFFF3DC), WarnMark: rgb(0xE5A93B),
		Danger: rgb(0xB3261E), DangerTint: rgb(0xFCEBE9), DangerMark: rgb(0xE3A6A1),
		Info: rgb(0x1F5FA8), InfoTint: rgb(0xE8F0F9),
		Call: rgb(0xFFC94D), OnCall: rgb(0x06261C),
		Dim: color.NRGBA{R: 0x15, G: 0x23, B: 0x1E, A: 0x66},
	}
}

// Dark is the palette of the hall display and of strips that look like it.
func Dark() Palette {
	p := Light()
	p.Green, p.GreenDark, p.GreenTint = rgb(0x7BE0B5), rgb(0x7BE0B5), rgb(0x0D3528)
	p.GreenLight, p.GreenMid = rgb(0x0D3528), rgb(0x2C6B55)
	p.Page, p.Surface, p.Sunken = rgb(0x06261C), rgb(0x0D3528), rgb(0x0A2D22)
	p.Ink, p.Ink2, p.Ink3, p.OnGreen = rgb(0xFFFFFF), rgb(0xA9C9BC), rgb(0xA9C9BC), rgb(0x06261C)
	p.Line, p.Line2, p.Edge = rgb(0x1E4A3A), rgb(0x2C6B55), rgb(0xA9C9BC)
	p.Warn, p.WarnTint = rgb(0xFFC94D), rgb(0x3A3314)
	p.Danger, p.DangerTint, p.DangerMark = rgb(0xFFB4AB), rgb(0x4A1F1B), rgb(0xFFB4AB)
	p.Info, p.InfoTint = rgb(0x9CC7F5), rgb(0x12324F)
	return p
}

// HighContrast is black and yellow, for weak eyes: 14.9 to 1.
func HighContrast() Palette {
	black, yellow := rgb(0x000000), rgb(0xFFD60A)
	p := Light()
	p.Green, p.GreenDark, p.OnGreen = yellow, rgb(0xFFE869), black
	p.GreenTint, p.GreenLight, p.GreenMid = rgb(0x332B00), rgb(0x332B00), yellow
	p.Page, p.Surface, p.Sunken = black, black, rgb(0x262626)
	p.Ink, p.Ink2, p.Ink3 = yellow, yellow, rgb(0xE0C020)
	p.Line, p.Line2, p.Edge = yellow, yellow, yellow
	p.Warn, p.WarnTint, p.WarnMark = yellow, rgb(0x332B00), yellow
	p.Danger, p.DangerTint, p.DangerMark = yellow, rgb(0x332B00), yellow
	p.Info, p.InfoTint = yellow, rgb(0x332B00)
	p.Call, p.OnCall = yellow, black
	return p
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
}
