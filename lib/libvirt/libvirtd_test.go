package libvirt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// dial opens a session that ends with the test and prints no errors.
func dial(t *testing.T, uri string, opts ...libvirt.Option) *libvirt.Conn {
	t.Helper()
	conn, err := libvirt.Open(t.Context(), uri, append(opts, libvirt.ErrorFunc(func(*virt.Error) {}))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func TestLibvirtdURI(t *testing.T) {
	h := testhost.Shared(t)
	uri := h.URI("qemu")
	got, err := dial(t, uri).URI(t.Context())
	if err != nil || got != uri {
		t.Errorf("URI() = %q, %v; want %q", got, err, uri)
	}
	t.Setenv("LIBVIRT_DEFAULT_URI", uri)
	got, err = dial(t, "").URI(t.Context())
	if err != nil || got != uri {
		t.Errorf("of the default: URI() = %q, %v; want %q", got, err, uri)
	}
}

func TestLibvirtdWarnsOfUnknownParameters(t *testing.T) {
	h := testhost.Shared(t)
	var warned []string
	uri := strings.Replace(h.URI("test"), "?", "?frobnicate=1&", 1)
	dial(t, uri, libvirt.Warn(func(s string) { warned = append(warned, s) }))
	if len(warned) != 1 || !strings.Contains(warned[0], "frobnicate") {
		t.Errorf("warnings: %q", warned)
	}
}

func TestLibvirtdReadOnly(t *testing.T) {
	ctx := t.Context()
	h := testhost.Shared(t)
	conn := dial(t, h.URI("test"), libvirt.ReadOnly())
	d, err := conn.LookupDomainByName(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Create(ctx); !errors.Is(err, virt.ErrOperationDenied) || !strings.HasSuffix(err.Error(), "virDomainCreate") {
		t.Errorf("Create: %v", err)
	}
	if _, err := conn.HypervisorVersion(ctx); err != nil {
		t.Errorf("HypervisorVersion: %v", err)
	}
}

// TestLibvirtdHost asks for all that a host tells of itself.
func TestLibvirtdHost(t *testing.T) {
	ctx := t.Context()
	h := testhost.Shared(t)
	conn := dial(t, h.URI("test"))
	text := func(s string, err error) any {
		if err != nil {
			return err
		}
		first, _, _ := strings.Cut(s, "\n")
		return first
	}
	val := func(v any, err error) any {
		if err != nil {
			return err
		}
		return v
	}
	for _, c := range []struct {
		what string
		got  any
		want string
	}{
		{"Type", text(conn.Type(ctx)), "TEST"},
		{"HypervisorVersion", val(conn.HypervisorVersion(ctx)), "0.0.2"},
		{"LibVersion", val(conn.LibVersion(ctx)), "9.0.0"},
		{"Capabilities", text(conn.Capabilities(ctx)), "<capabilities>"},
		{"Sysinfo", text(conn.Sysinfo(ctx)), "<sysinfo type='smbios'>"},
		{"MaxVcpus", val(conn.MaxVcpus(ctx, "")), "32"},
		{"MaxVcpus of no type", val(conn.MaxVcpus(ctx, "none")), "32"},
		{"IsSecure", val(conn.IsSecure(ctx)), "true"},
		{"NodeInfo", val(conn.NodeInfo(ctx)), "{i686 3145728 16 1400 2 2 2 2}"},
		{"FreeMemory", val(conn.FreeMemory(ctx)), "3145728"},
		{"CellsFreeMemory", val(conn.CellsFreeMemory(ctx, 0, 9)), "[2097152 4194304]"},
		{"HostCPUs", val(conn.HostCPUs(ctx)), "8"},
		{"NodeCPUMap", val(conn.NodeCPUMap(ctx)), "{8 3 0,2,4}"},
		{"NodeCPUStats", val(conn.NodeCPUStats(ctx, -1)), "[{user 9797400000} {kernel 34678723400000} {idle 87264900000} {iowait 763600000}]"},
		{"DomainCapabilities", val(conn.DomainCapabilities(ctx, "", "", "", "", 0)), "this function is not supported by the connection driver: virConnectGetDomainCapabilities"},
	} {
		want(t, c.what, fmt.Sprint(c.got), c.want)
	}
}

// TestLibvirtdRoundTrips pins how often each operation waits for the host, on
// a line that is slow enough to tell what was in flight together.
func TestLibvirtdRoundTrips(t *testing.T) {
	ctx := t.Context()
	h := testhost.Shared(t)
	delay := testhost.Line{Delay: 20 * time.Millisecond}
	proxy := testhost.StartProxy(t, testhost.ProxyOptions{Network: "unix", Address: h.Socket, ToServer: delay, ToClient: delay})
	uri := proxy.URI("qemu")
	for i := range 20 {
		defineOff(t, h, fmt.Sprintf("trips%d", i))
	}
	tracer := driver.NewTracer(nil)
	conn := dial(t, uri, libvirt.Trace(tracer))
	before := 0
	trips := func(what string, want int, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if got := tracer.RoundTrips() - before; got != want {
			t.Errorf("%s: %d round trips, want %d", what, got, want)
		}
		before = tracer.RoundTrips()
	}
	trips("Open", 2, nil)
	rows, err := conn.DomainRows(ctx, 0, libvirt.ColumnState|libvirt.ColumnManagedSave|libvirt.ColumnAutostart|libvirt.ColumnPersistent)
	trips("DomainRows", 1, err)
	if len(rows) < 20 || rows[0].State != virt.DomainShutoff || !rows[0].Persistent {
		t.Errorf("%d rows: %s", len(rows), show(rows))
	}
	titled, err := conn.DomainRows(ctx, 0, libvirt.ColumnState|libvirt.ColumnTitle)
	trips("DomainRows with titles", 2, err)
	if len(titled) < 20 || titled[0].Title == "" {
		t.Errorf("%d rows: %s", len(titled), show(titled))
	}
	_, err = conn.NetworkRows(ctx, 0)
	trips("NetworkRows", 1, err)
	_, err = conn.StoragePoolRows(ctx, 0, 0)
	trips("StoragePoolRows", 1, err)
	_, err = conn.AllDomainStats(ctx, 0, virt.ConnectGetAllDomainsStatsNowait)
	trips("AllDomainStats", 1, err)
	d, err := conn.LookupDomainByName(ctx, "trips0")
	trips("LookupDomainByName", 1, err)
	_, err = conn.URI(ctx)
	trips("URI", 0, err)
	_, err = d.NumaParameters(ctx, 0)
	trips("NumaParameters", 2, err)
	events, cancel := context.WithCancel(ctx)
	defer cancel()
	_, err = conn.DomainEvents(events)
	trips("DomainEvents", 1, err)
	_, err = conn.DomainEvents(events)
	trips("DomainEvents again", 0, err)
}

// defineOff defines a domain that is never started, with a title.
func defineOff(t *testing.T, h *testhost.Host, name string) {
	t.Helper()
	testhost.NeedQEMU(t)
	conn := dial(t, h.URI("qemu"))
	xml := strings.Replace(testhost.BootGuestXML(name), "<memory", "<title>the title of "+name+"</title><memory", 1)
	d, err := conn.DefineDomainXML(t.Context(), xml)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Undefine(context.Background()); err != nil {
			t.Errorf("undefine %s: %v", name, err)
		}
	})
}

// TestLibvirtdGuest takes a real guest through its life.
func TestLibvirtdGuest(t *testing.T) {
	ctx := t.Context()
	h := testhost.Shared(t)
	h.DefineBootGuest(t, "life")
	conn := dial(t, h.URI("qemu"))
	watch, stop := context.WithCancel(ctx)
	defer stop()
	events, err := conn.DomainEvents(watch)
	if err != nil {
		t.Fatal(err)
	}
	d, err := conn.LookupDomainByName(ctx, "life")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "id before", d.ID(), -1)
	if err := d.Create(ctx); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Destroy(context.Background()) }()
	byID, err := conn.LookupDomainByID(ctx, d.ID())
	if err != nil || byID.UUID() != d.UUID() {
		t.Errorf("by its new id: %v, %v", byID, err)
	}
	waitForBoot(t, d)
	checkRunning(t, conn, d)

	if err := d.Suspend(ctx); err != nil {
		t.Errorf("Suspend: %v", err)
	}
	if state, reason, err := d.State(ctx); err != nil || state != virt.DomainPaused || virt.DomainPausedReason(reason) != virt.DomainPausedUser {
		t.Errorf("suspended: %v, %v, %v", state, reason, err)
	}
	if err := d.Resume(ctx); err != nil {
		t.Errorf("Resume: %v", err)
	}
	if err := d.Destroy(ctx); err != nil {
		t.Errorf("Destroy: %v", err)
	}
	var seen []virt.DomainEventType
	for last := virt.DomainEventDefined; last != virt.DomainEventStopped; {
		select {
		case ev := <-events:
			if ev.Domain.Name() == "life" {
				last = ev.Type
				seen = append(seen, ev.Type)
			}
		case <-time.After(time.Minute):
			t.Fatalf("events so far: %v", seen)
		}
	}
	// libvirtd tells of the CPUs' first start and of QEMU's end too.
	want(t, "events", fmt.Sprint(seen), fmt.Sprint([]virt.DomainEventType{virt.DomainEventResumed, virt.DomainEventStarted,
		virt.DomainEventSuspended, virt.DomainEventResumed, virt.DomainEventShutdown, virt.DomainEventStopped}))
}

// checkRunning asks a running guest for everything.
func checkRunning(t *testing.T, conn *libvirt.Conn, d *libvirt.Domain) {
	t.Helper()
	ctx := t.Context()
	rows, err := conn.DomainRows(ctx, virt.ConnectListDomainsActive, libvirt.ColumnState)
	if err != nil || len(rows) != 1 || rows[0].Name() != d.Name() || rows[0].ID() != d.ID() || rows[0].State != virt.DomainRunning {
		t.Errorf("rows: %v, %v", show(rows), err)
	}
	if i, err := d.Info(ctx); err != nil || i.State != virt.DomainRunning || i.Vcpus != 1 || i.MaxMemory != 16<<10 {
		t.Errorf("Info: %+v, %v", i, err)
	}
	hostCPUs, err := conn.HostCPUs(ctx)
	if err != nil {
		t.Error(err)
	}
	if v, err := d.Vcpus(ctx); err != nil || len(v) != 1 || v[0].State != virt.VcpuRunning || v[0].Affinity.Count() != hostCPUs {
		t.Errorf("Vcpus: %+v, %v", v, err)
	}
	if v, err := d.VcpuPinInfo(ctx, 1, hostCPUs, virt.DomainAffectLive); err != nil || len(v) != 1 || v[0].Count() != hostCPUs {
		t.Errorf("VcpuPinInfo: %v, %v", v, err)
	}
	if s, err := d.BlockStats(ctx, "vda"); err != nil || s.ReadReqs <= 0 || s.ReadBytes <= 0 {
		t.Errorf("BlockStats: %+v, %v", s, err)
	}
	if ps, err := d.BlockStatsFlags(ctx, "vda", 0); err != nil || len(ps) < 6 {
		t.Errorf("BlockStatsFlags: %v, %v", ps, err)
	}
	if b, err := d.BlockInfo(ctx, "vda", 0); err != nil || b.Capacity != 1<<20 {
		t.Errorf("BlockInfo: %+v, %v", b, err)
	}
	if s, err := d.MemoryStats(ctx, 0); err != nil || len(s) == 0 || s[0].Tag != virt.DomainMemoryStatActualBalloon || s[0].Value != 16<<10 {
		t.Errorf("MemoryStats: %v, %v", s, err)
	}
	if c, err := d.ControlInfo(ctx, 0); err != nil || c.State != virt.DomainControlOK {
		t.Errorf("ControlInfo: %+v, %v", c, err)
	}
	for what, got := range map[string]func(context.Context) (bool, error){"active": d.IsActive, "persistent": d.IsPersistent} {
		if v, err := got(ctx); err != nil || !v {
			t.Errorf("%s: %v, %v", what, v, err)
		}
	}
	if on, err := d.Autostart(ctx); err != nil || on {
		t.Errorf("Autostart: %v, %v", on, err)
	}
	if s, err := d.OSType(ctx); err != nil || s != "hvm" {
		t.Errorf("OSType: %q, %v", s, err)
	}
	if _, err := d.InterfaceStats(ctx, "none"); !errors.Is(err, virt.ErrInvalidArg) {
		t.Errorf("InterfaceStats of no interface: %v", err)
	}
	stats, err := conn.DomainListStats(ctx, []*libvirt.Domain{d}, virt.DomainStatsState|virt.DomainStatsVcpu, 0)
	if err != nil || len(stats) != 1 || stats[0].Domain.ID() != d.ID() {
		t.Errorf("DomainListStats: %v, %v", stats, err)
	}

	image := testhost.BootImage()
	disk := make([]byte, len(image))
	if err := d.BlockPeek(ctx, "vda", 0, disk); err != nil || !bytes.Equal(disk, image) {
		t.Errorf("BlockPeek: %v", err)
	}
	if err := d.BlockPeek(ctx, "vdz", 0, disk); err == nil {
		t.Error("BlockPeek of no disk of the domain succeeds")
	}
}

// waitForBoot waits until the firmware has loaded the boot sector to 0x7c00,
// and so has read from the disk.
func waitForBoot(t *testing.T, d *libvirt.Domain) {
	t.Helper()
	sector := make([]byte, 512)
	for !bytes.Equal(sector, testhost.BootImage()[:len(sector)]) {
		if err := d.MemoryPeek(t.Context(), 0x7c00, sector, virt.MemoryPhysical); err != nil {
			t.Fatalf("MemoryPeek: %v", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestLibvirtdStorage makes a pool and volumes and reads what was written.
func TestLibvirtdStorage(t *testing.T) {
	ctx := t.Context()
	h := testhost.Shared(t)
	conn := dial(t, h.URI("qemu"))
	pool, err := conn.CreateStoragePoolXML(ctx, "<pool type='dir'><name>files</name><target><path>/var/lib/libvirt/images/files</path></target></pool>",
		virt.StoragePoolCreateWithBuild)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := pool.Destroy(context.Background()); err != nil {
			t.Errorf("Destroy: %v", err)
		}
	}()
	vol, err := pool.CreateVolXML(ctx, "<volume><name>v1</name><capacity>8192</capacity></volume>", 0)
	if err != nil {
		t.Fatal(err)
	}
	up, err := vol.Upload(ctx, 0, 8192, 0)
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte("virgo---"), 1024)
	if _, err := up.Send(data); err != nil {
		t.Error(err)
	}
	if err := up.Finish(ctx); err != nil {
		t.Error(err)
	}
	if got, err := os.ReadFile(h.Dir + "/lib/images/files/v1"); err != nil || !bytes.Equal(got, data) {
		t.Errorf("the file has %d other bytes, %v", len(got), err)
	}

	rows, err := pool.VolRows(ctx, libvirt.ColumnPath|libvirt.ColumnInfo)
	if err != nil || len(rows) != 1 || rows[0].Path != "/var/lib/libvirt/images/files/v1" || rows[0].Info.Capacity != 8192 || rows[0].Info.Type != virt.StorageVolFile {
		t.Errorf("VolRows: %+v, %v", rows, err)
	}
	pools, err := conn.StoragePoolRows(ctx, virt.ConnectListStoragePoolsTransient, libvirt.ColumnInfo)
	if err != nil || len(pools) != 1 || pools[0].Name() != "files" || !pools[0].Active || pools[0].Persistent || pools[0].Info.State != virt.StoragePoolRunning {
		t.Errorf("StoragePoolRows: %+v, %v", pools, err)
	}
	for what, find := range map[string]func() (*libvirt.StorageVol, error){
		"name": func() (*libvirt.StorageVol, error) { return pool.LookupVolByName(ctx, "v1") },
		"key":  func() (*libvirt.StorageVol, error) { return conn.LookupStorageVolByKey(ctx, vol.Key()) },
		"path": func() (*libvirt.StorageVol, error) { return conn.LookupStorageVolByPath(ctx, rows[0].Path) },
	} {
		if v, err := find(); err != nil || v.Ref() != vol.Ref() {
			t.Errorf("by %s: %+v, %v", what, v, err)
		}
	}
	if p, err := vol.Pool(ctx); err != nil || p.UUID() != pool.UUID() {
		t.Errorf("Pool: %v, %v", p, err)
	}
	if err := vol.Delete(ctx, 0); err != nil {
		t.Errorf("Delete: %v", err)
	}
	if n, err := pool.NumOfVolumes(ctx); err != nil || n != 0 {
		t.Errorf("NumOfVolumes: %d, %v", n, err)
	}
}

func TestLibvirtdNetworks(t *testing.T) {
	ctx := t.Context()
	h := testhost.Shared(t)
	conn := dial(t, h.URI("test"))
	watch, stop := context.WithCancel(ctx)
	defer stop()
	events, err := conn.NetworkEvents(watch)
	if err != nil {
		t.Fatal(err)
	}
	net, err := conn.DefineNetworkXML(ctx, "<network><name>extra</name><bridge name='virbr9'/></network>")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := conn.NetworkRows(ctx, 0)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, %v", rows, err)
	}
	for _, r := range rows {
		want(t, r.Name()+" is active", r.Active, r.Name() == "default")
		want(t, r.Name()+" is persistent", r.Persistent, true)
	}
	if b, err := net.BridgeName(ctx); err != nil || b != "virbr9" {
		t.Errorf("BridgeName: %q, %v", b, err)
	}
	for what, do := range map[string]error{"Create": net.Create(ctx), "Destroy": net.Destroy(ctx), "Undefine": net.Undefine(ctx)} {
		if do != nil {
			t.Errorf("%s: %v", what, do)
		}
	}
	for _, typ := range []virt.NetworkEventLifecycleType{virt.NetworkEventDefined, virt.NetworkEventStarted, virt.NetworkEventStopped, virt.NetworkEventUndefined} {
		if ev := <-events; ev.Type != typ || ev.Network.UUID() != net.UUID() {
			t.Errorf("event %v of %s, want %v", ev.Type, ev.Network.Name(), typ)
		}
	}
	if _, err := conn.LookupNetworkByName(ctx, "extra"); !errors.Is(err, virt.ErrNoNetwork) {
		t.Errorf("after Undefine: %v", err)
	}
}

// TestLibvirtdSurvivesListeners opens and closes sessions with listeners. A
// libvirtd 9.0 does not survive a socket that is closed while it works on the
// session's registrations.
func TestLibvirtdSurvivesListeners(t *testing.T) {
	h := testhost.Start(t, testhost.Options{})
	for i := range 300 {
		conn, err := libvirt.Open(t.Context(), h.URI("test"), libvirt.ErrorFunc(func(*virt.Error) {}))
		if err != nil {
			t.Fatalf("session %d: %v", i, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := conn.DomainEvents(ctx); err != nil {
			t.Fatalf("session %d: %v", i, err)
		}
		if i%2 == 0 {
			cancel()
		}
		if err := conn.Close(t.Context()); err != nil {
			t.Errorf("session %d: %v", i, err)
		}
		cancel()
	}
}

func TestOpenErrorsNameTheSocket(t *testing.T) {
	socket := t.TempDir() + "/none"
	_, err := libvirt.Open(t.Context(), "qemu+unix:///system?socket="+url.QueryEscape(socket), libvirt.ErrorFunc(func(*virt.Error) {}))
	if err == nil || !strings.Contains(err.Error(), socket) {
		t.Errorf("%v", err)
	}
}
