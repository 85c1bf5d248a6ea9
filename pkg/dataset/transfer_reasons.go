package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// TransferOther is the reason that takes words of its own.
const TransferOther = "other"

// TransferReasons are why a centre may decline a transfer (workflows.md, section 13).
func TransferReasons() []ask.Option {
	return []ask.Option{
		{Code: "not_our_patient", Label: "The child is not under our care"},
		{Code: "wrong_hospital", Label: "Another hospital leads the child’s care"},
		{Code: "stays_here", Label: "The child’s care stays where it is"},
		{Code: "duplicate", Label: "We have this child in the audit already"},
		{Code: TransferOther, Label: "Other"},
	}
}
