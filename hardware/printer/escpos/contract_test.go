package escpos_test

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

func TestPrinterContract(t *testing.T) {
	for _, name := range []string{"80mm", "58mm", "tm-t20ii", "tm-t88v", "80mm-text"} {
		t.Run(name, func(t *testing.T) {
			hardwaretest.TestPrinter(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.PrinterRig {
				r := newRig(t, w, name, escpostest.Config{}, quick)
				return hardwaretest.PrinterRig{Open: r.Printer, Paper: r.virtual.SetPaper, Unplug: r.line.Unplug,
					Pieces: func() int { return len(r.tickets) }}
			})
		})
	}
}

func TestPrinterOverTheNetwork(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	tickets := make(chan escpostest.Ticket, 1)
	virtual := escpostest.New(escpostest.Config{OnTicket: func(k escpostest.Ticket) { tickets <- k }})
	go func() {
		c, err := l.Accept()
		if err == nil {
			virtual.Serve(t.Context(), porttest.Conn{Conn: c})
		}
	}()
	p, err := port.Open(t.Context(), "tcp://"+l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	prn := escpos.New(p, profile(t, "80mm"), fonts(t), quick, time.Now)
	defer prn.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if o, err := prn.Print(ctx, ticket()); o.Result != hardware.Printed {
		t.Fatalf("%+v %v", o, err)
	}
	<-tickets
}

// A line that breaks after any number of bytes never leads to "printed", and to "not
// printed" only when no picture was sent.
func TestALineThatBreaksAnywhere(t *testing.T) {
	for _, after := range []int{0, 2, 11, 17, 100, 20000, 50000} {
		p, err := port.Open(t.Context(), "tcp://"+serveTCP(t))
		if err != nil {
			t.Fatal(err)
		}
		flaky := escpos.New(porttest.NewFlaky(p, after), profile(t, "80mm"), fonts(t), quick, time.Now)
		o, err := flaky.Print(t.Context(), ticket())
		want := hardware.Uncertain
		if after < 20 {
			want = hardware.NotPrinted
		}
		if o.Result != want || o.Reason != hardware.Missing || err == nil {
			t.Errorf("after %d bytes: %+v %v", after, o, err)
		}
		flaky.Close()
	}
}

func serveTCP(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		if c, err := l.Accept(); err == nil {
			escpostest.New(escpostest.Config{}).Serve(t.Context(), porttest.Conn{Conn: c})
		}
	}()
	return l.Addr().String()
}
