package main

import (
	"fmt"
	"strings"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// measureRules are the rules that measures are scored by, as the settings have them: the one place they come from.
func measureRules(c *config.Config) (kpi.Rules, error) {
	var numbers []string
	for _, number := range c.MeasureSwitches {
		if number = strings.TrimSpace(number); number != "" {
			numbers = append(numbers, number)
		}
	}
	rules, err := kpi.R4.With(numbers...)
	if err != nil {
		return kpi.Rules{}, fmt.Errorf("the settings need putting right:\nMEASURE_SWITCHES: %w", err)
	}
	return rules, nil
}
