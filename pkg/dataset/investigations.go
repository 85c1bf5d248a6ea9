package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// Investigations are the tests of the first year of care.
type Investigations struct {
	EEGIndicated           *bool
	EEGRequestedOn         *ask.Date `exchange:"eeg_request_date"`
	EEGPerformedOn         *ask.Date `exchange:"eeg_performed_date"`
	EEGDeclined            *bool     `exchange:"-"`
	TwelveLeadECGPerformed *bool     `exchange:"twelve_lead_ecg_status"`
	CTHeadPerformed        *bool     `exchange:"ct_head_scan_status"`
	MRIObtained            *bool     `exchange:"mri_indicated"`
	MRIRequestedOn         *ask.Date `exchange:"mri_brain_requested_date"`
	MRIReportedOn          *ask.Date `exchange:"mri_brain_reported_date"`
	MRIDeclined            *bool     `exchange:"-"`
}

var inv Investigations

// TestsSection asks for EEG, ECG, CT and MRI, with the dates needed for waiting times.
var TestsSection = ask.NewSection("tests", "Tests", &inv,
	ask.Heading("Electroencephalogram (EEG)"),
	ask.YesNo(&inv.EEGIndicated, "First EEG requested").
		Help("Whether a first EEG was asked for. Guidance: routine EEG when epilepsy is suspected, within four weeks of the request."),
	ask.Day(&inv.EEGRequestedOn, "EEG requested on").ShowIf(ask.IsYes(&inv.EEGIndicated)).
		NotBefore(birth).
		Help("Day of the request; needed even if the EEG did not take place."),
	ask.DayOrDeclined(&inv.EEGPerformedOn, &inv.EEGDeclined, "EEG performed on").ShowIf(ask.IsYes(&inv.EEGIndicated)).
		NotBefore(birth).WaitFrom(&inv.EEGRequestedOn).
		Help("Day on which the EEG was recorded. Declined: it was requested but could not be done, for example because the child did "+
			"not tolerate it."),
	ask.Heading("Electrocardiogram (ECG) and CT"),
	ask.YesNo(&inv.TwelveLeadECGPerformed, "12-lead ECG performed").
		Help("Whether a 12-lead ECG was done; expected of every child with a convulsive seizure."),
	ask.YesNo(&inv.CTHeadPerformed, "CT head performed").
		Help("Whether CT of the head was done; an alternative where MRI is contraindicated."),
	ask.Heading("Magnetic resonance imaging (MRI)"),
	ask.YesNo(&inv.MRIObtained, "MRI brain obtained").
		Help("Whether an MRI brain was asked for and obtained. Guidance: within six weeks of referral, for every child except those with "+
			"idiopathic generalised epilepsy or centrotemporal spikes."),
	ask.Day(&inv.MRIRequestedOn, "MRI requested on").ShowIf(ask.IsYes(&inv.MRIObtained)).
		NotBefore(birth).
		Help("Day of the request."),
	ask.DayOrDeclined(&inv.MRIReportedOn, &inv.MRIDeclined, "MRI reported on").ShowIf(ask.IsYes(&inv.MRIObtained)).
		NotBefore(birth).WaitFrom(&inv.MRIRequestedOn).
		Help("Day on which the MRI was reported. Declined: it was requested but could not be done."),
).OpenIf(registered)

// Investigations are the child's tests.
func (c *Child) Investigations() *Investigations { return row[Investigations](c) }
