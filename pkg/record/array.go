package record

import (
	"database/sql/driver"
	"strconv"
	"strings"
)

// bigints is a PostgreSQL array of numbers; as a Valuer it stays one parameter where GORM would spread a slice.
type bigints []int64

// Value writes {1,2,3}.
func (a bigints) Value() (driver.Value, error) {
	parts := make([]string, len(a))
	for i, n := range a {
		parts[i] = strconv.FormatInt(n, 10)
	}
	return "{" + strings.Join(parts, ",") + "}", nil
}

// texts is a PostgreSQL array of texts.
type texts []string

// Value writes {"a","b"} with quotes and backslashes escaped.
func (a texts) Value() (driver.Value, error) {
	parts := make([]string, len(a))
	for i, text := range a {
		parts[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	return "{" + strings.Join(parts, ",") + "}", nil
}

// parameter is a column's value as a statement takes it.
func parameter(value any) any {
	if codes, ok := value.([]string); ok {
		return texts(codes)
	}
	return value
}
