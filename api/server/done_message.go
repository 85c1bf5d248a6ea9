package server

import (
	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/part"
)

// What was done on the page before, as its address says. A word that is not here says nothing.
const (
	doneAdded    = "added"
	doneSaved    = "saved"
	doneDeleted  = "deleted"
	doneRestored = "restored"
	doneOptedOut = "opted-out"
	doneAsked    = "asked"
	doneCounting = "counting"
	doneExpected = "expected"

	doneOffered    = "offered"
	doneLeadMoved  = "lead-moved"
	doneAccepted   = "accepted"
	doneDeclined   = "declined"
	doneHandedOver = "handed-over"
	doneWithdrawn  = "withdrawn"
	doneCleared    = "cleared"

	doneExport = "export"

	donePrepared  = "prepared"
	doneReady     = "ready"
	doneDraft     = "draft"
	donePublished = "published"
	doneDiscarded = "discarded"
	doneFinal     = "final"

	doneOpened          = "outliers-opened"
	doneStepped         = "outlier-step"
	doneNoted           = "outlier-note"
	doneAnsweredOutlier = "outlier-answered"
)

var doneWords = map[string]string{
	doneAdded:    "The child has been added.",
	doneSaved:    "The details are saved.",
	doneDeleted:  "The record has been deleted. For 30 days the national audit team can bring it back.",
	doneRestored: "The record has been restored.",
	doneOptedOut: "The child has been opted out. Everything but the audit number is erased.",
	doneAsked:    "The other centre has been asked for the record.",
	doneCounting: "The figures are being counted again. Look again in a minute.",

	doneExpected: "The numbers are saved. They stand beside every figure from now on.",

	doneOffered:    "The child has been offered. The record stays with you until the other centre accepts.",
	doneLeadMoved:  "The lead centre has been changed.",
	doneAccepted:   "The child’s record is yours now.",
	doneDeclined:   "The transfer has been declined.",
	doneHandedOver: "The child’s record has been handed over.",
	doneWithdrawn:  "The transfer has been withdrawn.",
	doneCleared:    "The children’s records have been moved.",

	doneExport: "The export is being made. It can be fetched below when it is ready.",

	donePrepared:  "The draft has been prepared. Look at its preview before you mark it as ready.",
	doneReady:     "It is marked as ready to be published.",
	doneDraft:     "It is a draft again.",
	donePublished: "It has been published. Everybody can read it now.",
	doneDiscarded: "The draft has been discarded.",
	doneFinal:     "These are the final results of the cohort.",

	doneOpened:          "Records are open for those chosen. Records that were there stay as they were.",
	doneStepped:         "The step is saved.",
	doneNoted:           "The note is saved.",
	doneAnsweredOutlier: "Your answer is with the audit team.",
}

// doneMessages says what was done on the page before, once.
func doneMessages(c *gin.Context) []layout.Message {
	words, known := doneWords[c.Query("done")]
	if !known {
		return nil
	}
	return []layout.Message{{Kind: part.AlertSuccess, Text: words}}
}
