package drivertest

import "regexp"

var (
	// The seconds since 1970 of these years, of which snapshots are made.
	clockPattern = regexp.MustCompile(`\b1[789][0-9]{8}\b`)
	// What libvirt says of a file that ends too early is what the system said of
	// something else before.
	staleErrno  = regexp.MustCompile(`((?:incomplete save header|failed to read metadata length|incomplete metadata) in '[^']*'): .*`)
	uuidPattern = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	macPattern  = regexp.MustCompile(`52:54:00(:[0-9a-f]{2}){3}`)
)
