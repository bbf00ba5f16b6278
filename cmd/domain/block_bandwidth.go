package domain

import (
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// bandwidthOpt is the limit of a job on a disk, see bandwidth.
func bandwidthOpt() vsh.Opt {
	return vsh.IntOpt("bandwidth", "limit in MiB/s, or in bytes/s with a suffix", "ulong-wrap or scaled bytes").Loose()
}

// bytesOpt is the unit of the limit.
func bytesOpt() vsh.Opt { return vsh.BoolOpt("bytes", "a limit without a suffix is in bytes/s") }

// bandwidth returns the limit that the options give, and whether it is in bytes/s
// and not in MiB/s. A number with a suffix always is.
//
// differs from virsh: without --bytes, virsh cuts a number with a suffix down to
// whole MiB/s, so that 5k is no limit at all.
func bandwidth(a *vsh.Args) (limit uint64, bytes bool, err error) {
	limit, err = a.Uint64Wrap("bandwidth")
	if err == nil {
		return limit, a.Bool("bytes"), nil
	}
	word := a.Raw("bandwidth")
	if limit, err = vsh.ParseScaled(word, 1, math.MaxUint64); err != nil {
		return 0, false, vsh.Wrapf(err, "Scaled numeric value '%s' for <--bandwidth> option is malformed or out of range", word)
	}
	return limit, true, nil
}
