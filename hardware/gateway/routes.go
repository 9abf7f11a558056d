package gateway

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/brighthall/brighthall/hardware"
)

// bodyLimit bounds the body of a request; the largest is a card.
const bodyLimit = 16 << 10

type ownerKey struct{}

// admit lets holders of a token in.
func (g *Gateway) admit(ctx huma.Context, next func(huma.Context)) {
	scheme, token, _ := strings.Cut(ctx.Header("Authorization"), " ")
	owner, ok := g.opts.Owner(ctx.Context(), strings.TrimSpace(token))
	if !ok || !strings.EqualFold(scheme, "bearer") {
		_, w := humago.Unwrap(ctx)
		refuse(Unauthenticated, "a bearer token that is known here").write(w)
		return
	}
	next(huma.WithValue(ctx, ownerKey{}, owner))
}

func (g *Gateway) serve(w http.ResponseWriter, r *http.Request) {
	if _, pattern := g.mux.Handler(r); pattern == "" {
		g.nowhere(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
	g.mux.ServeHTTP(w, r)
}

// nowhere answers a path we do not have, or a method the path does not have.
func (g *Gateway) nowhere(w http.ResponseWriter, r *http.Request) {
	var has []string
	for _, m := range []string{http.MethodGet, http.MethodPut, http.MethodPost, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = m
		if _, pattern := g.mux.Handler(other); pattern != "" {
			has = append(has, m)
		}
	}
	if len(has) == 0 {
		refuse(NoSuchPath, "no such path").write(w)
		return
	}
	w.Header().Set("Allow", strings.Join(has, ", "))
	refuse(WrongMethod, "this path does not have this method").write(w)
}

func (g *Gateway) routes(api huma.API) {
	const one = Root + "/{name}"
	add(api, http.MethodGet, Root, "list", "The machines of this token's holder.", g.list)
	add(api, http.MethodPut, one, "register", "Register a machine, or renew it after a start of the adapter. The kind of a name stays.", g.put)
	add(api, http.MethodGet, one, "machine", "One machine as the gateway knows it.", g.get)
	add(api, http.MethodDelete, one, "sign-off", "Sign off: the machine is missing at once.", g.remove)
	add(api, http.MethodPut, one+"/status", "status", "How the machine is, at least as often as the registration says.", g.status)
	add(api, http.MethodPost, one+"/inputs", "input", "What came from the machine. The same key again has no second effect; 503: again after Retry-After; "+
		"409 not-asked: nobody waits for it, do not repeat (except money, which is kept and offered again).", g.input)
	add(api, http.MethodPost, one+"/outputs/{id}/ack", "acknowledge", "How work ended. Repeat it until it was answered; too-late says that nobody waits any more.", g.ack)
	add(api, http.MethodGet, one+"/outputs", "outputs", "The stream of work. A new one ends the one before. Without Last-Event-ID it begins with everything not acknowledged.", g.outputs)
	describe(api)
}

// describe adds to the description what types cannot say.
func describe(api huma.API) {
	doc := api.OpenAPI()
	schema := doc.Components.Schemas.Schema(reflect.TypeFor[Output](), true, "Output")
	doc.Paths[Root+"/{name}/outputs"].Get.Responses["200"] = &huma.Response{Description: "Server-Sent Events: id = place, event = type, data = Output",
		Content: map[string]*huma.MediaType{"text/event-stream": {Schema: schema}}}
	codes := make([]string, 0, 64)
	for _, c := range Codes() {
		codes = append(codes, string(c))
	}
	doc.Info.Description += "\n\nDevice codes: " + strings.Join(codes, ", ") + "."
	delete(doc.Components.Schemas.Map(), "ErrorModel")
	delete(doc.Components.Schemas.Map(), "ErrorDetail")
}

// Codes lists the codes an adapter may use, in their order.
func Codes() []hardware.Code {
	all := append(hardware.Codes(), hardware.GatewayUnconfirmed, hardware.GatewayUnsupported, hardware.PaymentDeclined, hardware.PaymentUncertain,
		hardware.CashUncertain, hardware.CashJam, hardware.CashFull, hardware.CashOpen, hardware.CashFraud, hardware.CashBroken,
		hardware.EvaluatorSilent, hardware.EvaluatorStuck)
	slices.Sort(all)
	return slices.Compact(all)
}

// Known reports whether an adapter may use a code.
func Known(c hardware.Code) bool { return slices.Contains(Codes(), c) }

func add[I, O any](api huma.API, method, path, id, words string, handle func(context.Context, *I) (*O, error)) {
	problem := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	huma.Register(api, huma.Operation{
		OperationID: id, Method: method, Path: path, DefaultStatus: http.StatusOK, MaxBodyBytes: bodyLimit, Description: words, Summary: id,
		Security: []map[string][]string{{"adapter": {}}},
		Responses: map[string]*huma.Response{
			"default": {Description: "Refused", Content: map[string]*huma.MediaType{ProblemType: {Schema: problem}}},
		},
	}, handle)
}

type answer[T any] struct{ Body T }

// Named is the part that every path of one machine shares (exported because huma reads embedded fields by reflection).
type Named struct {
	Name string `path:"name" pattern:"^[a-z0-9][a-z0-9-]*$" maxLength:"32" doc:"Chosen by the hall, the same in its settings"`
}

// mine finds a machine of the asking holder.
func (g *Gateway) mine(ctx context.Context, name string) (*device, error) {
	d := g.find(name)
	if d == nil {
		return nil, refuse(UnknownDevice, "register first")
	}
	if d.owner != ctx.Value(ownerKey{}) {
		return nil, refuse(NotYours, "another adapter registered this name")
	}
	return d, nil
}

func (g *Gateway) list(ctx context.Context, _ *struct{}) (*answer[[]View], error) {
	all := []View{}
	for _, v := range g.List() {
		if d := g.find(v.Name); d != nil && d.owner == ctx.Value(ownerKey{}) {
			all = append(all, v)
		}
	}
	return &answer[[]View]{all}, nil
}

type registerInput struct {
	Named
	Body Registration
}

func (g *Gateway) put(ctx context.Context, in *registerInput) (*answer[Terms], error) {
	owner, _ := ctx.Value(ownerKey{}).(string)
	d, problem := g.register(owner, in.Name, in.Body)
	if problem != nil {
		return nil, problem
	}
	return &answer[Terms]{Terms{Name: d.name, Kind: in.Body.Kind, Outputs: Root + "/" + d.name + "/outputs", Epoch: g.epoch,
		StatusEveryMS: (g.opts.Silent / 3).Milliseconds(), MissingMS: g.opts.Silent.Milliseconds()}}, nil
}

func (g *Gateway) get(ctx context.Context, in *Named) (*answer[View], error) {
	d, err := g.mine(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	return &answer[View]{d.view()}, nil
}

func (g *Gateway) remove(ctx context.Context, in *Named) (*answer[View], error) {
	d, err := g.mine(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	d.leave()
	return &answer[View]{d.view()}, nil
}

type statusInput struct {
	Named
	Body Report
}

func (g *Gateway) status(ctx context.Context, in *statusInput) (*answer[View], error) {
	d, err := g.mine(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	d.state(in.Body)
	return &answer[View]{d.view()}, nil
}

type deliverInput struct {
	Named
	Key  string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"64" doc:"Made by the adapter, repeated on retry; never used for another input"`
	Body Input
}

func (g *Gateway) input(ctx context.Context, in *deliverInput) (*answer[Accepted], error) {
	d, err := g.mine(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	if problem := in.Body.check(); problem != nil {
		return nil, problem
	}
	a, problem := d.deliver(ctx, in.Key, in.Body)
	if problem != nil {
		return nil, problem
	}
	return &answer[Accepted]{a}, nil
}

// check sees that the field of the type is there, and no other.
func (in Input) check() *Problem {
	has := map[InputType]bool{InCode: in.Code != "", InCard: in.Card != nil, InScore: in.Score != nil, InMoney: in.Money != nil, InNumber: in.Number != nil}
	for t, there := range has {
		if there != (t == in.Type) {
			return refuse(Invalid, "an input of type "+string(in.Type)+" has its own field and no other: "+string(t))
		}
	}
	return nil
}

type ackInput struct {
	Named
	ID   string `path:"id" maxLength:"64"`
	Body Ack
}

func (g *Gateway) ack(ctx context.Context, in *ackInput) (*answer[Acked], error) {
	d, err := g.mine(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	a, problem := d.acknowledge(in.ID, in.Body)
	if problem != nil {
		return nil, problem
	}
	return &answer[Acked]{a}, nil
}

type outputsInput struct {
	Named
	Last string `header:"Last-Event-ID" maxLength:"64" doc:"Place of the last event seen"`
}

func (g *Gateway) outputs(ctx context.Context, in *outputsInput) (*huma.StreamResponse, error) {
	d, err := g.mine(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		_, w := humago.Unwrap(hc)
		d.stream(hc.Context(), w, in.Last)
	}}, nil
}
