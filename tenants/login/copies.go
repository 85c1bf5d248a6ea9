package login

import (
	"sync"
	"time"
)

// sessionCopies are the sessions that this replica found in Redis lately. With Redis away they let people at work go on;
// PostgreSQL is still asked about their rights.
type sessionCopies struct {
	mu     sync.Mutex
	known  map[string]*sessionCopy
	pruned time.Time
}

type sessionCopy struct {
	session  record
	verified time.Time // when Redis last said that it exists
	written  time.Time // the last input that Redis was told of
}

func newSessionCopies() *sessionCopies { return &sessionCopies{known: map[string]*sessionCopy{}} }

// keep notes that Redis has the session, and gives it back with the later of the two times of input.
func (c *sessionCopies) keep(session record, now time.Time) record {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prune(now)
	old := c.known[session.Hash]
	entry := &sessionCopy{session: session, verified: now, written: session.Seen}
	if old != nil && old.session.Seen.After(session.Seen) {
		entry.session.Seen = old.session.Seen
	}
	c.known[session.Hash] = entry
	return entry.session
}

// get gives a session that Redis confirmed at most an idle time ago.
func (c *sessionCopies) get(hash string, now time.Time) (record, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entry := c.known[hash]
	if entry == nil || now.Sub(entry.verified) > defaultIdle {
		return record{}, false
	}
	return entry.session, true
}

// input notes real input, and tells whether Redis should hear of it.
func (c *sessionCopies) input(hash string, now time.Time) (write bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entry := c.known[hash]
	if entry == nil {
		return false
	}
	if now.After(entry.session.Seen) {
		entry.session.Seen = now
	}
	if now.Sub(entry.written) < touchInterval {
		return false
	}
	entry.written = now
	return true
}

func (c *sessionCopies) drop(hash string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.known, hash)
}

func (c *sessionCopies) prune(now time.Time) {
	if now.Sub(c.pruned) < time.Minute {
		return
	}
	c.pruned = now
	for hash, entry := range c.known {
		if now.Sub(entry.verified) > maxIdle {
			delete(c.known, hash)
		}
	}
}
