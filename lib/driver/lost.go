package driver

import "github.com/virgo-vm/virgo/lib/virt"

// LostError tells that a session ended and why. It is what Err returns after an
// end that the client did not ask for, and what calls fail with that the end
// cut short: for those, Err also says what was being done. It wraps a
// *virt.Error.
type LostError struct {
	// Reason is one of virt.ConnectCloseReasonError (I/O error, or bytes that are
	// not the protocol's), ConnectCloseReasonEOF (the peer closed the connection),
	// ConnectCloseReasonKeepalive (the peer did not answer pings) and
	// ConnectCloseReasonClient.
	Reason virt.ConnectCloseReason
	Err    error
}

func (e *LostError) Error() string { return e.Err.Error() }

// Unwrap returns e.Err.
func (e *LostError) Unwrap() error { return e.Err }
