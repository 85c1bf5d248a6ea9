package page

import (
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/part"
)

// TransferRow is a transfer of one child, as one of the two centres sees it.
type TransferRow struct {
	Who          string // the child's name where the record is here, else what may be known
	Number       string // the audit number; empty where it is not known yet
	Href         string // of the record, where it is here
	Words        string // who offered, or asked for, the child: "offered by …"
	When         string // since when it waits, or when it ended
	State        part.Tag
	Note         string // why it was declined, and by whom
	AcceptHref   string // GET: asks first; empty where the person may not answer
	AcceptLabel  string
	DeclineHref  string
	Withdraw     *Act   // takes it back
	Tenant, Open string // POST tenant=… case=… to Open: the record, of another trust
}

// TransfersBlock is what waits for the person's answer, above the list of children: "#transfers".
type TransfersBlock struct {
	Title   string
	Rows    []TransferRow
	AllHref string
}

// Transfers is the page of all transfers of a trust or board.
type Transfers struct {
	Trust    string
	Intro    string
	Waiting  []TransferRow // of either side
	Past     []TransferRow
	Paging   part.Paging
	ListHref string
	Closure  string // moves the children of this trust, which has closed
	As       string
	National bool // those of every trust
}

// OfferTransfer asks where a child is to go.
type OfferTransfer struct {
	Child          Child
	Points         []string
	Centre         control.Question // the picker
	Action         string
	Key, As        string
	CancelHref     string
	Wrong          []Wrong
	Present, Trust string // the present lead
}

// AnswerTransfer asks before a transfer is accepted or declined.
type AnswerTransfer struct {
	Title                 string
	Facts                 []part.Pair // what is known of the child, and what moves
	Points                []string
	Action, Key, As       string
	Button                string
	Quiet                 bool             // the button is no step that cannot be undone
	Reasons               []control.Option // of a decline
	Reason, ReasonNote    string
	Words, WordsNote      string
	OtherHref, OtherLabel string // the other answer
	CancelHref            string
	Wrong                 []Wrong
}

// LeadTransfer is who led the child's care before, and whether it is to be led elsewhere: "#lead-transfer".
type LeadTransfer struct {
	Words     string // of a transfer that waits
	OfferHref string // the form that offers the child; empty for those who may not
	Answers   *TransferRow
	Withdraw  *Act
	Earlier   []Centre
}

// Drawn is the mark of who leads the child's care elsewhere.
func (l LeadTransfer) Drawn() string {
	if l.Withdraw != nil {
		act := *l.Withdraw
		act.Key = "" // another with each drawing
		l.Withdraw = &act
	}
	return part.Drawn("lead-transfer", l)
}

// Closure is what a closed trust has left, with the form that moves its children.
type Closure struct {
	Trust      string
	Rows       []LeftRow
	From       []control.Option // its hospitals
	Centre     control.Question // the picker
	Action, As string
	CancelHref string
	Wrong      []Wrong
}

// LeftRow is how many children a hospital of it leads.
type LeftRow struct{ Centre, Children, Registered, Waiting string }
