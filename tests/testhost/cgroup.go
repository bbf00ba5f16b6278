package testhost

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// cgroupRoot is where the machine mounts its cgroup v1 hierarchies, one
// directory per controller.
const cgroupRoot = "/sys/fs/cgroup"

// controllers are the cgroup controllers that libvirtd's QEMU driver uses.
var controllers = [...]string{"cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids"}

// makeCgroups makes a cgroup in each hierarchy that the machine has and
// returns their controllers: none on a machine with cgroup v2, where guests
// run without.
func makeCgroups(name string) ([]string, error) {
	var have []string
	for _, controller := range controllers {
		parent := filepath.Join(cgroupRoot, controller)
		if _, err := os.Stat(filepath.Join(parent, "cgroup.procs")); err != nil {
			continue
		}
		dir := filepath.Join(parent, name)
		if err := os.Mkdir(dir, 0o755); err != nil {
			return nil, fmt.Errorf("cgroup: %w", err)
		}
		have = append(have, controller)
		if controller != "cpuset" {
			continue
		}
		for _, file := range []string{"cpuset.cpus", "cpuset.mems"} { // empty at first, and nobody may join then
			value, err := os.ReadFile(filepath.Join(parent, file))
			if err != nil {
				return nil, fmt.Errorf("cgroup: %w", err)
			}
			if err := os.WriteFile(filepath.Join(dir, file), value, 0); err != nil {
				return nil, fmt.Errorf("cgroup: %w", err)
			}
		}
	}
	return have, nil
}

// removeCgroups removes the cgroups of a host that has ended, with those that
// libvirtd made below them. They are busy until the last process is gone,
// which can be a tenth of a second after the end of the first.
func removeCgroups(name string) error {
	deadline := time.Now().Add(startTimeout)
	for {
		err := tryRemoveCgroups(name)
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func tryRemoveCgroups(name string) error {
	tops, err := filepath.Glob(filepath.Join(cgroupRoot, "*", name))
	if err != nil {
		return err
	}
	var errs []error
	for _, top := range tops {
		var dirs []string
		err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				dirs = append(dirs, path)
			}
			return err
		})
		errs = append(errs, err)
		slices.Reverse(dirs) // children first
		for _, dir := range dirs {
			if err := os.Remove(dir); err != nil {
				errs = append(errs, fmt.Errorf("cgroup: %w", err))
			}
		}
	}
	return errors.Join(errs...)
}
