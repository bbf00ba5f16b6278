package remote

import "os"

// localSystem is the machine that this process runs on.
func localSystem() system {
	return system{
		uid:    os.Geteuid(),
		getenv: os.Getenv,
		exists: func(path string) bool {
			_, err := os.Stat(path)
			return err == nil
		},
	}
}
