// Package live tells people who are on the same record that it changed, and who else is on it. What travels over Redis are
// ids and versions, never an answer: whoever hears of a change fetches it with their own rights.
//
// A channel's name starts with the tenant, and a message carries its own tenant and case, which are checked on receipt. A
// process has one connection for everything its people follow. Redis is a convenience here too: with it away nothing is
// told, and when it is back everybody is told that they may have missed something.
package live

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/redis/go-redis/v9"

	"github.com/pinktick/pinktick/tenants"
)

// Hub is what this process follows. A nil Hub tells nobody anything.
type Hub struct {
	redis redis.UniversalClient
	log   *slog.Logger
	rest  rest

	mu        sync.Mutex
	followers map[topic]map[*Follower]struct{}
	kick      chan struct{} // what is followed has changed

	debts debts // what Redis has yet to be told

	done  chan struct{} // closed when the process stops
	end   context.CancelFunc
	ended chan struct{}
}

// topic is one case of one tenant.
type topic struct {
	tenant tenants.ID
	caseID int64
}

func (t topic) channel() string { return fmt.Sprintf("%s:live:%d", t.tenant, t.caseID) }

// New makes a hub and starts to listen. It does not wait for Redis.
func New(client redis.UniversalClient, log *slog.Logger) *Hub {
	ctx, end := context.WithCancel(context.Background())
	h := &Hub{
		redis: client, log: log, followers: map[topic]map[*Follower]struct{}{},
		kick: make(chan struct{}, 1), done: make(chan struct{}), end: end, ended: make(chan struct{}),
	}
	go h.run(ctx)
	return h
}

// Done is closed when the process stops: who follows then lets go.
func (h *Hub) Done() <-chan struct{} { return h.done }

// Stop ends everything and tells everybody who follows. It may be called more than once.
func (h *Hub) Stop() {
	h.mu.Lock()
	select {
	case <-h.done:
	default:
		close(h.done)
	}
	h.mu.Unlock()
	h.debts.drop()
	h.end()
	<-h.ended
}

// Follow follows a case of the tenant in the context until Leave. Changes made under the tab's own name are left out.
func (h *Hub) Follow(ctx context.Context, caseID int64, tab string) (*Follower, error) {
	tenant, ok := tenants.From(ctx)
	if !ok {
		return nil, tenants.ErrNoTenant
	}
	f := &Follower{hub: h, topic: topic{tenant.ID, caseID}, tab: tab, signal: make(chan struct{}, 1)}
	h.mu.Lock()
	all := h.followers[f.topic]
	if all == nil {
		all = map[*Follower]struct{}{}
		h.followers[f.topic] = all
	}
	all[f] = struct{}{}
	h.mu.Unlock()
	f.put(News{Missed: true}) // said again when the subscription is confirmed, unless it was there before
	h.nudge()
	return f, nil
}

func (h *Hub) leave(f *Follower) {
	h.mu.Lock()
	all := h.followers[f.topic]
	delete(all, f)
	if len(all) == 0 {
		delete(h.followers, f.topic)
	}
	h.mu.Unlock()
	h.nudge()
}

// nudge makes the subscriptions follow the followers.
func (h *Hub) nudge() {
	select {
	case h.kick <- struct{}{}:
	default:
	}
}

// of are the followers of a topic.
func (h *Hub) of(t topic) []*Follower {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]*Follower, 0, len(h.followers[t]))
	for f := range h.followers[t] {
		all = append(all, f)
	}
	return all
}
