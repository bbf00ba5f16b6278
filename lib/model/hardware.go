package model

import (
	"slices"
	"strings"
)

// SameHardware refuses dst unless a guest that ran with src can go on with it: the
// machine that the guest sees, and its name, must be the same. What the guest does
// not see, as the files of its disks, may differ. Errors are *virt.Error, as libvirt
// words them.
func SameHardware(src, dst *Domain) error {
	return domainObject().own(hardware()(src.n, dst.n))
}

// trait is something that two definitions must agree on. Of an element that is not
// there it gets nil.
type trait func(src, dst *node) error

// view is how a trait is seen in an element, and shown in errors.
type view func(n *node) string

// every makes one trait of several; the first that differs counts.
func every(traits ...trait) trait {
	return func(src, dst *node) error {
		for _, t := range traits {
			if err := t(src, dst); err != nil {
				return err
			}
		}
		return nil
	}
}

// same is a trait whose error shows the value of the target before that of the
// source.
func same(format string, v view) trait {
	return func(src, dst *node) error {
		if s, d := v(src), v(dst); s != d {
			return unsupported(format, d, s)
		}
		return nil
	}
}

// sameState is a trait whose error shows the value of the source before that of the
// target.
func sameState(format string, v view) trait {
	return func(src, dst *node) error {
		if s, d := v(src), v(dst); s != d {
			return unsupported(format, s, d)
		}
		return nil
	}
}

// agree is a trait whose error shows no values.
func agree(text string, v view) trait {
	return func(src, dst *node) error {
		if v(src) != v(dst) {
			return unsupported("%s", text)
		}
		return nil
	}
}

// inside looks at a child of an element.
func inside(name string, traits ...trait) trait {
	t := every(traits...)
	return func(src, dst *node) error { return t(src.child(name), dst.child(name)) }
}

// where looks at traits only of what is so in the source.
func where(v view, value string, traits ...trait) trait {
	t := every(traits...)
	return func(src, dst *node) error {
		if v(src) != value {
			return nil
		}
		return t(src, dst)
	}
}

// each is the traits of all children of that name, of which there must be equally
// many. They are compared in order.
func each(name, format string, traits ...trait) trait {
	return every(
		same(format, func(n *node) string { return itoa(len(n.children(name))) }),
		pairs(name, traits...))
}

// eachSilent is each with an error that does not show the numbers.
func eachSilent(name, text string, traits ...trait) trait {
	return every(
		agree(text, func(n *node) string { return itoa(len(n.children(name))) }),
		pairs(name, traits...))
}

func pairs(name string, traits ...trait) trait {
	t := every(traits...)
	return func(src, dst *node) error {
		to := dst.children(name)
		for i, k := range src.children(name) {
			if err := t(k, to[i]); err != nil {
				return err
			}
		}
		return nil
	}
}

// value returns the view of what is at a path: "a/b@c" is the attribute c of the
// element b in a, "a/b" its text. absent is shown where it is not there.
func valueAt(path, absent string) view {
	elements, attr, isAttr := strings.Cut(path, "@")
	names := strings.FieldsFunc(elements, func(r rune) bool { return r == '/' })
	return func(n *node) string {
		if k := n.child(names...); k == nil {
			return absent
		} else if isAttr && k.has(attr) {
			return k.get(attr)
		} else if !isAttr && k.body.ok {
			return k.body.s
		}
		return absent
	}
}

// numberAt is valueAt for a number in whatever base, which is shown in decimal, and
// 0 where it is not there.
func numberAt(path string) view {
	v := valueAt(path, "0")
	return func(n *node) string {
		u, _ := unsigned(v(n), 0, 64) // checked when read
		return utoa(u)
	}
}

// present shows whether an element is there, in words for both.
func present(path, yes, no string) view {
	names := strings.Split(path, "/")
	return func(n *node) string {
		if n.child(names...) != nil {
			return yes
		}
		return no
	}
}

// joined shows several views with something between them.
func joined(separator string, views ...view) view {
	return func(n *node) string {
		texts := make([]string, len(views))
		for i, v := range views {
			texts[i] = v(n)
		}
		return strings.Join(texts, separator)
	}
}

// ranked shows the place of a word in a list, counted from first; absent for none.
func ranked(v view, first int, absent string, words ...string) view {
	return func(n *node) string {
		if i := slices.Index(words, v(n)); i >= 0 {
			return itoa(first + i)
		}
		return absent
	}
}
