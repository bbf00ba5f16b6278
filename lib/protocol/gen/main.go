// Gen writes the generated Go code of lib/protocol and lib/virt from the tables
// in lib/protocol/spec. It is run by go generate in lib/protocol.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	lib := flag.String("lib", "..", "the lib directory, with protocol and virt in it")
	flag.Parse()
	if err := run(*lib); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run generates all files and replaces those that exist below lib.
func run(lib string) error {
	spec, err := readSpec(os.DirFS(lib))
	if err != nil {
		return err
	}
	files, err := generate(spec)
	if err != nil {
		return err
	}
	return files.replace(lib)
}

// generate makes every generated file of both packages.
func generate(s *spec) (fileSet, error) {
	files := fileSet{}
	p, err := newProtocolGen(s)
	if err != nil {
		return nil, err
	}
	if err := p.generate(files); err != nil {
		return nil, err
	}
	if err := newVirtGen(s).generate(files); err != nil {
		return nil, err
	}
	return files, nil
}
