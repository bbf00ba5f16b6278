package format

import "io"

// ErrorInfo is an error as the machine formats carry it. Empty fields are left
// out, except the code and the message.
type ErrorInfo struct {
	Code    int    `json:"code"`             // virErrorNumber; 0 when the error is not the host's
	Name    string `json:"name,omitempty"`   // of the code: NO_DOMAIN
	Domain  string `json:"domain,omitempty"` // virErrorDomain: QEMU
	Level   string `json:"level,omitempty"`  // warning or error
	Message string `json:"message"`
	Object  *Ref   `json:"object,omitempty"` // what the error is about
	URI     string `json:"uri,omitempty"`    // of the host
}

// Text prints the message as an error line.
func (e ErrorInfo) Text(p *Printer) error {
	p.Printf("%s %s\n", p.Warning("error:"), e.Message)
	return nil
}

// EncodeError writes e to w in the format f: the document {"error":{…}}, or in
// the other formats the error line of [ErrorInfo.Text].
func EncodeError(w io.Writer, f Format, e ErrorInfo) error {
	if !f.Document() {
		return Encode(w, FormatText, e, PrinterOptions{})
	}
	return Encode(w, f, errorDocument{e}, PrinterOptions{})
}

// errorDocument is the document that EncodeError writes.
type errorDocument struct {
	Error ErrorInfo `json:"error"`
}

// Text prints the error's text.
func (d errorDocument) Text(p *Printer) error { return d.Error.Text(p) }
