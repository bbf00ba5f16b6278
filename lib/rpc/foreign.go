package rpc

import (
	"bytes"
	"strconv"
)

// foreign explains a length that no message has. The bytes are most often the
// beginning of another protocol's greeting.
func (r *frameReader) foreign(head []byte, size int64) error {
	start := append(bytes.Clone(head), r.in.buf[:min(len(r.in.buf), 28)]...)
	if name := foreignProtocol(start); name != "" {
		line, _, _ := bytes.Cut(start, []byte("\n"))
		return r.errorf("does not speak libvirt's protocol: it sent %s; this looks like %s",
			strconv.QuoteToASCII(string(bytes.TrimRight(line, "\r"))), name)
	}
	return r.errorf("sent a message of %d bytes, where the protocol has %d to %d", size, minFrame, maxFrame)
}

// foreignProtocol names who begins with b; empty if that is not known.
func foreignProtocol(b []byte) string {
	for _, p := range [...]struct{ prefix, name string }{
		{"HTTP", "an HTTP server"},
		{"<!DO", "an HTTP server"},
		{"<htm", "an HTTP server"},
		{"<HTM", "an HTTP server"},
		{"GET ", "an HTTP client"},
		{"POST", "an HTTP client"},
		{"SSH-", "an SSH server"},
		{"RFB ", "a VNC server"},
		{"REDS", "a SPICE server"},
		{`{"QM`, "a QEMU monitor (QMP)"},
		{"NBDM", "an NBD server"},
		{"220 ", "a mail or FTP server"},
		{"220-", "a mail or FTP server"},
		{"* OK", "an IMAP server"},
		{"+OK ", "a POP3 server"},
		{"AMQP", "an AMQP broker"},
		{"-ERR", "a Redis or POP3 server"},
		{"\x15\x03", "a TLS server (transport tls)"},
		{"\x16\x03", "a TLS peer (transport tls)"},
	} {
		if bytes.HasPrefix(b, []byte(p.prefix)) {
			return p.name
		}
	}
	return ""
}
