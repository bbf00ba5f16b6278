package protocol

import "github.com/virgo-vm/virgo/lib/virt"

// TypedParam appends a typed parameter: its name, the number of its type, its
// value. A value without a type is an error.
func (e *Encoder) TypedParam(what string, p *virt.TypedParam) {
	e.String(what, p.Name, StringMax)
	v := p.Value
	e.Int32(int32(v.Type()))
	switch v.Type() {
	case virt.TypedParamInt, virt.TypedParamBoolean:
		n, _ := v.Int64()
		e.Int32(int32(n))
	case virt.TypedParamUint:
		n, _ := v.Uint64()
		e.Uint32(uint32(n))
	case virt.TypedParamLlong:
		n, _ := v.Int64()
		e.Int64(n)
	case virt.TypedParamUllong:
		n, _ := v.Uint64()
		e.Uint64(n)
	case virt.TypedParamDouble:
		f, _ := v.Float64()
		e.Float64(f)
	case virt.TypedParamString:
		s, _ := v.Str()
		e.String(what, s, StringMax)
	default:
		e.fail(&ValueError{Offset: len(e.Buf) - 4, What: what + " type", Value: int64(v.Type())})
	}
}

// TypedParam reads a typed parameter into p. A type that the protocol does not
// have is an error, since nothing tells how long its value is.
func (d *Decoder) TypedParam(what string, p *virt.TypedParam) {
	p.Name = d.String(what, StringMax)
	at := d.off
	switch t := virt.TypedParameterType(d.Int32()); t {
	case virt.TypedParamInt:
		p.Value = virt.IntValue(d.Int32())
	case virt.TypedParamUint:
		p.Value = virt.UintValue(d.Uint32())
	case virt.TypedParamLlong:
		p.Value = virt.LlongValue(d.Int64())
	case virt.TypedParamUllong:
		p.Value = virt.UllongValue(d.Uint64())
	case virt.TypedParamDouble:
		p.Value = virt.DoubleValue(d.Float64())
	case virt.TypedParamBoolean:
		p.Value = virt.BooleanValue(d.Bool())
	case virt.TypedParamString:
		p.Value = virt.StringValue(d.String(what, StringMax))
	default:
		p.Value = virt.TypedValue{}
		d.fail(&ValueError{Offset: at, What: what + " type", Value: int64(t)})
	}
}
