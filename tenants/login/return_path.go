package login

import (
	"regexp"
	"strings"
)

// A path to return to holds only characters that no browser reads as anything else: no second slash, no backslash, no
// percent sign, no control character, no colon.
var (
	plainPath  = regexp.MustCompile(`^/(?:[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)*)?$`)
	plainQuery = regexp.MustCompile(`^[A-Za-z0-9_=&+.,-]{0,500}$`)
	recordPath = regexp.MustCompile(`^/[A-Z0-9]{3,10}/cases(?:/[0-9]{1,19}(?:/[a-z][a-z-]{0,40})?)?$`)
)

// recordRoute accepts the list of children and the pages of one child.
func recordRoute(path string) bool { return recordPath.MatchString(path) }

// ReturnPath gives the path itself when it is one of our own pages, and home for anything else.
func (s *Service) ReturnPath(path string) string {
	const home = "/"
	if len(path) > 1000 {
		return home
	}
	bare, query, asked := strings.Cut(path, "?")
	if !plainPath.MatchString(bare) || (asked && !plainQuery.MatchString(query)) || !s.OwnRoute(bare) {
		return home
	}
	return path
}
