package escpos

import (
	"context"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// The questions of `GS I` that are answered by a block, `5F … 00`.
const (
	askMaker = 0x42
	askModel = 0x43
)

// longest is more than any name in such a block.
const longest = 80

// Identify asks for maker and model (`GS I`). Only a printer that answers `GS r` is asked: one that knows neither would
// put a letter into its line. One that has something of a slip in it is not asked, for it might take the question for
// dots.
func (p *Printer) Identify(ctx context.Context) (hardware.Identity, error) {
	const op = "escpos.Identify"
	if p.profile.Status == "no" {
		return hardware.Identity{}, nil
	}
	if err := p.begin(ctx); err != nil {
		return hardware.Identity{}, hardware.E(op, hardware.Canceled, err)
	}
	defer p.end()
	if ready, err := p.answers(ctx, op); !ready {
		return hardware.Identity{}, err
	}
	return p.identity(ctx, op)
}

// answers reports whether the printer is well, waits for a command and answers in its turn.
func (p *Printer) answers(ctx context.Context, op string) (bool, error) {
	code, err := p.check(ctx, op)
	if stops(code) || p.unfinished || p.owed > 0 {
		return false, gone(code, err)
	}
	code, err = p.inTurn(ctx, op, nil)
	if code != "" && !p.confirms {
		p.mute()
	}
	return code == "", gone(code, err)
}

// gone is err when there is no line any more: what else stands in the way, Status tells.
func gone(code hardware.Code, err error) error {
	if code == hardware.Missing || code == hardware.Stalled || code == hardware.Canceled {
		return err
	}
	return nil
}

// identity: a printer that does not say its maker is not asked for more.
func (p *Printer) identity(ctx context.Context, op string) (who hardware.Identity, err error) {
	if who.Maker, err = p.name(ctx, askMaker); err == nil && who.Maker != "" {
		who.Model, err = p.name(ctx, askModel)
	}
	if err != nil {
		return who, hardware.E(op, codeOf(err), err)
	}
	return who, nil
}

// name asks one question and reads the block; "" when none comes in time.
func (p *Printer) name(ctx context.Context, which byte) (string, error) {
	if _, err := p.port.Write(ctx, []byte{0x1D, 0x49, which}); err != nil {
		return "", err
	}
	within, cancel := context.WithTimeout(ctx, 2*p.reply()+p.onWire(longest))
	defer cancel()
	var b block
	for !b.over() && within.Err() == nil {
		n, err := p.port.Read(within, p.scratch[:1])
		if n == 0 && within.Err() == nil {
			return "", err
		}
		b.feed(p.scratch[:n])
	}
	return b.text(), ctx.Err()
}

// block is a name as it comes. Bytes that are no letters are other answers on the same line.
type block struct {
	begun, ended bool
	name         []byte
}

func (b *block) feed(p []byte) {
	for _, c := range p {
		switch {
		case !b.begun:
			b.begun = c == 0x5F
		case c == 0:
			b.ended = true
		case c >= 0x20 && c < 0x7F:
			b.name = append(b.name, c)
		}
	}
}

func (b *block) over() bool { return b.ended || len(b.name) >= longest }

// text is nothing of a block that never ended: it was none.
func (b *block) text() string {
	if !b.ended {
		return ""
	}
	return strings.TrimSpace(string(b.name))
}
