package login

import (
	"context"
	"sync"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"

	"github.com/pinktick/pinktick/pkg/fault"
)

// The limits. A hospital comes from one address, so those per address leave room for a whole ward at nine in the morning.
var (
	beginRate    = redis_rate.Limit{Rate: 120, Burst: 60, Period: time.Minute}
	callbackRate = redis_rate.Limit{Rate: 120, Burst: 60, Period: time.Minute}
	providerRate = redis_rate.Limit{Rate: 600, Burst: 300, Period: time.Minute}
	searchRate   = redis_rate.Limit{Rate: 240, Burst: 60, Period: time.Minute}
	logoutRate   = redis_rate.Limit{Rate: 600, Burst: 300, Period: time.Minute}
)

// limiter counts in Redis, over all replicas. Without Redis it counts in this process, so that a search, which needs no
// Redis, is limited all the same.
type limiter struct {
	shared *redis_rate.Limiter
	now    func() time.Time

	mu     sync.Mutex
	since  time.Time
	counts map[string]int
}

func newLimiter(client *redis.Client, now func() time.Time) *limiter {
	return &limiter{shared: redis_rate.NewLimiter(client), now: now, counts: map[string]int{}}
}

// allow answers the same to everybody over the limit.
func (l *limiter) allow(ctx context.Context, what, who string, limit redis_rate.Limit) error {
	key := "login:rate:" + what + ":" + hash(who)[:22]
	result, err := l.shared.Allow(ctx, key, limit)
	allowed := err == nil && result.Allowed > 0
	if err != nil {
		allowed = l.allowHere(key, limit)
	}
	if allowed {
		return nil
	}
	return fault.New(fault.TooMany, "too_many_requests", "Too many requests. Please wait a minute and try again.")
}

func (l *limiter) allowHere(key string, limit redis_rate.Limit) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.now(); now.Sub(l.since) >= limit.Period || len(l.counts) > 100_000 {
		l.since, l.counts = now, map[string]int{}
	}
	l.counts[key]++
	return l.counts[key] <= limit.Rate
}

// AllowSearch limits the search for a trust, by the address it comes from.
func (s *Service) AllowSearch(ctx context.Context, address string) error {
	return s.limits.allow(ctx, "search", address, searchRate)
}
