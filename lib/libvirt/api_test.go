package libvirt_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/libvirt"
)

// symbols tells what stands for the functions of the C API whose name the rule
// of symbolOf does not find: a method, a function, or in words why there is
// none.
var symbols = map[string]string{
	"virInitialize":                   "Initialize",
	"virGetVersion":                   "Version",
	"virGetLastError":                 "LastError",
	"virCopyLastError":                "LastError",
	"virResetLastError":               "ResetLastError",
	"virResetError":                   "- errors are values",
	"virSetErrorFunc":                 "SetErrorFunc",
	"virDefaultErrorFunc":             "DefaultErrorFunc",
	"virConnGetLastError":             "Conn.LastError",
	"virConnCopyLastError":            "Conn.LastError",
	"virConnResetLastError":           "Conn.ResetLastError",
	"virConnSetErrorFunc":             "Conn.SetErrorFunc",
	"virConnectOpen":                  "Open",
	"virConnectOpenReadOnly":          "ReadOnly",
	"virConnectOpenAuth":              "Auth",
	"virConnectGetVersion":            "Conn.HypervisorVersion",
	"virConnectDomainEventRegister":   "Conn.DomainEvents",
	"virConnectDomainEventDeregister": "Conn.DomainEvents",
	"virNodeGetInfo":                  "Conn.NodeInfo",
	"virDomainCreateXML":              "Conn.CreateDomainXML",
	"virDomainCreateLinux":            "Conn.CreateDomainLinux",
	"virDomainDefineXML":              "Conn.DefineDomainXML",
	"virDomainRestore":                "Conn.Restore",
	"virNetworkCreateXML":             "Conn.CreateNetworkXML",
	"virNetworkDefineXML":             "Conn.DefineNetworkXML",
	"virStoragePoolCreateXML":         "Conn.CreateStoragePoolXML",
	"virStoragePoolDefineXML":         "Conn.DefineStoragePoolXML",
	"virStoragePoolLookupByVolume":    "StorageVol.Pool",
	"virStorageVolLookupByName":       "StoragePool.LookupVolByName",
	"virStorageVolCreateXML":          "StoragePool.CreateVolXML",
	"virDomainMigrate":                "- not in this library",
	"virEventRegisterImpl":            "- not in this library",
}

// TestAPI walks the functions that the library is to have and looks for each.
func TestAPI(t *testing.T) {
	data, err := os.ReadFile("../protocol/spec/api.json")
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Functions []struct {
			Name string
			Seed bool
		}
	}
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	seeds := 0
	for _, f := range spec.Functions {
		if !f.Seed {
			continue
		}
		seeds++
		symbol, ok := symbols[f.Name]
		if !ok {
			symbol = symbolOf(f.Name)
		}
		if !strings.HasPrefix(symbol, "- ") && !exists(symbol) {
			t.Errorf("%s: there is no %s", f.Name, symbol)
		}
	}
	want(t, "functions", seeds, 138)
}

// symbolOf applies the naming rule: an object's name is the receiver and not in
// the method's name, nor is "Get"; lookups are methods of the session.
func symbolOf(function string) string {
	name := strings.TrimPrefix(function, "vir")
	for _, object := range []string{"Domain", "Network", "StoragePool", "StorageVol", "Connect", "Node"} {
		rest, ok := strings.CutPrefix(name, object)
		switch {
		case !ok:
		case strings.HasSuffix(rest, "Free"):
			return "- values need no freeing"
		case strings.HasPrefix(rest, "LookupBy"):
			return "Conn.Lookup" + object + strings.TrimPrefix(rest, "Lookup")
		case rest == "GetUUIDString":
			return object + ".UUID"
		case rest == "GetConnect":
			return object + ".Conn"
		case object == "Connect", object == "Node":
			return "Conn." + strings.TrimPrefix(rest, "Get")
		default:
			return object + "." + strings.TrimPrefix(rest, "Get")
		}
	}
	return name
}

func exists(symbol string) bool {
	types := map[string]any{
		"Conn": (*libvirt.Conn)(nil), "Domain": (*libvirt.Domain)(nil), "Network": (*libvirt.Network)(nil),
		"StoragePool": (*libvirt.StoragePool)(nil), "StorageVol": (*libvirt.StorageVol)(nil),
	}
	functions := map[string]any{
		"Initialize": libvirt.Initialize, "Version": libvirt.Version, "Open": libvirt.Open, "ReadOnly": libvirt.ReadOnly,
		"Auth": libvirt.Auth, "LastError": libvirt.LastError, "ResetLastError": libvirt.ResetLastError,
		"SetErrorFunc": libvirt.SetErrorFunc, "DefaultErrorFunc": libvirt.DefaultErrorFunc,
	}
	typ, method, ok := strings.Cut(symbol, ".")
	if !ok {
		return functions[symbol] != nil
	}
	v, ok := types[typ]
	if !ok {
		return false
	}
	_, ok = reflect.TypeOf(v).MethodByName(method)
	return ok
}
