package hallnode_test

import (
	"os"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
)

// TestNodePinPrintsWhatItsTerminalsTrust: the fingerprint stood only in the line of the node's start.
func TestNodePinPrintsWhatItsTerminalsTrust(t *testing.T) {
	dir := t.TempDir()
	if out, err := printed(t, &hallnode.Pin{Data: dir}); err == nil || out != "" || !strings.Contains(err.Error(), "there is no hall") {
		t.Errorf("without a hall: %q %v", out, err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
	for _, c := range []struct{ listen, want string }{{"127.0.0.1:0", "0.0.0.0:7300"}, {"0.0.0.0:0", ""}} {
		n, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir, Listen: c.listen})
		if err != nil {
			t.Fatal(err)
		}
		out, err := printed(t, &hallnode.Pin{Data: dir})
		if c.want == "" && (err != nil || out != n.Pin+"\n") {
			t.Errorf("printed %q %v, the node has %s", out, err, n.Pin)
		}
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("on loopback: %q %v", out, err)
		}
		n.Close()
	}
}

// TestTheNodesExampleHasEveryKey: an example that can be loaded is in config's tests.
func TestTheNodesExampleHasEveryKey(t *testing.T) {
	out, err := printed(t, &hallnode.Program{Example: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"data", "listen", "public_url", "outlet", "url", "pin", "token_file"} {
		if !strings.Contains(out, "\n"+key+" = ") {
			t.Errorf("no %s in\n%s", key, out)
		}
	}
}
