package test

import (
	"fmt"

	"github.com/virgo-vm/virgo/lib/virt"
)

func errorf(code virt.ErrorNumber, format string, args ...any) error {
	return virt.Errorf(virt.FromTest, code, format, args...)
}

// checkFlags refuses the flags that are not in known. function is the C
// function that libvirt names in the text.
func checkFlags[F ~uint32](flags uint32, known F, function string) error {
	unknown := flags &^ uint32(known)
	if unknown == 0 {
		return nil
	}
	return argument(virt.FromTest, fmt.Sprintf("unsupported flags (0x%x) in function %s", unknown, function), function, "flags")
}

// argument is the error of an argument that cannot be: its text stands alone,
// without that of the code.
func argument(from virt.ErrorDomain, text, function, name string) error {
	return &virt.Error{
		Code: virt.ErrInvalidArg, Domain: from, Level: virt.LevelError,
		Message: text, Str1: function, Str2: name,
	}
}

// errExclusive is the error of two flags that rule each other out.
func errExclusive(a, b string) error {
	return argument(virt.FromDomain, fmt.Sprintf("Flags '%s' and '%s' are mutually exclusive", a, b), "", "flags")
}

// errRequired is the error of a flag that makes no sense without another.
func errRequired(needed, by string) error {
	return argument(virt.FromDomain, fmt.Sprintf("Flag '%s' is required by flag '%s'", needed, by), "", "flags")
}

// errFlags is the error of two flags that do not go together.
func errFlags(from virt.ErrorDomain, format, a, b string) error {
	return argument(from, fmt.Sprintf(format, a, b), "", "flags")
}

// errZero is the error of a number that must not be zero.
func errZero(function, name string) error {
	return argument(virt.FromDomain, name+" in "+function+" must not be zero", function, name)
}

// errNull is the error of an array that must not be empty.
func errNull(function, name string) error {
	return argument(virt.FromDomain, name+" in "+function+" must not be NULL", function, name)
}

// errUnknown is the error where libvirt's driver fails and says nothing.
func errUnknown() error {
	return &virt.Error{
		Code: virt.ErrInternalError, Domain: virt.FromNone, Level: virt.LevelError,
		Message: "An error occurred, but the cause is unknown",
	}
}

const noFlags = uint32(0)

func cBool(b bool) int32 {
	if b {
		return 1
	}
	return 0
}
