package xmledit

import (
	"strings"

	"github.com/beevik/etree"
)

// cpuPaths selects the CPUs in a container of documents: elements cpu by
// themselves, the CPU of a domain, that of a host's capabilities, and the one
// that a domain gets that takes the host's model.
const cpuPaths = "/container/cpu|/container/domain/cpu|/container/capabilities/host/cpu|" +
	"/container/domainCapabilities/cpu/mode[@name='host-model' and @supported='yes']"

// CPUs returns the CPU definitions in a text of one XML document or several, each
// as an element cpu.
func CPUs(text string) ([]string, error) {
	found, err := Select("<container>"+withoutDeclaration(text)+"</container>", cpuPaths)
	if err != nil {
		return nil, err
	}
	for _, n := range found.nodes {
		if e := n.token.(*etree.Element); e.Tag == "mode" {
			e.Tag, n.attrs = "cpu", nil
		}
	}
	return found.Strings(), nil
}

// withoutDeclaration returns text without the XML declaration in front, which may
// only stand there.
func withoutDeclaration(text string) string {
	text = strings.TrimLeft(text, " \t\r\n")
	if strings.HasPrefix(text, "<?xml") {
		_, text, _ = strings.Cut(text, "?>")
	}
	return text
}

// CPU returns the XML of the CPU model with a name.
func CPU(model string) string {
	root := etree.NewElement("cpu")
	addText(root, "model", model)
	return compose(root)
}
