package tenants

import "slices"

// Role is what a person is in a tenant, or nationally.
type Role string

// The roles. An unknown one may do nothing.
const (
	Viewer          Role = "viewer"
	Administrator   Role = "administrator" // a viewer who may add children and change their details
	Editor          Role = "editor"
	Lead            Role = "lead"
	NationalAnalyst Role = "national_analyst"
	NationalAdmin   Role = "national_admin"
	Operator        Role = "operator" // runs the platform; no clinical data
)

// Roles are all there are, lowest first.
func Roles() []Role {
	return []Role{Viewer, Administrator, Editor, Lead, NationalAnalyst, NationalAdmin, Operator}
}

// Name is the role in words.
func (r Role) Name() string {
	switch r {
	case Viewer:
		return "Viewer"
	case Administrator:
		return "Administrator"
	case Editor:
		return "Clinician"
	case Lead:
		return "Lead clinician"
	case NationalAnalyst:
		return "National analyst"
	case NationalAdmin:
		return "National audit team"
	case Operator:
		return "Platform operator"
	}
	return "No role"
}

// Local are the roles that people hold in a tenant, lowest first: a right of each includes those of the ones before.
func Local() []Role { return []Role{Viewer, Administrator, Editor, Lead} }

// National tells whether the role looks across tenants.
func (r Role) National() bool { return r == NationalAnalyst || r == NationalAdmin }

// Action is something a person may or may not do.
type Action string

// The actions of the permission matrix.
const (
	SeeDashboard         Action = "see own organisation's dashboard"
	SeePublished         Action = "see another centre's published results"
	SeeUnpublished       Action = "see another centre's unpublished results"
	SeeOutliers          Action = "see the records of outliers of every centre"
	ManageOutliers       Action = "work on the records of outliers"
	AnswerOutlier        Action = "answer for the centre in a record of an outlier"
	SeeNationalCounts    Action = "see counts across tenants"
	Publish              Action = "publish or withdraw results"
	ListChildren         Action = "list children"
	ListNationally       Action = "list the children of every tenant"
	OpenRecord           Action = "open a child's record"
	AddChild             Action = "add a child"
	ChangeDemographics   Action = "change demographics"
	DeleteChild          Action = "delete a child"
	RestoreChild         Action = "restore a deleted child"
	Register             Action = "confirm eligibility and register"
	SetAssessmentDate    Action = "set the first assessment date"
	ChangeAssessmentDate Action = "change the first assessment date once set"
	Unregister           Action = "unregister"
	Answer               Action = "answer the clinical forms"
	AllocateLead         Action = "allocate a lead centre"
	TransferLead         Action = "edit, delete or transfer the lead centre"
	Submit               Action = "submit a complete record"
	WithdrawSubmission   Action = "withdraw a submission before the deadline"
	ChangeAfterDeadline  Action = "change records after the deadline"
	ExtendDeadline       Action = "grant, shorten or remove a deadline extension"
	SeeExtensions        Action = "see the centre's deadline extensions"
	OptOut               Action = "opt a child out"
	SeePeople            Action = "see the list of people"
	ManagePeople         Action = "add, change and deactivate people of the tenant"
	ManageNationalPeople Action = "add national people"
	AnswerOrganisational Action = "answer the organisational audit"
	ManageOrganisational Action = "manage the organisational audit"
	DownloadNational     Action = "download the national workbook"
	DownloadOwn          Action = "download own children's list"
	ManageReference      Action = "manage organisations and lists"
	ManageAudit          Action = "manage banners, switches and audit periods"
	ReadAuditTrail       Action = "read the audit trail"
	ChangeBranding       Action = "change a tenant's branding"
	OperatePlatform      Action = "operate the platform"
)

// allowed is the permission matrix. A national analyst reads without names and changes nothing; the national audit team
// changes records of a tenant it has made active, like anybody else.
var allowed = map[Action][]Role{
	SeeDashboard:         {Viewer, Administrator, Editor, Lead, NationalAnalyst, NationalAdmin},
	SeePublished:         {Viewer, Administrator, Editor, Lead, NationalAnalyst, NationalAdmin},
	SeeUnpublished:       {NationalAnalyst, NationalAdmin},
	SeeOutliers:          {NationalAnalyst, NationalAdmin},
	ManageOutliers:       {NationalAdmin},
	AnswerOutlier:        {Lead},
	SeeNationalCounts:    {NationalAnalyst, NationalAdmin},
	Publish:              {NationalAdmin},
	ListChildren:         {Viewer, Administrator, Editor, Lead, NationalAdmin},
	ListNationally:       {NationalAdmin},
	OpenRecord:           {Viewer, Administrator, Editor, Lead, NationalAdmin},
	AddChild:             {Administrator, Editor, Lead, NationalAdmin},
	ChangeDemographics:   {Administrator, Editor, Lead, NationalAdmin},
	DeleteChild:          {Editor, Lead, NationalAdmin},
	RestoreChild:         {NationalAdmin},
	Register:             {Editor, Lead, NationalAdmin},
	SetAssessmentDate:    {Editor, Lead, NationalAdmin},
	ChangeAssessmentDate: {NationalAdmin},
	Unregister:           {Lead, NationalAdmin},
	Answer:               {Editor, Lead, NationalAdmin},
	AllocateLead:         {Editor, Lead, NationalAdmin},
	TransferLead:         {Lead, NationalAdmin},
	Submit:               {Editor, Lead, NationalAdmin},
	WithdrawSubmission:   {Editor, Lead, NationalAdmin},
	ChangeAfterDeadline:  {NationalAdmin},
	ExtendDeadline:       {NationalAdmin},
	SeeExtensions:        {Lead, NationalAdmin},
	OptOut:               {Editor, Lead, NationalAdmin},
	SeePeople:            {Viewer, Administrator, Editor, Lead, NationalAdmin},
	ManagePeople:         {Lead, NationalAdmin},
	ManageNationalPeople: {NationalAdmin, Operator},
	AnswerOrganisational: {Lead, NationalAdmin},
	ManageOrganisational: {NationalAdmin},
	DownloadNational:     {NationalAdmin},
	DownloadOwn:          {Editor, Lead, NationalAdmin},
	ManageReference:      {NationalAdmin},
	ManageAudit:          {NationalAdmin},
	ReadAuditTrail:       {Lead, NationalAdmin},
	ChangeBranding:       {NationalAdmin, Operator},
	OperatePlatform:      {Operator},
}

// May tells whether the role allows the action. Which tenant it is done in is the session's matter.
func (r Role) May(a Action) bool { return slices.Contains(allowed[a], r) }

// Actions are all there are, for tables in tests.
func Actions() []Action {
	actions := make([]Action, 0, len(allowed))
	for a := range allowed {
		actions = append(actions, a)
	}
	slices.Sort(actions)
	return actions
}
