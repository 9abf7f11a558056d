package skin

import "fyne.io/fyne/v2"

type spec struct {
	design fyne.Size
	shape  Shape
	sizes  map[Role]float32
}

var (
	touchShape = Shape{
		Margin: 56, Gap: 24, Control: 12, Card: 16, Hero: 24,
		Border: 2, Focus: 4, Field: 2, Primary: 3, Button: 120, Touch: true,
	}
	customerShape = Shape{
		Margin: 48, Gap: 20, Control: 12, Card: 16, Hero: 24,
		Border: 2, Focus: 4, Field: 3, Primary: 3, Button: 120, Touch: true,
	}
	hallShape = Shape{
		Margin: 56, Gap: 24, Control: 12, Card: 24, Hero: 24,
		Border: 2, Focus: 4, Field: 2, Primary: 3, Button: 96, Touch: true,
	}
	deskShape = Shape{
		Margin: 24, Gap: 16, Control: 8, Card: 12, Hero: 12,
		Border: 1, Focus: 2, Field: 1, Primary: 2, Button: 48,
	}
)

// specs are the type scales and grids of the design reference. Counter and desk text is at least 15 px.
var specs = map[Class]spec{
	Kiosk: {fyne.NewSize(1080, 1920), touchShape, map[Role]float32{
		Caption: 28, Body: 32, Label: 40, Heading: 40, Title: 64, Number: 72, Huge: 384,
	}},
	KioskElder: {fyne.NewSize(1080, 1920), touchShape, map[Role]float32{
		Caption: 38, Body: 44, Label: 54, Heading: 54, Title: 84, Number: 72, Huge: 384,
	}},
	Customer: {fyne.NewSize(1280, 800), customerShape, map[Role]float32{
		Caption: 28, Body: 32, Label: 40, Heading: 40, Title: 56, Number: 72, Huge: 480,
	}},
	Hall: {fyne.NewSize(1920, 1080), hallShape, map[Role]float32{
		Caption: 38, Body: 48, Label: 48, Heading: 40, Title: 84, Number: 88, Huge: 344,
	}},
	Media: {fyne.NewSize(1080, 1920), touchShape, map[Role]float32{
		Caption: 28, Body: 32, Label: 42, Heading: 48, Title: 64, Number: 80, Huge: 384,
	}},
	MediaElder: {fyne.NewSize(1080, 1920), touchShape, map[Role]float32{
		Caption: 38, Body: 44, Label: 57, Heading: 64, Title: 84, Number: 80, Huge: 384,
	}},
	Counter: {fyne.NewSize(1920, 1080), deskShape, map[Role]float32{
		Caption: 15, Body: 16, Label: 17, Heading: 18, Title: 24, Number: 40, Huge: 56,
	}},
	Desk: {fyne.NewSize(1600, 1000), deskShape, map[Role]float32{
		Caption: 15, Body: 15, Label: 15, Heading: 17, Title: 24, Number: 34, Huge: 48,
	}},
}
