package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// recomputeCmd works out the measures of a cohort again. Nothing is stored unless it is told to write.
type recomputeCmd struct {
	Cohort   int      `required:"" placeholder:"N" help:"The cohort whose children are scored again."`
	Rules    string   `placeholder:"NAME" help:"The rule set, such as R4 (default: as the settings have it)."`
	Reverse  []string `placeholder:"NUMBER" help:"A decision of the rule set to turn round, such as Q-03; may be given again."`
	Write    bool     `help:"Store the results. Without it nothing is stored: the report says what would be."`
	Children bool     `help:"Name the children whose outcomes differ, by audit number."`
}

// Help says what the report means.
func (recomputeCmd) Help() string {
	return `Scores all registered children of a cohort, at every trust and board, and reports which outcomes differ from those stored: how many, per
measure. With other rules than the servers' it shows what they would change; results are stored by the rules of the settings alone,
so set MEASURE_SWITCHES and restart the servers before --write. It may run while people work, and again when it was broken off:
what is right already is left alone.`
}

// Run recomputes tenant by tenant. One whose turn fails does not keep the others from theirs.
func (cmd recomputeCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c, err := config.Load(config.Recompute)
	if err != nil {
		return err
	}
	ours, err := measureRules(c)
	if err != nil {
		return err
	}
	rules, err := cmd.rules(ours)
	if err != nil {
		return err
	}
	report := recomputeReport{cmd: cmd, rules: rules, out: os.Stdout, outcomes: map[change]int{}}
	err = cmd.each(ctx, c, &report)
	report.print()
	if errors.Is(err, context.Canceled) {
		return errors.New("broken off: what is reported is done; run it again for the rest")
	}
	return err
}

// rules are those of the command line, or the settings'.
func (cmd recomputeCmd) rules(ours kpi.Rules) (kpi.Rules, error) {
	if cmd.Rules == "" && cmd.Reverse == nil {
		return ours, nil
	}
	rules, err := kpi.ParseRules(cmp.Or(cmd.Rules, kpi.R4.Name))
	if err == nil {
		rules, err = rules.With(cmd.Reverse...)
	}
	if err == nil && cmd.Write && rules.Name != ours.Name {
		err = fmt.Errorf("results are stored by the rules of the settings, which are %s: to write by %s, change MEASURE_SWITCHES first", ours.Name, rules.Name)
	}
	return rules, err
}

func (cmd recomputeCmd) each(ctx context.Context, c *config.Config, report *recomputeReport) error {
	db, err := tenants.Open(c.DatabaseURL, tenants.Options{MaxConns: 2, QueryExecMode: c.DatabaseExecMode})
	if err != nil {
		return err
	}
	defer closeDB(db)
	if err := checkDatabase(ctx, db); err != nil {
		return err
	}
	directory := tenants.NewDirectory(db, time.Minute)
	records, _, err := recordsOf(ctx, c, db, directory)
	if err != nil {
		return err
	}
	all, err := directory.Tenants(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, t := range all {
		done, err := records.Recompute(tenants.Into(ctx, t), record.Recomputing{Cohort: cmd.Cohort, Rules: report.rules, Write: cmd.Write}, report.note)
		report.add(done)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", t.ODSCode, err))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return failed
}

// change is an outcome that differs, of a measure by its place in the order.
type change struct {
	measure  int
	was, now string
}

// recomputeReport counts what differs. It names no child but by number, and that only when it is asked to.
type recomputeReport struct {
	cmd      recomputeCmd
	rules    kpi.Rules
	out      io.Writer
	outcomes map[change]int
	tenants  int
	done     record.Recomputed
}

func (r *recomputeReport) add(done record.Recomputed) {
	if done.Records > 0 {
		r.tenants++
	}
	r.done.Records, r.done.Changed = r.done.Records+done.Records, r.done.Changed+done.Changed
}

func (r *recomputeReport) note(d record.Difference) {
	was := cmp.Or(d.Was, "nothing")
	r.outcomes[change{slices.Index(kpi.All, d.Measure), was, d.Now}]++
	if r.cmd.Children {
		fmt.Fprintf(r.out, "child %d, measure %s: %s → %s\n", d.CaseID, d.Measure.Code, was, d.Now)
	}
}

func (r *recomputeReport) print() {
	fmt.Fprintf(r.out, "Cohort %d by the rules %s: %d children at %d trusts and boards, %d with other outcomes than stored.\n",
		r.cmd.Cohort, r.rules.Name, r.done.Records, r.tenants, r.done.Changed)
	for _, d := range r.rules.Reversed() {
		fmt.Fprintf(r.out, "%s turned round: %s.\n", d.Number, d.Reversed)
	}
	if len(r.outcomes) > 0 {
		table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "measure\twas\tis\tchildren")
		for _, c := range slices.SortedFunc(maps.Keys(r.outcomes), change.compare) {
			fmt.Fprintf(table, "%s\t%s\t%s\t%d\n", kpi.All[c.measure].Code, c.was, c.now, r.outcomes[c])
		}
		_ = table.Flush()
	}
	if !r.cmd.Write {
		fmt.Fprintln(r.out, "This was a trial: nothing was stored. --write stores.")
	}
}

func (c change) compare(other change) int {
	return cmp.Or(cmp.Compare(c.measure, other.measure), strings.Compare(c.was, other.was), strings.Compare(c.now, other.now))
}
