package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/ui/page"
)

// preparePublication makes a draft. What is wrong is said beside the fields, and what was typed stays.
func (s *Server) preparePublication(c *gin.Context) error {
	sent := c.Request.PostForm
	form := page.PublicationForm{Cohort: sent.Get("cohort"), Lowest: sent.Get("lowest"), Note: sent.Get("note"), Errors: map[string]string{}}
	cohort, _ := strconv.Atoi(form.Cohort) // 0 is no cohort
	made, err := s.Published.Prepare(c.Request.Context(), publication.Plan{Cohort: cohort, Lowest: compare.Level(form.Lowest), Note: form.Note})
	f, refused := fault.As(err)
	switch {
	case err == nil:
		return leadTo(c, publicationPath(made.ID)+"?done="+donePrepared)
	case !refused || isFragment(c):
		return err
	case f.Kind == fault.Conflict:
		form.Errors["cohort"] = f.Message
	case len(f.Fields) == 0:
		return err
	}
	for name, wrong := range f.Fields {
		form.Errors[name] = wrong.Message
	}
	s.note(c, statuses[f.Kind], f.Kind, f.Code)
	return s.renderPublications(c, statuses[f.Kind], form)
}

// publicationStep is something that can be done with a publication.
type publicationStep struct {
	to, label string // to is the form's field, and the word of what was done
	quiet     bool
	asks      func(publication.Publication) page.Confirmation // nil: it can be undone, and is not asked for
	do        func(*publication.Store, context.Context, int64) error
}

func bringTo(to publication.State) func(*publication.Store, context.Context, int64) error {
	return func(s *publication.Store, ctx context.Context, id int64) error { return s.Bring(ctx, id, to) }
}

var publicationSteps = map[publication.State][]publicationStep{
	publication.Draft: {{to: doneReady, label: "Mark as ready", do: bringTo(publication.Ready)}, discardDraft},
	publication.Ready: {{to: donePublished, label: "Publish", asks: askPublish, do: bringTo(publication.Published)},
		{to: doneDraft, label: "Back to draft", quiet: true, do: bringTo(publication.Draft)}, discardDraft},
	publication.Published: {{to: doneFinal, label: "Mark as final", quiet: true, asks: askFinal, do: (*publication.Store).Finish}},
}

var discardDraft = publicationStep{to: doneDiscarded, label: "Discard", quiet: true, do: bringTo(publication.Discarded), asks: func(p publication.Publication) page.Confirmation {
	return page.Confirmation{Title: "Discard " + publicationName(p) + "?", Words: "It will never be published. Another draft can be prepared. That it was there stays written down.", Yes: "Yes, discard it"}
}}

func askPublish(p publication.Publication) page.Confirmation {
	words := fmt.Sprintf("All figures of %s become public at once, for everybody, at %s/%d. It cannot be taken back or changed: a correction is a new version.", publicationName(p), atResults, p.Cohort)
	if p.Version > 1 {
		words += " The version published before is marked as replaced, and stays at an address of its own."
	}
	return page.Confirmation{Title: "Publish " + publicationName(p) + "?", Words: words, Yes: "Yes, publish it"}
}

func askFinal(p publication.Publication) page.Confirmation {
	return page.Confirmation{Title: "Mark " + publicationName(p) + " as final?", Words: fmt.Sprintf("No further version of cohort %d can be prepared or published after this. It cannot be taken back.", p.Cohort),
		Yes: "Yes, it is final"}
}

func publicationName(p publication.Publication) string {
	return fmt.Sprintf("version %d of cohort %d", p.Version, p.Cohort)
}

// changePublication takes a publication a step on, after asking where that cannot be undone. The same press twice is one change.
func (s *Server) changePublication(c *gin.Context) error {
	p, err := s.publicationAt(c)
	if err != nil {
		return err
	}
	to := c.Request.PostForm.Get("to")
	wanted, known := publicationStepTo(to)
	if !known {
		return fault.New(fault.Unacceptable, "unknown_step", "The form could not be read.")
	}
	if wanted.asks != nil && c.Request.PostForm.Get("confirmed") != "yes" {
		asks := wanted.asks(p)
		asks.CancelHref, asks.Fields = publicationPath(p.ID), append(kept(c, nil, ""), page.Kept{Name: "to", Value: to})
		return s.confirm(c, http.StatusOK, asks)
	}
	if err := wanted.do(s.Published, c.Request.Context(), p.ID); err != nil {
		return err
	}
	return leadTo(c, publicationPath(p.ID)+"?done="+to)
}

func publicationStepTo(to string) (publicationStep, bool) {
	for _, all := range publicationSteps {
		for _, one := range all {
			if one.to == to {
				return one, true
			}
		}
	}
	return publicationStep{}, false
}

// publicationAt is the publication that the address names.
func (s *Server) publicationAt(c *gin.Context) (publication.Publication, error) {
	id, err := positive(c.Param("publication"))
	if err != nil {
		return publication.Publication{}, err
	}
	return s.Published.Find(c.Request.Context(), id)
}
