// Package virt is the vocabulary of libvirt's API: errors and their codes,
// constants and enums, typed parameters, CPU maps, UUIDs. The files named z_*.go
// are generated from the tables in lib/protocol/spec.
package virt

import (
	"fmt"
	"strings"
)

// Error is an error of a driver or of a host, with all that the protocol
// carries of it (virError). Code tells what happened; Domain, where.
//
// errors.Is compares with a code: errors.Is(err, virt.ErrNoDomain).
type Error struct {
	Code    ErrorNumber
	Domain  ErrorDomain
	Message string
	Level   ErrorLevel
	Dom     *DomainRef  // the domain concerned, if the host named one
	Net     *NetworkRef // the network concerned, if the host named one
	Str1    string      // extra text; often the detail of Message
	Str2    string
	Str3    string
	Int1    int32 // extra number; often an errno or an exit status
	Int2    int32
}

// DomainRef names a domain: name, UUID, and id when it runs, else -1.
type DomainRef struct {
	Name string
	UUID UUID
	ID   int32
}

// NetworkRef names a network.
type NetworkRef struct {
	Name string
	UUID UUID
}

// Error returns the message as the host wrote it.
func (e *Error) Error() string {
	if e.Message == "" {
		return e.Code.Error()
	}
	return e.Message
}

// Is reports whether target is e's code.
func (e *Error) Is(target error) bool {
	c, ok := target.(ErrorNumber)
	return ok && c == e.Code
}

// Error returns the text that libvirt shows for the code without a detail, so
// that a code can serve as the target of errors.Is.
func (c ErrorNumber) Error() string {
	if t := c.text(); t != "" {
		return t
	}
	return c.String()
}

// Errorf returns an error of level VIR_ERR_ERROR whose message is the code's
// text with the detail put in, as libvirt writes it: "Domain not found: no
// domain with matching name 'x'". Str1 is the detail alone. With an empty
// format the message is the code's text.
func Errorf(domain ErrorDomain, code ErrorNumber, format string, args ...any) *Error {
	e := &Error{Code: code, Domain: domain, Level: LevelError, Message: code.Error()}
	if detail := fmt.Sprintf(format, args...); detail != "" {
		e.Str1 = detail
		e.Message = strings.Replace(code.detail(), "%s", detail, 1)
	}
	return e
}

// text returns what libvirt says for the code without a detail.
func (c ErrorNumber) text() string {
	if c < 0 || int(c) >= len(errorTexts) {
		return ""
	}
	return errorTexts[c].text
}

// detail returns what libvirt says for the code with a detail in the place of
// %s. A code that libvirt has no text for is the detail alone.
func (c ErrorNumber) detail() string {
	if c < 0 || int(c) >= len(errorTexts) || errorTexts[c].detail == "" {
		return "%s"
	}
	return errorTexts[c].detail
}
