package model

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// scale returns v units in bytes, which are of at most bits bits. An empty unit
// means def bytes.
func scale(v uint64, unit string, def uint64, bits int) (uint64, error) {
	factor, ok := unitSize(unit)
	if unit == "" {
		factor, ok = new(big.Int).SetUint64(def), true
	}
	if !ok {
		return 0, virt.Errorf(virt.FromNone, virt.ErrInvalidArg, "unknown suffix '%s'", unit)
	}
	n := new(big.Int).SetUint64(v)
	if n.Mul(n, factor); n.BitLen() > bits {
		return 0, virt.Errorf(virt.FromNone, virt.ErrOverflow, "value too large: %d%s", v, unit)
	}
	return n.Uint64(), nil
}

// unitSize returns the bytes in a unit: b, bytes, k and KiB for 1024, KB for
// 1000, and so on up to E, in any case.
func unitSize(unit string) (*big.Int, bool) {
	u := strings.ToLower(unit)
	if u == "b" || u == "byte" || u == "bytes" {
		return big.NewInt(1), true
	}
	if u == "" {
		return nil, false
	}
	power := strings.IndexByte("kmgtpe", u[0]) + 1
	base := int64(0)
	switch u[1:] {
	case "", "ib":
		base = 1024
	case "b":
		base = 1000
	}
	if power == 0 || base == 0 {
		return nil, false
	}
	return new(big.Int).Exp(big.NewInt(base), big.NewInt(int64(power)), nil), true
}

// kib is the check of an element that is an amount of memory: it brings text
// and unit to KiB, rounded up. place is the path that errors name.
func kib(place string) part {
	return check(func(n *node) error {
		if !n.body.ok {
			return nil
		}
		v, ok := unsigned(n.body.s, 10, 64)
		if !ok {
			return badXPath(n.body.s, place)
		}
		b, err := scale(v, n.get("unit"), 1024, 64)
		if err != nil {
			return err
		}
		n.set("unit", "KiB")
		n.setBody(strconv.FormatUint(b/1024+min(b%1024, 1), 10))
		return nil
	})
}

// amount is an element with an amount of memory in KiB.
func amount(name, place string, parts ...part) *row {
	return el(name, at("unit", str), text(str), kib(place), rows(parts))
}

// prettySize brings an element with an amount of memory, MiB by default, to the
// largest unit in which it is a whole number.
func prettySize(n *node) error {
	if !n.body.ok {
		return nil
	}
	v, ok := unsigned(n.body.s, 10, 64)
	if !ok {
		return badXPath(n.body.s, "./features/smm/tseg")
	}
	b, err := scale(v, n.get("unit"), 1<<20, 64)
	if err != nil {
		return err
	}
	b, unit := pretty(b)
	n.set("unit", unit)
	n.setBody(utoa(b))
	return nil
}

// pretty returns b bytes in the largest unit in which they are a whole number.
func pretty(b uint64) (amount uint64, unit string) {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	i := 0
	for ; b != 0 && b%1024 == 0 && i < len(units)-1; i++ {
		b /= 1024
	}
	return b, units[i]
}

// amountAttr is the check of an element with an amount of memory in an attribute
// of that name beside one named unit.
func amountAttr(n *node, name string) error {
	if !n.has(name) {
		return nil
	}
	v, ok := unsigned(n.get(name), 10, 64)
	if !ok {
		return badXPath(n.get(name), "./@"+name)
	}
	b, err := scale(v, n.get("unit"), 1024, 64)
	if err != nil {
		return err
	}
	n.set("unit", "KiB")
	n.set(name, strconv.FormatUint(b/1024+min(b%1024, 1), 10))
	return nil
}

// badXPath is the error of the XML reader about a value that should be a number.
func badXPath(v, place string) error {
	return virt.Errorf(virt.FromXML, virt.ErrXMLError, "Invalid value '%s' for element or attribute '%s'", v, place)
}
