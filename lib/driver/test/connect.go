package test

import (
	"context"
	"os"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// Versions that the host claims, as virsh version shows them.
const (
	hypervisorVersion = 2         // 0.0.2
	libraryVersion    = 9_000_000 // 9.0.0, the release that is imitated
	maxVcpus          = 32
)

func (s *session) handleConnect(m *driver.Mux) {
	driver.Handle(m, &protocol.ConnectGetType, s.connectGetType)
	driver.Handle(m, &protocol.ConnectGetVersion, s.connectGetVersion)
	driver.Handle(m, &protocol.ConnectGetLibVersion, s.connectGetLibVersion)
	driver.Handle(m, &protocol.ConnectGetHostname, s.connectGetHostname)
	driver.Handle(m, &protocol.ConnectGetURI, s.connectGetURI)
	driver.Handle(m, &protocol.ConnectGetSysinfo, s.connectGetSysinfo)
	driver.Handle(m, &protocol.ConnectGetMaxVcpus, s.connectGetMaxVcpus)
	driver.Handle(m, &protocol.ConnectGetCapabilities, s.connectGetCapabilities)
	driver.Handle(m, &protocol.ConnectIsSecure, s.connectIsSecure)
	driver.Handle(m, &protocol.ConnectSupportsFeature, s.connectSupportsFeature)
}

func (s *session) connectGetType(context.Context) (*protocol.ConnectGetTypeReply, error) {
	return &protocol.ConnectGetTypeReply{Type: "TEST"}, nil
}

func (s *session) connectGetVersion(context.Context) (*protocol.ConnectGetVersionReply, error) {
	return &protocol.ConnectGetVersionReply{HVVer: hypervisorVersion}, nil
}

func (s *session) connectGetLibVersion(context.Context) (*protocol.ConnectGetLibVersionReply, error) {
	return &protocol.ConnectGetLibVersionReply{LibVer: libraryVersion}, nil
}

func (s *session) connectGetHostname(context.Context) (*protocol.ConnectGetHostnameReply, error) {
	name, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	return &protocol.ConnectGetHostnameReply{Hostname: name}, nil
}

func (s *session) connectGetURI(context.Context) (*protocol.ConnectGetURIReply, error) {
	return &protocol.ConnectGetURIReply{URI: s.uri}, nil
}

func (s *session) connectGetSysinfo(_ context.Context, a *protocol.ConnectGetSysinfoArgs) (*protocol.ConnectGetSysinfoReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testConnectGetSysinfo"); err != nil {
		return nil, err
	}
	return &protocol.ConnectGetSysinfoReply{Sysinfo: hostSysinfo}, nil
}

func (s *session) connectGetMaxVcpus(context.Context, *protocol.ConnectGetMaxVcpusArgs) (*protocol.ConnectGetMaxVcpusReply, error) {
	return &protocol.ConnectGetMaxVcpusReply{MaxVcpus: maxVcpus}, nil
}

func (s *session) connectGetCapabilities(context.Context) (*protocol.ConnectGetCapabilitiesReply, error) {
	return &protocol.ConnectGetCapabilitiesReply{Capabilities: s.capabilities()}, nil
}

func (s *session) connectIsSecure(context.Context) (*protocol.ConnectIsSecureReply, error) {
	return &protocol.ConnectIsSecureReply{Secure: 1}, nil
}

// connectSupportsFeature knows two features: typed parameters that are strings,
// and network updates with their arguments in order.
func (s *session) connectSupportsFeature(_ context.Context, a *protocol.ConnectSupportsFeatureArgs) (*protocol.ConnectSupportsFeatureReply, error) {
	const (
		typedParamString          = 9  // VIR_DRV_FEATURE_TYPED_PARAM_STRING
		networkUpdateCorrectOrder = 16 // VIR_DRV_FEATURE_NETWORK_UPDATE_HAS_CORRECT_ORDER
	)
	return &protocol.ConnectSupportsFeatureReply{Supported: cBool(a.Feature == typedParamString || a.Feature == networkUpdateCorrectOrder)}, nil
}
