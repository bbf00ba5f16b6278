package snapshot

import (
	"encoding/xml"
	"fmt"
	"time"
)

// description is what the commands need of a snapshot's XML.
type description struct {
	State   string `xml:"state"`
	Created *int64 `xml:"creationTime"` // s since 1970
	Parent  string `xml:"parent>name"`
	Memory  struct {
		Snapshot string `xml:"snapshot,attr"`
	} `xml:"memory"`
	Disks []struct {
		Snapshot string `xml:"snapshot,attr"`
	} `xml:"disks>disk"`
}

// describe reads the XML of a snapshot that a host has sent.
func describe(doc string) (*description, error) {
	var d description
	if err := xml.Unmarshal([]byte(doc), &d); err != nil {
		return nil, fmt.Errorf("the host sent a snapshot whose XML cannot be read: %w", err)
	}
	return &d, nil
}

// created returns when the snapshot was taken; nil if the host does not tell.
func (d *description) created() *time.Time {
	if d.Created == nil {
		return nil
	}
	t := time.Unix(*d.Created, 0).UTC()
	return &t
}

// diskOnly reports whether the snapshot is one of disks alone.
func (d *description) diskOnly() bool { return d.State == "disk-snapshot" }

// external reports whether a file of its own holds some of the snapshot.
func (d *description) external() bool {
	if d.diskOnly() || d.Memory.Snapshot == "external" {
		return true
	}
	for _, disk := range d.Disks {
		if disk.Snapshot == "external" {
			return true
		}
	}
	return false
}
