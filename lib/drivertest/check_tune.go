package drivertest

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// tolerated ends the test where a call fails, unless the driver does not have
// it; then it reports false.
func tolerated(t *testing.T, what string, err error) bool {
	t.Helper()
	if errors.Is(err, virt.ErrNoSupport) {
		return false
	}
	ok(t, what, err)
	return true
}

// checkSave: a domain that was saved does not run, and runs again when it was
// restored; a dump leaves it running. A driver may be unable to do either.
func checkSave(t *testing.T, h Harness) {
	c, ctx, dir := h.open(t, driver.Options{}), t.Context(), t.TempDir()
	d := started(t, h, c, "save")
	err := protocol.DomainCoreDump.Call(ctx, c, &protocol.DomainCoreDumpArgs{Dom: d, To: filepath.Join(dir, "core")})
	if tolerated(t, "dump", err) {
		wantState(t, c, d, virt.DomainRunning)
	}
	saved := filepath.Join(dir, "saved")
	if tolerated(t, "save", protocol.DomainSave.Call(ctx, c, &protocol.DomainSaveArgs{Dom: d, To: saved})) {
		wantState(t, c, d, virt.DomainShutoff)
		ok(t, "restore", protocol.DomainRestore.Call(ctx, c, &protocol.DomainRestoreArgs{From: saved}))
		wantState(t, c, d, virt.DomainRunning)
	}
}

// checkTune: what a domain has of CPU and memory can be set to what it is. A
// driver may be unable to set any of it.
func checkTune(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d := defined(t, h, c, "tune")
	info := must[protocol.DomainGetInfoReply](t, "info")(protocol.DomainGetInfo.Call(ctx, c, &protocol.DomainGetInfoArgs{Dom: d}))
	tolerated(t, "set the maximum of memory", protocol.DomainSetMaxMemory.Call(ctx, c, &protocol.DomainSetMaxMemoryArgs{Dom: d, Memory: info.MaxMem}))
	d = must[protocol.DomainCreateWithFlagsReply](t, "start")(
		protocol.DomainCreateWithFlags.Call(ctx, c, &protocol.DomainCreateWithFlagsArgs{Dom: d})).Dom
	tolerated(t, "set the memory", protocol.DomainSetMemory.Call(ctx, c, &protocol.DomainSetMemoryArgs{Dom: d, Memory: info.MaxMem}))
	tolerated(t, "set the CPUs", protocol.DomainSetVcpus.Call(ctx, c, &protocol.DomainSetVcpusArgs{Dom: d, NVcpus: 1}))
	tolerated(t, "pin a CPU", protocol.DomainPinVcpu.Call(ctx, c, &protocol.DomainPinVcpuArgs{Dom: d, Vcpu: 0, CPUMap: []byte{1}}))

	typ := must[protocol.DomainGetSchedulerTypeReply](t, "scheduler")(
		protocol.DomainGetSchedulerType.Call(ctx, c, &protocol.DomainGetSchedulerTypeArgs{Dom: d}))
	params := must[protocol.DomainGetSchedulerParametersReply](t, "its parameters")(
		protocol.DomainGetSchedulerParameters.Call(ctx, c, &protocol.DomainGetSchedulerParametersArgs{Dom: d, NParams: typ.NParams})).Params
	if len(params) == 0 {
		t.Fatalf("the scheduler %s has no parameters", typ.Type)
	}
	tolerated(t, "set the first of them", protocol.DomainSetSchedulerParameters.Call(ctx, c,
		&protocol.DomainSetSchedulerParametersArgs{Dom: d, Params: params[:1]}))
}

// checkPoolSources: sources of pools are found on a host like test:///default;
// elsewhere there may be none. A driver may be unable to look for them.
func checkPoolSources(t *testing.T, h Harness) {
	c := h.open(t, driver.Options{})
	r, err := protocol.ConnectFindStoragePoolSources.Call(t.Context(), c, &protocol.ConnectFindStoragePoolSourcesArgs{Type: "logical"})
	if !h.Default || !tolerated(t, "find sources", err) {
		return
	}
	if !strings.HasPrefix(strings.TrimSpace(r.XML), "<sources>") {
		t.Errorf("sources: %s", r.XML)
	}
}
