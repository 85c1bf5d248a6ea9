package control

import (
	"slices"
	"strconv"
)

// text is what a field shows that may hold a reason instead: nothing when it does.
func (q Question) text() string {
	value := q.Value()
	if slices.ContainsFunc(q.Options, func(o Option) bool { return o.Code == value }) {
		return ""
	}
	return value
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// radioID is the id of a radio button; the first has the name itself, for links to the group.
func radioID(name string, i int) string {
	if i == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(i)
}
