package monitor

import (
	"context"
	"fmt"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domtimeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domtime", Help: "show or set a guest's clock",
		Description: "Show what a guest's clock shows, in seconds since 1970; or set it.",
		Examples: []string{
			"domtime web --pretty",
			"domtime web --now",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("now", "set it to the time of this machine"),
			vsh.BoolOpt("pretty", "print date and time, in UTC"),
			vsh.BoolOpt("sync", "set it to the domain's hardware clock"),
			vsh.IntOpt("time", "set it to so many seconds since 1970", "int64").Loose(),
		},
		Run: runDomtime,
	}
}

func runDomtime(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	for _, pair := range [][2]string{{"time", "now"}, {"time", "sync"}, {"now", "sync"}} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return nil, err
		}
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	seconds, err := a.Int64("time")
	if err != nil {
		return nil, err
	}
	switch {
	case a.Has("time"):
		return setTime(ctx, dom, time.Unix(seconds, 0), 0)
	case a.Bool("now"):
		return setTime(ctx, dom, s.Now().Truncate(time.Second), 0)
	case a.Bool("sync"):
		return setTime(ctx, dom, time.Unix(0, 0), virt.DomainTimeSync)
	}
	now, err := dom.Time(ctx, 0)
	if err != nil {
		return nil, err
	}
	now = now.UTC()
	text := fmt.Sprintf("Time: %d", now.Unix())
	if a.Bool("pretty") {
		text = "Time: " + now.Format(time.DateTime)
	}
	return format.ValueText("time", now, text), nil
}

func setTime(ctx context.Context, dom *libvirt.Domain, t time.Time, flags virt.DomainSetTimeFlags) (format.Result, error) {
	if err := dom.SetTime(ctx, t, flags); err != nil {
		return nil, err
	}
	return format.Done("set", format.Ref(dom.Ref()), ""), nil
}
