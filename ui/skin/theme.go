package skin

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Theme dresses Fyne's own widgets (entries, scrollers, selects) in the look; it follows the factor.
func (l *Look) Theme() fyne.Theme { return &dress{Theme: theme.DefaultTheme(), look: l} }

type dress struct {
	fyne.Theme
	look *Look
}

// Ground gives an app our fonts and nothing else; looks are a window's own. Fyne 2.8 draws the text of an entry in the
// window's theme but measures it in the app's (gl.newGlTextTexture): with another font there, Chinese in entries is cut
// and the caret stands wrong.
func Ground(a fyne.App) {
	if _, done := a.Settings().Theme().(ground); !done {
		a.Settings().SetTheme(ground{theme.DefaultTheme()})
	}
}

type ground struct{ fyne.Theme }

// Font is Hall Sans, as in every look.
func (g ground) Font(s fyne.TextStyle) fyne.Resource { return font(g.Theme, s) }

func font(symbols fyne.Theme, s fyne.TextStyle) fyne.Resource {
	if s.Symbol {
		return symbols.Font(s)
	}
	return Font(s.Bold)
}

// Font is Hall Sans, except where Fyne needs its own symbols.
func (d *dress) Font(s fyne.TextStyle) fyne.Resource { return font(d.Theme, s) }

// Color takes the palette's colour for Fyne's name; the variant is ignored, the look decides.
func (d *dress) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	p := d.look.Palette
	switch n {
	case theme.ColorNameBackground, theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground:
		return p.Surface
	case theme.ColorNameForeground:
		return p.Ink
	case theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return p.Ink3
	case theme.ColorNamePrimary, theme.ColorNameHyperlink, theme.ColorNameSuccess:
		return p.Green
	case theme.ColorNameFocus, theme.ColorNameSelection:
		return p.GreenLight
	case theme.ColorNameInputBackground, theme.ColorNameShadow:
		return Clear
	case theme.ColorNameInputBorder, theme.ColorNameScrollBar:
		return p.Edge
	case theme.ColorNameHover, theme.ColorNamePressed:
		return p.GreenTint
	case theme.ColorNameSeparator:
		return p.Line
	case theme.ColorNameError:
		return p.Danger
	case theme.ColorNameWarning:
		return p.WarnMark
	}
	return d.Theme.Color(n, theme.VariantLight)
}

// Size scales Fyne's sizes to the class's body text and to the window.
func (d *dress) Size(n fyne.ThemeSizeName) float32 {
	l := d.look
	switch n {
	case theme.SizeNameText:
		return l.Px(l.Size(Body))
	case theme.SizeNameCaptionText:
		return l.Px(l.Size(Caption))
	case theme.SizeNameHeadingText, theme.SizeNameSubHeadingText:
		return l.Px(l.Size(Heading))
	case theme.SizeNameInputBorder:
		return 0
	}
	return d.Theme.Size(n) * l.Px(l.Size(Body)) / 14
}
