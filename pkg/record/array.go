package record

import (
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
)

// bigints writes a PostgreSQL array of numbers: {1,2,3}. GORM would spread a slice over many parameters.
func bigints(numbers []int64) string {
	parts := make([]string, len(numbers))
	for i, n := range numbers {
		parts[i] = strconv.FormatInt(n, 10)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// texts writes a PostgreSQL array of texts: {"a","b"}, with quotes and backslashes escaped.
func texts(all []string) string {
	parts := make([]string, len(all))
	for i, text := range all {
		parts[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// parameter is a column's value as a statement takes it. Plain text for all that has no type of Go's own: the driver sends
// it as it is, where it would try one encoding after the other for a driver.Valuer.
func parameter(value any) any {
	switch v := value.(type) {
	case []string:
		return texts(v)
	case ask.Date:
		return v.String()
	}
	return value
}
