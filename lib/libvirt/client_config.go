package libvirt

import (
	"errors"
	"io/fs"
	"os"

	"github.com/virgo-vm/virgo/lib/uri"
)

// A ClientConfig is what the client's configuration file, libvirt.conf, says of
// the hosts that Open reaches.
type ClientConfig struct {
	File    string // its path
	Found   bool   // there is such a file; one that is missing says nothing
	Default string // the URI that is meant where none is given; empty for none
	Aliases []URIAlias

	config *uri.Config
}

// A URIAlias is a short name that Open takes for a URI.
type URIAlias struct{ Name, URI string }

// LoadClientConfig reads the configuration file at path, or, when path is empty,
// the one that Open reads. What is wrong with the file is the error.
func LoadClientConfig(path string) (*ClientConfig, error) {
	if path == "" {
		var err error
		if path, err = uri.ConfigPath(); err != nil {
			return nil, err
		}
	}
	config, err := uri.LoadConfig(path)
	if err != nil {
		return nil, err
	}
	c := &ClientConfig{File: path, config: config}
	if c.Default, err = config.String(uri.KeyDefault); err != nil {
		return nil, err
	}
	aliases, err := config.Aliases()
	if err != nil {
		return nil, err
	}
	for _, a := range aliases {
		c.Aliases = append(c.Aliases, URIAlias(a))
	}
	_, err = os.Stat(path)
	c.Found = !errors.Is(err, fs.ErrNotExist)
	return c, nil
}

// Resolve returns the URI that Open connects to when it is given name, in an
// environment that getenv reads. It is empty when the local daemon is to choose.
func (c *ClientConfig) Resolve(name string, getenv func(string) string) (string, error) {
	return c.config.Resolve(name, getenv)
}
