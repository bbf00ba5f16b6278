package drivertest

import "regexp"

var (
	uuidPattern = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	macPattern  = regexp.MustCompile(`52:54:00(:[0-9a-f]{2}){3}`)
)
