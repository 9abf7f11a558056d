package queue_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

func TestAuthority(t *testing.T) {
	halltest.TestAuthority(t, func(t testing.TB, setup hall.Setup) *halltest.Hall {
		return start(t, &queuetest.Memory{}, setup, halltest.NewClock(halltest.Opening)).Hall
	})
}
