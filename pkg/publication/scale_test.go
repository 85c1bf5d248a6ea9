package publication

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
)

// audit is a country of the audit's size: 130 trusts of one to three hospitals in 42 care boards and 20 networks, some of which
// cross, and 7 health boards. In half of the hospitals nearly all children passed.
func audit(seed uint64) (places []where, passed, failed []int) {
	random := rand.New(rand.NewPCG(seed, 5))
	add := func(p where) {
		p[0] = fmt.Sprint("H", len(places))
		n := 3 + random.IntN(25)
		r := random.IntN(n + 1)
		if random.IntN(2) == 0 {
			r = n - random.IntN(3)
		}
		places, passed, failed = append(places, p), append(passed, r), append(failed, n-r)
	}
	for trust := range 130 {
		for range 1 + random.IntN(3) {
			board := trust * 42 / 130
			if random.IntN(12) == 0 && board < 41 {
				board++
			}
			add(where{"", fmt.Sprint("T", trust), "", fmt.Sprint("B", board), fmt.Sprint("R", board/6), fmt.Sprint("N", trust*20/130), "ENG", "EW"})
		}
	}
	for board := range 7 {
		add(where{"", "", fmt.Sprint("W", board), "", "", fmt.Sprint("N", 18+board/4), "WLS", "EW"})
		add(where{"", "", fmt.Sprint("W", board), "", "", fmt.Sprint("N", 18+board/4), "WLS", "EW"})
	}
	return places, passed, failed
}

// At the audit's size nothing small is shown, and what is hidden beside it leaves the larger areas of use.
func TestAtTheAuditsSize(t *testing.T) {
	set := country(audit(1))
	d := made(t, set, under5(nil))
	shown, all := map[compare.Level]int{}, map[compare.Level]int{}
	for _, u := range set.Units {
		if u.Level == compare.Organisation {
			continue
		}
		all[u.Level]++
		if r := result(t, d, u.Level, u.Code); r.Numbers != nil {
			shown[u.Level]++
			if c := u.Counts[0].Of(); measure.Under5.Primary(c) && u.Level != compare.National {
				t.Errorf("%s %s shows %+v", u.Level, u.Code, c)
			}
		}
	}
	for level, least := range map[compare.Level]int{compare.Trust: 40, compare.CareBoard: 20, compare.Region: 5, compare.Network: 14, compare.Country: 2, compare.National: 1} {
		if shown[level] < least {
			t.Errorf("%s: %d of %d are shown", level, shown[level], all[level])
		}
	}
}
