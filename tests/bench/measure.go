package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// A bench holds what all rows share.
type bench struct {
	dir   string // of the binary and of domain files
	virgo string // path of the binary
	one   *testhost.Host
	many  *testhost.Host
	// Proxies add the delay and count round trips. They are closed before
	// their hosts.
	oneAfar, manyAfar *testhost.Proxy
}

// newBench builds virgo and starts the hosts.
func newBench() (_ *bench, err error) {
	b := &bench{}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.close())
		}
	}()
	if b.dir, err = os.MkdirTemp("", "bench"); err != nil {
		return nil, err
	}
	if b.virgo, err = testhost.BuildVirgo(b.dir); err != nil {
		return nil, err
	}
	if b.one, b.oneAfar, err = b.start(1); err != nil {
		return nil, err
	}
	if b.many, b.manyAfar, err = b.start(1000); err != nil {
		return nil, err
	}
	return b, nil
}

// start starts a host with so many domains, and a proxy to it.
func (b *bench) start(domains int) (*testhost.Host, *testhost.Proxy, error) {
	h, err := testhost.New(testhost.Options{})
	if err != nil {
		return nil, nil, err
	}
	if err := b.define(h, domains); err != nil {
		return h, nil, err
	}
	line := testhost.Line{Delay: delay}
	p, err := testhost.NewProxy(testhost.ProxyOptions{Network: "unix", Address: h.Socket, ToServer: line, ToClient: line})
	return h, p, err
}

// define defines domains on a host, all in one run of virsh.
func (b *bench) define(h *testhost.Host, domains int) error {
	if err := h.WriteBootImage(); err != nil {
		return err
	}
	var batch strings.Builder
	for i := range domains {
		path := filepath.Join(b.dir, fmt.Sprintf("%d.xml", i))
		if err := os.WriteFile(path, []byte(testhost.BootGuestXML(fmt.Sprintf("domain-%04d", i))), 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&batch, "define %s\n", path)
	}
	out, err := exec.Command("virsh", "-q", "-c", h.URI("qemu"), batch.String()).CombinedOutput()
	if err != nil {
		return fmt.Errorf("defining %d domains: %w\n%s", domains, err, out)
	}
	return nil
}

// close ends everything.
func (b *bench) close() error {
	var errs []error
	for _, p := range []*testhost.Proxy{b.oneAfar, b.manyAfar} {
		if p != nil {
			errs = append(errs, p.Close())
		}
	}
	for _, h := range []*testhost.Host{b.one, b.many} {
		if h != nil {
			errs = append(errs, h.Close())
		}
	}
	return errors.Join(append(errs, os.RemoveAll(b.dir))...)
}

// measure runs a row's command in turn through both programs.
func (b *bench) measure(r row, runs int) (result, error) {
	res := result{row: r, runs: runs}
	args, afar, proxy := b.place(r)
	var virsh, virgo []time.Duration
	for i := range runs + 1 { // the first round warms the machine up
		for _, program := range []struct {
			path  string
			times *[]time.Duration
		}{{"virsh", &virsh}, {b.virgo, &virgo}} {
			if program.path == "virsh" && r.slow && i != 1 {
				continue
			}
			took, err := once(program.path, args)
			if err != nil {
				return res, err
			}
			if i > 0 {
				*program.times = append(*program.times, took)
			}
		}
	}
	res.virsh, res.virgo = median(virsh), median(virgo)
	if proxy == nil {
		return res, nil
	}
	var err error
	if !r.slow { // it would take virsh a minute to be counted
		if res.virshTrips, err = trips(proxy, "virsh", afar); err != nil {
			return res, err
		}
	}
	res.virgoTrips, err = trips(proxy, b.virgo, afar)
	return res, err
}

// place returns the words of a row's command, and the same through the proxy
// that counts round trips, if there is one.
func (b *bench) place(r row) (args, afar []string, proxy *testhost.Proxy) {
	with := func(uri string) []string { return append([]string{"-c", uri}, r.args...) }
	switch r.place {
	case one:
		return with(b.one.URI("qemu")), with(b.oneAfar.URI("qemu")), b.oneAfar
	case many:
		return with(b.many.URI("qemu")), with(b.manyAfar.URI("qemu")), b.manyAfar
	case manyAfar:
		afar := with(b.manyAfar.URI("qemu"))
		return afar, afar, b.manyAfar
	default:
		return r.args, nil, nil
	}
}

// trips counts the round trips of one run through a proxy.
func trips(p *testhost.Proxy, program string, args []string) (int, error) {
	p.ResetStats()
	_, err := once(program, args)
	return p.Stats().RoundTrips, err
}

// once runs a program and returns how long it took.
func once(program string, args []string) (time.Duration, error) {
	cmd := exec.Command(program, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	start := time.Now()
	err := cmd.Run()
	took := time.Since(start)
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, stderr.String())
	}
	return took, nil
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
