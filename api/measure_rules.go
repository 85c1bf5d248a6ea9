package main

import (
	"fmt"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// measureRules are the rules that measures are scored by, as the settings have them: the one place they come from.
func measureRules(c *config.Config) (kpi.Rules, error) {
	rules, err := kpi.R4.With(named(c.MeasureSwitches)...)
	if err != nil {
		return kpi.Rules{}, fmt.Errorf("the settings need putting right:\nMEASURE_SWITCHES: %w", err)
	}
	return rules, nil
}
