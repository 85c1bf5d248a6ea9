package lookup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

const (
	serviceTimeout = 5 * time.Second
	longestReply   = 64 << 10
)

// service is an outside service. What is asked stands in the address, so no error of it names one, nor the cause, which would.
type service struct {
	base    *url.URL
	client  *http.Client
	circuit circuit
}

func newService(address string) (*service, error) {
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || base.Scheme != "https" && (base.Scheme != "http" || !onLoopback(base)) {
		return nil, errors.New("the address of a look-up service must be https; http only on this machine")
	}
	return &service{base: base, client: &http.Client{
		Timeout: serviceTimeout,
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, MaxConnsPerHost: 8, MaxIdleConnsPerHost: 4,
			IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 16 << 10},
		// A redirect would carry the postcode to somebody the operator has not named.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func onLoopback(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// get reads the answer at a path below the base. A service that keeps failing is left alone for a while.
func (s *service) get(ctx context.Context, query url.Values, answer any, path ...string) error {
	if !s.circuit.admits(time.Now()) {
		return errors.New("the look-up service has failed several times and is left alone for a while")
	}
	err := s.ask(ctx, query, answer, path...)
	s.circuit.note(time.Now(), err == nil || errors.Is(err, ErrUnknown))
	return err
}

func (s *service) ask(ctx context.Context, query url.Values, answer any, path ...string) error {
	address := s.base.JoinPath(path...)
	address.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return errors.New("the look-up service cannot be asked this")
	}
	request.Header.Set("Accept", "application/json")
	response, err := s.client.Do(request)
	if err != nil {
		return errors.New("the look-up service did not answer")
	}
	defer func() { _ = response.Body.Close() }()
	switch {
	case response.StatusCode == http.StatusNotFound:
		return ErrUnknown
	case response.StatusCode != http.StatusOK:
		return fmt.Errorf("the look-up service answered with status %d", response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, longestReply+1))
	if err != nil || len(body) > longestReply {
		return errors.New("the look-up service's answer broke off or is far too long")
	}
	if json.Unmarshal(body, answer) != nil {
		return errors.New("the look-up service's answer cannot be read")
	}
	return nil
}
