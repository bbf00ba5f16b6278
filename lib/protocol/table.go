package protocol

import "iter"

// programProcs returns the procedures of a program in the order of their
// numbers, which begin at 1; nil for a program that is not known.
func programProcs(program uint32) []*Proc {
	switch program {
	case RemoteProgram:
		return remoteProcs[:]
	case QEMUProgram:
		return qemuProcs[:]
	case LXCProgram:
		return lxcProcs[:]
	}
	return nil
}

// Lookup returns the procedure with a number; nil if there is none.
func Lookup(program uint32, number int32) *Proc {
	procs := programProcs(program)
	if number < 1 || int(number) > len(procs) {
		return nil
	}
	return procs[number-1]
}

// Procs returns the procedures of a program in the order of their numbers.
func Procs(program uint32) iter.Seq[*Proc] {
	return func(yield func(*Proc) bool) {
		for _, p := range programProcs(program) {
			if !yield(p) {
				return
			}
		}
	}
}

// AllProcs returns the procedures of all programs.
func AllProcs() iter.Seq[*Proc] {
	return func(yield func(*Proc) bool) {
		for _, program := range [...]uint32{RemoteProgram, QEMUProgram, LXCProgram} {
			for p := range Procs(program) {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// CallbackMessage is the message of an event that says which registration it
// belongs to. The numbers are unique only per kind of object (domains, networks,
// pools, …).
type CallbackMessage interface {
	Message
	EventCallbackID() int32
}
