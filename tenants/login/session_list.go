package login

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

func listKey(person string) string { return "login:sessions:" + person }

// list adds a session to those of its person.
func (s *Service) list(ctx context.Context, session *record) error {
	pipe := s.Redis.Pipeline()
	pipe.ZAdd(ctx, listKey(session.Person), redis.Z{Score: float64(session.Started.Unix()), Member: session.Hash})
	pipe.Expire(ctx, listKey(session.Person), absolute)
	_, err := pipe.Exec(ctx)
	return err
}

// listed gives a person's sessions that Redis still holds, oldest first, and tidies the list of those it does not.
func (s *Service) listed(ctx context.Context, person string) []OpenSession {
	hashes, err := s.Redis.ZRange(ctx, listKey(person), 0, -1).Result()
	if err != nil {
		return nil
	}
	var open []OpenSession
	for _, session := range hashes {
		data, err := s.Redis.Get(ctx, sessionPrefix+session).Bytes()
		if err != nil {
			s.Redis.ZRem(ctx, listKey(person), session)
			continue
		}
		deadline, values, err := s.sessions.Codec.Decode(data)
		if err != nil || !s.Now().Before(deadline) {
			continue
		}
		seen, _ := values["seen"].(int64)
		started, _ := values["started"].(int64)
		where, _ := values["where"].(string)
		open = append(open, OpenSession{
			Handle: tag(s.seals[0].form, "session", session)[:16], Hash: session, Where: where,
			Seen: time.UnixMicro(seen), Started: time.UnixMicro(started),
		})
	}
	slices.SortFunc(open, func(a, b OpenSession) int { return cmp.Compare(a.Started.UnixMicro(), b.Started.UnixMicro()) })
	return open
}

// openElsewhere gives the sessions that count against the limit: alive by the longest idle time, and not this browser's own.
func (s *Service) openElsewhere(ctx context.Context, person, own string) []OpenSession {
	return slices.DeleteFunc(s.listed(ctx, person), func(o OpenSession) bool {
		return o.Hash == own || s.Now().Sub(o.Seen) > maxIdle
	})
}
