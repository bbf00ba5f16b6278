package domain

import (
	"os"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/virt"
)

func passFDsOpt() vsh.Opt {
	return vsh.StringOpt("pass-fds", "open file descriptors, with commas between, to pass to the domain", "none").Loose()
}

// passFDs returns the descriptors that the option pass-fds names.
func passFDs(a *vsh.Args) ([]int, error) {
	list := a.Raw("pass-fds")
	if list == "" {
		return nil, nil
	}
	var fds []int
	for word := range strings.SplitSeq(list, ",") {
		fd, ok := vsh.ParseInt32(word, false)
		if !ok {
			return nil, vsh.Failf("Unable to parse FD number '%s'", word)
		}
		fds = append(fds, int(fd))
	}
	return fds, nil
}

// withFiles calls f with duplicates of the descriptors, and closes them after
// it.
func withFiles(fds []int, f func([]*os.File) error) error {
	files := make([]*os.File, 0, len(fds))
	defer func() {
		for _, file := range files {
			_ = file.Close() // nothing was written
		}
	}()
	for _, fd := range fds {
		file, err := duplicate(fd)
		if err != nil {
			return virt.Errorf(virt.FromNone, virt.ErrSystemError, "Cannot duplicate FD %d: %s", fd, vsh.SystemText(err))
		}
		files = append(files, file)
	}
	return f(files)
}
