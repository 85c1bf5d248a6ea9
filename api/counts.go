package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/config"
)

// countsCmd counts the measures by centre and area: one cohort, or whatever is due. It may be run at any time, beside the server.
type countsCmd struct {
	Cohort int `help:"Count this cohort, whether or not anything has changed."`
}

// Run counts with the settings of the server.
func (cmd countsCmd) Run() error {
	c, err := config.Load(config.Serve)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a, err := newApp(ctx, c, newLog(c.LogLevel))
	if err != nil {
		return err
	}
	defer a.close()
	return cmd.count(ctx, a.counts, os.Stdout)
}

func (cmd countsCmd) count(ctx context.Context, counts *compare.Store, out io.Writer) error {
	cohorts := []int{cmd.Cohort}
	if cmd.Cohort == 0 {
		var err error
		if cohorts, err = counts.Due(ctx); err != nil {
			return err
		}
	}
	for _, cohort := range cohorts {
		begun := time.Now()
		n, err := counts.Recount(ctx, cohort)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "Cohort %d: %d children count, in %v.\n", cohort, n, time.Since(begun).Round(time.Millisecond))
	}
	if len(cohorts) == 0 {
		fmt.Fprintln(out, "Nothing has changed.")
	}
	return nil
}
