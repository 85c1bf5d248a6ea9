package server

import "regexp"

var returnable = regexp.MustCompile(`^/(home|national(/cases|/kpis/[0-9][a-z0-9-]{0,7})?|session/back|[A-Z0-9]{3,10}/(extensions|deleted|summary|kpis/[0-9][a-z0-9-]{0,7}(/children)?|cases(/new|/[0-9]{1,19}(/[a-z][a-z-]{0,40})?)?))$`)

// OwnRoute tells whether a path is a page of ours that signing in may return to.
func OwnRoute(path string) bool { return returnable.MatchString(path) }
