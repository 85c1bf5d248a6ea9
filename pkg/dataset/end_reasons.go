package dataset

import "github.com/pinktick/pinktick/pkg/ask"

var recordEndReasons = readList("record_end_reasons")

// UnregisterReasons are why a child may be taken out of the audit's counts.
func UnregisterReasons() []ask.Option {
	var reasons []ask.Option
	for _, o := range recordEndReasons.Options {
		if o.Tags["action"] == "unregister" {
			reasons = append(reasons, o)
		}
	}
	return reasons
}
