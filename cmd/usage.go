package cmd

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

// usageOptions is the list of global options.
const usageOptions = `
virgo [options]... [<command_string>]
virgo [options]... <command> [args...]

  options:
    -c | --connect=URI      the host to work on
    -d | --debug=NUM        what to tell on the way, 0 (all) to 4 (errors)
    -e | --escape <char>    the key that leaves a console
    -h | --help             this text
    -k | --keepalive-interval=NUM
                            seconds between signs of life, 0 for none
    -K | --keepalive-count=NUM
                            how many of them may stay without an answer
    -l | --log=FILE         write a log to FILE
    -o | --output=FORMAT    text, json, yaml, csv, xml, table, markdown,
                            name or uuid
    -q | --quiet            results only
    -r | --readonly         allow nothing that changes the host
    -t | --timing           show how long each command took
    -v                      the version
    -V                      the version and what it was built with
         --version[=TYPE]   the version, TYPE is short or long
         --color=WHEN       auto, always or never
         --columns=A,B      only these fields of a list, see -o json
         --sort=A           sort a list by this field, or down by -A
         --stop-on-error    run no more commands after one that failed
         --timeout=SECONDS  how long connecting may take, 0 for no limit
         --trace            show each call to the host
  commands (non interactive mode):

`

// usage prints all options and commands.
func usage(p *format.Printer, c vsh.Catalog) {
	p.Print(usageOptions)
	vsh.NewOverview(c).Usage(p)
	p.Print("\n  (specify help <group> for details about the commands in the group)\n")
	p.Print("\n  (specify help <command> for details about the command)\n\n")
}
