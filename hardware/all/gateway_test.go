package all_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/gateway"
)

func TestAForeignMachineIsOpenedByItsName(t *testing.T) {
	g := gateway.New(gateway.Options{Owner: gateway.Tokens(map[string]string{"t": "us"})})
	s := httptest.NewServer(g.Handler())
	defer s.Close()
	kinds := 0
	reg := all.Registry(all.Resources{Gateway: g})
	for _, d := range reg.Drivers() {
		if _, ok := d.Ports["gateway"]; !ok {
			continue
		}
		kinds++
		name := string(d.Kind) + "-1"
		if _, err := reg.Open(t.Context(), d.Name+"+gateway:"+name); hardware.CodeOf(err) != hardware.Missing {
			t.Errorf("%s before it joined: %v", d.Name, err)
		}
		req, _ := http.NewRequestWithContext(t.Context(), "PUT", s.URL+gateway.Root+"/"+name, strings.NewReader(`{"kind":"`+string(d.Kind)+`"}`))
		req.Header.Set("Authorization", "Bearer t")
		if res, err := http.DefaultClient.Do(req); err != nil || res.StatusCode != 200 {
			t.Fatal(d.Name, res, err)
		}
		dev, err := reg.Open(t.Context(), d.Name+"+gateway:"+name)
		if err != nil || dev.Info().Kind != d.Kind {
			t.Fatal(d.Name, err)
		}
		dev.Close()
	}
	if kinds != 10 {
		t.Errorf("%d kinds", kinds)
	}
	if _, err := reg.Open(t.Context(), "led+gateway:printer-1"); hardware.CodeOf(err) != hardware.BadConfig {
		t.Error("a printer as a screen:", err)
	}
	if _, err := all.Registry(all.Resources{}).Open(t.Context(), "led+gateway:x"); hardware.CodeOf(err) != hardware.BadConfig {
		t.Error("no gateway:", err)
	}
}
