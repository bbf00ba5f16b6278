// Package xmledit works on the XML documents of domains, networks, pools and
// volumes. It selects parts of a document with XPath ([Select]) and shows them
// as virsh's --xpath and --wrap do.
//
// Documents are etree's. The XPath engine is antchfx/xpath, which walks them
// through a view of its own (navigator.go); what the engine does not know or
// gets wrong is written differently before it sees it (rewrite.go). Edits of
// what an expression selects build on the same view.
//
// The engine is not quite XPath 1.0. A position counts wrongly after another
// condition (//source[@file][1] gives the first of all, not of each parent), on
// the axes attribute, descendant and preceding, and in a parenthesised union;
// the functions id and lang and the axis namespace are errors.
package xmledit
