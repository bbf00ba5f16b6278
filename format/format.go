package format

import (
	"fmt"
	"strings"
)

// Format is a form of output, the value of --output.
type Format int

// The output formats.
const (
	FormatText     Format = iota // virsh's text
	FormatJSON                   // one JSON document, or one per line for a stream
	FormatYAML                   // one YAML document each
	FormatCSV                    // RFC 4180 with a header line; lines end in LF
	FormatXML                    // one XML document
	FormatTable                  // a boxed table for people
	FormatMarkdown               // a table as Markdown has it
	FormatName                   // the name of each object, one per line
	FormatUUID                   // the UUID of each object, one per line
)

// formatNames returns the names of the formats, by value.
func formatNames() []string {
	return []string{"text", "json", "yaml", "csv", "xml", "table", "markdown", "name", "uuid"}
}

// Names returns the names that [ParseFormat] takes, for help and completion.
func Names() []string { return formatNames() }

// String returns the name of f.
func (f Format) String() string {
	if names := formatNames(); f >= 0 && int(f) < len(names) {
		return names[f]
	}
	return fmt.Sprintf("Format(%d)", int(f))
}

// Machine reports whether f is read by programs: no confirmation or progress
// text may mix with the results.
func (f Format) Machine() bool {
	return f.Document() || f == FormatName || f == FormatUUID
}

// Document reports whether results and errors are documents in f.
func (f Format) Document() bool {
	switch f {
	case FormatJSON, FormatYAML, FormatCSV, FormatXML:
		return true
	}
	return false
}

// ParseFormat returns the format called name. The error names the choices.
func ParseFormat(name string) (Format, error) {
	for i, n := range formatNames() {
		if n == name {
			return Format(i), nil
		}
	}
	return FormatText, fmt.Errorf("unknown output format '%s', must be one of: %s",
		name, strings.Join(formatNames(), ", "))
}
