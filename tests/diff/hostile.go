package diff

import (
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// An option is one option of a command as the help of virsh shows it.
type option struct {
	name  string // without --; empty for words that have no name
	value bool   // it takes a value
}

// optionLine matches a line of the OPTIONS part of a command's help:
// [--name] <string>, --name <number> or --name.
var optionLine = regexp.MustCompile(`^    \[?--([a-z0-9-]+)\]?( <(?:string|number)>)? `)

// options asks the real virsh which options a command has.
func options(command string) ([]option, error) {
	out, err := exec.Command("virsh", "help", command).Output()
	if err != nil {
		return nil, fmt.Errorf("virsh help %s: %w", command, err)
	}
	_, list, _ := strings.Cut(string(out), "\n  OPTIONS\n")
	var opts []option
	for line := range strings.Lines(list) {
		if m := optionLine.FindStringSubmatch(line); m != nil {
			opts = append(opts, option{name: m[1], value: m[2] != ""})
		}
	}
	return opts, nil
}

// hostileNames stand where a command expects the name of an object, its first
// argument.
var hostileNames = []string{
	"", "nobody", "1", "-1", " 1", "it's a \"größe\"\n\x01", "--", "-x", "00000000-0000-0000-0000-000000000000",
}

// hostileWords are more of them, for one command of each kind of object.
var hostileWords = []string{
	" ", "no body", "it's", `a"b`, `a\b`, "a;b", "#", "a#b", "größe", "日本", "a\nb", "a\x01b", "\xff",
	"0", "+1", "01", "0x1", "1 ", "99999999999999999999", "-", "---x", "not-a-uuid-but-just-as-long-as-oneis", "6695EB01-F6A4-8304-79AA-97F2502E193F",
	"../test", strings.Repeat("long", 300),
}

// wordCommands are the commands that get hostileWords.
var wordCommands = []string{"dominfo", "domuuid", "net-info", "pool-info", "vol-info", "echo", "maxvcpus", "connect"}

// hostileValues stand where an option's value is expected.
var hostileValues = []string{"", "nobody", "-1", "1", "99999999999999999999"}

// Hostile makes the cases of one command from a good command line of it and
// the options that it has.
func Hostile(good []string, opts []option) [][]string {
	command, args := good[0], good[1:]
	var lines [][]string
	add := func(parts ...[]string) { lines = append(lines, append([]string{command}, slices.Concat(parts...)...)) }
	one := func(words ...string) []string { return words }

	add(args)
	add()
	add(args, one("extra"))
	add(args, one("extra", "words"))
	add(args, one("--no-such-option"))
	add(args, one("--no-such-option=1"))
	add(one("--no-such-option"), args)
	add(args, one("-x"))
	add(args, one("--"))
	add(one("--"), args)
	add(one("--"), one("--"), args)
	add(args, one(""))
	if len(opts) > 0 {
		name := "--" + opts[0].name
		add(args, one(name[:len(name)-1])) // abbreviated
		add(args, one(strings.ToUpper(name)))
	}
	lines = append(lines, slices.Concat(one("-q", command), args), slices.Concat(one("-r", command), args))

	if len(args) > 0 {
		names := hostileNames
		if slices.Contains(wordCommands, command) {
			names = slices.Concat(hostileNames, hostileWords)
		}
		for _, name := range names {
			add(one(name), args[1:])
		}
	}
	for i, o := range opts {
		name := "--" + o.name
		if o.value {
			add(args, one(name))
			add(args, one(name+"="))
			add(args, one(name, "1", name, "1"))
			for _, value := range hostileValues {
				add(args, one(name, value))
			}
			add(args, one(name+"=nobody"))
			add(one(name+"=nobody"), args)
			continue
		}
		add(one(name), args)
		add(args, one(name, name))
		add(args, one(name+"=1"))
		for _, other := range opts[i+1:] {
			if !other.value {
				add(args, one(name, "--"+other.name))
			}
		}
	}
	return unique(lines)
}

// unique drops lines that are there already.
func unique(lines [][]string) [][]string {
	seen := map[string]bool{}
	return slices.DeleteFunc(lines, func(line []string) bool {
		key := Join(line)
		twice := seen[key]
		seen[key] = true
		return twice
	})
}
