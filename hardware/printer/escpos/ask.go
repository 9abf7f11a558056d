package escpos

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// A real-time answer (`DLE EOT n`) does not say which question it answers. One that comes late, or a printer that holds
// each answer back until the next question, would have the cover open when the drawer is: answer 1 read as answer 2. So
// an answer is believed only
//
//   - when the printer is proven to be in step,
//   - or when all answers are the same, also one to the fourth question asked once more, so that it does not matter whose they are,
//   - or as the second of two answers to the same question: whether they come in step or one behind, it was given to that question.
//
// Asking each question twice proves a printer in step when the answers differ among each other and no two to one
// question do. A silence, nonsense or a stray answer ends the proof.
//
// A printer that takes long is asked all at once, so that it takes as long as one question. One that takes longer than
// a visitor waits is asked no more: its slips are sent like those of a printer that cannot talk.

// A printer that takes longer than brisk is asked all at once, with a gap that a small one needs between two questions.
// One that takes longer than tardy, or tedious for all of them because it answers one at a time, is as good as silent:
// with two dozen answers a slip would take half a minute.
const (
	brisk   = 300 * time.Millisecond
	gap     = 20 * time.Millisecond
	tardy   = 1500 * time.Millisecond
	tedious = 5 * time.Second
)

// four asks the four questions and gives the worst that the answers say.
func (p *Printer) four(ctx context.Context, op string) (hardware.Code, error) {
	p.noise = 0
	if !p.inStep {
		_, err := p.hear(ctx, time.Millisecond, realTime) // what came late meanwhile
		p.late = p.late || p.astray && err == nil
		p.hear(ctx, time.Millisecond, nothing)
	}
	b, code, err := p.asked(ctx, op)
	switch {
	case code != "":
		return code, err
	case p.pace > tardy:
		return p.tooLate(), nil
	}
	p.talks, p.late = true, false
	p.paper.sensed(b[4]&0x0C == 0x0C)
	return trouble(b), nil
}

// tooLate is a printer whose answers come when nobody waits for them any more. It is listened to for a moment before
// each slip: it may have become faster.
func (p *Printer) tooLate() hardware.Code {
	p.late, p.listened, p.talks, p.inStep, p.pace = true, true, false, false, 0
	return hardware.PrinterUnconfirmed
}

// asked gives the four answers, as sure as they can be.
func (p *Printer) asked(ctx context.Context, op string) (b [5]byte, code hardware.Code, err error) {
	ask := []byte{1, 2, 3, 4, 4} // one behind, the last is the answer to the fourth
	if p.inStep {
		ask = ask[:4]
	}
	all, code, err := p.replies(ctx, op, ask)
	if code != "" || p.pace > tardy {
		return b, code, err
	}
	if copy(b[1:], all); p.inStep || bytes.Count(all, all[:1]) == len(all) {
		return b, "", nil
	}
	return p.twice(ctx, op)
}

// twice asks each question two times and believes the second answer.
func (p *Printer) twice(ctx context.Context, op string) (b [5]byte, code hardware.Code, err error) {
	all, code, err := p.replies(ctx, op, []byte{1, 1, 2, 2, 3, 3, 4, 4})
	if code != "" || p.pace > tardy {
		return b, code, err
	}
	inStep, behind := true, true
	for n := 1; n <= 4; n++ {
		first := all[2*n-2]
		b[n] = all[2*n-1]
		inStep = inStep && first == b[n]
		behind = behind && (n == 1 || first == b[n-1])
	}
	p.inStep = inStep && !behind
	return b, "", nil
}

// replies asks one question after the other, or all at once when the printer turns out to be slow. They are not all
// there of one that is too slow.
func (p *Printer) replies(ctx context.Context, op string, ask []byte) (all []byte, code hardware.Code, err error) {
	for len(all) < len(ask) && p.pace <= brisk {
		a, code, err := p.question(ctx, op, ask[len(all)])
		if code != "" {
			return all, code, err
		}
		all = append(all, a)
	}
	if len(all) == len(ask) || p.pace > tardy {
		return all, "", nil
	}
	rest, err := p.atOnce(ctx, ask[len(all):])
	if errors.Is(err, errSilent) && p.yetTalks(ctx) {
		p.pace, err = tardy+p.wait.Reply, nil
	}
	if err != nil {
		code, err = p.unanswered(op, err)
	}
	return append(all, rest...), code, err
}

// yetTalks listens a while longer to a printer that must be able to talk: it may only be slow.
func (p *Printer) yetTalks(ctx context.Context) bool {
	if !p.talks && p.profile.Status != "yes" {
		return false
	}
	_, err := p.hear(ctx, 2*late*p.wait.Reply, realTime)
	return err == nil
}

// atOnce asks questions without waiting in between, and takes the answers as they come.
func (p *Printer) atOnce(ctx context.Context, ask []byte) (all []byte, err error) {
	began := time.Now()
	slowest, before := p.pace*9/10, began
	take := func(wait time.Duration) error {
		a, err := p.hear(ctx, wait, realTime)
		if err == nil {
			all, slowest, before = append(all, a.b[0]), max(slowest, time.Since(before)), time.Now()
		}
		return err
	}
	for _, n := range ask {
		if _, err := p.port.Write(ctx, []byte{0x10, 0x04, n}); err != nil {
			return all, err
		}
		if err := take(gap); err != nil && !errors.Is(err, errSilent) {
			return all, err
		}
	}
	for again := false; len(all) < len(ask); {
		err := take(p.reply())
		if errors.Is(err, errSilent) && !again && len(all) == len(ask)-1 { // it began to hold one back
			again, p.inStep, p.astray, before = true, false, true, time.Now()
			_, err = p.port.Write(ctx, []byte{0x10, 0x04, ask[len(ask)-1]})
		}
		if err != nil {
			return all, err
		}
	}
	if p.pace = slowest; time.Since(began) > tedious {
		p.pace = time.Since(began)
	}
	return all, nil
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
		code, err := p.unanswered(op, err)
		return 0, code, err
	}
	return a, "", nil
}

// unanswered is what it means that a question has no answer.
func (p *Printer) unanswered(op string, err error) (hardware.Code, error) {
	p.inStep = false
	code := codeOf(err)
	switch {
	case errors.Is(err, errSilent):
		p.astray = true
		if code = hardware.PrinterSilent; p.late || !p.talks && p.profile.Status == "auto" {
			code = hardware.PrinterUnconfirmed
		}
		return code, hardware.E(op, code)
	case errors.Is(err, errGarbled):
		return hardware.Garbled, hardware.E(op, hardware.Garbled)
	}
	return code, hardware.E(op, code, err)
}

var (
	errSilent  = errors.New("no answer")
	errGarbled = errors.New("nonsense for an answer")
	errTold    = errors.New("it told of trouble by itself")
)

// late is how many times the usual wait a printer is listened to before it is silent: some behind Wi-Fi and serial
// servers take half a second, now and then more.
const late = 4

// ask asks, and when nothing comes asks once more: a printer that holds its answers back gives them up with the next
// question. One that was listened to for long and has never said anything is not waited for again, before every slip;
// one that must be able to talk is waited for a while longer, because it may only be slow.
func (p *Printer) ask(ctx context.Context, n byte) (byte, error) {
	if p.listened && !p.talks {
		return p.put(ctx, n, 0)
	}
	began := time.Now()
	a, err := p.put(ctx, n, late*p.wait.Reply)
	if !errors.Is(err, errSilent) {
		return a, err
	}
	p.listened = true
	again := time.Now()
	a, err = p.put(ctx, n, late*p.wait.Reply)
	if errors.Is(err, errSilent) && (p.talks || p.profile.Status == "yes") {
		var told answer
		told, err = p.hear(ctx, 2*late*p.wait.Reply, realTime)
		a = told.b[0]
	}
	if err != nil {
		return a, err
	}
	return p.measured(ctx, a, time.Since(began), again), nil
}

// measured waits for the second answer to a question that was asked again, and was then answered. When it comes, just
// as late after the second question as the first was after the first, the printer is late and holds nothing back, so it
// is in step, and how late it is is known. An answer to an earlier question that was given up must not pass for one of
// the two.
func (p *Printer) measured(ctx context.Context, first byte, took time.Duration, again time.Time) byte {
	second, err := p.hear(ctx, time.Until(again.Add(took*5/4+p.wait.Reply)), realTime)
	if err != nil {
		return first
	}
	p.pace, p.inStep = took, !p.astray
	p.astray = false
	return second.b[0]
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
