// Package format turns the value that a command returns into output: virsh's
// text, byte for byte, or a JSON, YAML, CSV or XML document, or a boxed table.
//
// A command returns a [Result] and never prints. [Write] renders it:
//
//   - as text the Result prints itself on a [Printer], with the helpers here for
//     virsh's tables ([Table]), key and value lists, sizes and times;
//   - in every other [Format] the Result's exported fields are walked once into
//     a tree, honouring their json tags, and each format renders that one tree,
//     so that no two formats can disagree.
//
// The package knows nothing of hosts or commands and keeps no state; everything
// a rendering depends on is in [PrinterOptions].
package format
