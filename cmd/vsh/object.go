package vsh

import "github.com/virgo-vm/virgo/format"

// kindsOfOptions returns the kind of object that the value of an option names, by
// the option's name.
func kindsOfOptions() map[string]string {
	return map[string]string{
		"domain":         "domain",
		"network":        "network",
		"pool":           "pool",
		"vol":            "volume",
		"interface":      "interface",
		"device":         "node device",
		"nwfilter":       "network filter",
		"binding":        "network filter binding",
		"secret":         "secret",
		"snapshotname":   "snapshot",
		"checkpointname": "checkpoint",
		"port":           "network port",
	}
}

// Object returns the object that the arguments name, as the user named it: by
// name, UUID or ID. It is the one of the first option that names any, or nil.
func (a *Args) Object() *format.Ref {
	kinds := kindsOfOptions()
	for i := range a.spec.Opts {
		o := &a.spec.Opts[i]
		kind := kinds[o.Name]
		if kind == "" || !o.Required {
			continue
		}
		for _, g := range a.given {
			if g.opt == o {
				return &format.Ref{Kind: kind, Name: g.value}
			}
		}
	}
	return nil
}
