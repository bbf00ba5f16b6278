package format

import "strconv"

// Size scales a number of bytes for people the way virsh does: below 1024 the
// unit is B, then KiB to EiB. value has two decimals.
func Size(bytes uint64) (value, unit string) { return scale(bytes, 2) }

// SizePrecise is [Size] with three decimals, as in job information.
func SizePrecise(bytes uint64) (value, unit string) { return scale(bytes, 3) }

// SizeText returns the value and unit of [Size], parted by a blank.
func SizeText(bytes uint64) string {
	value, unit := Size(bytes)
	return value + " " + unit
}

func scale(bytes uint64, decimals int) (value, unit string) {
	units := [...]string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	i := 0
	divisor := uint64(1)
	for i < len(units)-1 && bytes/divisor >= 1024 {
		divisor *= 1024
		i++
	}
	// Division by a power of two is exact, so this is the double that virsh prints.
	return strconv.FormatFloat(float64(bytes)/float64(divisor), 'f', decimals, 64), units[i]
}
