package escpos

import (
	"context"
	"errors"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// A real-time answer (`DLE EOT n`) does not say which question it answers. One that comes late, or a printer that holds each answer back
// until the next question, would have the cover open when the drawer is: answer 1 read as answer 2. So an answer is believed only
//
//   - when the printer is proven to be in step,
//   - or when all answers are the same, also one to the fourth question asked once more, so that it does not matter whose they are,
//   - or as the second of two answers to the same question: whether they come in step or one behind, it was given to that question.
//
// Asking each question twice proves a printer in step when the answers differ among each other and no two to one question do. A silence,
// nonsense or a stray answer ends the proof.

// four asks the four questions and gives the worst that the answers say.
func (p *Printer) four(ctx context.Context, op string) (hardware.Code, error) {
	p.noise = 0
	if !p.inStep {
		p.hear(ctx, time.Millisecond, nothing) // what came late meanwhile
	}
	b, code, err := p.once(ctx, op)
	if code == "" && !p.inStep {
		var last byte // one behind, it is the answer to the fourth
		if last, code, err = p.question(ctx, op, 4); code == "" && !(b[1] == b[2] && b[2] == b[3] && b[3] == b[4] && b[4] == last) {
			b, code, err = p.twice(ctx, op)
		}
	}
	if code != "" {
		return code, err
	}
	p.talks = true
	p.paper.sensed(b[4]&0x0C == 0x0C)
	return trouble(b), nil
}

func (p *Printer) once(ctx context.Context, op string) (b [5]byte, code hardware.Code, err error) {
	for n := byte(1); n <= 4 && code == ""; n++ {
		b[n], code, err = p.question(ctx, op, n)
	}
	return b, code, err
}

// twice asks each question two times and believes the second answer.
func (p *Printer) twice(ctx context.Context, op string) (b [5]byte, code hardware.Code, err error) {
	inStep, behind := true, true
	for n := byte(1); n <= 4; n++ {
		var first byte
		if first, code, err = p.question(ctx, op, n); code != "" {
			return b, code, err
		}
		if b[n], code, err = p.question(ctx, op, n); code != "" {
			return b, code, err
		}
		inStep = inStep && first == b[n]
		behind = behind && (n == 1 || first == b[n-1])
	}
	p.inStep = inStep && !behind
	return b, "", nil
}

// sure is the answer to one question.
func (p *Printer) sure(ctx context.Context, op string, n byte) (byte, hardware.Code, error) {
	a, code, err := p.question(ctx, op, n)
	if code == "" && !p.inStep {
		a, code, err = p.question(ctx, op, n)
	}
	return a, code, err
}

// question asks `DLE EOT n` and gives what can go wrong with asking a code.
func (p *Printer) question(ctx context.Context, op string, n byte) (byte, hardware.Code, error) {
	a, err := p.ask(ctx, n)
	if err != nil {
		p.inStep = false
	}
	switch {
	case err == nil:
		return a, "", nil
	case errors.Is(err, errSilent):
		code := hardware.PrinterSilent
		if !p.talks && p.profile.Status == "auto" {
			code = hardware.PrinterUnconfirmed
		}
		return 0, code, hardware.E(op, code)
	case errors.Is(err, errGarbled):
		return 0, hardware.Garbled, hardware.E(op, hardware.Garbled)
	}
	return 0, codeOf(err), hardware.E(op, codeOf(err), err)
}

var (
	errSilent  = errors.New("no answer")
	errGarbled = errors.New("nonsense for an answer")
	errTold    = errors.New("it told of trouble by itself")
)

// late is how many times the usual wait a printer is listened to before it is silent: some behind Wi-Fi and serial servers take half a
// second, now and then more.
const late = 4

// ask asks, and when nothing comes asks once more: a printer that holds its answers back gives them up with the next question. One that was
// listened to for long and has never said anything is not waited for again, before every slip.
func (p *Printer) ask(ctx context.Context, n byte) (byte, error) {
	if p.listened && !p.talks {
		return p.put(ctx, n, 0)
	}
	a, err := p.put(ctx, n, late*p.wait.Reply)
	if errors.Is(err, errSilent) {
		a, err = p.put(ctx, n, late*p.wait.Reply)
		p.listened = true
	}
	return a, err
}

// put asks one question and waits for its answer as long as this printer needs, and then for beyond.
func (p *Printer) put(ctx context.Context, n byte, beyond time.Duration) (byte, error) {
	began := time.Now()
	if _, err := p.port.Write(ctx, []byte{0x10, 0x04, n}); err != nil {
		return 0, err
	}
	a, err := p.hear(ctx, p.reply(), realTime)
	if errors.Is(err, errSilent) && beyond > 0 {
		p.inStep = false
		a, err = p.hear(ctx, beyond, realTime)
	}
	if err == nil { // a slow moment is forgotten in time
		p.pace = max(time.Since(began), p.pace*9/10)
	}
	return a.b[0], err
}

// reply is how long an answer is waited for: twice what this printer has needed, never below its profile's.
func (p *Printer) reply() time.Duration { return max(p.wait.Reply, 2*p.pace) }
