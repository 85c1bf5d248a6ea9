package login

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	redisWait  = 500 * time.Millisecond // for anything asked of Redis
	redisPause = 500 * time.Millisecond // before a Redis that did not answer is tried again
)

// OpenRedis makes a client that gives up quickly: with Redis away a request must find out at once and go on without it.
func OpenRedis(address string) (*redis.Client, error) {
	options, err := redis.ParseURL(address)
	if err != nil {
		return nil, errors.New("the Redis URL is not understood") // its text may hold a password
	}
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout, options.PoolTimeout = redisWait, redisWait, redisWait, 2*redisWait
	options.MaxRetries, options.DialerRetries = 1, 1
	options.MinRetryBackoff, options.MaxRetryBackoff = time.Millisecond, 2*time.Millisecond
	options.ContextTimeoutEnabled = true
	options.Dialer = (&pausingDialer{next: redis.NewDialer(options)}).dial
	quietRedis()
	return redis.NewClient(options), nil
}

// pausingDialer lets one request find that Redis is away and spares the others the waiting.
type pausingDialer struct {
	next func(ctx context.Context, network, address string) (net.Conn, error)

	mu     sync.Mutex
	failed time.Time
	cause  error
}

func (d *pausingDialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d.mu.Lock()
	failed, cause := d.failed, d.cause
	d.mu.Unlock()
	if cause != nil && time.Since(failed) < redisPause {
		return nil, cause
	}
	connection, err := d.next(ctx, network, address)
	if ctx.Err() != nil && err != nil {
		return nil, err // the caller went away: that says nothing about Redis
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failed, d.cause = time.Now(), err; err != nil {
		return nil, err
	}
	return connection, nil
}

// quietRedis sends the client's own messages where ours go.
var quietRedis = sync.OnceFunc(func() { redis.SetLogger(redisLog{}) })

type redisLog struct{}

// Printf implements the client's logger.
func (redisLog) Printf(ctx context.Context, format string, values ...any) {
	slog.DebugContext(ctx, "redis client", "detail", clean(fmt.Sprintf(format, values...)))
}
