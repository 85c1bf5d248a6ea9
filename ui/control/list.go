package control

// Fact is one thing said about a row while it is closed.
type Fact struct{ Label, Value string }

// Row is one entry of a repeating list.
type Row struct {
	ID        string // of the row's element: "row-medicines-12"
	Path      string // GET the row open, GET ?closed=1 closed, DELETE it
	Title     string
	Facts     []Fact
	Complete  bool
	Open      bool
	Questions []Question
	ReadOnly  string // why it may not be changed; empty when it may
	As, Key   string
	Version   int64
}

// List is a section that repeats: medicines, episodes.
type List struct {
	ID       string // of the region: "list-medicines"
	Key      string // of its forms: "medicines"
	Title    string
	Path     string // GET the region, POST to add a row
	AddLabel string
	Empty    string // said while there is no row
	Warning  string
	ReadOnly string
	As       string
	NextKey  string // idempotency key of the next addition
	Version  int64
	Rows     []Row
	Shown    bool
	OOB      bool
	Appears  bool // out of band only where its empty wrapper stands: open rows stay open
}

func (l List) rowsID() string { return l.ID + "-rows" }

func (l List) empty() string {
	if l.Empty != "" {
		return l.Empty
	}
	return "None entered yet."
}

func (r Row) clearingID() string { return r.ID + "-clearing" }

func (r Row) headers() string {
	return `{"Pinktick-As":"` + r.As + `","Pinktick-Key":"` + r.Key + `"}`
}
