// Package gateway lets machines join the hall that cannot be talked to on their wire: a local REST interface that an
// adapter, written by their vendor or by us, connects to. For the rest of the house each is an ordinary device of its
// kind.
//
//	g := gateway.New(gateway.Options{Owner: gateway.Tokens(map[string]string{token: "vendor-x"})})
//	go http.Serve(loopback, g.Handler())
//	dev, err := g.Open("east-printer")          // or by URL: printer+gateway:east-printer
//	outcome, err := dev.(hardware.Printer).Print(ctx, slip)
//
// # For vendors
//
// The whole description, with every field, is OpenAPI 3.1 at /openapi.json. In short, all under /api/v1/devices with
// "Authorization: Bearer TOKEN":
//
//	PUT    /{name}                    register: kind, maker, model. Again after every start and whenever the answer is unknown-device.
//	PUT    /{name}/status             how the machine is, at least as often as the answer to the registration says (every 10 s; after 30 s
//	                                  of silence it is missing)
//	GET    /{name}/outputs            the stream of work (Server-Sent Events); after a cut connect again with Last-Event-ID
//	POST   /{name}/outputs/{id}/ack   how the work ended: done, failed (surely nothing happened) or uncertain, before its time is over
//	POST   /{name}/inputs             what came: a code, a card, a score, money, a request for a number; with Idempotency-Key
//	DELETE /{name}                    sign off
//
//	kind          receives                 delivers
//	printer       slip                     -
//	idcard        -                        card, lifted
//	scanner       -                        code
//	voice         speech                   -
//	led           text, clear              -
//	evaluator     prompt, clear            score
//	cash          intake, stop             money
//	payment       charge                   -
//	queue         ticket, refusal, call    number
//	doublescreen  page, clear              -
//
// Rules an adapter keeps, each checked by package conform:
//
//   - Work has an id. The same id again ("again": true) is never done again: its acknowledgement is repeated. Who does not know what became of
//     it says uncertain. A ticket printed twice is worse than one that a person looks after.
//   - "failed" means that surely nothing came out, was said or was charged. Its code is one of the device codes of the description.
//   - Work of a type that the adapter does not know is acknowledged as failed with gateway.unsupported.
//   - "withdraw" asks to drop work that has not begun. It needs no acknowledgement; the work's own is still welcome.
//   - An input keeps its key until it was answered; 503 means again after Retry-After, 409 not-asked that nobody waits for it. Money is kept
//     until it was taken over.
//
// Refusals are problem+json: title, status, code, reason. The codes are stable: unauthenticated, not-yours,
// unknown-device, unknown-output, no-such-path, wrong-method, invalid, too-large, wrong-type, kind-fixed, key-reused,
// not-asked, already-answered, too-late, too-many, busy.
//
// # What it refuses
//
// It believes no silence: work that was handed over and not acknowledged in its time is Uncertain, never printed and
// never not printed. It keeps nothing on disk; after a restart adapters register again. It serves plain HTTP and
// belongs on loopback, or behind the TLS of whoever mounts its Handler.
//
// # Troubleshooting
//
//   - A machine is missing (device.missing): its adapter does not run, or reports no status; `hallctl devices conform` says which.
//   - gateway.unconfirmed: the adapter took the work and did not answer. Look at the machine, then at the adapter's log.
//   - gateway.backlog: the adapter registers and reports but does not read its stream.
//   - gateway.unsupported: the adapter is older than this program; ask its vendor.
package gateway
