package main

import (
	"context"
	"fmt"

	"github.com/brighthall/brighthall/sync/store/sqlite"
)

type verify struct{ place }

// Run works beside a node that runs: it reads one moment of the database.
func (v verify) Run(ctx context.Context) error {
	store, err := sqlite.Look(ctx, v.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	report, err := store.Verify(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("log %s, %d events, %d tickets\n", report.Last, report.Events, report.Tickets)
	for _, p := range report.Problems {
		fmt.Println(p)
	}
	if report.Count > 0 {
		return fmt.Errorf("%d differences", report.Count)
	}
	fmt.Println("ok: the tables are what the log tells")
	return nil
}
