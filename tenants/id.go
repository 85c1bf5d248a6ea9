package tenants

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// ID is a tenant's id, a uuid as text in lower case. As the type of a model's tenant_id column it makes GORM hold every
// statement on that model to the tenant in the context, even inside joins.
type ID string

// ParseID reads a uuid; anything else is refused, so that an ID may be written into SQL as it stands.
func ParseID(text string) (ID, error) {
	if len(text) != 36 {
		return "", errNotID
	}
	for i := range len(text) {
		switch c := text[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return "", errNotID
			}
		case '0' <= c && c <= '9', 'a' <= c && c <= 'f', 'A' <= c && c <= 'F':
		default:
			return "", errNotID
		}
	}
	return ID(strings.ToLower(text)), nil // which copies only where there is a capital
}

var errNotID = errors.New("tenants: not a tenant's id")

// Scan implements sql.Scanner.
func (id *ID) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*id = ""
		return nil
	case string:
		parsed, err := ParseID(v)
		*id = parsed
		return err
	case []byte:
		return id.Scan(string(v))
	default:
		return fmt.Errorf("tenants: cannot read an id from %T", value)
	}
}

// Value implements driver.Valuer. No tenant is NULL, which no row has and no policy admits.
func (id ID) Value() (driver.Value, error) {
	if id == "" {
		return nil, nil
	}
	parsed, err := ParseID(string(id))
	if err != nil {
		return nil, err
	}
	return string(parsed), nil
}

// GormDataType implements schema.GormDataTypeInterface.
func (ID) GormDataType() string { return "uuid" }

// QueryClauses implements schema.QueryClausesInterface: reads see the tenant's rows only.
func (ID) QueryClauses(f *schema.Field) []clause.Interface { return []clause.Interface{ownRows{f}} }

// UpdateClauses implements schema.UpdateClausesInterface.
func (ID) UpdateClauses(f *schema.Field) []clause.Interface { return []clause.Interface{ownRows{f}} }

// DeleteClauses implements schema.DeleteClausesInterface.
func (ID) DeleteClauses(f *schema.Field) []clause.Interface { return []clause.Interface{ownRows{f}} }
