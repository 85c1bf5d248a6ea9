package server

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// childrenAtOnce is how many records are read at a time for the file.
const childrenAtOnce = 100

// downloadOutlierChildren is the evidence of a record, made there and then: the eligible children behind the figure by their audit
// numbers, with outcome and deciding answers. It is for the centre's own people alone, and each record notes who read it.
func (s *Server) downloadOutlierChildren(c *gin.Context) error {
	if person, _ := tenants.PersonFrom(c.Request.Context()); person.Role.National() {
		return fault.New(fault.Forbidden, "inside_only", "The children behind an outlier are for the centre’s own people.")
	}
	id, err := positive(c.Param("outlier"))
	if err != nil {
		return err
	}
	r, err := s.Outliers.OwnRecord(c.Request.Context(), id)
	if err != nil {
		return err
	}
	m := r.Of()
	if m == nil {
		return errGone
	}
	content, n, err := s.outlierChildren(c, r, m)
	if err != nil {
		return err
	}
	s.log(c).Info("the children behind an outlier are downloaded", "outlier", id, "children", n)
	return attach(c, fmt.Sprintf("children-cohort-%d-measure-%s.csv", r.Cohort, strings.ToLower(m.Code)), "text/csv", content)
}

// outlierChildren writes the file: those who did not meet the measure, then those who did.
func (s *Server) outlierChildren(c *gin.Context, r outlier.Record, m *kpi.Measure) ([]byte, int, error) {
	var buffer bytes.Buffer
	out, n := csv.NewWriter(&buffer), 0
	_ = out.Write([]string{"Audit number", "Measure", "Outcome", "Answers that decided"})
	for _, outcome := range []string{"fail", "pass"} {
		f := record.Figure{Measure: m, Cohort: r.Cohort, Level: string(r.Level), Code: r.Code, Outcome: outcome}
		for at := 1; ; at++ {
			behind, err := s.Records.ChildrenBehind(c.Request.Context(), f, at, childrenAtOnce)
			if err != nil {
				return nil, 0, err
			}
			for _, child := range behind.Rows {
				_ = out.Write(s.childLine(c, child, m))
				n++
			}
			if at*childrenAtOnce >= behind.Found {
				break
			}
		}
	}
	out.Flush()
	return buffer.Bytes(), n, out.Error()
}

func (s *Server) childLine(c *gin.Context, child *record.Record, m *kpi.Measure) []string {
	result := child.Explain()[slices.Index(kpi.All, m)]
	var reasons []string
	for _, reason := range s.viewer(c, child).reasons(result.Because) {
		reasons = append(reasons, reasonLine(reason))
	}
	return []string{numberOf(child.ID), asText(m.Title), result.Outcome.Words(), asText(strings.Join(reasons, "; "))}
}

func reasonLine(reason page.Reason) string {
	words := reason.Label + ": " + cmp.Or(reason.Answer, "not answered")
	if reason.Place != "" {
		words = reason.Place + ": " + words
	}
	if reason.Note != "" {
		words += " (" + reason.Note + ")"
	}
	return words
}

// asText keeps a spreadsheet from running what somebody typed as a formula.
func asText(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
		return "'" + cell
	}
	return cell
}
