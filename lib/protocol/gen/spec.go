package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
)

// The types here are the shapes of the tables in spec/*.json. Only what the
// generator uses is named.

// spec is all tables together.
type spec struct {
	remote, qemu, lxc protocolSpec
	framing           framingSpec
	constants         constantsSpec
	api               apiSpec
}

// protocolSpec is the table of one program.
type protocolSpec struct {
	Protocol string
	Program  struct {
		Name    string
		Number  uint32
		Version int
	}
	Constants  []constSpec
	Enums      []enumSpec
	Typedefs   []fieldSpec
	Structs    []structSpec
	Procedures []procSpec
}

type constSpec struct {
	Name   string
	Value  int64
	SameAs string `json:"same_as"`
	Since  string
}

type structSpec struct {
	Name   string
	Since  string
	Fields []fieldSpec
}

// fieldSpec is a field of a structure or a type definition.
type fieldSpec struct {
	Name     string
	Kind     string
	Type     string // of kind ref
	Optional bool   // of a type definition: a pointer
	Array    string // "", fixed or var
	Len, Max int
	Limit    string // the name of Len or Max
}

type procSpec struct {
	Number     int32
	Name       string
	Kind       string
	Args, Ret  string
	Msg        string
	Event      string
	EventID    int32 `json:"event_id"`
	Callback   bool
	Priority   string
	ACL        []string
	API        oneOrMore
	Stream     string
	SparseFlag string
	FDs        string
	Since      string
}

// oneOrMore is a string or a list of strings.
type oneOrMore []string

func (o *oneOrMore) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*o = oneOrMore{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(o))
}

type framingSpec struct {
	Constants []constSpec
	Enums     []enumSpec
	Structs   []structSpec
	Keepalive struct {
		Program struct {
			Number  uint32
			Version int
		}
		Procedures []struct {
			Number int32
			Name   string
		}
	}
	Features []constSpec
}

type enumSpec struct {
	Name, Lib, Header, Since string
	Bits                     bool
	Members                  []memberSpec
}

type memberSpec struct {
	Name     string
	Value    int64
	Since    string
	SameAs   string `json:"same_as"`
	Sentinel bool
}

type stringSpec struct{ Name, Value, Since, Lib, Header string }

type errorSpec struct {
	Name   string
	Value  int64
	Text   string
	Detail string `json:"text_detail"`
}

type constantsSpec struct {
	Enums   []enumSpec
	Strings []stringSpec
	Numbers []constSpec
	Aliases []constSpec
	Errors  []errorSpec
}

type apiSpec struct {
	Functions []functionSpec
}

type functionSpec struct {
	Name     string
	RPC      string
	New      bool            `json:"new_after_9_0_0"`
	ReadOnly json.RawMessage // "refused" or {"refused_if": condition}
}

// readSpec reads the tables below lib.
func readSpec(lib fs.FS) (*spec, error) {
	s := new(spec)
	for name, v := range map[string]any{
		"remote_protocol": &s.remote,
		"qemu_protocol":   &s.qemu,
		"lxc_protocol":    &s.lxc,
		"framing":         &s.framing,
		"constants":       &s.constants,
		"api":             &s.api,
	} {
		path := "protocol/spec/" + name + ".json"
		b, err := fs.ReadFile(lib, path)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(b, v); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return s, nil
}
