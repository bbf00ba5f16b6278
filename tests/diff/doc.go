// Package diff runs the same command lines through the real virsh and through
// virgo, each on a fresh host, and compares what they print and how they end,
// byte for byte.
//
// The command lines are data: files in cases/, and for every command in
// commands.txt a set of missing, repeated, wrong and hostile arguments that is
// made from the options virsh says it has. What differs between two runs of
// one program, and nothing else, is masked by the one list in mask.go. Each
// difference that is meant is an entry of known.txt, which names one case and
// holds the exact lines and the reason; an entry that no longer occurs is an
// error.
//
// To see all differences, in the form in which known.txt takes them:
//
//	go test ./tests/diff -report /tmp/differences.txt
//	go test ./tests/diff -run Cases/domains -case 'list --all' -v
package diff
