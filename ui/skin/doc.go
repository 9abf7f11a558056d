// Package skin is the look of Brighthall: colours, type scales, sizes, fonts and icons.
//
// A Look is the appearance of one window. It is made for a class of device and knows how many window
// pixels a design pixel is at the moment (its factor); everything drawn is given in design pixels:
//
//	look := skin.For(skin.Kiosk)
//	look.Size(skin.Title)      // 60 design px, 84 on skin.KioskElder
//	look.Px(56)                // window units
//	look.Palette.Green         // the one green thing
//
// It refuses to know widgets, screens and words. The figures are those of the design reference and have
// been checked for contrast; change them there first.
package skin
