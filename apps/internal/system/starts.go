package system

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
)

// StartKiosk is how the kiosk's program comes up in its window; quit ends it.
func StartKiosk(f Flags, w fyne.Window, quit func(), log *slog.Logger) Start {
	var c config.Kiosk
	return Start{Kind: "kiosk", Window: w, Debug: f.Debug, Log: log,
		PIN:   func(pin string) bool { check := pinChecker(c.PINFile, log); return check != nil && check(pin) },
		Stand: func() { _ = overWindow(&c.Window, f.Windowed); Stand(w, c.Window) },
		Open: func(ctx context.Context) (p *Program, err error) {
			if c, err = f.KioskConfig(); err != nil {
				return nil, wrong(BadSettings, err.Error(), err)
			}
			if p, err = Kiosk(ctx, c, w, quit, log); err != nil {
				return nil, err
			}
			boot.KeepCrashes(log, Home(c.Node), "kiosk")
			w.SetCloseIntercept(func() {}) // closes by the maintenance page only
			Stand(w, c.Window)
			return p, nil
		}}
}

// StartCounter is how the counter's program comes up; strip makes its small window (nil: it has none), place gives its
// two windows their monitors and the keyboard, once they are shown, and says each time whether the customer's has a
// monitor.
func StartCounter(f Flags, teller, customer fyne.Window, strip func(config.Counter) *Strip,
	place func(c config.Counter, shown func(customer bool)), log *slog.Logger) Start {
	var c config.Counter
	teller.SetMaster()
	customer.SetCloseIntercept(func() {})
	s := Start{Kind: "counter", Window: teller, Debug: f.Debug, Log: log,
		Stand: func() { _ = overWindow(&c.Teller, f.Windowed); Stand(teller, c.Teller) }}
	s.Open = func(ctx context.Context) (p *Program, err error) {
		if c, err = f.CounterConfig(); err != nil {
			return nil, wrong(BadSettings, err.Error(), err)
		}
		var small *Strip
		if strip != nil {
			small = strip(c)
		}
		p, app, err := Counter(ctx, c, teller, customer, small, log)
		if err != nil {
			return nil, err
		}
		if small != nil {
			if err := small.Hear(p, app); err != nil {
				return nil, wrong(BadSettings, err.Error(), err)
			}
		}
		boot.KeepCrashes(log, Home(c.Node), "counter")
		if c.Teller.FullScreen {
			p.OnShown = func() { place(c, app.CustomerScreen) }
			return p, nil
		}
		Stand(teller, c.Teller)
		Stand(customer, c.Customer)
		p.OnShown = func() { customer.Show(); place(c, app.CustomerScreen) }
		return p, nil
	}
	return s
}

// StartDisplay is how a hall display's program comes up.
func StartDisplay(f Flags, w fyne.Window, log *slog.Logger) Start {
	var c config.Display
	return Start{Kind: "display", Window: w, Debug: f.Debug, Log: log,
		Stand: func() { _ = overWindow(&c.Window, f.Windowed); Stand(w, c.Window) },
		Open: func(ctx context.Context) (p *Program, err error) {
			if c, err = f.DisplayConfig("D01"); err != nil {
				return nil, wrong(BadSettings, err.Error(), err)
			}
			if p, err = Display(ctx, c, w, nil, log); err != nil {
				return nil, err
			}
			boot.KeepCrashes(log, Home(c.Node), "display")
			Stand(w, c.Window)
			return p, nil
		}}
}

// StartMedia is how a query and advert machine's program comes up.
func StartMedia(f Flags, w fyne.Window, log *slog.Logger) Start {
	var c config.Screen
	return Start{Kind: "media", Window: w, Debug: f.Debug, Log: log,
		Stand: func() { _ = overWindow(&c.Window, f.Windowed); Stand(w, c.Window) },
		Open: func(ctx context.Context) (p *Program, err error) {
			if c, err = f.ScreenConfig("M01"); err != nil {
				return nil, wrong(BadSettings, err.Error(), err)
			}
			if p, err = Media(ctx, c, w, log); err != nil {
				return nil, err
			}
			boot.KeepCrashes(log, Home(c.Node), "media")
			Stand(w, c.Window)
			return p, nil
		}}
}

// StartAdmin is how the management desktop comes up. load reads its settings.
func StartAdmin(load func() (config.Admin, error), w fyne.Window, log *slog.Logger) Start {
	var c config.Admin
	return Start{Kind: "admin", Window: w, Log: log, Stand: func() { Stand(w, c.Window) },
		Open: func(ctx context.Context) (p *Program, err error) {
			if c, err = load(); err != nil {
				return nil, wrong(BadSettings, err.Error(), err)
			}
			if p, err = Admin(ctx, c, w); err != nil {
				return nil, err
			}
			p.Log = log
			if folder, err := os.UserCacheDir(); err == nil {
				boot.KeepCrashes(log, filepath.Join(folder, "brighthall"), "admin")
			}
			Stand(w, c.Window)
			return p, nil
		}}
}
