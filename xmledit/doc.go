// Package xmledit works on the XML documents of domains, networks, pools and
// volumes. It selects parts of a document with XPath ([Select]) and shows them
// as virsh's --xpath and --wrap do.
//
// Documents are etree's. XPath 1.0 is our own: view.go makes the nodes that it
// speaks of out of etree's tokens, xpath_*.go parse and evaluate expressions on
// them. Edits of what an expression selects build on the same view.
//
// What commands make of their options instead of a file is built here too:
// [Pool], [Volume], [Disk], [Interface] and the like. What they change of a
// domain's devices is found and changed in device.go and media.go.
package xmledit
