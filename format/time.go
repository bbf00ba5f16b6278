package format

import "time"

// DateTime returns t as virsh shows when a snapshot was made, in the printer's
// time zone: 2024-01-31 12:30:59 +0100.
func (p *Printer) DateTime(t time.Time) string {
	return t.In(p.o.Location).Format("2006-01-02 15:04:05 -0700")
}

// LocalTime returns t as virsh shows the end of a DHCP lease: [Printer.DateTime]
// without the offset.
func (p *Printer) LocalTime(t time.Time) string {
	return t.In(p.o.Location).Format(time.DateTime)
}

// EventTime returns the prefix that --timestamp puts before an event, in UTC
// with milliseconds: "2024-01-31 11:30:59.123+0000: ".
func EventTime(t time.Time) string {
	return t.UTC().Format("2006-01-02 15:04:05.000+0000: ")
}
