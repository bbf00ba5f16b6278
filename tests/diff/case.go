package diff

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// A Kind is the host that a case runs on.
type Kind string

// The kinds of host.
const (
	KindNone   Kind = "none"   // no default URI and no daemon
	KindTest   Kind = "test"   // test:///default, in process, fresh for each case
	KindFile   Kind = "file"   // the host that files/node/host.xml describes, in process, fresh for each case
	KindDaemon Kind = "daemon" // libvirtd's own test driver; its state ends with the last connection
	KindApart  Kind = "apart"  // test:///default for virgo, KindDaemon for virsh, which with some commands hangs now and then in process
	KindQEMU   Kind = "qemu"   // libvirtd's qemu driver; the cases of one file run in order on one host
)

// kinds lists the kinds with the URI that each makes the default, in which $HOME
// is the directory of the case.
var kinds = map[Kind]string{
	KindNone:   "",
	KindTest:   "test:///default",
	KindFile:   "test://$HOME/files/node/host.xml",
	KindDaemon: "test+unix:///default",
	KindApart:  "test:///default",
	KindQEMU:   "qemu:///system",
}

// A Case is one command line.
type Case struct {
	Name string   // file, kind and line; "(2)" and so on after the line when it comes again
	Env  []string // variables set for it, NAME=value
	Args []string // the words after the program's name; $HOME in them is the directory of the case
}

// A File is the cases of one file on one kind of host, in order.
type File struct {
	Name  string // without directory and extension
	Kind  Kind
	Cases []Case
}

// ReadFiles reads the case files of a directory: one File for each kind of
// host that a file names.
func ReadFiles(dir fs.FS) ([]File, error) {
	names, err := fs.Glob(dir, "*.txt")
	if err != nil {
		return nil, err
	}
	var files []File
	for _, name := range names {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		more, err := parseFile(strings.TrimSuffix(path.Base(name), ".txt"), string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files = append(files, more...)
	}
	return files, nil
}

// parseFile reads one case file. Its first line that is neither blank nor a
// comment is "host" with one or more kinds; each further one is a case:
// variables to set, then the words after the program's name, written as Split
// reads them.
func parseFile(name, text string) ([]File, error) {
	var files []File
	var lines []string
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if files != nil {
			lines = append(lines, line)
			continue
		}
		words := strings.Fields(line)
		if words[0] != "host" || len(words) < 2 {
			return nil, fmt.Errorf("line %d: want \"host KIND...\" first", i+1)
		}
		for _, kind := range words[1:] {
			if _, ok := kinds[Kind(kind)]; !ok {
				return nil, fmt.Errorf("line %d: unknown kind of host %q", i+1, kind)
			}
			files = append(files, File{Name: name, Kind: Kind(kind)})
		}
	}
	for i := range files {
		seen := map[string]int{}
		for _, line := range lines {
			c, err := parseCase(line)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", line, err)
			}
			c.Name = caseName(name, files[i].Kind, line)
			if seen[line]++; seen[line] > 1 {
				if files[i].Kind != KindQEMU { // only there a line can find another state
					return nil, fmt.Errorf("%s: is there twice", line)
				}
				c.Name += fmt.Sprintf(" (%d)", seen[line])
			}
			files[i].Cases = append(files[i].Cases, c)
		}
	}
	return files, nil
}

func caseName(file string, kind Kind, line string) string {
	return file + "/" + string(kind) + ": " + line
}

// parseCase reads the line of one case.
func parseCase(line string) (Case, error) {
	words, err := Split(line)
	if err != nil {
		return Case{}, err
	}
	env := 0
	for env < len(words) && isAssignment(words[env]) {
		env++
	}
	return Case{Env: words[:env], Args: words[env:]}, nil
}

// isAssignment reports whether a word sets an environment variable.
func isAssignment(word string) bool {
	name, _, found := strings.Cut(word, "=")
	return found && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}

// Split splits a line into words at blanks. In a word, '...' is taken as it
// is, and "..." is a Go string, so that a word can hold every byte.
func Split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	inWord := false
	for line != "" {
		switch line[0] {
		case ' ', '\t':
			if inWord {
				words = append(words, word.String())
				word.Reset()
			}
			inWord = false
			line = line[1:]
		case '\'':
			text, rest, ok := strings.Cut(line[1:], "'")
			if !ok {
				return nil, fmt.Errorf("open quote: %s", line)
			}
			word.WriteString(text)
			inWord, line = true, rest
		case '"':
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				return nil, fmt.Errorf("open or bad quote: %s", line)
			}
			text, err := strconv.Unquote(quoted)
			if err != nil {
				return nil, fmt.Errorf("bad quote: %s", line)
			}
			word.WriteString(text)
			inWord, line = true, line[len(quoted):]
		default:
			word.WriteByte(line[0])
			inWord, line = true, line[1:]
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}

// Join writes words so that Split reads them back.
func Join(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		switch {
		case strconv.Quote(word) != `"`+word+`"`:
			quoted[i] = strconv.Quote(word)
		case word == "" || strings.ContainsAny(word, " '"):
			quoted[i] = `"` + word + `"`
		default:
			quoted[i] = word
		}
	}
	return strings.Join(quoted, " ")
}
