package diff

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

var (
	reportFlag = flag.String("report", "", "write all unknown differences to this `file`, in the form of known.txt")
	caseFlag   = flag.String("case", "", "run only the cases whose name matches this `pattern`")
	virgoFlag  = flag.String("virgo", "", "compare this `program` instead of a newly built virgo")
)

func TestMain(m *testing.M) {
	flag.Parse()
	testhost.Main(m)
}

// TestCases runs every case through both programs.
func TestCases(t *testing.T) {
	testhost.NeedVirsh(t)
	text, err := os.ReadFile("known.txt")
	if err != nil {
		t.Fatal(err)
	}
	known, err := ParseKnown(string(text))
	if err != nil {
		t.Fatalf("known.txt: %v", err)
	}
	s := &suite{known: known, virgo: *virgoFlag, only: regexp.MustCompile(*caseFlag)}
	if s.virgo == "" {
		s.virgo = testhost.Virgo(t)
	}
	if s.files, err = filepath.Abs("files"); err != nil {
		t.Fatal(err)
	}

	files, err := ReadFiles(os.DirFS("cases"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(files, goodFile(t), hostileFile(t)) {
		t.Run(f.Name+"/"+string(f.Kind), func(t *testing.T) { s.run(t, f) })
	}

	t.Logf("%d cases, %d identical, %d known", s.cases, s.identical, s.knownSeen)
	if *caseFlag == "" && s.unfinished == 0 {
		for name := range s.known {
			t.Errorf("known.txt: case %s: no such case any more", name)
		}
	}
	if *reportFlag != "" {
		if err := os.WriteFile(*reportFlag, []byte(strings.Join(s.report, "\n")), 0o644); err != nil {
			t.Error(err)
		}
	}
}

// goodLines returns the command lines in commands.txt, as words.
func goodLines(t *testing.T) [][]string {
	t.Helper()
	text, err := os.ReadFile("commands.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]string
	for line := range strings.Lines(string(text)) {
		if good := strings.Fields(line); len(good) > 0 && !strings.HasPrefix(line, "#") {
			lines = append(lines, good)
		}
	}
	return lines
}

// goodFile makes the cases of all commands in commands.txt, as they are, on a host
// from a file, which has objects of the same names.
func goodFile(t *testing.T) File {
	t.Helper()
	f := File{Name: "commands", Kind: KindFile}
	for _, good := range goodLines(t) {
		f.Cases = append(f.Cases, Case{Name: caseName(f.Name, f.Kind, Join(good)), Args: good})
	}
	return f
}

// hostileFile makes the cases of all commands in commands.txt.
func hostileFile(t *testing.T) File {
	t.Helper()
	f := File{Name: "hostile", Kind: KindTest}
	for _, good := range goodLines(t) {
		opts, err := options(good[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, args := range Hostile(good, opts) {
			f.Cases = append(f.Cases, Case{Name: caseName(f.Name, f.Kind, Join(args)), Args: args})
		}
	}
	return f
}

// A suite is one run of all cases. Its counters are written by one goroutine.
type suite struct {
	virgo string // path of the program
	files string // directory of the files that cases name
	only  *regexp.Regexp

	known                       map[string]Known // those that no case has had yet
	cases, identical, knownSeen int
	report                      []string
	unfinished                  int // files that were skipped or failed in the middle
}

// run runs the cases of one file.
func (s *suite) run(t *testing.T, f File) {
	f.Cases = slices.DeleteFunc(slices.Clone(f.Cases), func(c Case) bool { return !s.only.MatchString(c.Name) })
	if len(f.Cases) == 0 {
		return
	}
	s.unfinished++
	var virsh, virgo []Result
	switch f.Kind {
	case KindNone, KindTest, KindFile:
		virsh, virgo = s.runFresh(t, f)
	case KindDaemon, KindApart, KindQEMU:
		virsh, virgo = s.runInOrder(t, f)
	}
	const shown = 30 // the rest is in the report
	for i, c := range f.Cases {
		problem := s.judge(c, Compare(Mask(virsh[i]), Mask(virgo[i])))
		switch {
		case problem == "":
		case len(s.report) <= shown:
			t.Error(problem)
		default:
			t.Fail()
		}
	}
	s.unfinished--
}

// judge counts one case, and returns what is wrong with it, if anything.
func (s *suite) judge(c Case, lines []string) (problem string) {
	s.cases++
	known, isKnown := s.known[c.Name]
	delete(s.known, c.Name)
	switch {
	case len(lines) == 0 && !isKnown:
		s.identical++
		return ""
	case len(lines) == 0:
		return fmt.Sprintf("known.txt: case %s: no longer differs", c.Name)
	case slices.Equal(lines, known.Lines):
		s.knownSeen++
		return ""
	}
	entry := Entry(c.Name, lines)
	s.report = append(s.report, entry)
	return "differs:\n" + entry
}

// runFresh runs cases that share nothing, several at a time.
func (s *suite) runFresh(t *testing.T, f File) (virsh, virgo []Result) {
	virsh, virgo = make([]Result, len(f.Cases)), make([]Result, len(f.Cases))
	one := Runner{program: "virsh", kind: f.Kind, files: s.files}
	other := Runner{program: s.virgo, kind: f.Kind, files: s.files}
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				var err error
				if virsh[i], err = one.Run(f.Cases[i]); err != nil {
					t.Error(err)
				}
				if virgo[i], err = other.Run(f.Cases[i]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range f.Cases {
		next <- i
	}
	close(next)
	wg.Wait()
	return virsh, virgo
}

// runInOrder runs cases one after another on one host for each program. The
// hosts are equal, and stay so as long as the programs do the same.
func (s *suite) runInOrder(t *testing.T, f File) (virsh, virgo []Result) {
	testhost.NeedQEMU(t)
	one := Runner{program: "virsh", kind: f.Kind, files: s.files, host: startHost(t)}
	other := Runner{program: s.virgo, kind: f.Kind, files: s.files}
	if f.Kind == KindApart {
		one.kind, other.kind = KindDaemon, KindTest
	} else {
		other.host = startHost(t)
	}
	var wg sync.WaitGroup
	runAll := func(r Runner, results *[]Result) {
		wg.Go(func() {
			for _, c := range f.Cases {
				result, err := r.Run(c)
				if err != nil {
					t.Error(err)
				}
				*results = append(*results, result)
			}
		})
	}
	runAll(one, &virsh)
	runAll(other, &virgo)
	wg.Wait()
	return virsh, virgo
}

// startHost starts a host that is equal to each other one that it starts: same
// name, same UUID, the boot image, and a directory for a pool whose size does
// not change with the machine's disk.
func startHost(t *testing.T) *testhost.Host {
	t.Helper()
	h := testhost.Start(t, testhost.Options{
		Hostname: "host",
		UUID:     "d1ffd1ff-0000-5000-8000-d1ffd1ffd1ff",
		PreScript: `mkdir -p /var/lib/libvirt/pool
mount -t tmpfs -o size=64m pool /var/lib/libvirt/pool
truncate -s 1M /var/lib/libvirt/pool/raw.img
qemu-img create -q -f qcow2 /var/lib/libvirt/pool/grown.qcow2 8M
mkdir /var/lib/libvirt/pool/sub`,
	})
	if err := h.WriteBootImage(); err != nil {
		t.Fatal(err)
	}
	return h
}

// TestSeesEveryKindOfDifference runs a program that is not virsh in virgo's
// place: a suite that cannot fail shows nothing.
func TestSeesEveryKindOfDifference(t *testing.T) {
	for _, test := range []struct {
		name         string
		virsh, virgo Result
		want         string
	}{
		{"same", Result{"a\n", "b\n", 1}, Result{"a\n", "b\n", 1}, ""},
		{"status", Result{Status: 0}, Result{Status: 1}, "status - 0\nstatus + 1"},
		{"stdout", Result{Stdout: "a\nb\nc\n"}, Result{Stdout: "a\nx\nc\n"}, "stdout - b\nstdout + x"},
		{"stderr", Result{Stderr: "error: a\n"}, Result{}, "stderr - error: a"},
		{"an empty line", Result{Stdout: "a\n\n"}, Result{Stdout: "a\n"}, `stdout - "\n"`},
		{"the last line end", Result{Stdout: "a\n"}, Result{Stdout: "a"}, "stdout - a\nstdout + \"a\""},
		{"blanks at the end", Result{Stdout: "a \n"}, Result{Stdout: "a\n"}, "stdout - \"a \\n\"\nstdout + a"},
		{"a line in the middle", Result{Stdout: "a\nb\nc\nd\n"}, Result{Stdout: "a\nc\nx\nd\n"}, "stdout - b\nstdout + x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(Compare(test.virsh, test.virgo), "\n"); got != test.want {
				t.Errorf("difference:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

func TestMaskHidesOnlyWhatChanges(t *testing.T) {
	const fixed = "6695eb01-f6a4-8304-79aa-97f2502e193f"
	in := Result{
		Stdout: "UUID:           " + fixed + "\nCPU time:       12.3s\nCPU time used\n" +
			"a 01234567-89ab-4def-8123-456789abcdef\nb 11234567-89ab-4def-9123-456789abcdef\na 01234567-89ab-4def-8123-456789abcdef\n" +
			"52:54:00:12:34:56 aa:bb:cc:dd:ee:ff\n(Time: 1.234 ms)\n  cpu.time=5\n  cpu.times=5\n",
		Stderr: "error: 01234567-89ab-4def-8123-456789abcdef\n",
	}
	want := Result{
		Stdout: "UUID:           " + fixed + "\nCPU time:       CPU-TIME\nCPU time used\n" +
			"a UUID-1\nb UUID-2\na UUID-1\nMAC-1 aa:bb:cc:dd:ee:ff\n(Time: ELAPSED ms)\n  cpu.time=CPU-TIME\n  cpu.times=5\n",
		Stderr: "error: UUID-1\n",
	}
	if got := Mask(in); got != want {
		t.Errorf("masked:\n%+v\nwant:\n%+v", got, want)
	}
}

func TestKnownHasNoPatterns(t *testing.T) {
	known, err := ParseKnown("# why\n\ncase a/test: list\nreason it does\nstdout - .*\nstatus + 1\n\n\ncase b: x\nreason y\nstatus - 0\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(known["a/test: list"].Lines); len(known) != 2 || got != "[stdout - .* status + 1]" {
		t.Errorf("known: %v", known)
	}
	s := &suite{known: known}
	if problem := s.judge(Case{Name: "a/test: list"}, []string{"stdout - anything", "status + 1"}); problem == "" {
		t.Error("a known line acts as a pattern")
	}
	if problem := s.judge(Case{Name: "b: x"}, nil); problem == "" {
		t.Error("a known difference that is gone is accepted")
	}
	if problem := s.judge(Case{Name: "c"}, nil); problem != "" || s.identical != 1 {
		t.Errorf("an identical case has the problem %q", problem)
	}
	for _, bad := range []string{"list\nreason x\nstatus - 0", "case a\nstatus - 0\nstatus + 1", "case a\nreason \nstatus - 0", "case a\nreason x"} {
		if _, err := ParseKnown(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestSplitReadsWhatJoinWrites(t *testing.T) {
	words := slices.Concat(hostileNames, hostileWords, hostileValues)
	got, err := Split(Join(words))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, words) {
		t.Errorf("split %q, want %q", got, words)
	}
	got, err = Split(`a'b c'"\x01" '' -c'$x'`)
	if err != nil || !slices.Equal(got, []string{"ab c\x01", "", "-c$x"}) {
		t.Errorf("split %q, %v", got, err)
	}
	for _, bad := range []string{`'a`, `"a`, `"\q"`} {
		if _, err := Split(bad); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

func TestCaseFileIsChecked(t *testing.T) {
	files, err := parseFile("f", "# c\nhost test none\n\nlist --all\nX=1 Y= uri\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 2 || files[1].Kind != KindNone || files[1].Cases[1].Name != "f/none: X=1 Y= uri" ||
		!slices.Equal(files[1].Cases[1].Env, []string{"X=1", "Y="}) || !slices.Equal(files[1].Cases[1].Args, []string{"uri"}) {
		t.Errorf("files: %+v", files)
	}
	for _, bad := range []string{"list\n", "host mars\n", "host test\nlist\nlist\n", "host test\n'list\n"} {
		if _, err := parseFile("f", bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
