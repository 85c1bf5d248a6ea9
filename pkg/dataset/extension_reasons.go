package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// ExtensionOther is the reason that takes words of its own.
const ExtensionOther = "other"

// ExtensionReasons are why a centre may be granted longer than the deadline (workflows.md, section 11.4).
func ExtensionReasons() []ask.Option {
	return []ask.Option{
		{Code: "staff_shortage", Label: "Staff shortage"},
		{Code: "records_system", Label: "Trouble with the records system"},
		{Code: "capacity", Label: "Capacity"},
		{Code: "data_quality", Label: "Data quality"},
		{Code: ExtensionOther, Label: "Other"},
	}
}
