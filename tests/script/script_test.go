package script_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/virgo-vm/virgo/cmd"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"virgo": func() {
			os.Exit(cmd.Main(cmd.Process{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
				LookupEnv: os.LookupEnv}))
		},
	})
}

func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("*/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	dirs := map[string]bool{}
	for _, file := range scripts {
		dirs[filepath.Dir(file)] = true
	}
	for dir := range dirs {
		t.Run(dir, func(t *testing.T) {
			testscript.Run(t, testscript.Params{Dir: dir, Setup: setup, RequireExplicitExec: true})
		})
	}
}

// setup gives a script a home of its own and no settings of the machine's.
func setup(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, "home")
	env.Setenv("HOME", home)
	env.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
	env.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	env.Setenv("XDG_RUNTIME_DIR", filepath.Join(home, "run"))
	env.Setenv("LC_ALL", "C.UTF-8")
	env.Setenv("TZ", "UTC")
	return os.MkdirAll(home, 0o755)
}
