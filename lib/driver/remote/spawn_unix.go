//go:build unix

package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/virgo-vm/virgo/lib/transport"
	"github.com/virgo-vm/virgo/lib/virt"
)

// spawnTimeout is how long a daemon has to open its socket.
const spawnTimeout = 30 * time.Second

// spawnIdle makes the daemon end after two minutes without a client and without
// a guest.
const spawnIdle = "--timeout=120"

// dialOrSpawn connects to socket, and if nobody listens there, starts program
// and waits for it. A lock keeps two clients from starting two daemons.
func dialOrSpawn(ctx context.Context, socket, program string) (net.Conn, error) {
	conn, err := transport.DialUnix(ctx, socket)
	if err == nil || !nobodyListens(err) {
		return conn, err
	}
	lock, err := lockFor(ctx, filepath.Join(filepath.Dir(socket), filepath.Base(program)+".lock"))
	if err != nil {
		return nil, err
	}
	defer lock.Close() // also gives the lock back
	// The client that had the lock before may have started it.
	if conn, err = transport.DialUnix(ctx, socket); err == nil || !nobodyListens(err) {
		return conn, err
	}
	ended, err := spawn(program)
	if err != nil {
		return nil, err
	}
	return await(ctx, socket, program, ended)
}

func nobodyListens(err error) bool {
	return errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.ECONNREFUSED)
}

// await connects to socket as soon as program listens there.
func await(ctx context.Context, socket, program string, ended <-chan error) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, spawnTimeout)
	defer cancel()
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		conn, err := transport.DialUnix(ctx, socket)
		if err == nil || !nobodyListens(err) {
			return conn, err
		}
		select {
		case <-ctx.Done():
			return transport.DialUnix(ctx, socket) // which has the words for it
		case state := <-ended:
			return nil, virt.Errorf(virt.FromRPC, virt.ErrInternalError,
				"the daemon %s, started for socket '%s', ended at once: %v", program, socket, state)
		case <-time.After(pause):
		}
	}
}

// lockFor waits for the exclusive lock on path. Closing the file gives it back.
func lockFor(ctx context.Context, path string) (io.Closer, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrSystemError, "Cannot create user runtime directory '%s': %s", filepath.Dir(path), err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrSystemError, "Unable to create lock '%s': %s", path, err)
	}
	for {
		// Locks of this kind are what libvirt's clients take.
		err = syscall.FcntlFlock(f.Fd(), lockCommand, &syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart})
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, syscall.EAGAIN) && !errors.Is(err, syscall.EACCES) {
			_ = f.Close()
			return nil, virt.Errorf(virt.FromRPC, virt.ErrSystemError, "Unable to lock '%s': %s", path, err)
		}
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, fmt.Errorf("gave up waiting for the lock '%s' of another client that starts the daemon: %w", path, context.Cause(ctx))
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// spawn starts program for the user's session. ended gets how it ended, should
// it end while we live.
func spawn(program string) (ended <-chan error, err error) {
	// The shell is there for its umask, which belongs to the whole of this process.
	cmd := exec.Command("/bin/sh", "-c", `umask 077; exec "$0" "$@"`, program, spawnIdle)
	cmd.Env = daemonEnv()
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // Ctrl-C is for us, not for it
	if err := cmd.Start(); err != nil {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrInternalError, "cannot start the daemon %s: %s", program, err)
	}
	state := make(chan error, 1)
	go func() {
		if err := cmd.Wait(); err != nil {
			state <- err
			return
		}
		state <- errors.New(cmd.ProcessState.String())
	}()
	return state, nil
}

// daemonEnv is what of the environment a daemon gets.
func daemonEnv() []string {
	var env []string
	for _, name := range [...]string{"PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LD_PRELOAD", "LD_LIBRARY_PATH",
		"XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return append(env, "LC_ALL=C")
}
