package tenants_test

import (
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// row is one of the product's tables, as a model.
type row struct {
	TenantID  tenants.ID `gorm:"primaryKey"`
	ID        int64      `gorm:"primaryKey;autoIncrement;default:(-)"`
	FirstName *string
	Surname   string
	Sex       *string
	Reads     []read `gorm:"foreignKey:TenantID,CaseID;references:TenantID,ID"`
}

func (row) TableName() string { return "cases" }

type read struct {
	TenantID  tenants.ID `gorm:"primaryKey"`
	ID        int64      `gorm:"primaryKey;autoIncrement;default:(-)"`
	CaseID    int64
	PersonID  string
	At        time.Time `gorm:"default:(-)"`
	RequestID string
	Case      *row `gorm:"foreignKey:TenantID,CaseID;references:TenantID,ID"`
}

func (read) TableName() string { return "record_reads" }

// key is a table with an upsert.
type key struct {
	TenantID    tenants.ID `gorm:"primaryKey"`
	PersonID    string     `gorm:"primaryKey"`
	Key         string     `gorm:"primaryKey"`
	Fingerprint []byte
	CaseID      int64
	Revision    int64
}

func (key) TableName() string { return "answer_keys" }

// stray has no tenant and no mark.
type stray struct {
	ID      int64
	Surname string
}

func (stray) TableName() string { return "cases" }

// country is global.
type country struct {
	Code string `gorm:"primaryKey"`
	Name string
}

func (country) TableName() string { return "countries" }
func (country) TenantGlobal()     {}

// softLate has its soft deletion before its tenant: GORM would delete before the predicate is added.
type softLate struct {
	DeletedAt gorm.DeletedAt
	TenantID  tenants.ID `gorm:"primaryKey"`
	ID        int64      `gorm:"primaryKey"`
}

func (softLate) TableName() string { return "cases" }

// soft has it after.
type soft struct {
	TenantID  tenants.ID `gorm:"primaryKey"`
	ID        int64      `gorm:"primaryKey"`
	DeletedAt gorm.DeletedAt
}

func (soft) TableName() string { return "cases" }
