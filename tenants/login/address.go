package login

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// refusedRanges are networks that no identity provider on the internet has, beyond those netip names itself. Several embed
// an IPv4 address, which would otherwise be a way round the check.
var refusedRanges = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

var errAddress = errors.New("address refused: not a public one")

// checkAddress says whether the server may connect to an address: public ones only, and loopback in development.
func checkAddress(ip netip.Addr, development bool) error {
	ip = ip.Unmap()
	if ip.Zone() != "" || !ip.IsValid() {
		return errAddress
	}
	if development && ip.IsLoopback() {
		return nil
	}
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return errAddress
	}
	for _, network := range refusedRanges {
		if network.Contains(ip) {
			return errAddress
		}
	}
	return nil
}

func isLoopbackHost(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// ClientAddr gives a function that says who is asking: the connection's address, or where that is one of our own proxies,
// the last address in X-Forwarded-For that is not. What a client writes there itself never counts.
func ClientAddr(proxies []netip.Prefix) func(*http.Request) string {
	trusted := func(ip netip.Addr) bool {
		for _, network := range proxies {
			if network.Contains(ip) {
				return true
			}
		}
		return false
	}
	return func(r *http.Request) string {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		ip, err := netip.ParseAddr(host)
		if err != nil || !trusted(ip.Unmap()) {
			return host
		}
		forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(forwarded) - 1; i >= 0; i-- {
			hop, err := netip.ParseAddr(strings.TrimSpace(forwarded[i]))
			if err != nil {
				break
			}
			if !trusted(hop.Unmap()) {
				return hop.Unmap().String()
			}
		}
		return host
	}
}
