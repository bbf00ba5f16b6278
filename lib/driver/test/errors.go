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
	return &virt.Error{
		Code: virt.ErrInvalidArg, Domain: virt.FromTest, Level: virt.LevelError,
		Message: fmt.Sprintf("unsupported flags (0x%x) in function %s", unknown, function),
		Str1:    function, Str2: "flags",
	}
}

const noFlags = uint32(0)

func cBool(b bool) int32 {
	if b {
		return 1
	}
	return 0
}
