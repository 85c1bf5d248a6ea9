package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/goredisstore"
	"github.com/alexedwards/scs/v2"
	"github.com/redis/go-redis/v9"

	"github.com/pinktick/pinktick/tenants"
)

const sessionPrefix = "login:session:"

// record is a session: whose, in which tenant, since when. The token itself is only in the browser's cookie.
type record struct {
	Hash            string // of the token
	Person          string
	Tenant          tenants.ID // empty in the national view
	Provider        string
	ProviderSession string // hash of the provider's own session id; empty when it told none
	Started         time.Time
	Seen            time.Time // last real input
	Authenticated   time.Time // when the provider last saw the person prove who they are
	Where           string    // the browser, in its own words, to tell two sessions apart
	Held            string    // where to go on to, while the person has yet to end another session
}

// sessionStore is scs's Redis store, except that a session in use is only ever written over one that is still there. A
// request that overlaps a sign-out would otherwise bring the session back to life.
type sessionStore struct {
	*goredisstore.RedisStore
	client *redis.Client
}

type onlyExisting struct{}

// FindCtx marks what went wrong as Redis's doing, so that a session that cannot be read is not taken for one that cannot be
// reached.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, found, err := s.RedisStore.FindCtx(ctx, token)
	if err != nil {
		err = errors.Join(errRedisAway, err)
	}
	return data, found, err
}

var errRedisAway = errors.New("redis is away")

// CommitCtx writes a session.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if ctx.Value(onlyExisting{}) == nil {
		return s.RedisStore.CommitCtx(ctx, token, data, expiry)
	}
	err := s.client.SetArgs(ctx, sessionPrefix+token, data, redis.SetArgs{Mode: "XX", TTL: time.Until(expiry)}).Err()
	if errors.Is(err, redis.Nil) {
		return nil
	}
	return err
}

func (s *Service) newSessions() (*sessionStore, *scs.SessionManager) {
	store := &sessionStore{RedisStore: goredisstore.NewWithPrefix(s.Redis, sessionPrefix), client: s.Redis}
	manager := scs.New()
	manager.Store, manager.Codec = store, sessionCodec{}
	manager.HashTokenInStore = true
	manager.Lifetime = absolute
	// What Redis forgets by itself; the tenant's own idle time, which is shorter, is checked with each request.
	manager.IdleTimeout = maxIdle + time.Minute
	return store, manager
}

// open makes a new session and gives it to the browser. The one the browser had, if any, ends first: an id from before
// signing in or switching is never worth anything after.
func (s *Service) open(ctx context.Context, db execer, w http.ResponseWriter, r *http.Request, session *record) error {
	if token, had := s.token(r); had {
		if err := s.end(ctx, db, hash(token), "replaced"); err != nil {
			return err
		}
	}
	fresh, err := s.sessions.Load(context.WithoutCancel(ctx), "")
	if err != nil {
		return unavailable("make the session", err)
	}
	s.put(fresh, *session)
	token, _, err := s.sessions.Commit(fresh)
	if err != nil {
		return unavailable("keep the session", err)
	}
	session.Hash = hash(token)
	if session.Held == "" {
		if err := s.list(ctx, session); err != nil {
			return unavailable("list the session", err)
		}
	}
	s.setCookie(w, "session", token, 0)
	return nil
}

func (s *Service) put(ctx context.Context, session record) {
	for key, value := range map[string]string{
		"person": session.Person, "tenant": string(session.Tenant), "provider": session.Provider,
		"provider_session": session.ProviderSession, "where": session.Where, "held": session.Held,
	} {
		s.sessions.Put(ctx, key, value)
	}
	s.sessions.Put(ctx, "started", session.Started.UnixMicro())
	s.sessions.Put(ctx, "seen", session.Seen.UnixMicro())
	s.sessions.Put(ctx, "authenticated", session.Authenticated.UnixMicro())
}

// load reads a session from Redis. found is false when there is none; an error means Redis could not say.
func (s *Service) load(ctx context.Context, token string) (session record, found bool, err error) {
	loaded, err := s.sessions.Load(ctx, token)
	if err != nil && !errors.Is(err, errRedisAway) {
		s.Log.WarnContext(ctx, "session cannot be read", "detail", clean(err.Error()))
		return record{}, false, nil
	}
	if err != nil {
		return record{}, false, fmt.Errorf("load session: %w", err)
	}
	session = record{
		Hash: hash(token), Person: s.sessions.GetString(loaded, "person"), Tenant: tenants.ID(s.sessions.GetString(loaded, "tenant")),
		Provider: s.sessions.GetString(loaded, "provider"), ProviderSession: s.sessions.GetString(loaded, "provider_session"),
		Where: s.sessions.GetString(loaded, "where"), Held: s.sessions.GetString(loaded, "held"),
		Started: time.UnixMicro(s.sessions.GetInt64(loaded, "started")), Seen: time.UnixMicro(s.sessions.GetInt64(loaded, "seen")),
		Authenticated: time.UnixMicro(s.sessions.GetInt64(loaded, "authenticated")),
	}
	return session, session.Person != "", nil
}

// touch writes that the person did something.
func (s *Service) touch(ctx context.Context, token string, seen time.Time) {
	ctx = context.WithValue(context.WithoutCancel(ctx), onlyExisting{}, true)
	loaded, err := s.sessions.Load(ctx, token)
	if err != nil || s.sessions.GetString(loaded, "person") == "" {
		return
	}
	s.sessions.Put(loaded, "seen", seen.UnixMicro())
	if _, _, err := s.sessions.Commit(loaded); err != nil {
		s.Log.WarnContext(ctx, "session not refreshed", "detail", clean(err.Error()))
	}
}

// token gives the session cookie's value when it has the right form.
func (s *Service) token(r *http.Request) (string, bool) {
	cookie, err := r.Cookie(s.cookieName("session"))
	if err != nil || !randomText.MatchString(cookie.Value) {
		return "", false
	}
	return cookie.Value, true
}
