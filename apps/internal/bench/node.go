package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/sync/wire"
)

// process is a node that runs on its own, as in a hall.
type process struct {
	cmd   *exec.Cmd
	url   string
	token string
	up    time.Duration // from its start to its first answer
}

const patience = 20 * time.Second

// startNode starts the program on dir and waits for its first answer.
func startNode(o options, dir string, args ...string) (*process, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	p := &process{url: "http://" + address}
	p.cmd = exec.Command(o.Node, append([]string{"--data", dir, "--listen", address, "--no-rates"}, args...)...)
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(began) < patience {
		if res, err := http.Get(p.url + wire.Health); err == nil {
			res.Body.Close()
			p.up = time.Since(began)
			return p, p.enrol(dir)
		}
		time.Sleep(time.Millisecond)
	}
	return nil, errors.Join(fmt.Errorf("no answer within %v", patience), p.stop())
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (p *process) enrol(dir string) (err error) {
	p.token, err = enrol(dir, wire.Kiosk)
	return err
}

// enrol gives a token to a terminal of a kind at the node with this data.
func enrol(dir string, kind wire.Kind) (string, error) {
	var made control.Enrolled
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	args := control.EnrolArgs{Kind: string(kind), Name: "bench " + string(kind)}
	err := control.Ask(ctx, dir, control.Enrol, args, &made)
	for control.Away(err) && ctx.Err() == nil {
		time.Sleep(time.Millisecond)
		err = control.Ask(ctx, dir, control.Enrol, args, &made)
	}
	return made.Token, err
}

func (p *process) stop() error {
	_ = p.cmd.Process.Signal(os.Interrupt)
	return p.cmd.Wait()
}

// cpu is the time that cores have spent on the process, from /proc.
func (p *process) cpu() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // the name before it may hold anything
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("no times in /proc stat")
	}
	user, err := strconv.Atoi(fields[11])
	system, fault := strconv.Atoi(fields[12])
	return time.Duration(user+system) * (time.Second / clockTicks), errors.Join(err, fault)
}

// clockTicks is the unit of /proc's times, in parts of a second: USER_HZ, 100 on every Linux that Go runs on.
const clockTicks = 100

// rss is the resident memory of the process in MB, from /proc.
func (p *process) rss() (float64, error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024, err
		}
	}
	return 0, errors.New("no VmRSS")
}
