package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
)

// startAim is how long a node may take to start beyond reading its data; loadedTickets is the load before its memory is
// looked at: two busy days of a large hall, all at once and all still waiting.
const (
	startAim      = 100 * time.Millisecond
	memoryAim     = 50.0 // MB
	loadedTickets = 5000
)

// benchStart starts a node on a hall that exists already, and looks at its memory after a load.
func benchStart(o options) error {
	dir, err := o.scratch("start")
	if err != nil {
		return err
	}
	var ups times
	for n := range o.Pairs + 1 {
		p, err := startNode(o, dir)
		if err != nil {
			return err
		}
		if n > 0 { // the first one makes the hall
			ups = append(ups, p.up)
		}
		if err := p.stop(); err != nil {
			return err
		}
	}
	figure("node start to first answer, median", fmt.Sprint("≤ ", startAim), fmt.Sprintf("%v, slowest %v", round(ups.at(.5)), round(ups.at(1))), ups.at(.5) <= startAim)
	return benchMemory(o, dir)
}

func benchMemory(o options, dir string) error {
	p, err := startNode(o, dir)
	if err != nil {
		return err
	}
	idle, err := p.rss()
	if err != nil {
		return errors.Join(err, p.stop())
	}
	if _, err := p.issues(32, time.Minute, loadedTickets); err != nil {
		return errors.Join(err, p.stop())
	}
	loaded, err := p.rss()
	figure(fmt.Sprintf("memory after %d tickets by 32 clients, all waiting", loadedTickets), fmt.Sprintf("≤ %.0f MB", memoryAim),
		fmt.Sprintf("%.0f MB (%.0f MB idle)", loaded, idle), loaded <= memoryAim)
	return errors.Join(err, p.stop())
}

// pieces cut each side of a pair into short runs that alternate with the other side's: a disk that others use changes
// within a second.
const pieces = 10

// benchOne compares one client's ticket with one append.
func benchOne(o options) error {
	var r ratios
	for n := range o.Pairs {
		dir, err := o.scratch("one")
		if err != nil {
			return err
		}
		p, err := startNode(o, filepath.Join(dir, "node"))
		if err != nil {
			return err
		}
		sides, err := o.inTurn(
			func(long time.Duration) (side, error) { return appends(dir, long) },
			func(long time.Duration) (side, error) { return p.issues(1, long, 0) })
		if err := errors.Join(err, p.stop()); err != nil {
			return err
		}
		fmt.Printf("  pair %d: append %s | one client %s\n", n+1, sides[0], sides[1])
		r = append(r, float64(sides[1].took.at(.5))/float64(sides[0].took.at(.5)))
	}
	verdict("p50 of one client's ticket : p50 of append+fdatasync", "≤ 3×", r, r.median() <= 3)
	return nil
}

// inTurn runs a slice of each side again and again.
func (o options) inTurn(sides ...func(time.Duration) (side, error)) ([]side, error) {
	sums := make([]side, len(sides))
	for range pieces {
		for i, run := range sides {
			s, err := run(o.Each / pieces)
			if err != nil {
				return nil, err
			}
			sums[i].took = append(sums[i].took, s.took...)
			sums[i].elapsed += s.elapsed
		}
	}
	return sums, nil
}

// benchMany compares 32 clients with the disk's one-thread rate, and with the same program without group commit.
func benchMany(o options) error {
	var overDisk, overAlone ratios
	for n := range o.Pairs {
		sides, err := o.many()
		if err != nil {
			return err
		}
		disk, many, eight, alone := sides[0], sides[1], sides[2], sides[3]
		fmt.Printf("  pair %d: append %s | 32 clients %s\n          8 clients %s | without group commit %s\n", n+1, disk, many, eight, alone)
		overDisk = append(overDisk, many.rate()/disk.rate())
		overAlone = append(overAlone, many.rate()/alone.rate())
	}
	verdict("rate of 32 clients : one-thread append rate", "≥ 1.5×", overDisk, overDisk.median() >= 1.5)
	verdict("rate of 32 clients : 8 clients without group commit", "≥ 3×", overAlone, overAlone.median() >= 3)
	return nil
}

func (o options) many() ([]side, error) {
	dir, err := o.scratch("many")
	if err != nil {
		return nil, err
	}
	grouped, err := startNode(o, filepath.Join(dir, "grouped"))
	if err != nil {
		return nil, err
	}
	alone, err := startNode(o, filepath.Join(dir, "alone"), "--no-group-commit")
	if err != nil {
		return nil, errors.Join(err, grouped.stop())
	}
	sides, err := o.inTurn(
		func(long time.Duration) (side, error) { return appends(dir, long) },
		func(long time.Duration) (side, error) { return grouped.issues(32, long, 0) },
		func(long time.Duration) (side, error) { return grouped.issues(8, long, 0) },
		func(long time.Duration) (side, error) { return alone.issues(8, long, 0) })
	return sides, errors.Join(err, grouped.stop(), alone.stop())
}

const slowestAim = 250 * time.Millisecond

// benchSlowest looks for the slowest ticket of 8 clients while the log goes to a center and is checkpointed.
func benchSlowest(o options) error {
	dir, err := o.scratch("slowest")
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	config, ended, err := startCenter(ctx, dir)
	if err != nil {
		return err
	}
	p, err := startNode(o, filepath.Join(dir, "node"), "--config", config)
	if err != nil {
		return err
	}
	var disk time.Duration
	var probing sync.WaitGroup
	var probeFault error
	watch, enough := context.WithCancel(ctx)
	probing.Go(func() { disk, probeFault = probe(watch, dir, 50*time.Millisecond) })
	s, err := p.issues(8, o.Long, 0)
	enough()
	probing.Wait()
	limit := max(slowestAim, 2*disk)
	figure(fmt.Sprintf("slowest of %d tickets, 8 clients, syncing, %v", len(s.took), o.Long), fmt.Sprintf("≤ %v (disk's own worst %v)", round(limit), round(disk)), s.String(), s.took.at(1) <= limit)
	err = errors.Join(err, probeFault, p.stop())
	stop()
	return errors.Join(err, <-ended)
}

// startCenter runs a center in this process and writes the settings of a node that sends to it.
func startCenter(ctx context.Context, dir string) (config string, ended <-chan error, err error) {
	d, err := centerd.Open(ctx, centerd.Options{Data: filepath.Join(dir, "center"), Listen: "127.0.0.1:0"})
	if err != nil {
		return "", nil, err
	}
	token, err := d.EnrolOutlet(ctx, "demo")
	if err != nil {
		return "", nil, err
	}
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	tokenFile, config := filepath.Join(dir, "center.token"), filepath.Join(dir, "node.toml")
	settings := fmt.Sprintf("[center]\nurl = %q\ntoken_file = %q\n", d.URL, tokenFile)
	return config, done, errors.Join(os.WriteFile(tokenFile, []byte(token), 0o600), os.WriteFile(config, []byte(settings), 0o600))
}
