package ask

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Column is one typed field of a section's struct: a column of its table, and a field of the exchange record.
type Column struct {
	Name     string // in the database; the struct tag `column` or the field's name in snake case
	Exchange string // in the exchange record; the struct tag `exchange`, or Name, or "-" for a column of this platform only
	Type     string // the SQL type: boolean, date, text or text[], or the struct tag `type`
	Label    string // what the column says, for COMMENT ON COLUMN and the dictionary
	Hint     string // of a tile: what it means
	field    int
}

// Get reads the column from a row: nil when unanswered, else bool, Date, string or []string. An empty set is no answer.
func (c *Column) Get(row any) any {
	v := reflect.ValueOf(row).Elem().Field(c.field)
	if v.IsNil() || v.Kind() == reflect.Slice && v.Len() == 0 {
		return nil
	}
	if v.Kind() == reflect.Slice {
		return v.Interface()
	}
	return v.Elem().Interface()
}

// Set writes the column of a row; nil makes it unanswered.
func (c *Column) Set(row, value any) {
	v := reflect.ValueOf(row).Elem().Field(c.field)
	if value == nil {
		v.SetZero()
		return
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.ValueOf(value))
		return
	}
	p := reflect.New(v.Type().Elem())
	p.Elem().Set(reflect.ValueOf(value))
	v.Set(p)
}

// has tells whether the column of a row holds anything, without taking it out.
func (c *Column) has(row reflect.Value) bool {
	v := row.Field(c.field)
	return !v.IsNil() && (v.Kind() != reflect.Slice || v.Len() > 0)
}

// Fields appends a pointer to each column's field of a row, in the order of Columns, for what decodes into them.
func (s *Section) Fields(to []any, row any) []any {
	to = slices.Grow(to, len(s.Columns))
	v := reflect.ValueOf(row).Elem()
	for _, c := range s.Columns {
		to = append(to, v.Field(c.field).Addr().Interface())
	}
	return to
}

var sqlTypes = map[reflect.Type]string{
	reflect.TypeFor[*bool]():    "boolean",
	reflect.TypeFor[*Date]():    "date",
	reflect.TypeFor[*string]():  "text",
	reflect.TypeFor[[]string](): "text[]",
}

// columnsOf reads the columns of a row's struct, in the order of its fields.
func columnsOf(row reflect.Type) []*Column {
	var columns []*Column
	for i := range row.NumField() {
		if row.Field(i).Type == reflect.TypeFor[Row]() {
			continue
		}
		f := row.Field(i)
		sqlType, ok := sqlTypes[f.Type]
		if !ok {
			panic(fmt.Sprintf("%s.%s: a question cannot be asked on a %s", row.Name(), f.Name, f.Type))
		}
		c := &Column{Name: f.Tag.Get("column"), Exchange: f.Tag.Get("exchange"), Type: sqlType, field: i}
		if t := f.Tag.Get("type"); t != "" {
			c.Type = t
		}
		if c.Name == "" {
			c.Name = snake(f.Name)
		}
		if c.Exchange == "" {
			c.Exchange = c.Name
		}
		columns = append(columns, c)
	}
	return columns
}

// snake turns EEGRequestedOn into eeg_requested_on.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		startsWord := unicode.IsUpper(r) && i > 0 &&
			(unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if startsWord {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// AskedBy finds the question that is answered in a field of a row, such as &row.EEGIndicated, and the field's column; nil where it
// is no field of it.
func (s *Section) AskedBy(row, field any) (*Question, *Column) {
	v, want := reflect.ValueOf(row).Elem(), reflect.ValueOf(field).Pointer()
	for _, q := range s.Questions {
		for _, c := range q.Columns {
			if v.Field(c.field).Addr().Pointer() == want {
				return q, c
			}
		}
	}
	return nil, nil
}
