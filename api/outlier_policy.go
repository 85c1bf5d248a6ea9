package main

import (
	"fmt"
	"strings"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/outlier"
)

// outlierPolicy says how outliers are found and how long each step may take, as the settings have it.
func outlierPolicy(c *config.Config) (outlier.Policy, error) {
	policy, err := outlier.NewPolicy(c.OutlierLevel, c.OutlierLimits, named(c.OutlierMeasures), c.OutlierDays, named(c.BankHolidays))
	if err != nil {
		return outlier.Policy{}, fmt.Errorf("the settings need putting right:\n%w", err)
	}
	return policy, nil
}

// named are the entries of a list, without empty ones.
func named(list []string) []string {
	var all []string
	for _, entry := range list {
		if entry = strings.TrimSpace(entry); entry != "" {
			all = append(all, entry)
		}
	}
	return all
}
