package vsh

// BoolOpt is a flag.
func BoolOpt(name, help string) Opt {
	return Opt{Name: name, Help: help, Kind: Bool}
}

// StringOpt is an option with a word as its value, given by name. complete names
// the source of candidates, or is "none".
func StringOpt(name, help, complete string) Opt {
	return Opt{Name: name, Help: help, Kind: String, Complete: complete}
}

// IntOpt is an option with a number as its value, given by name. value tells how
// it is read, see Opt.Value.
func IntOpt(name, help, value string) Opt {
	return Opt{Name: name, Help: help, Kind: Int, Complete: "none", Value: value}
}

// ArgvOpt takes all bare words that are left.
func ArgvOpt(name, help, complete string) Opt {
	return Opt{Name: name, Help: help, Kind: Argv, Positional: true, Complete: complete}
}

// AliasOpt is another name for the option called of.
func AliasOpt(name, of string) Opt {
	return Opt{Name: name, Kind: Alias, AliasOf: of}
}

// AliasValueOpt stands for the option called of with the given value.
func AliasValueOpt(name, of, value string) Opt {
	return Opt{Name: name, Kind: Alias, AliasOf: of, AliasValue: value}
}

// StringArg is a required word, usually given by position.
func StringArg(name, help, complete string) Opt {
	return StringOpt(name, help, complete).Req().Pos()
}

// IntArg is a required number, usually given by position.
func IntArg(name, help, value string) Opt {
	return IntOpt(name, help, value).Req().Pos()
}

// FileArg is the required file of XML, called file.
func FileArg(help string) Opt { return StringArg("file", help, "files") }

// DomainArg is the required domain. complete names the domains to offer.
func DomainArg(help, complete string) Opt { return StringArg("domain", help, complete) }

// NetworkArg is the required network. complete names the networks to offer.
func NetworkArg(help, complete string) Opt { return StringArg("network", help, complete) }

// PoolArg is the required storage pool. complete names the pools to offer.
func PoolArg(help, complete string) Opt { return StringArg("pool", help, complete) }

// PoolOpt is the pool of a volume that is given by name.
func PoolOpt(help string) Opt { return StringOpt("pool", help, "pools-active") }

// VolArg is the required storage volume: its name, key or path.
func VolArg(help string) Opt { return StringArg("vol", help, "volumes") }

// ConfigLiveCurrent is the three options that tell what of a domain is meant,
// see Args.ConfigLiveCurrent.
func ConfigLiveCurrent() []Opt {
	return []Opt{
		BoolOpt("config", "affect the next boot"),
		BoolOpt("live", "affect the running domain"),
		BoolOpt("current", "affect the domain as it is now: running, else the next boot"),
	}
}

// Req returns o as a required option.
func (o Opt) Req() Opt { o.Required = true; return o }

// Pos returns o as an option that bare words fill.
func (o Opt) Pos() Opt { o.Positional = true; return o }

// Loose returns o as an option that bare words fill too, though help shows it as
// given by name.
func (o Opt) Loose() Opt { o.LoosePositional = true; return o }

// Empty returns o as an option that accepts an empty word.
func (o Opt) Empty() Opt { o.EmptyOK = true; return o }

// Hidden returns o as an option whose value nothing may keep.
func (o Opt) Hidden() Opt { o.Secret = true; return o }

// Repeats returns o as an option that may be given more than once, see Args.Argv.
func (o Opt) Repeats() Opt { o.Many = true; return o }

// Reads returns o as a string option whose word is a number, read as value says.
func (o Opt) Reads(value string) Opt { o.Value = value; return o }

// From returns o with another source of candidates.
func (o Opt) From(complete string) Opt { o.Complete = complete; return o }
