package login

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

const (
	fetchTime = 5 * time.Second
	fetchSize = 1 << 20
)

// Resolver looks names up; net.DefaultResolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// newFetchClient makes the client for every call to a provider. It follows no redirect, uses no proxy, resolves each name
// itself, connects only to an address it has checked, and reads at most a mebibyte in five seconds.
func newFetchClient(resolver Resolver, development bool, wrap func(http.RoundTripper) http.RoundTripper) *http.Client {
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	dial := &checkedDialer{resolver: resolver, development: development}
	var transport http.RoundTripper = &http.Transport{
		Proxy: nil, DialContext: dial.dial, ForceAttemptHTTP2: true, TLSHandshakeTimeout: fetchTime,
		ResponseHeaderTimeout: fetchTime, MaxIdleConnsPerHost: 4, IdleConnTimeout: 30 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
	transport = &limitedTransport{next: transport, development: development}
	if wrap != nil {
		transport = wrap(transport)
	}
	return &http.Client{
		Transport: transport, Timeout: fetchTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("redirect refused") },
	}
}

type checkedDialer struct {
	resolver    Resolver
	development bool
}

// dial resolves, checks every address and connects to a checked one by number: the name is not looked up again, so it
// cannot come to mean something else in between.
func (d *checkedDialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addresses, err := d.resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, fmt.Errorf("look up provider: %w", err)
	}
	for _, ip := range addresses {
		if err := checkAddress(ip, d.development); err != nil {
			return nil, err // one bad address spoils the name
		}
	}
	dialer := &net.Dialer{Timeout: fetchTime, Control: d.control}
	err = errors.New("look up provider: no address")
	for _, ip := range addresses {
		var connection net.Conn
		if connection, err = dialer.DialContext(ctx, network, net.JoinHostPort(ip.Unmap().String(), port)); err == nil {
			return connection, nil
		}
	}
	return nil, err
}

// control looks once more at what is really being connected to.
func (d *checkedDialer) control(_, address string, _ syscall.RawConn) error {
	endpoint, err := netip.ParseAddrPort(address)
	if err != nil {
		return errAddress
	}
	return checkAddress(endpoint.Addr(), d.development)
}

type limitedTransport struct {
	next        http.RoundTripper
	development bool
}

func (t *limitedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := checkProviderURL(r.URL.String(), t.development); err != nil {
		return nil, err
	}
	response, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	response.Body = &limitedBody{Reader: io.LimitReader(response.Body, fetchSize+1), Closer: response.Body}
	return response, nil
}

type limitedBody struct {
	io.Reader
	io.Closer
	read int
}

func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.read += n; b.read > fetchSize {
		return 0, errors.New("answer refused: larger than 1 MiB")
	}
	return n, err
}

// checkProviderURL accepts https, and in development http on loopback.
func checkProviderURL(text string, development bool) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil {
		return errors.New("address of the provider is malformed")
	}
	if u.Scheme == "https" || (development && u.Scheme == "http" && isLoopbackHost(u.Hostname())) {
		return nil
	}
	return errors.New("address of the provider is not https")
}
