package xmledit

import "fmt"

// A sentence is an error in virsh's words, which begin with a capital letter.
type sentence string

// Error returns the words.
func (s sentence) Error() string { return string(s) }

func sentencef(text string, args ...any) error { return sentence(fmt.Sprintf(text, args...)) }
