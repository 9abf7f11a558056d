package storetest_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// The store of the queue's own tests keeps the same promises, or those tests would prove little.
func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Place {
		m := &queuetest.Memory{}
		return storetest.Place{Open: func() queue.Store { return m }}
	})
}
