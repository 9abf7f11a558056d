package system

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/nav/debugsock"
	"github.com/brighthall/brighthall/ui/skin"
)

// stage puts a stage into a window whose title is its stable name.
func stage(ctx context.Context, w fyne.Window, class skin.Class, book *lang.Book, language string) *nav.Stage {
	return stageOf(ctx, w, skin.For(class), book, language)
}

// stageOf is the same with a look of its own.
func stageOf(ctx context.Context, w fyne.Window, look *skin.Look, book *lang.Book, language string) *nav.Stage {
	return nav.New(nav.Options{Name: w.Title(), Window: w, Look: look, Book: book, Lang: hall.Language(language), Now: time.Now, Context: ctx})
}

// told lets the stages tell the staff why the hall cannot be read: the whole reason until the terminal has joined, its
// code afterwards, when the page has its own words.
func (t *Terminal) told(stages ...*nav.Stage) {
	if t.far == nil {
		return
	}
	t.far.tell = func(err error, joined bool) {
		for _, s := range stages {
			s.Do(func() {
				if err == nil {
					s.Staff("")
					return
				}
				s.Staff(reason(s.Book(), s.Lang(), err, !joined))
			})
		}
	}
}

// stageParts are the clocks of the stages and, in test runs, the socket that tells where the buttons are.
func stageParts(debugSocket string, stages ...*nav.Stage) []boot.Part {
	var parts []boot.Part
	for _, s := range stages {
		parts = append(parts, boot.Part{Name: "clock of " + s.Name(), Run: s.Run})
	}
	if debugSocket != "" {
		parts = append(parts, boot.Part{Name: "debug socket", Run: debugsock.New(debugSocket, stages...).Run})
	}
	return parts
}
