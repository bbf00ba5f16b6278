//go:build unix

package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// daemonScript writes the program of a daemon that listens on socket and notes
// in the file started that it was started.
func daemonScript(t *testing.T, dir, socket string) (program, started string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, started = filepath.Join(dir, "daemon"), filepath.Join(dir, "started")
	text := fmt.Sprintf("#!/bin/sh\necho \"$@\" $(umask) >>'%s'\n%s='%s' exec '%s'\n", started, envListenOn, socket, exe)
	if err := os.WriteFile(program, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return program, started
}

func TestDaemonIsStartedOnce(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	program, started := daemonScript(t, dir, socket)
	var wg sync.WaitGroup
	conns := make(chan net.Conn, 5)
	for range cap(conns) {
		wg.Go(func() {
			c, err := dialOrSpawn(t.Context(), socket, program)
			if err != nil {
				t.Error(err)
				return
			}
			b := make([]byte, 5)
			if _, err := io.ReadFull(c, b); err != nil || string(b) != "ready" {
				t.Errorf("the daemon said %q, %v", b, err)
			}
			conns <- c
		})
	}
	wg.Wait()
	close(conns)
	for c := range conns {
		_, _ = c.Write([]byte("end"))
		_ = c.Close()
	}
	log, err := os.ReadFile(started)
	if err != nil {
		t.Fatal(err)
	}
	if string(log) != "--timeout=120 0077\n" {
		t.Errorf("daemons were started with the arguments and the umask %q, want one", log)
	}
}

func TestDaemonThatEndsAtOnce(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	program := filepath.Join(dir, "daemon")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nexit 3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := dialOrSpawn(t.Context(), socket, program)
	if err == nil || !strings.Contains(err.Error(), program) || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("the error is %v", err)
	}
}

func TestWaitForADaemonObeysTheContext(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	program := filepath.Join(dir, "daemon")
	pid := filepath.Join(dir, "pid")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho $$ >'"+pid+"'\nexec sleep 60\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() {
		_, err := dialOrSpawn(ctx, socket, program)
		failed <- err
	}()
	var n int
	for n == 0 {
		b, _ := os.ReadFile(pid)
		_, _ = fmt.Sscan(string(b), &n)
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("the wait ended with %v", err)
	}
	if p, err := os.FindProcess(n); err == nil {
		_ = p.Kill()
	}
}
