package testdb_test

import (
	"testing"
	"time"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/testdb"
)

func TestDatabasesAreMigratedEmptyAndApart(t *testing.T) {
	a, b := testdb.New(t), testdb.New(t)
	a.Exec(t, `insert into countries values ('ENG', null, 'GB-ENG', 'England', null, true, true, 'NHS number')`)
	for name, want := range map[*testdb.DB]int{a: 1, b: 0} {
		pool, err := name.App.DB()
		if err != nil {
			t.Fatal(err)
		}
		if err := migrations.Check(t.Context(), pool); err != nil {
			t.Error(err)
		}
		var n int
		if err := pool.QueryRow(`select count(*) from countries`).Scan(&n); err != nil || n != want {
			t.Errorf("%d countries, %v; want %d", n, err, want)
		}
	}
}

func TestParallel(t *testing.T) {
	testdb.Server(t)
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			d := testdb.New(t)
			t.Logf("made in %v", time.Since(begun))
			d.Exec(t, `select count(*) from cases`)
		})
	}
}

func BenchmarkNew(b *testing.B) {
	testdb.Server(b)
	for b.Loop() {
		testdb.New(b)
	}
}
