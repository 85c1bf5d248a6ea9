package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/part"
)

// livePace is how often a stream does what.
type livePace struct {
	look  time.Duration // rights and presence are looked at again
	beat  time.Duration // something is sent, so that nobody on the way takes the connection for dead
	write time.Duration // how long a reader may take
	life  time.Duration // then the page connects again: a laptop that was shut is found out
}

var usualPace = livePace{look: 2 * time.Second, beat: 15 * time.Second, write: 10 * time.Second, life: 2 * time.Minute}

// stream is one page that hears of changes.
type stream struct {
	server   *Server
	c        *gin.Context
	ctx      context.Context
	caseID   int64
	visit    login.Visit
	follower *live.Follower
	page     string // names it among those on the record
	pace     livePace
	out      *http.ResponseController
	written  time.Time
	people   [2][]live.Person // who was there at the last look, and at the one before
	said     string           // what was last said about them
}

func newStream(s *Server, c *gin.Context, id int64, visit login.Visit, follower *live.Follower) *stream {
	pace := s.pace
	if pace == (livePace{}) {
		pace = usualPace
	}
	return &stream{server: s, c: c, ctx: c.Request.Context(), caseID: id, visit: visit, follower: follower, page: uuid.NewString(), pace: pace,
		out: http.NewResponseController(c.Writer)}
}

// run lasts until the reader goes, may no longer look, or the server stops.
func (s *stream) run() {
	_ = s.out.SetReadDeadline(time.Time{}) // the server's own ends requests, and this one lasts
	s.c.Header("Content-Type", "text/event-stream; charset=utf-8")
	s.c.Header("X-Accel-Buffering", "no")
	s.c.Status(http.StatusOK)
	if !s.write(": here\n\n") {
		return
	}
	s.server.Live.Come(s.ctx, s.caseID, s.page, s.visit.Person)
	defer s.server.Live.Leave(s.ctx, s.caseID, s.page)
	look := time.NewTicker(s.pace.look)
	defer look.Stop()
	over := time.NewTimer(s.pace.life)
	defer over.Stop()
	for s.wait(look.C, over.C) {
	}
}

// wait does the next thing there is to do, and tells whether to go on.
func (s *stream) wait(look, over <-chan time.Time) bool {
	select {
	case <-s.ctx.Done():
		return false
	case <-s.server.Live.Done():
		return false
	case <-over:
		s.send("again", "")
		return false
	case <-s.follower.C():
		return s.tell(s.follower.Take())
	case <-look:
		return s.mayStay() && s.tellWho() && s.beat()
	}
}

// tell passes news on, to whoever may still have it.
func (s *stream) tell(news live.News) bool {
	if !s.mayStay() {
		return false
	}
	if news.Any || news.Missed {
		r, err := s.server.Records.Glance(s.ctx, s.caseID)
		if err != nil {
			s.send("end", "")
			return false
		}
		own := news.Any && news.Change.Who == live.Tag(s.visit.Person.ID)
		if !s.send("revision", fmt.Sprintf(`{"revision":%d,"changed":%t,"own":%t}`, r.Revision, news.Any, own)) {
			return false
		}
	}
	return !news.Here || s.tellWho()
}

// mayStay asks again who is there: the session may be over, the tenant another, the right gone. Why, the page finds out when it
// asks for anything.
func (s *stream) mayStay() bool {
	visit, err := s.server.Login.Recheck(s.c.Request)
	if err == nil && visit.Active && visit.Tenant.ID == s.visit.Tenant.ID && visit.Person.Role.May(tenants.OpenRecord) {
		return true
	}
	s.send("end", "")
	return false
}

// tellWho says who else is on the record, when that has changed. Somebody who goes from one section to the next is away for a
// moment: people go when they were not there twice.
func (s *stream) tellWho() bool {
	people, err := s.server.Live.Stay(s.ctx, s.caseID, s.page, s.visit.Person)
	if err != nil {
		s.people = [2][]live.Person{}
	} else {
		s.people = [2][]live.Person{people, s.people[0]}
	}
	var view strings.Builder
	if err := part.HereView(part.Here{Names: hereNames(s.people[0], s.people[1])}).Render(s.ctx, &view); err != nil {
		return false
	}
	if view.String() == s.said || s.said == "" && len(s.people[0]) == 0 {
		return true
	}
	s.said = view.String()
	return s.send("here", strings.ReplaceAll(s.said, "\n", " "))
}

// beat keeps the connection from looking dead.
func (s *stream) beat() bool {
	return time.Since(s.written) < s.pace.beat || s.write(": here\n\n")
}

func (s *stream) send(event, data string) bool {
	return s.write("event: " + event + "\ndata: " + data + "\n\n")
}

// write gives up on a reader who does not take it in time: their connection is closed, and their page asks what it missed.
func (s *stream) write(text string) bool {
	s.written = time.Now()
	_ = s.out.SetWriteDeadline(s.written.Add(s.pace.write))
	if _, err := s.c.Writer.WriteString(text); err != nil {
		return false
	}
	s.c.Writer.Flush()
	return s.ctx.Err() == nil
}
