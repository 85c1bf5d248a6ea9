package server

import "regexp"

var returnable = regexp.MustCompile(`^/(home|national(/(cases|expected|publications(/[0-9]{1,19}(/preview)?)?|outliers(/[0-9]{1,19})?|kpis/[0-9][a-z0-9-]{0,7}(/equity|/time)?|exports))?|session/back|[A-Z0-9]{3,10}/(exports|extensions|deleted|outliers(/[0-9]{1,19})?|summary|kpis/[0-9][a-z0-9-]{0,7}(/children|/equity|/time)?|cases(/new|/[0-9]{1,19}(/[a-z][a-z-]{0,40})?)?))$`)

// OwnRoute tells whether a path is a page of ours that signing in may return to.
func OwnRoute(path string) bool { return returnable.MatchString(path) }
