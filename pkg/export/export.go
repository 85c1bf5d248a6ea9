// Package export writes and reads what leaves and enters the platform: the data dictionary, and one child as the exchange
// record, which the audit team, a hospital's own system and our tests hand over; and it scores such records without a
// database. What a field is called, accepts and holds comes from package dataset; only the shape of the record is here.
package export

// Problem is one thing that is wrong with a record, and where. It never holds the value itself.
type Problem struct {
	Path    string `json:"path"` // answers.<form>.<field> or records.<list>[<row>].<field>
	Code    string `json:"code"`
	Message string `json:"message"`
}

// The codes of faults in the shape of a record; faults of answers have the codes of the dictionary's validation rules.
const (
	CodeUnknownKey = "unknown_key" // the dictionary does not know the field, form or list
	CodeWrongType  = "wrong_type"  // a text where a yes or no belongs, and the like
	CodeTwoLeads   = "two_leads"   // more than one active lead among the sites
	CodeTwoHolders = "two_holders" // more than one active holder of another role among the sites
	CodeKeyTwice   = "key_twice"   // one name twice in one object: which value is meant?

	CodeNotKept = "not_kept"        // read, and there is no place for it here
	CodeDiffers = "derived_differs" // a value that is computed here, and is not what was sent
)

// declined is how the reference system writes "declined or not possible": a date on which no result can have been.
const declined = "1915-04-15"
