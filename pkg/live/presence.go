package live

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/pinktick/pinktick/tenants"
)

// stays is how long somebody who no longer says so counts as being there.
const stays = 6 * time.Second

// Person is somebody on a record.
type Person struct {
	ID   string       `json:"p"`
	Name string       `json:"n,omitempty"` // empty for the national audit team, of whom nobody is named
	Role tenants.Role `json:"r"`
}

// place is a person at a record, as Redis keeps it. It says itself whose record it is.
type place struct {
	Tenant tenants.ID `json:"t"`
	Case   int64      `json:"c"`
	Person
}

func (t topic) everybody() string { return fmt.Sprintf("%s:here:%d", t.tenant, t.caseID) }
func (t topic) somebody(page string) string {
	return fmt.Sprintf("%s:here:%d:%s", t.tenant, t.caseID, page)
}

// Come says that somebody opened a page of a case of the tenant in the context, and tells those who are there.
func (h *Hub) Come(ctx context.Context, caseID int64, page string, who tenants.Person) {
	if _, err := h.Stay(ctx, caseID, page, who); err == nil {
		h.send(ctx, caseID, message{Here: true})
	}
}

// Stay says that somebody still is on a page of a case of the tenant in the context, and gives everybody else who is on the
// case, each once, by name. Each page has a key of its own that Redis forgets by itself.
func (h *Hub) Stay(ctx context.Context, caseID int64, page string, who tenants.Person) ([]Person, error) {
	tenant, ok := tenants.From(ctx)
	if !ok {
		return nil, tenants.ErrNoTenant
	}
	if h.rest.on() {
		return nil, errResting
	}
	at := topic{tenant.ID, caseID}
	value, err := json.Marshal(place{at.tenant, at.caseID, named(who)})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	pipe := h.redis.Pipeline()
	pipe.Set(ctx, at.somebody(page), value, stays)
	pipe.SAdd(ctx, at.everybody(), page)
	pipe.Expire(ctx, at.everybody(), 10*stays)
	pages := pipe.SMembers(ctx, at.everybody())
	if _, err := pipe.Exec(ctx); err != nil {
		h.rest.after(err)
		return nil, err
	}
	return h.others(ctx, at, who.ID, slices.DeleteFunc(pages.Val(), func(other string) bool { return other == page }))
}

var errResting = fmt.Errorf("redis is left alone for a while")

// Leave says that the page was closed.
func (h *Hub) Leave(ctx context.Context, caseID int64, page string) {
	tenant, ok := tenants.From(ctx)
	if !ok || h.rest.on() {
		return
	}
	at := topic{tenant.ID, caseID}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	pipe := h.redis.Pipeline()
	pipe.Del(ctx, at.somebody(page))
	pipe.SRem(ctx, at.everybody(), page)
	_, err := pipe.Exec(ctx)
	h.rest.after(err)
}

// others are the people of the pages, without oneself. Pages that Redis has forgotten are taken off the list.
func (h *Hub) others(ctx context.Context, at topic, self string, pages []string) ([]Person, error) {
	if len(pages) == 0 {
		return nil, nil
	}
	keys := make([]string, len(pages))
	for i, page := range pages {
		keys[i] = at.somebody(page)
	}
	values, err := h.redis.MGet(ctx, keys...).Result()
	if err != nil {
		h.rest.after(err)
		return nil, err
	}
	var found []Person
	var forgotten []any
	for i, value := range values {
		text, known := value.(string)
		if !known {
			forgotten = append(forgotten, pages[i])
			continue
		}
		person, ok := h.read(at, text)
		if ok && person.ID != self && !slices.ContainsFunc(found, func(p Person) bool { return p.ID == person.ID }) {
			found = append(found, person)
		}
	}
	h.forget(ctx, at, forgotten)
	slices.SortFunc(found, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return found, nil
}

func (h *Hub) forget(ctx context.Context, at topic, pages []any) {
	if len(pages) > 0 {
		h.rest.after(h.redis.SRem(ctx, at.everybody(), pages...).Err())
	}
}

// read drops what stands under a key without belonging there.
func (h *Hub) read(at topic, text string) (Person, bool) {
	var p place
	if json.Unmarshal([]byte(text), &p) != nil || p.Tenant != at.tenant || p.Case != at.caseID {
		h.log.Error("a place on a record is another record's: dropped", "tenant", at.tenant)
		return Person{}, false
	}
	return p.Person, true
}

// named leaves out the name of national people: the trust sees the team, not the person.
func named(who tenants.Person) Person {
	p := Person{ID: who.ID, Name: who.Name, Role: who.Role}
	if who.Role.National() {
		p.Name = ""
	}
	return p
}
