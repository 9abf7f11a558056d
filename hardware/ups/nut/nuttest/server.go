package nuttest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"sort"
	"strings"
	"sync"
)

// Server is a virtual upsd. It may serve several links at once.
type Server struct {
	say func(string)

	mu     sync.Mutex
	name   string
	vars   map[string]string // guarded by mu
	err    string            // answers ERR and this word; guarded by mu
	listed string            // the row of LIST UPS; guarded by mu
	silent bool              // guarded by mu
	raw    string            // sent instead of every answer; guarded by mu
	torn   bool              // ends the next list in the middle; guarded by mu
	asked  int               // guarded by mu
}

// New makes a server whose UPS, on mains and full, has this name. say may be nil.
func New(name string, say func(string)) *Server {
	if say == nil {
		say = func(string) {}
	}
	return &Server{name: name, say: say, listed: fmt.Sprintf("UPS %s \"the one in the back room\"", name), vars: map[string]string{"ups.status": "OL", "battery.charge": "100", "battery.runtime": "1800", "ups.load": "23",
		"input.voltage": "229.5", "ups.mfr": `Brand "A" \ Co`}}
}

// Serve answers over the link until ctx ends or the link is gone.
func (s *Server) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	in := bufio.NewScanner(link)
	for in.Scan() {
		if out := s.answer(strings.TrimSpace(in.Text())); out != "" {
			io.WriteString(link, out)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return in.Err()
}

func (s *Server) answer(line string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	switch {
	case s.silent:
		return ""
	case s.raw != "":
		return s.raw
	case s.err != "":
		return "ERR " + s.err + "\n"
	case line == "LIST UPS":
		return "BEGIN LIST UPS\n" + s.listed + "\nEND LIST UPS\n"
	case line == "LIST VAR "+s.name:
		return s.list()
	case strings.HasPrefix(line, "LIST VAR "):
		return "ERR UNKNOWN-UPS\n"
	case line == "LOGOUT":
		return "OK Goodbye\n"
	}
	return "ERR UNKNOWN-COMMAND\n"
}

func (s *Server) list() string {
	keys := make([]string, 0, len(s.vars))
	for k := range s.vars {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	fmt.Fprintf(&b, "BEGIN LIST VAR %s\n", s.name)
	for _, k := range keys {
		fmt.Fprintf(&b, "VAR %s %s \"%s\"\n", s.name, k, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s.vars[k]))
	}
	if s.torn {
		s.torn = false
		return b.String()
	}
	return b.String() + "END LIST VAR " + s.name + "\n"
}

func (s *Server) with(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// Set sets a variable.
func (s *Server) Set(key, value string) {
	s.with(func() { s.vars[key] = value })
	s.say(key + " " + value)
}

// SetListed is the row that tells the UPS in the server's list.
func (s *Server) SetListed(row string) { s.with(func() { s.listed = row }) }

// SetError has every question refused with this word; "" ends it.
func (s *Server) SetError(word string) { s.with(func() { s.err = word }) }

// SetSilent makes it say nothing.
func (s *Server) SetSilent(on bool) { s.with(func() { s.silent = on }) }

// SetRaw makes it answer everything with these bytes; "" ends it.
func (s *Server) SetRaw(text string) { s.with(func() { s.raw = text }) }

// Tear leaves out the end of the next list.
func (s *Server) Tear() { s.with(func() { s.torn = true }) }

// Asked counts the questions.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// Act does what can happen to a UPS.
func (s *Server) Act(words string) error {
	verb, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	switch verb {
	case "status":
		s.Set("ups.status", strings.ToUpper(rest))
	case "charge":
		s.Set("battery.charge", rest)
	case "runtime":
		s.Set("battery.runtime", rest)
	case "error":
		s.SetError(strings.ToUpper(rest))
	case "silent":
		s.SetSilent(rest != "off")
	default:
		return fmt.Errorf("nuttest: %q, one of: status OL|OB|OB LB|OL RB|OL OVER|OFF, charge PERCENT, runtime SECONDS, error [WORD], silent on|off", words)
	}
	return nil
}
