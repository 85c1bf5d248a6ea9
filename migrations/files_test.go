package migrations_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFilesKeepTheRules: forward only, and no file waits long for a lock while people work.
func TestFilesKeepTheRules(t *testing.T) {
	names, err := filepath.Glob("*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(content)
		if strings.Contains(text, "+goose Down") {
			t.Errorf("%s: migrations go forward only", name)
		}
		if !strings.Contains(text, "SET LOCAL lock_timeout = '3s';") && !strings.Contains(text, "+goose NO TRANSACTION") {
			t.Errorf("%s: begins without SET LOCAL lock_timeout = '3s';", name)
		}
	}
}
