package all_test

import (
	"net"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/page/pagetest"
)

func TestPrintingAForm(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	virtual := pagetest.New(nil)
	go func() {
		for c, err := l.Accept(); err == nil; c, err = l.Accept() {
			virtual.Serve(t.Context(), c)
		}
	}()
	for _, at := range []string{"page+ipp://" + l.Addr().String() + "/printers/forms", "page+tcp://" + l.Addr().String() + "?queue=forms"} {
		d, err := registry().Open(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		o, err := d.(hardware.PagePrinter).PrintPages(t.Context(), hardwaretest.Form("f", 1))
		if o.Result != hardware.Printed || err != nil {
			t.Errorf("%s: %+v %v", at, o, err)
		}
		d.Close()
	}
	if virtual.Sheets() != 2 {
		t.Errorf("%d sheets", virtual.Sheets())
	}
}

func TestAPrintQueueThatIsNotThere(t *testing.T) {
	for at, want := range map[string]hardware.Code{
		"page+ipp://127.0.0.1:1/printers/forms":           hardware.Missing,
		"page+ipp://127.0.0.1:1":                          hardware.BadConfig,
		"page+spool:":                                     hardware.BadConfig,
		"page+ipp://127.0.0.1:1/printers/forms?usr=x":     hardware.BadConfig,
		"page+serial:///dev/ttyS1?baud=9600&queue=aaaaaa": hardware.BadConfig,
	} {
		if _, err := registry().Open(t.Context(), at); hardware.CodeOf(err) != want {
			t.Errorf("%s: %v", at, err)
		}
	}
}
