package conform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
)

// rule is one thing an adapter must do. needed: without it no other can be tried.
type rule struct {
	name, says, do string
	needed         bool
	kinds          map[hardware.Kind]bool // nil: all
	try            func(*kit, context.Context) error
}

var (
	inputs = kinds(hardware.KindIDCard, hardware.KindScanner, hardware.KindEvaluator, hardware.KindCash, hardware.KindQueue)
	works  = kinds(hardware.KindPrinter, hardware.KindVoice, hardware.KindLED, hardware.KindEvaluator, hardware.KindCash, hardware.KindPayment, hardware.KindQueue, hardware.KindDoubleScreen)
)

func kinds(all ...hardware.Kind) map[hardware.Kind]bool {
	m := map[hardware.Kind]bool{}
	for _, k := range all {
		m[k] = true
	}
	return m
}

var rules = []rule{
	{"registers", "It registers its machine by PUT /api/v1/devices/{name}.", "Send PUT with kind, maker and model after every start; look at the answer's problem code.", true, nil, (*kit).registers},
	{"named", "It says maker, model and its own name and version.", "Fill maker, model and adapter in the registration.", false, nil, (*kit).named},
	{"connects", "It opens the stream of work.", "GET /outputs with Accept: text/event-stream, and read it line by line as it comes.", true, nil, (*kit).open},
	{"there", "Its machine is there.", "Look at power, cable and port of the machine; the adapter itself is reached.", true, nil, (*kit).there},
	{"reports", "It reports its state as often as the terms say.", "PUT /status at least every status_every_ms of the registration's answer, also when nothing changes.", false, nil, (*kit).reports},
	{"works", "It does the work of its kind and acknowledges it in time.", "POST /outputs/{id}/ack with result done, or failed with a code, before within_ms is over.", false, works, (*kit).works},
	{"unsupported", "It acknowledges work of an unknown type as failed.", "Answer any type you do not know with result failed and code gateway.unsupported.", false, nil, (*kit).unsupported},
	{"ack-lost", "It repeats an acknowledgement whose answer was lost.", "Repeat the same acknowledgement until it was answered.", false, works, (*kit).ackLost},
	{"resumes", "It connects again within 10 s after a cut, with the place it had.", "Reconnect after about a second and send the id of the last event as Last-Event-ID.", false, nil, (*kit).resumes},
	{"again", "It never does the same work twice.", "Keep how each id ended; for an id with again: true repeat its acknowledgement. If you do not know, say uncertain.", false, works, (*kit).again},
	{"input", "It delivers what comes from its machine.", "POST /inputs with the type of its kind and an Idempotency-Key.", false, inputs, func(k *kit, ctx context.Context) error { return k.input(ctx, none) }},
	{"input-lost", "It repeats an input whose answer was lost, with the same key and body.", "Make the key before the first attempt and keep it until an answer came.", false, inputs, func(k *kit, ctx context.Context) error { return k.input(ctx, lost) }},
	{"input-busy", "It repeats an input after 503, not before Retry-After.", "Wait for Retry-After seconds and send the same input with the same key.", false, inputs, func(k *kit, ctx context.Context) error { return k.input(ctx, busy) }},
	{"restart", "It registers again when the gateway was started anew.", "On 404 unknown-device register again and connect; on a refused connection try again after a second.", false, nil, (*kit).restart},
	{"token", "Every request carries its token.", "Send Authorization: Bearer TOKEN with every request, the stream as well.", false, nil, (*kit).token},
	{"codes", "Its codes are device codes.", "Use only the codes listed in /openapi.json; put the maker's own into detail.", false, nil, (*kit).codes},
	{"unrefused", "Its requests are well formed.", "Look at the reason of the problem and at the description in /openapi.json.", false, nil, (*kit).unrefused},
}

func (k *kit) registers(ctx context.Context) error {
	err := k.tap.await(ctx, "no machine was registered", func() bool { return len(k.tap.gateway().List()) > 0 })
	if err != nil {
		return k.because(err, "register")
	}
	v := k.tap.gateway().List()[0]
	k.name, k.kind = v.Name, v.Kind
	if k.opts.Kind != "" && v.Kind != k.opts.Kind {
		return fmt.Errorf("it registered a %s, not a %s", v.Kind, k.opts.Kind)
	}
	return nil
}

// because adds how the last request of a part was refused.
func (k *kit) because(err error, part string) error {
	all := k.tap.of(part)
	if len(all) == 0 {
		return err
	}
	status := all[len(all)-1].status
	if status == http.StatusUnauthorized {
		return fmt.Errorf("%w; its last request ended with 401: it carried no token, or another than --token says; give the adapter and the kit the same", err)
	}
	return fmt.Errorf("%w; its last request ended with %d", err, status)
}

func (k *kit) named(context.Context) error {
	v := k.tap.gateway().List()[0]
	if v.Maker == "" || v.Model == "" || v.Adapter == "" {
		return fmt.Errorf("maker %q, model %q, adapter %q", v.Maker, v.Model, v.Adapter)
	}
	return nil
}

func (k *kit) there(ctx context.Context) error {
	return k.tap.await(ctx, "the adapter reports it missing", func() bool {
		v := k.tap.gateway().List()[0]
		return v.Report.State != hardware.Absent
	})
}

func (k *kit) reports(ctx context.Context) error {
	began := time.Now()
	var at []time.Time
	err := k.tap.await(ctx, "it reports too seldom", func() bool {
		at = at[:0]
		for _, c := range k.tap.of("status") {
			if c.at.After(began) && c.status == 200 {
				at = append(at, c.at)
			}
		}
		return len(at) >= 3
	})
	if err != nil {
		return k.because(err, "status")
	}
	for i := range at[1:] {
		if gap := at[i+1].Sub(at[i]); gap > k.opts.Silent/2 {
			return fmt.Errorf("%v between two reports", gap.Round(time.Millisecond))
		}
	}
	return nil
}

func (k *kit) works(ctx context.Context) error {
	for _, o := range workOf(k.kind) {
		a, err := k.try(ctx, o)
		if err != nil {
			return err
		}
		if a.Result != gateway.AckDone && k.kind != hardware.KindPayment {
			return fmt.Errorf("%s ended as %s %s %s", o.Type, a.Result, a.Code, a.Detail)
		}
	}
	return nil
}

// workOf is one of everything a kind is given, beginning with what is seen.
func workOf(kind hardware.Kind) []gateway.Output {
	return map[hardware.Kind][]gateway.Output{
		hardware.KindPrinter: {{Type: gateway.OutSlip, Slip: &gateway.Slip{Job: "conform", Plain: []string{"A001", "conformance"},
			Blocks: []gateway.Block{{Type: "number", Text: "A001"}, {Type: "text", Text: "conformance"}}}}},
		hardware.KindVoice:        {{Type: gateway.OutSpeech, Speech: &gateway.Speech{Text: "A001 to window 3", Number: "A001", Window: 3, Languages: []string{"zh"}}}},
		hardware.KindLED:          {{Type: gateway.OutText, Text: &gateway.Text{Text: "A001", Number: "A001", Window: 3}}, {Type: gateway.OutClear}},
		hardware.KindEvaluator:    {{Type: gateway.OutPrompt, Prompt: &gateway.Prompt{Ticket: "conform", TimeoutMS: 30000}}},
		hardware.KindCash:         {{Type: gateway.OutIntake, Intake: &gateway.Intake{Payment: "conform"}}, {Type: gateway.OutStop}},
		hardware.KindPayment:      {{Type: gateway.OutCharge, Charge: &gateway.Charge{ID: "conform-1", Fen: 1, Currency: "CNY", Title: "conformance"}}},
		hardware.KindQueue:        {{Type: gateway.OutCall, Call: &gateway.Call{Number: "A001", Window: 3}}},
		hardware.KindDoubleScreen: {{Type: gateway.OutPage, Page: &gateway.Page{Title: "conformance", Lines: []string{"A001"}}}, {Type: gateway.OutClear}},
	}[kind]
}

func (k *kit) unsupported(ctx context.Context) error {
	a, err := k.try(ctx, gateway.Output{Type: "x-conformance"})
	if err == nil && (a.Result != gateway.AckFailed || a.Code != hardware.GatewayUnsupported) {
		return fmt.Errorf("acknowledged as %s %s", a.Result, a.Code)
	}
	return err
}

// ackLost: the gateway has the acknowledgement, the adapter does not know.
func (k *kit) ackLost(ctx context.Context) error {
	before := len(k.tap.of("ack"))
	k.tap.spoil("ack", lost)
	if _, err := k.try(ctx, workOf(k.kind)[0]); err != nil {
		return err
	}
	return k.repeated(ctx, "ack", before)
}

// repeated wants the first request after before to have come a second time, the same.
func (k *kit) repeated(ctx context.Context, part string, before int) error {
	var first, second call
	err := k.tap.await(ctx, "it was not repeated", func() bool {
		all := k.tap.of(part)
		if len(all) < before+2 {
			return false
		}
		first, second = all[before], all[before+1]
		return true
	})
	switch {
	case err != nil:
		return err
	case first.key != second.key:
		return errors.New("it was repeated with another key")
	case first.body != second.body:
		return errors.New("it was repeated with another body")
	case first.status == 503 && second.at.Sub(first.at) < 900*time.Millisecond:
		return fmt.Errorf("it was repeated after %v", second.at.Sub(first.at).Round(time.Millisecond))
	}
	return nil
}

func (k *kit) resumes(ctx context.Context) error {
	before := len(k.tap.of("outputs"))
	k.tap.cut(false)
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := k.tap.await(ctx, "it did not connect again within 10 s", func() bool { return len(k.tap.of("outputs")) > before }); err != nil {
		return err
	}
	if last := k.tap.of("outputs")[before].last; !strings.Contains(last, ".") {
		return errNoLast
	}
	return k.tap.await(ctx, "it is not connected", k.connected)
}

// again: the acknowledgement is lost before the gateway has it and the line is cut, so the work comes again.
func (k *kit) again(ctx context.Context) error {
	before := len(k.tap.of("ack"))
	k.tap.spoil("ack", dropped)
	done := make(chan error, 1)
	go func() { _, err := k.try(ctx, workOf(k.kind)[0]); done <- err }()
	if err := k.tap.await(ctx, "it was not acknowledged", func() bool { return len(k.tap.of("ack")) > before }); err != nil {
		<-done
		return err
	}
	k.tap.cut(true)
	if err := <-done; err != nil {
		return err
	}
	var first, last struct{ Result gateway.AckResult }
	all := k.tap.of("ack")
	if json.Unmarshal([]byte(all[before].body), &first) != nil || json.Unmarshal([]byte(all[len(all)-1].body), &last) != nil {
		return errors.New("an acknowledgement is no JSON")
	}
	if first.Result != last.Result && last.Result != gateway.AckUncertain {
		return fmt.Errorf("first %s, then %s", first.Result, last.Result)
	}
	return nil
}

func (k *kit) restart(ctx context.Context) error {
	k.tap.restart()
	err := k.tap.await(ctx, "it did not register again", func() bool { return len(k.tap.gateway().List()) > 0 })
	if err != nil {
		return err
	}
	return k.tap.await(ctx, "it did not connect again", k.connected)
}

func (k *kit) token(context.Context) error {
	for _, c := range k.tap.of("") {
		if c.wrong {
			return fmt.Errorf("%s %s without the token", c.method, c.part)
		}
	}
	return nil
}

func (k *kit) codes(context.Context) error {
	for _, c := range k.tap.of("") {
		var b struct{ Code hardware.Code }
		if c.part != "status" && c.part != "ack" || json.Unmarshal([]byte(c.body), &b) != nil || b.Code == "" {
			continue
		}
		if !gateway.Known(b.Code) {
			words := make([]string, 0, 64)
			for _, known := range gateway.Codes() {
				words = append(words, string(known))
			}
			return fmt.Errorf("%s: %q is none; the nearest is %q", c.part, b.Code, hardware.Nearest(string(b.Code), words))
		}
	}
	return nil
}

func (k *kit) unrefused(context.Context) error {
	for _, c := range k.tap.of("") {
		switch c.status {
		case 400, 405, 413, 415, 422:
			return fmt.Errorf("%s %s was refused with %d", c.method, c.part, c.status)
		}
	}
	return nil
}
