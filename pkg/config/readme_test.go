package config_test

import (
	"os"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/config"
)

// The README's table of settings is this package's own; to mend it, copy what the test prints.
func TestReadmeHasTheSettings(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if table := strings.TrimSpace(config.Markdown()); !strings.Contains(string(readme), table) {
		t.Errorf("the README's table of settings is not this:\n%s", table)
	}
}
