package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// DeleteReasons are why a record may be deleted: those of lists/record_end_reasons.csv for that action.
func DeleteReasons() []ask.Option { return deleteReasons }

var deleteReasons = func() []ask.Option {
	var reasons []ask.Option
	for _, o := range readList("record_end_reasons").Options {
		if o.Tags["action"] == "delete" {
			reasons = append(reasons, o)
		}
	}
	return reasons
}()
