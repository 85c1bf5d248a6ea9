package server

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// readWork is what waits at the organisation. Every line opens the list, narrowed to the children it counts.
func (s *Server) readWork(c *gin.Context, d dashboard, w *page.Widget) error {
	tasks, err := s.Records.WorkToDo(c.Request.Context(), record.Whose{OrganisationID: d.organisation.ID, Cohort: d.cohorts.chosen})
	if err != nil {
		return err
	}
	opens := d.role.May(tenants.ListChildren)
	for i, task := range tasks {
		if task.Children == 0 || !opens || i > 0 && task.Filter.State == tasks[i-1].Filter.State && task.Filter.State != "" && task.Children == tasks[i-1].Children {
			continue // nothing to do, or the very children of the line before
		}
		l := &caseList{base: d.base + "/cases", query: record.Query{Scope: record.Organisation, Filter: task.Filter, Sort: "name", Page: 1, Size: usualSize}}
		w.Tasks = append(w.Tasks, page.Task{
			Words: taskWords(task), Children: thousands(task.Children), Href: l.address(l.query), Soon: task.Filter.Soon || task.Filter.DaysUnder == daysChoices[0]})
	}
	if w.Notice, w.NoticeHref, err = s.outlierNotice(c); err != nil {
		return err
	}
	w.Intro = "Cohort " + strconv.Itoa(d.cohorts.chosen) + ". Children not registered yet, and transfers, are of any cohort."
	if len(w.Tasks) == 0 && w.Notice == "" {
		w.Intro, w.Empty = "", "Nothing waits to be done in cohort "+strconv.Itoa(d.cohorts.chosen)+"."
	}
	return nil
}

func taskWords(task record.Task) string {
	records := oneOrMany(task.Children, "record", "records")
	f := task.Filter
	switch {
	case f.Transfer:
		return oneOrMany(task.Children, "transfer waits", "transfers wait") + " for an answer"
	case f.NoLead:
		return oneOrMany(task.Children, "child has", "children have") + " no lead centre"
	case f.Warnings:
		return records + " with answers to check"
	case f.State == record.NotRegistered:
		return oneOrMany(task.Children, "child", "children") + " added and not registered"
	case f.State == record.Complete && f.Soon:
		return "complete " + records + " not submitted, due in 7 days"
	case f.State == record.Complete:
		return "complete " + records + " not submitted"
	case f.DaysUnder > 0:
		return "incomplete " + records + ", under " + strconv.Itoa(f.DaysUnder) + " days left"
	}
	return "incomplete " + records + " in all"
}

// oneOrMany is the word for so many.
func oneOrMany(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// readComplete is how many of the registered records are complete, at the organisation and at its trust or board.
func (s *Server) readComplete(c *gin.Context, d dashboard, w *page.Widget) error {
	done, err := s.Records.Completed(c.Request.Context(), record.Whose{OrganisationID: d.organisation.ID, Cohort: d.cohorts.chosen})
	if err != nil {
		return err
	}
	tenant, err := s.Directory.Tenant(c.Request.Context(), d.organisation.TenantID)
	if err != nil {
		return err
	}
	level := "Trust"
	if tenant.Kind == tenants.HealthBoard {
		level = "Health board"
	}
	ring := func(code, group, name string, of record.Completed) plot.Unit {
		return plot.Unit{Code: code, Group: group, Name: name, Met: plot.Of(int(of.Complete)), Eligible: plot.Of(int(of.Registered))}
	}
	w.Figures = []plot.Figure{{ID: "complete-figure", Title: "Complete, of the children registered in cohort " + strconv.Itoa(d.cohorts.chosen), Drawing: plot.Rings{
		Units: []plot.Unit{ring(d.organisation.ODSCode, "Organisation", d.organisation.Name, done.Organisation), ring(tenant.ODSCode, level, tenant.Name, done.Tenant)},
		Of:    &plot.RingWords{Caption: "Complete records", Parts: "Complete, of registered", None: "No child is registered"},
	}}}
	return nil
}
