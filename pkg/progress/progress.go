// Package progress caches how far each record has come, in Redis. A key carries the tenant, the case, its revision, which
// every save increments, and the day, on which ages depend: so nothing is ever invalidated, and an old entry simply
// dies of age. Redis is a convenience here: with it away, progress is counted from the rows.
package progress

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

const (
	keepFor  = 48 * time.Hour
	patience = 250 * time.Millisecond // a page never waits longer for the cache
	restFor  = 2 * time.Second        // after a failure, not asked again for so long
)

// Cache is the progress of records by revision.
type Cache struct {
	Redis   redis.UniversalClient
	resting atomic.Int64 // unix milliseconds until which Redis is left alone
}

// Case is a record at a revision.
type Case struct {
	ID       int64
	Revision int64
}

// entry carries its own tenant and case, so that a value under another's key is seen and dropped.
type entry struct {
	Tenant tenants.ID     `json:"t"`
	Case   int64          `json:"c"`
	Forms  []ask.Progress `json:"f"`
}

// Find gives the progress of those cases that are cached for the tenant in the context.
func (c *Cache) Find(ctx context.Context, today ask.Date, cases []Case) map[int64]dataset.Completion {
	found := map[int64]dataset.Completion{}
	tenant, ok := tenants.From(ctx)
	if !ok || len(cases) == 0 || c.rests() {
		return found
	}
	keys := make([]string, len(cases))
	for i, k := range cases {
		keys[i] = key(tenant.ID, k, today)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	values, err := c.Redis.MGet(ctx, keys...).Result()
	if err != nil {
		c.rest("read", err)
		return found
	}
	for i, value := range values {
		text, _ := value.(string)
		if done, ok := read(text, tenant.ID, cases[i].ID); ok {
			found[cases[i].ID] = done
		}
	}
	return found
}

// Keep remembers the progress of a case at a revision.
func (c *Cache) Keep(ctx context.Context, today ask.Date, at Case, done dataset.Completion) {
	tenant, ok := tenants.From(ctx)
	if !ok || c.rests() {
		return
	}
	value, err := json.Marshal(entry{tenant.ID, at.ID, done.Forms})
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := c.Redis.Set(ctx, key(tenant.ID, at, today), value, keepFor).Err(); err != nil {
		c.rest("write", err)
	}
}

func key(tenant tenants.ID, c Case, today ask.Date) string {
	return fmt.Sprintf("progress:%s:%d:%d:%s", tenant, c.ID, c.Revision, today)
}

func read(text string, tenant tenants.ID, caseID int64) (dataset.Completion, bool) {
	var e entry
	if text == "" || json.Unmarshal([]byte(text), &e) != nil {
		return dataset.Completion{}, false
	}
	if e.Tenant != tenant || e.Case != caseID || len(e.Forms) != len(dataset.Sections) {
		slog.Error("progress cache holds an entry of another record: dropped", "tenant", tenant)
		return dataset.Completion{}, false
	}
	done := dataset.Completion{Forms: e.Forms}
	for _, f := range e.Forms {
		done.Total = done.Total.Plus(f)
	}
	return done, true
}

func (c *Cache) rests() bool { return time.Now().UnixMilli() < c.resting.Load() }

func (c *Cache) rest(what string, err error) {
	c.resting.Store(time.Now().Add(restFor).UnixMilli())
	slog.Warn("progress cache is away: counting from the rows", "doing", what, "error", err)
}
