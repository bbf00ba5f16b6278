package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// vncPort is the port of VNC display 0.
const vncPort = 5900

// graphics is what a running domain's XML says of one display.
type graphics struct {
	Type     string `xml:"type,attr"`
	Port     string `xml:"port,attr"`
	TLSPort  string `xml:"tlsPort,attr"`
	Listen   string `xml:"listen,attr"`
	Socket   string `xml:"socket,attr"`
	Address  string `xml:"address,attr"` // of D-Bus
	Password string `xml:"passwd,attr"`
	Listens  []struct {
		Address string `xml:"address,attr"`
		Socket  string `xml:"socket,attr"`
	} `xml:"listen"`
}

// graphicsList is the displays of a domain, in the order of its XML.
type graphicsList []graphics

// displays returns the displays of a domain, which must run, with their passwords
// if these are wanted.
func displays(ctx context.Context, dom *libvirt.Domain, passwords bool) (graphicsList, error) {
	if active, err := dom.IsActive(ctx); err != nil || !active {
		return nil, vsh.Both(vsh.Failf("Domain is not running"), err)
	}
	var flags virt.DomainXMLFlags
	if passwords {
		flags = virt.DomainXMLSecure
	}
	doc, err := dom.XMLDesc(ctx, flags)
	if err != nil {
		return nil, err
	}
	var d struct {
		Graphics graphicsList `xml:"devices>graphics"`
	}
	return d.Graphics, parse(doc, &d)
}

// of returns the first display of a type; an empty one if there is none.
func (l graphicsList) of(typ string) graphics {
	for _, g := range l {
		if g.Type == typ {
			return g
		}
	}
	return graphics{}
}

// address returns the address that the display is to be reached at, if it tells
// one.
func (g *graphics) address() string {
	address := g.Listen
	for _, l := range g.Listens {
		if address == "" {
			address = l.Address
		}
	}
	return address
}

// socket returns the path of the unix socket that the display is to be reached
// at, if it is.
func (g *graphics) socket() string {
	socket := g.Socket
	for _, l := range g.Listens {
		if socket == "" {
			socket = l.Socket
		}
	}
	return socket
}
