// Package login is the way in: OpenID Connect sign-in at a trust's own provider, claims mapped to tenants and roles by
// rules that are data, and the session that follows. It is plain net/http: the caller mounts its functions and renders its
// refusals as pages.
//
// Three stores, each with its own part. PostgreSQL says who may do what and which sessions are over, and is asked again at
// most three seconds after the last time. Redis holds the sessions and the sign-ins under way. Each replica keeps a copy of
// the sessions it verified lately, so that people at work go on when Redis is away.
//
// An account is its issuer and subject and nothing else. E-mail, name and user name are shown and never decide.
package login

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

// The limits of a session. A tenant may set a shorter or longer idle time, never past maxIdle.
const (
	defaultIdle   = 15 * time.Minute
	maxIdle       = 30 * time.Minute
	absolute      = 12 * time.Hour
	maxSessions   = 2
	rightsAge     = 3 * time.Second  // how stale a right may be: removal works everywhere within five seconds
	beginLife     = 10 * time.Minute // how long a sign-in may take
	freshness     = 5 * time.Minute  // how old an authentication may be where a fresh one was asked for
	skew          = time.Minute      // how far a provider's clock may be from ours
	keyRefresh    = 5 * time.Minute  // an unknown key id makes us fetch the keys at most this often
	discoveryAge  = time.Hour        // how long discovery and keys are kept
	providersAge  = 3 * time.Second  // how long the provider table is kept
	claimsKept    = 7 * 24 * time.Hour
	unusedFor     = 90 * 24 * time.Hour
	touchInterval = 10 * time.Second // real input is written to Redis at most this often, so idle may end this much early
)

// Options is what the service needs from outside.
type Options struct {
	Pool       *pgxpool.Pool // as the role pinktick_login
	Redis      *redis.Client // made by OpenRedis: short time-outs
	PublicURL  string        // the only source of redirect addresses and links; request headers never are
	Keys       [][]byte      // for seals and signed cookies, each 32 bytes or more; the first signs, all are accepted
	SecretsDir string        // where the providers' secrets are files

	// Development allows http and loopback addresses for providers and for PublicURL. Production refuses both.
	Development bool

	OwnRoute   func(path string) bool                    // whether a path is a page of ours to return to; nil = the record's pages
	ClientAddr func(*http.Request) string                // who is asking, for rate limits; nil = the connection's address
	Log        *slog.Logger                              // nil = slog.Default()
	Now        func() time.Time                          // nil = time.Now
	Resolver   Resolver                                  // nil = the system's
	Transport  func(http.RoundTripper) http.RoundTripper // wraps outgoing calls, for tests; nil = none
}

// Service signs people in and keeps their sessions.
type Service struct {
	Options
	public    *url.URL
	secure    bool // cookies are Secure and __Host-
	seals     []sealer
	sessions  *scs.SessionManager
	store     *sessionStore
	client    *http.Client
	providers *providerTable
	rights    *rightsCache
	copies    *sessionCopies
	limits    *limiter
}

// New checks the options, naming every fault at once, and makes the service. It does not connect to anything.
func New(o Options) (*Service, error) {
	public, faults := checkOptions(&o)
	if len(faults) > 0 {
		return nil, fmt.Errorf("login: %w", errors.Join(faults...))
	}
	s := &Service{Options: o, public: public, secure: public.Scheme == "https"}
	for _, key := range o.Keys {
		one, err := newSealer(key)
		if err != nil {
			return nil, err
		}
		s.seals = append(s.seals, one)
	}
	s.client = newFetchClient(o.Resolver, o.Development, o.Transport)
	s.providers = newProviderTable(s)
	s.rights = newRightsCache()
	s.copies = newSessionCopies()
	s.limits = newLimiter(o.Redis, o.Now)
	s.store, s.sessions = s.newSessions()
	return s, nil
}

func checkOptions(o *Options) (*url.URL, []error) {
	var faults []error
	public, err := url.Parse(o.PublicURL)
	switch {
	case err != nil || public.Host == "" || public.RawQuery != "" || public.Fragment != "" || public.User != nil || (public.Path != "" && public.Path != "/"):
		faults = append(faults, errors.New("the public URL must be a scheme and a host, without path, query or user"))
	case public.Scheme == "https":
	case public.Scheme == "http" && o.Development && isLoopbackHost(public.Hostname()):
	default:
		faults = append(faults, errors.New("the public URL must be https (http only on loopback, in development)"))
	}
	if o.Pool == nil {
		faults = append(faults, errors.New("no database pool"))
	}
	if o.Redis == nil {
		faults = append(faults, errors.New("no Redis client"))
	}
	if len(o.Keys) == 0 {
		faults = append(faults, errors.New("no session key"))
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.OwnRoute == nil {
		o.OwnRoute = recordRoute
	}
	if o.ClientAddr == nil {
		o.ClientAddr = ClientAddr(nil)
	}
	return public, faults
}
