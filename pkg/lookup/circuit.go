package lookup

import (
	"sync"
	"time"
)

const (
	failuresToOpen = 5
	leftAloneFor   = time.Minute
)

// circuit keeps from asking a service that has failed several times in a row; after a while one question is let through, and
// its answer decides.
type circuit struct {
	mu       sync.Mutex
	failures int
	until    time.Time // when the next is let through
}

func (c *circuit) admits(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failures < failuresToOpen {
		return true
	}
	if now.Before(c.until) {
		return false
	}
	c.until = now.Add(leftAloneFor) // the others wait for this one
	return true
}

func (c *circuit) note(now time.Time, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ok {
		c.failures = 0
		return
	}
	if c.failures++; c.failures >= failuresToOpen {
		c.until = now.Add(leftAloneFor)
	}
}
