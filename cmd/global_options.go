package cmd

import "strings"

// A GlobalOption is an option that stands before the command.
type GlobalOption struct {
	Usage string // as usage shows it: -c | --connect=URI
	Help  string
}

// GlobalOptions returns the global options as usage lists them.
func GlobalOptions() []GlobalOption {
	_, list, _ := strings.Cut(usageOptions, "  options:\n")
	list, _, _ = strings.Cut(list, "  commands (")
	var options []GlobalOption
	for line := range strings.Lines(list) {
		usage, help, isOption := cutOption(strings.TrimSpace(line))
		switch {
		case isOption:
			options = append(options, GlobalOption{usage, help})
		case len(options) > 0:
			last := &options[len(options)-1]
			last.Help = strings.TrimSpace(last.Help + " " + strings.TrimSpace(line))
		}
	}
	return options
}

// cutOption parts a line of the list at the blanks between option and help. A
// line that begins with no option goes on with the help of the one before.
func cutOption(line string) (usage, help string, isOption bool) {
	if !strings.HasPrefix(line, "-") {
		return "", "", false
	}
	usage, help, _ = strings.Cut(line, "  ")
	return usage, strings.TrimSpace(help), true
}
