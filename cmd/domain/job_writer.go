package domain

import (
	"fmt"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A jobWriter writes the lines of a report. After an error it writes no more.
type jobWriter struct {
	typ    virt.DomainJobType
	params []virt.TypedParam
	report *jobReport
	err    error
}

func (w *jobWriter) line(label, text string, args ...any) {
	if w.err != nil {
		return
	}
	w.report.lines = append(w.report.lines, fmt.Sprintf("%-17s "+text, append([]any{label}, args...)...))
}

func (w *jobWriter) operation() {
	var op virt.DomainJobOperation
	if w.err = checkJobType(w.params, virt.DomainJobOperationField, virt.TypedParamInt); w.err != nil {
		return
	}
	if p := jobParam(w.params, virt.DomainJobOperationField); p != nil {
		n, _ := p.Value.Int64()
		op = virt.DomainJobOperation(n)
	}
	word := op.String()
	w.report.Operation = &word
	w.line("Operation:", "%-12s", jobOperationWord(op))
}

// numbers writes all numbers there are, in virsh's order.
func (w *jobWriter) numbers() {
	w.line("Time elapsed:", "%-12d ms", w.value(virt.DomainJobTimeElapsed))
	w.number(virt.DomainJobTimeElapsedNet, "Time elapsed w/o network:", " ms")
	if w.typ == virt.DomainJobBounded {
		w.line("Time remaining:", "%-12d ms", w.value(virt.DomainJobTimeRemaining))
	}
	w.amounts("Data", virt.DomainJobDataProcessed, virt.DomainJobDataRemaining, virt.DomainJobDataTotal)
	if w.amounts("Memory", virt.DomainJobMemoryProcessed, virt.DomainJobMemoryRemaining, virt.DomainJobMemoryTotal) {
		w.rate(virt.DomainJobMemoryBps, "Memory bandwidth:")
		w.number(virt.DomainJobMemoryDirtyRate, "Dirty rate:", " pages/s")
		w.number(virt.DomainJobMemoryPageSize, "Page size:", " bytes")
		w.number(virt.DomainJobMemoryIteration, "Iteration:", "")
		w.number(virt.DomainJobMemoryPostcopyReqs, "Postcopy requests:", "")
	}
	if w.amounts("File", virt.DomainJobDiskProcessed, virt.DomainJobDiskRemaining, virt.DomainJobDiskTotal) {
		w.rate(virt.DomainJobDiskBps, "File bandwidth:")
	}
	w.number(virt.DomainJobMemoryConstant, "Constant pages:", "")
	w.number(virt.DomainJobMemoryNormal, "Normal pages:", "")
	w.size(virt.DomainJobMemoryNormalBytes, "Normal data:")
	downtime := "Expected downtime:"
	if w.typ == virt.DomainJobCompleted {
		downtime = "Total downtime:"
	}
	w.number(virt.DomainJobDowntime, downtime, " ms")
	w.number(virt.DomainJobDowntimeNet, "Downtime w/o network:", " ms")
	w.number(virt.DomainJobSetupTime, "Setup time:", " ms")
	w.size(virt.DomainJobCompressionCache, "Compression cache:")
	w.size(virt.DomainJobCompressionBytes, "Compressed data:")
	w.wide(virt.DomainJobCompressionPages, "Compressed pages:", virt.TypedParamUllong)
	w.wide(virt.DomainJobCompressionCacheMisses, "Compression cache misses:", virt.TypedParamUllong)
	w.wide(virt.DomainJobCompressionOverflow, "Compression overflows:", virt.TypedParamUllong)
	w.wide(virt.DomainJobAutoConvergeThrottle, "Auto converge throttle:", virt.TypedParamInt)
	w.size(virt.DomainJobDiskTempUsed, "Temporary disk space use:")
	w.size(virt.DomainJobDiskTempTotal, "Temporary disk space total:")
	if p := w.param(virt.DomainJobErrmsg, virt.TypedParamString); p != nil {
		w.line("Error message:", "%s", p.Value)
	}
}

// param returns the named parameter, if it is there and of the right type and
// nothing has gone wrong so far.
func (w *jobWriter) param(name string, want virt.TypedParameterType) *virt.TypedParam {
	if w.err != nil {
		return nil
	}
	if w.err = checkJobType(w.params, name, want); w.err != nil {
		return nil
	}
	return jobParam(w.params, name)
}

// value returns the named number, 0 if it is not there.
func (w *jobWriter) value(name string) uint64 {
	p := jobParam(w.params, name)
	if p == nil {
		return 0
	}
	n, _ := p.Value.Uint64()
	return n
}

// amounts writes how much of something is done, is left and is there at all. It
// does nothing and returns false where that is nothing.
func (w *jobWriter) amounts(what, processed, remaining, total string) bool {
	if w.err != nil || w.value(processed)|w.value(remaining)|w.value(total) == 0 {
		return false
	}
	w.bytes(processed, what+" processed:", "")
	w.bytes(remaining, what+" remaining:", "")
	w.bytes(total, what+" total:", "")
	return true
}

// number writes a number, with its unit behind a blank, if the host tells it.
func (w *jobWriter) number(name, label, unit string) {
	if p := w.param(name, virt.TypedParamUllong); p != nil {
		w.line(label, "%-12s%s", p.Value, unit)
	}
}

// wide is number for those that virsh pads by one blank more.
func (w *jobWriter) wide(name, label string, typ virt.TypedParameterType) {
	if p := w.param(name, typ); p != nil {
		w.line(label, "%-13s", p.Value)
	}
}

// size writes a number of bytes, if the host tells it.
func (w *jobWriter) size(name, label string) {
	if w.param(name, virt.TypedParamUllong) != nil {
		w.bytes(name, label, "")
	}
}

// rate writes a number of bytes per second, if the host tells it and it is not 0.
func (w *jobWriter) rate(name, label string) {
	if w.param(name, virt.TypedParamUllong) != nil && w.value(name) > 0 {
		w.bytes(name, label, "/s")
	}
}

func (w *jobWriter) bytes(name, label, per string) {
	value, unit := format.SizePrecise(w.value(name))
	w.line(label, "%s %s", value, unit+per)
}
