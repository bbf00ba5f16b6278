package remote

import (
	"os"

	"github.com/virgo-vm/virgo/lib/uri"
)

// localSystem is the machine that this process runs on.
func localSystem() system {
	return system{
		uid:    os.Geteuid(),
		getenv: os.Getenv,
		exists: func(path string) bool {
			_, err := os.Stat(path)
			return err == nil
		},
		config: func(key string) (string, error) {
			path, err := uri.ConfigPath()
			if err != nil {
				return "", err
			}
			c, err := uri.LoadConfig(path)
			if err != nil {
				return "", err
			}
			return c.String(key)
		},
	}
}
