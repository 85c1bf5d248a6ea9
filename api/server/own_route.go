package server

import "regexp"

var returnable = regexp.MustCompile(`^/(home|national(/(cases|publications(/[0-9]{1,19}(/preview)?)?|kpis/[0-9][a-z0-9-]{0,7}|exports))?|session/back|[A-Z0-9]{3,10}/(exports|extensions|deleted|summary|kpis/[0-9][a-z0-9-]{0,7}(/children)?|cases(/new|/[0-9]{1,19}(/[a-z][a-z-]{0,40})?)?))$`)

// OwnRoute tells whether a path is a page of ours that signing in may return to.
func OwnRoute(path string) bool { return returnable.MatchString(path) }
