package main

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/jobs"
	"github.com/pinktick/pinktick/pkg/lookup"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
)

// buildJobs makes the queue, which saves add to, and the workers, which serve and demo start.
func (a *app) buildJobs(ctx context.Context, c *config.Config, directory *tenants.Directory, log *slog.Logger) error {
	queue, err := jobs.NewQueue(log)
	if err != nil {
		return err
	}
	a.records.Queue = queue
	a.counts = &compare.Store{DB: a.db, Now: time.Now, Rules: a.records.Rules, Queue: queue}
	pool, err := a.db.DB()
	if err != nil {
		return err
	}
	a.exports = &takeout.Store{DB: a.db, Now: time.Now, Queue: queue, Records: a.records, Counts: a.counts, Directory: directory,
		Publications: &publication.Store{DB: pool, Counts: a.counts, Lowest: compare.Level(c.LowestPublished)}, PublicURL: strings.TrimSuffix(c.PublicURL, "/")}
	finder, err := a.finder(c)
	if err != nil {
		return err
	}
	if a.queue, err = jobs.OpenPool(ctx, c.DatabaseURL, c.DatabaseExecMode); err != nil {
		return err
	}
	a.jobs, err = jobs.NewRunner(jobs.Options{Pool: a.queue, Records: a.records, Tenants: directory, Finder: finder, Counts: a.counts, Exports: a.exports, Log: log})
	return err
}

// finder asks the directories that were loaded, and then the services that the settings name, if any.
func (a *app) finder(c *config.Config) (lookup.Finder, error) {
	files := lookup.Files{DB: a.db}
	finder := lookup.Finder{Postcodes: []lookup.Postcodes{files}, Indices: []lookup.Indices{files}}
	if c.PostcodeServiceURL != "" {
		service, err := lookup.NewPostcodeService(c.PostcodeServiceURL)
		if err != nil {
			return finder, err
		}
		finder.Postcodes = append(finder.Postcodes, service)
	}
	if c.DeprivationServiceURL != "" {
		service, err := lookup.NewIndexService(c.DeprivationServiceURL)
		if err != nil {
			return finder, err
		}
		finder.Indices = append(finder.Indices, service)
	}
	return finder, nil
}
