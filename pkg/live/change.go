package live

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pinktick/pinktick/tenants"
)

// Change says that a record has a new revision.
type Change struct {
	Case     int64
	Revision int64
	Section  string // where it was changed; empty when it was not in a section
	Who      string // a tag of the person, which names nobody
	Tab      string // the page it was made on, so that the page does not hear itself
}

// message is a Change, or that somebody came, on the wire. It says itself whose it is.
type message struct {
	Tenant   tenants.ID `json:"t"`
	Case     int64      `json:"c"`
	Revision int64      `json:"v,omitempty"`
	Section  string     `json:"s,omitempty"`
	Who      string     `json:"w,omitempty"`
	Tab      string     `json:"b,omitempty"`
	Here     bool       `json:"h,omitempty"`
}

// Tag is a person on the wire: the same person has the same tag, and nobody finds the person from it.
func Tag(person string) string {
	sum := sha256.Sum256([]byte("live " + person))
	return hex.EncodeToString(sum[:8])
}

const (
	patience = 250 * time.Millisecond // nobody's save waits longer for Redis
	restFor  = 2 * time.Second        // after a failure, not asked again for so long
)

// Publish tells everybody who follows the case of the tenant in the context. What was changed is stored by then, so a Redis
// that is away is nobody's error; a caller who has gone away meanwhile is no reason not to tell.
func (h *Hub) Publish(ctx context.Context, c Change) {
	h.send(ctx, c.Case, message{Revision: c.Revision, Section: c.Section, Who: c.Who, Tab: c.Tab})
}

// PublishAt tells those who follow the case at another tenant, from which it has just gone.
func (h *Hub) PublishAt(ctx context.Context, tenant tenants.ID, c Change) {
	if h != nil {
		h.sendAt(ctx, tenant, c.Case, message{Revision: c.Revision, Section: c.Section, Who: c.Who, Tab: c.Tab})
	}
}

func (h *Hub) send(ctx context.Context, caseID int64, m message) {
	if tenant, ok := tenants.From(ctx); h != nil && ok {
		h.sendAt(ctx, tenant.ID, caseID, m)
	}
}

func (h *Hub) sendAt(ctx context.Context, tenant tenants.ID, caseID int64, m message) {
	m.Tenant, m.Case = tenant, caseID
	if h.rest.on() || !h.put(ctx, m) {
		h.owe(m)
	}
}

// put gives a message to Redis, and tells whether it took it.
func (h *Hub) put(ctx context.Context, m message) bool {
	text, err := json.Marshal(m)
	if err != nil {
		return true // it never will
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	err = h.redis.Publish(ctx, topic{m.Tenant, m.Case}.channel(), text).Err()
	h.rest.after(err)
	return err == nil
}

// deliver hands a message to the followers of its channel, unless it is another's.
func (h *Hub) deliver(channel, text string) {
	at, ok := topicOf(channel)
	var m message
	if !ok || json.Unmarshal([]byte(text), &m) != nil || m.Tenant != at.tenant || m.Case != at.caseID {
		h.log.Error("a live channel carries a message that is not its own: dropped", "tenant", at.tenant)
		return
	}
	news := News{Here: m.Here}
	if !m.Here {
		news.Any = true
		news.Change = Change{Case: m.Case, Revision: m.Revision, Section: m.Section, Who: m.Who, Tab: m.Tab}
	}
	for _, f := range h.of(at) {
		f.put(news)
	}
}

// missed tells the followers of a channel that they may have missed something.
func (h *Hub) missed(channel string) {
	at, ok := topicOf(channel)
	if !ok {
		return
	}
	for _, f := range h.of(at) {
		f.put(News{Missed: true})
	}
}

func topicOf(channel string) (topic, bool) {
	tenant, number, found := strings.Cut(channel, ":live:")
	id, err := strconv.ParseInt(number, 10, 64)
	return topic{tenants.ID(tenant), id}, found && err == nil
}

// rest leaves Redis alone for a while after a failure.
type rest struct{ until atomic.Int64 }

func (r *rest) on() bool { return time.Now().UnixMilli() < r.until.Load() }

func (r *rest) after(err error) {
	if err != nil {
		r.until.Store(time.Now().Add(restFor).UnixMilli())
	}
}
