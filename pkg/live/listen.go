package live

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	quiet     = 10 * time.Second // after so long without a word Redis is asked whether it is still there
	firstWait = 500 * time.Millisecond
	lastWait  = 10 * time.Second
)

// run listens until the hub stops. While Redis is away it says so once and tries again, more and more rarely.
func (h *Hub) run(ctx context.Context) {
	defer close(h.ended)
	wait, away := firstWait, false
	for {
		heard, err := h.listen(ctx)
		if ctx.Err() != nil {
			return
		}
		if heard {
			wait, away = firstWait, false
		}
		if !away {
			away = true
			h.log.Warn("live updates are away until Redis is back: pages work without", "error", err)
		}
		spread := rand.N(wait) //nolint:gosec // so that replicas do not come back at the same moment; nothing here is secret
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait/2 + spread):
		}
		wait = min(2*wait, lastWait)
	}
}

// listen is the life of one connection. It tells whether anything was heard over it. Whatever is followed is subscribed to
// anew, and each confirmation tells the followers that they may have missed something.
func (h *Hub) listen(ctx context.Context) (heard bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	connection := h.redis.Subscribe(ctx)
	stop := context.AfterFunc(ctx, func() { _ = connection.Close() }) // a read does not look at the context
	defer stop()
	subscribed := make(chan struct{})
	go func() {
		defer close(subscribed)
		if err := h.subscribe(ctx, connection); err != nil {
			cancel()
		}
	}()
	heard, err = h.receive(ctx, connection)
	cancel()
	<-subscribed
	_ = connection.Close()
	return heard, err
}

// receive reads until the connection breaks.
func (h *Hub) receive(ctx context.Context, connection *redis.PubSub) (heard bool, err error) {
	for asked := false; ; {
		said, err := connection.ReceiveTimeout(ctx, quiet)
		var late net.Error
		switch {
		case err == nil:
			heard, asked = true, false
			h.hear(said)
		case errors.As(err, &late) && late.Timeout() && !asked:
			asked = true
			if err := connection.Ping(ctx); err != nil {
				return heard, err
			}
		default:
			return heard, err
		}
	}
}

func (h *Hub) hear(said any) {
	switch said := said.(type) {
	case *redis.Subscription:
		if said.Kind == "subscribe" {
			h.missed(said.Channel)
		}
	case *redis.Message:
		h.deliver(said.Channel, said.Payload)
	}
}

// subscribe keeps the connection's subscriptions those of the followers. Only here are they changed, so that somebody who
// comes as the last one leaves is not left out.
func (h *Hub) subscribe(ctx context.Context, connection *redis.PubSub) error {
	have := map[topic]bool{}
	for {
		come, gone := h.difference(have)
		if len(come) > 0 {
			if err := connection.Subscribe(ctx, come...); err != nil {
				return err
			}
		}
		if len(gone) > 0 {
			if err := connection.Unsubscribe(ctx, gone...); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-h.kick:
		}
	}
}

// difference gives the channels to be added and taken away, and notes them as done.
func (h *Hub) difference(have map[topic]bool) (come, gone []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for t := range h.followers {
		if !have[t] {
			have[t] = true
			come = append(come, t.channel())
		}
	}
	for t := range have {
		if h.followers[t] == nil {
			delete(have, t)
			gone = append(gone, t.channel())
		}
	}
	return come, gone
}
