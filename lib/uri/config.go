package uri

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/virgo-vm/virgo/lib/virt"
)

// Keys of libvirt.conf that the client uses.
const (
	KeyDefault     = "uri_default"  // string: the URI to use when none is given
	KeyAliases     = "uri_aliases"  // list of strings name=URI
	KeyMode        = "remote_mode"  // string: auto, legacy or direct
	KeyProxy       = "remote_proxy" // string: auto, netcat or native
	KeyTLSPriority = "tls_priority" // string
	maxConfigSize  = 10 << 20       // MAX_CONFIG_FILE_SIZE
	systemConfig   = "/etc/libvirt/libvirt.conf"
)

// Config is what a file of libvirt.conf's syntax says. The zero value is an
// empty file.
type Config struct {
	file   string
	values map[string]confValue
}

// ConfigPath returns the configuration file of this process: root's is the
// system's, anyone else's lies in the home directory, and nobody reads both.
func ConfigPath() (string, error) {
	if os.Geteuid() == 0 {
		return systemConfig, nil
	}
	dir := os.Getenv("XDG_CONFIG_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", virt.Errorf(virt.FromConf, virt.ErrInternalError, "no directory for libvirt.conf: %v", err)
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "libvirt", "libvirt.conf"), nil
}

// LoadConfig reads a configuration file. One that does not exist is empty.
func LoadConfig(path string) (*Config, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &Config{file: path}, nil
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxConfigSize+1))
	if err == nil && len(data) > maxConfigSize {
		err = syscall.EOVERFLOW
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	return ParseConfig(path, data)
}

func unreadable(path string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return virt.Errorf(virt.FromConf, virt.ErrSystemError, "Failed to read file '%s': %v", path, err)
}

// String returns the value of key; empty when it is not set. Another kind of
// value than a string is an error.
func (c *Config) String(key string) (string, error) {
	v, ok := c.values[key]
	if !ok {
		return "", nil
	}
	if v.kind != confString {
		return "", virt.Errorf(virt.FromConf, virt.ErrInternalError, "%s: expected a string for '%s' parameter", c.file, key)
	}
	return v.str, nil
}

// Strings returns the list of strings that key is set to.
func (c *Config) Strings(key string) ([]string, error) {
	v, ok := c.values[key]
	if !ok {
		return nil, nil
	}
	if v.kind != confList {
		return nil, virt.Errorf(virt.FromConf, virt.ErrInternalError, "%s: expected a string list for '%s' parameter", c.file, key)
	}
	list := make([]string, 0, len(v.list))
	for _, e := range v.list {
		if e.kind != confString {
			return nil, virt.Errorf(virt.FromConf, virt.ErrConfSyntax, "%s: expected a string list for '%s' parameter", c.file, key)
		}
		list = append(list, e.str)
	}
	return list, nil
}
