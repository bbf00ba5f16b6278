package testhost

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// cacheDir is a directory of this package that outlives the test run.
func cacheDir(name string) (string, error) {
	base, err := os.UserCacheDir()
	if err != nil { // no home directory
		base = os.TempDir()
	}
	dir := filepath.Join(base, "virgo-testhost", name)
	return dir, os.MkdirAll(dir, 0o755)
}

// capabilities is where, below a host's directory, libvirtd keeps what it
// learned by probing QEMU. Probing takes 1.7 s; with the files of an earlier
// host it is saved. libvirtd itself checks that they fit the QEMU, the kernel
// and the libvirt at hand, and probes again if not.
const capabilities = "cache/qemu/capabilities"

// restoreCapabilities gives a new host what an earlier one learned.
func restoreCapabilities(dir string) error {
	cached, err := cacheDir("capabilities")
	if err != nil {
		return err
	}
	return copyFiles(filepath.Join(dir, capabilities), cached)
}

// saveCapabilities keeps what a host learned for the next.
func saveCapabilities(dir string) error {
	cached, err := cacheDir("capabilities")
	if err != nil {
		return err
	}
	return copyFiles(cached, filepath.Join(dir, capabilities))
}

// copyFiles copies the files of a directory; if there is none, nothing. Each
// appears whole or not at all, since others copy at the same time.
func copyFiles(to, from string) error {
	entries, err := os.ReadDir(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".xml" { // temporary files of others
			continue
		}
		data, err := os.ReadFile(filepath.Join(from, entry.Name()))
		if err != nil {
			return err
		}
		if err := writeFileAtomic(filepath.Join(to, entry.Name()), data); err != nil {
			return err
		}
	}
	return nil
}

// writeFileAtomic writes a file that others may be reading or writing.
func writeFileAtomic(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "new")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
