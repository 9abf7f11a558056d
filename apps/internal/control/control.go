// Package control is how hallctl talks to a node that runs: one line of JSON asks, one line answers, over a socket in
// the data directory. Who may open the directory (0700) may ask.
//
//	control.Serve(ctx, dir, map[string]control.Handler{"enrol": …})   // in the node
//	err := control.Ask(ctx, dir, "enrol", args, &answer)                  // in hallctl; control.Away(err): no node runs here
//
// On Linux it is the unix socket control.sock. Windows has no rights on such sockets that we trust, so there it is a
// loopback port with a token, both in the file control.port of the data directory.
//
// The commands about terminals are here (StoreHandlers), others the node brings.
package control

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Handler answers one command. What it returns is sent as JSON.
type Handler func(ctx context.Context, args json.RawMessage) (any, error)

const (
	longest  = 1 << 20 // bytes of a line
	patience = 30 * time.Second
)

type request struct {
	Token string          `json:"token,omitempty"` // where the socket itself lets everybody in
	Cmd   string          `json:"cmd"`
	Args  json.RawMessage `json:"args,omitempty"`
}

type answer struct {
	Answer json.RawMessage `json:"answer,omitempty"`
	Code   hall.Code       `json:"code,omitempty"`
	Reason string          `json:"reason,omitempty"`
}

// Serve answers in the data directory until ctx ends. The caller holds the directory's lock, so a socket that is left
// there belongs to nobody.
func Serve(ctx context.Context, dir string, handlers map[string]Handler) error {
	const op = "control.Serve"
	l, token, err := listen(dir)
	if err != nil {
		return hall.Wrap(op, err)
	}
	defer l.Close()
	closed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { l.Close(); close(closed) })
	defer func() {
		if !stop() {
			<-closed // before that the system still lets callers in, and hangs up on them
		}
	}()
	var open sync.WaitGroup
	defer open.Wait()
	for {
		c, err := l.Accept()
		if ctx.Err() != nil {
			if err == nil {
				c.Close()
			}
			return nil
		}
		if err != nil {
			return hall.Wrap(op, err)
		}
		open.Go(func() { serve(ctx, c, token, handlers) })
	}
}

func serve(ctx context.Context, c net.Conn, token string, handlers map[string]Handler) {
	defer c.Close()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	c.SetDeadline(time.Now().Add(patience))
	lines := bufio.NewScanner(c)
	lines.Buffer(nil, longest)
	for lines.Scan() {
		if err := json.NewEncoder(c).Encode(respond(ctx, lines.Bytes(), token, handlers)); err != nil {
			return
		}
	}
}

func respond(ctx context.Context, line []byte, token string, handlers map[string]Handler) answer {
	var r request
	if err := json.Unmarshal(line, &r); err != nil {
		return refuse(hall.E("control", hall.Invalid, "a request is one line of JSON"))
	}
	if r.Token != token {
		return refuse(hall.E("control", hall.Unauthenticated))
	}
	h, ok := handlers[r.Cmd]
	if !ok {
		return refuse(hall.E("control", hall.NotFound, "this node knows no command "+r.Cmd))
	}
	v, err := h(ctx, r.Args)
	if err != nil {
		return refuse(err)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return refuse(err)
	}
	return answer{Answer: raw}
}

func refuse(err error) answer { return answer{Code: hall.CodeOf(err), Reason: hall.Told(err)} }

// errAway: nobody answers in the directory, so it is free.
var errAway = errors.New("no node answers here")

// Away reports whether Ask found no node at all, as against one that refused.
func Away(err error) bool { return errors.Is(err, errAway) }

// Ask sends a command to the node of a data directory and reads its answer into into, unless that is nil. When no node
// runs there the error is Away.
func Ask(ctx context.Context, dir, cmd string, args, into any) error {
	const op = "control.Ask"
	c, token, err := dial(ctx, dir)
	if err != nil {
		return &hall.Error{Op: op, Code: hall.Unavailable, Reason: err.Error(), Err: errAway}
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	defer context.AfterFunc(ctx, func() { c.Close() })()
	raw, err := json.Marshal(args)
	if err != nil {
		return hall.Wrap(op, err)
	}
	if err := json.NewEncoder(c).Encode(request{Token: token, Cmd: cmd, Args: raw}); err != nil {
		return &hall.Error{Op: op, Code: hall.Unknown, Err: err}
	}
	return hear(c, into)
}

// Here does a command in this process, with the same forms as Ask.
func Here(ctx context.Context, handlers map[string]Handler, cmd string, args, into any) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return hall.Wrap("control.Here", err)
	}
	line, err := json.Marshal(request{Cmd: cmd, Args: raw})
	if err != nil {
		return hall.Wrap("control.Here", err)
	}
	return respond(ctx, line, "", handlers).read("control.Here", into)
}

func hear(c net.Conn, into any) error {
	const op = "control.Ask"
	lines := bufio.NewScanner(c)
	lines.Buffer(nil, longest)
	if !lines.Scan() {
		return &hall.Error{Op: op, Code: hall.Unknown, Reason: "the node hung up", Err: lines.Err()}
	}
	var a answer
	if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
		return &hall.Error{Op: op, Code: hall.Unknown, Err: err}
	}
	return a.read(op, into)
}

func (a answer) read(op string, into any) error {
	if a.Code != "" {
		return hall.E(op, a.Code, a.Reason)
	}
	if into == nil {
		return nil
	}
	return hall.Wrap(op, json.Unmarshal(a.Answer, into))
}

// Args reads the arguments of a command; Invalid when they are no such thing.
func Args[T any](raw json.RawMessage) (T, error) {
	var v T
	if len(raw) == 0 {
		return v, hall.E("control.Args", hall.Invalid, "the command needs arguments")
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, errors.Join(hall.E("control.Args", hall.Invalid), err)
	}
	return v, nil
}
