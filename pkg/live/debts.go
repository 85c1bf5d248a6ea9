package live

import (
	"context"
	"sync"
	"time"
)

// maxDebts is how many records' changes are kept for a Redis that is away. What is beyond that is heard of with the next.
const maxDebts = 1000

// debts are the newest change of each record that Redis could not be told. Without them a change made in the moment before
// Redis is asked again would be heard by nobody.
type debts struct {
	mu      sync.Mutex
	owed    map[topic]message
	timer   *time.Timer
	dropped bool
}

// owe keeps a message for later.
func (h *Hub) owe(m message) {
	d := &h.debts
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dropped || m.Here || len(d.owed) >= maxDebts { // who is there says so again by themselves
		return
	}
	if d.owed == nil {
		d.owed = map[topic]message{}
	}
	m.Who, m.Tab = "", "" // by then it may stand for several people's changes
	d.owed[topic{m.Tenant, m.Case}] = m
	if d.timer == nil {
		d.timer = time.AfterFunc(restFor, h.pay)
	}
}

// pay tells Redis what it is owed; what it will still not take is kept on.
func (h *Hub) pay() {
	d := &h.debts
	d.mu.Lock()
	owed := d.owed
	d.owed, d.timer = nil, nil
	d.mu.Unlock()
	for _, m := range owed {
		if h.rest.on() || !h.put(context.Background(), m) {
			h.owe(m)
		}
	}
}

// drop forgets what is owed: the process stops.
func (d *debts) drop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dropped, d.owed = true, nil
	if d.timer != nil {
		d.timer.Stop()
	}
}
