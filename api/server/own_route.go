package server

import "regexp"

var returnable = regexp.MustCompile(`^/(home|national(/cases)?|session/back|[A-Z0-9]{3,10}/(summary|extensions|deleted|cases(/new|/[0-9]{1,19}(/[a-z][a-z-]{0,40})?)?))$`)

// OwnRoute tells whether a path is a page of ours that signing in may return to.
func OwnRoute(path string) bool { return returnable.MatchString(path) }
