package page

import "github.com/pinktick/pinktick/ui/part"

// Drawn is the mark of a record's heading without where the record stands, which has its own.
func (c Child) Drawn() string {
	c.Standing = Standing{}
	return part.Drawn("child", c)
}

// Drawn is the mark of where a record stands.
func (s Standing) Drawn() string {
	if s.Act != nil {
		act := *s.Act
		act.Key = "" // another with each drawing
		s.Act = &act
	}
	return part.Drawn("record-state", s)
}

// Drawn is the mark of what registering works out, however it comes to the page.
func (f RegistrationFacts) Drawn() string { return part.Drawn("facts", f.Facts) }

// DrawnReadOnly is the mark of the reason why nothing may be answered.
func DrawnReadOnly(readOnly string) string { return part.Drawn("read-only", readOnly) }

// DrawnOnward is the mark of the ways to the sections before and after.
func DrawnOnward(previous, next *part.Way) string { return part.Drawn("onward", previous, next) }
