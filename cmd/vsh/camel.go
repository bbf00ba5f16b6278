package vsh

import "strings"

// Camel returns the name of a host's parameter as a key of documents: without
// its dots, dashes and underscores, each word after the first with a capital
// letter.
func Camel(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	for i, word := range words[min(1, len(words)):] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}
