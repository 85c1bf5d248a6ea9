package live

import "sync"

// News is what a follower has not heard yet. Several changes are one: it says only that there is something to fetch, so a slow
// reader costs no more memory than a quick one.
type News struct {
	Change Change // the newest; its Who is empty when several people made them
	Any    bool   // whether there was a change
	Here   bool   // somebody came
	Missed bool   // the subscription has just begun, or begun again: there may have been changes before
}

// Follower hears of one case.
type Follower struct {
	hub   *Hub
	topic topic
	tab   string

	mu     sync.Mutex
	news   News
	signal chan struct{}
}

// C gives a value when there is news to take.
func (f *Follower) C() <-chan struct{} { return f.signal }

// Take gives the news since the last time.
func (f *Follower) Take() News {
	f.mu.Lock()
	defer f.mu.Unlock()
	news := f.news
	f.news = News{}
	return news
}

// Leave ends following.
func (f *Follower) Leave() { f.hub.leave(f) }

func (f *Follower) put(fresh News) {
	if fresh.Any && f.tab != "" && fresh.Change.Tab == f.tab {
		return // one's own echo
	}
	f.mu.Lock()
	f.news = f.news.with(fresh)
	f.mu.Unlock()
	select {
	case f.signal <- struct{}{}:
	default:
	}
}

func (n News) with(fresh News) News {
	if fresh.Any {
		if n.Any && n.Change.Who != fresh.Change.Who {
			fresh.Change.Who = ""
		}
		fresh.Change.Revision = max(fresh.Change.Revision, n.Change.Revision)
		n.Change, n.Any = fresh.Change, true
	}
	n.Here, n.Missed = n.Here || fresh.Here, n.Missed || fresh.Missed
	return n
}
