package main

import (
	"context"
	"fmt"

	"github.com/brighthall/brighthall/sync/store/sqlite"
)

type verify struct{ place }

// Run works beside a node that runs: it reads one moment of the database.
func (v verify) Run(ctx context.Context) error {
	if err := v.hall(); err != nil {
		return err
	}
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
		return fmt.Errorf("differences: %d; %w", report.Count, v.advice(ctx))
	}
	fmt.Println("ok: the tables are what the log tells")
	return nil
}

// advice is what to do about a hall that does not hold together: the keys first, for under a wrong one nothing fits.
func (v verify) advice(ctx context.Context) error {
	if err := sqlite.Ready(ctx, v.Data); err != nil {
		return err
	}
	return fmt.Errorf("the tables or the log were changed by something else than the node. Keep this directory as it is, for whoever looks into it: "+
		"copy it away, stop the node and put the last copy back with hallctl restore --data %s FILE", v.Data)
}
