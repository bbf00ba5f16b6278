package domain

import (
	"encoding/xml"
	"fmt"
	"slices"
)

// enabledVcpus returns the numbers of the virtual CPUs that a domain with the
// given XML has, and how many it can have.
func enabledVcpus(doc string) (numbers []uint, maximum int, err error) {
	var d struct {
		Vcpu struct {
			Maximum int   `xml:",chardata"`
			Current *uint `xml:"current,attr"`
		} `xml:"vcpu"`
		Each []struct {
			ID      uint   `xml:"id,attr"`
			Enabled string `xml:"enabled,attr"`
		} `xml:"vcpus>vcpu"`
	}
	if err := parse(doc, &d); err != nil {
		return nil, 0, err
	}
	for _, v := range d.Each {
		if v.Enabled == "yes" {
			numbers = append(numbers, v.ID)
		}
	}
	if len(d.Each) > 0 {
		return numbers, d.Vcpu.Maximum, nil
	}
	current := uint(max(d.Vcpu.Maximum, 0))
	if d.Vcpu.Current != nil {
		current = min(*d.Vcpu.Current, current)
	}
	for n := range current {
		numbers = append(numbers, n)
	}
	return numbers, d.Vcpu.Maximum, nil
}

// disk is what a domain's XML says of one disk.
type disk struct {
	Target string // the name in the guest
	Source string // file, directory, name, device or volume; empty for an empty drive
	Pool   string // of the volume; empty if Source is no volume's name
}

// disks returns the disks of a domain with the given XML.
func disks(doc string) ([]disk, error) {
	var d struct {
		Disks []struct {
			Target struct {
				Dev string `xml:"dev,attr"`
			} `xml:"target"`
			Source struct {
				Attrs []xml.Attr `xml:",any,attr"`
			} `xml:"source"`
		} `xml:"devices>disk"`
	}
	if err := parse(doc, &d); err != nil {
		return nil, err
	}
	found := make([]disk, len(d.Disks))
	for i, e := range d.Disks {
		found[i].Target = e.Target.Dev
		for _, a := range e.Source.Attrs {
			switch {
			case a.Name.Local == "pool":
				found[i].Pool = a.Value
			case found[i].Source == "" && slices.Contains([]string{"file", "dir", "name", "dev", "volume"}, a.Name.Local):
				found[i].Source = a.Value
			}
		}
	}
	return found, nil
}

// parse reads the XML that a host has sent.
func parse(doc string, into any) error {
	if err := xml.Unmarshal([]byte(doc), into); err != nil {
		return fmt.Errorf("the host sent a domain whose XML cannot be read: %w", err)
	}
	return nil
}
