// Package takeout makes the exports that people ask for: what may be had and by whom, the file made in the background as the person
// who asked, kept in the database for a day, in pieces that any replica gives out, and erased. Whose export is whose, who asked, what
// it was narrowed to, how many rows it has and who fetched it stays written down.
package takeout

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// Store keeps exports and makes them.
type Store struct {
	DB    *gorm.DB
	Now   func() time.Time
	Queue Queue

	Records      *record.Store
	Counts       *compare.Store
	Publications *publication.Store
	Directory    *tenants.Directory
	PublicURL    string // to which the links in a file lead
}

// Keep is how long a file is kept.
const Keep = 24 * time.Hour

// Kind is what an export holds.
type Kind string

// The kinds.
const (
	Children  Kind = "children"     // the list of children, with what each record misses
	Quality   Kind = "data_quality" // a line for each missing or doubtful answer
	OwnData   Kind = "own_data"     // every answer of every child
	Workbook  Kind = "workbook"     // the national workbook of a cohort
	Reference Kind = "reference"    // organisations and areas
)

// Format is how it is written.
type Format string

// The formats.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv" // one file, or several in a zip
	JSON Format = "json"
)

// Offer is a kind as it may be asked for.
type Offer struct {
	Kind    Kind
	Name    string
	Says    string
	Formats []Format
	Zipped  bool // as CSV it is several files

	national bool           // of no tenant
	action   tenants.Action // that the role must allow
	names    bool           // it cannot be had without telling who the children are
}

var offers = []Offer{
	{Kind: Children, Name: "Children list", Says: "One line a child: lead centre, cohort, deadline, state, progress, and the questions that are not answered.",
		Formats: []Format{XLSX, CSV}, action: tenants.DownloadOwn},
	{Kind: Quality, Name: "Data quality", Says: "One line for each answer that is missing or to be checked, with the way to it.",
		Formats: []Format{XLSX, CSV}, action: tenants.DownloadOwn},
	{Kind: OwnData, Name: "All answers", Says: "The whole records: a CSV file for each section, with the data dictionary and the code lists. Organisations stand by their ODS codes.",
		Formats: []Format{CSV}, Zipped: true, action: tenants.DownloadOwn, names: true},
	{Kind: Workbook, Name: "National workbook", Says: "The headline measures and the completeness of a cohort, by country, trust and health board, care board, region and network. JSON holds all measures of all levels.",
		Formats: []Format{XLSX, CSV, JSON}, Zipped: true, national: true, action: tenants.DownloadNational},
	{Kind: Reference, Name: "Reference data", Says: "Organisations, trusts and health boards, and the areas they belong to, as they stand today.",
		Formats: []Format{XLSX, CSV}, Zipped: true, national: true, action: tenants.DownloadNational},
}

// NamesAlways tells whether the export cannot be had without telling who the children are.
func (o Offer) NamesAlways() bool { return o.names }

// offerOf finds a kind; false where there is none of that name.
func offerOf(kind Kind) (Offer, bool) {
	if i := slices.IndexFunc(offers, func(o Offer) bool { return o.Kind == kind }); i >= 0 {
		return offers[i], true
	}
	return Offer{}, false
}

// Name is the kind in words.
func (k Kind) Name() string {
	if o, known := offerOf(k); known {
		return o.Name
	}
	return "Exchange records" // of the command
}

// Ask is what somebody asks for.
type Ask struct {
	Kind         Kind   `json:"-"`
	Format       Format `json:"-"`
	Reason       string `json:"-"`                      // of the audit team, to be told who the children are
	Cohort       int    `json:"cohort,omitempty"`       // 0: all
	Organisation string `json:"organisation,omitempty"` // by its ODS code; empty: the whole trust or board
	Publication  int64  `json:"publication,omitempty"`  // 0: live figures
	Names        bool   `json:"names,omitempty"`        // tells who the children are
}

// State is how far an export has come.
type State string

// The states.
const (
	Waiting State = "waiting"
	Making  State = "making"
	Ready   State = "ready"
	Failed  State = "failed"
	Erased  State = "erased"
	Taken   State = "taken" // by a command, which keeps no file
)

// Export is one that somebody asked for.
type Export struct {
	Ask
	ID         int64
	State      State
	PersonID   string
	PersonName string
	Role       tenants.Role
	RequestID  string
	Refusal    string // why it failed
	FileName   string
	Rows, Size int64
	AskedAt    time.Time
	EndedAt    time.Time // when it was ready or failed
	ExpiresAt  time.Time
	Downloads  int
}

// UnderWay tells whether it is still to be made.
func (e Export) UnderWay() bool { return e.State == Waiting || e.State == Making }

// Own tells whether the person asked for it.
func (e Export) Own(person tenants.Person) bool { return e.PersonID == person.ID }

// Queue has exports made in the background. It adds to the transaction on the connection.
type Queue interface {
	MakeExport(ctx context.Context, on Conn, tenant tenants.ID, export int64) error
}
