package server

import "sync"

// maxStreams is how many pages of one session hear of changes at once. Pages that are not in view let go.
const maxStreams = 6

// streams are those open in this process, by session.
type streams struct {
	mu   sync.Mutex
	open map[string]int
}

// enter counts one more, unless there are too many. leave is to be called once.
func (s *streams) enter(session string) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[session] >= maxStreams {
		return nil, false
	}
	if s.open == nil {
		s.open = map[string]int{}
	}
	s.open[session]++
	return func() { s.leave(session) }, true
}

func (s *streams) leave(session string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[session]--; s.open[session] == 0 {
		delete(s.open, session)
	}
}

// count is how many are open.
func (s *streams) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, open := range s.open {
		n += open
	}
	return n
}
