package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/pinktick/pinktick"

// layer says what one package may import: of ours, and of other people's. The standard library is free but for the doors
// below. A new dependency is a line here, and so shows in review.
type layer struct{ ours, libraries string }

// layers is the table of .github/ARCHITECTURE.md, "What may import what". Left may import what stands to its right there.
var layers = map[string]layer{
	// The wiring: reads settings, opens everything, hands it over.
	"api": {"api/server migrations pkg/ask pkg/codes pkg/compare pkg/config pkg/dataset pkg/export pkg/fault pkg/jobs pkg/kpi pkg/live pkg/localpg pkg/lookup pkg/outline pkg/progress pkg/publication pkg/record pkg/sample pkg/transport tenants tenants/login tenants/reference ui/gallery",
		"github.com/alecthomas/kong github.com/alicebob/miniredis/v2 github.com/jackc/pgx/v5 github.com/redis/go-redis/v9 gorm.io/gorm"},
	// The door: HTTP in, HTML out. Templ only to hand a component on.
	"api/server": {"pkg/ask pkg/compare pkg/dataset pkg/export pkg/fault pkg/kpi pkg/live pkg/measure pkg/nhs pkg/outline pkg/progress pkg/publication pkg/record tenants tenants/login tenants/reference ui/control ui/layout ui/page ui/part ui/plot ui/static",
		"github.com/gin-gonic/gin github.com/a-h/templ github.com/google/uuid"},
	// The whole platform watched from outside: nothing but tests behind build tags.
	"api/bench":   {"", ""},
	"api/browser": {"", ""},

	// How it looks. It is given values: no tenant, no record, no request. Of the audit it knows the kinds of question alone.
	"ui/control":  {"pkg/ask ui/part", "github.com/a-h/templ"},
	"ui/part":     {"", "github.com/a-h/templ"},
	"ui/layout":   {"ui/part ui/static", "github.com/a-h/templ"},
	"ui/page":     {"ui/control ui/layout ui/part ui/plot", "github.com/a-h/templ"},
	"ui/gallery":  {"pkg/ask ui/control ui/layout ui/page ui/part ui/plot ui/static", "github.com/a-h/templ"},
	"ui/plot":     {"", "github.com/a-h/templ"},
	"ui/static":   {"", ""},
	"ui/htmltest": {"", "github.com/a-h/templ golang.org/x/net"},

	// What the audit is.
	"pkg/ask":                 {"", ""},
	"pkg/fault":               {"", ""},
	"pkg/nhs":                 {"", ""},
	"pkg/config":              {"", "github.com/caarlos0/env/v11"},
	"pkg/dataset":             {"pkg/ask pkg/nhs", ""},
	"pkg/measure":             {"", "gonum.org/v1/gonum"}, // distributions
	"pkg/kpi":                 {"pkg/ask pkg/dataset pkg/measure", ""},
	"pkg/codes":               {"pkg/ask pkg/dataset pkg/fault pkg/nhs", ""}, // tables of no tenant: read and written past the guard
	"pkg/sample":              {"pkg/ask pkg/dataset pkg/nhs", ""},           // made from the declarations alone
	"pkg/export":              {"pkg/ask pkg/dataset pkg/kpi pkg/measure pkg/nhs", ""},
	"pkg/record":              {"pkg/ask pkg/dataset pkg/fault pkg/kpi tenants", "gorm.io/gorm golang.org/x/text"},
	"pkg/live":                {"tenants", "github.com/redis/go-redis/v9"},
	"pkg/compare":             {"pkg/ask pkg/fault pkg/kpi pkg/measure tenants", "gorm.io/gorm github.com/jackc/pgx/v5"}, // pgx to read arrays of numbers
	"pkg/compare/comparetest": {"pkg/compare pkg/kpi", ""},
	"pkg/publication":         {"pkg/compare pkg/fault pkg/kpi pkg/measure tenants", ""},
	"pkg/lookup":              {"pkg/dataset", "gorm.io/gorm github.com/jackc/pgx/v5"}, // pgx to load by COPY, as the owner
	"pkg/outline":             {"", "github.com/paulmach/orb"},                         // of no tenant: read and written past the guard
	"pkg/jobs":                {"pkg/compare pkg/fault pkg/lookup pkg/record tenants", "github.com/riverqueue/river gorm.io/gorm github.com/jackc/pgx/v5"},
	// Whole records in and out: between the format and the store.
	"pkg/transport": {"pkg/ask pkg/dataset pkg/export pkg/record tenants", ""},
	"pkg/progress":  {"pkg/ask pkg/dataset tenants", "github.com/redis/go-redis/v9"},

	// Whose data it is.
	"tenants": {"pkg/fault", "gorm.io/gorm gorm.io/driver/postgres github.com/jackc/pgx/v5 golang.org/x/text"},
	// Sign-in has roles and tables of its own, below GORM, and one door for OIDC.
	"tenants/login": {"pkg/fault tenants", "github.com/coreos/go-oidc/v3 github.com/go-jose/go-jose/v4 golang.org/x/oauth2 golang.org/x/sync " +
		"github.com/alexedwards/scs/v2 github.com/alexedwards/scs/goredisstore github.com/redis/go-redis/v9 github.com/go-redis/redis_rate/v10 github.com/jackc/pgx/v5"},
	"tenants/reference": {"", "github.com/google/uuid"},

	// The database, and tests' own.
	"migrations":          {"pkg/ask pkg/codes pkg/dataset", "github.com/jackc/pgx/v5 github.com/pressly/goose/v3 github.com/riverqueue/river"}, // comments on columns and the calendar come from the declarations
	"pkg/localpg":         {"", "github.com/jackc/pgx/v5"},
	"pkg/testdb":          {"migrations pkg/localpg tenants", "gorm.io/gorm github.com/jackc/pgx/v5"},
	"tenants/tenantstest": {"pkg/testdb tenants", "github.com/google/uuid"},
	"tenants/logintest": {"pkg/testdb tenants tenants/login",
		"github.com/alicebob/miniredis/v2 github.com/redis/go-redis/v9 github.com/jackc/pgx/v5"},
}

// doors are the packages through which something comes in; nobody else may name it.
var doors = map[string]string{
	"github.com/gin-gonic/gin":         "api/server",
	"gorm.io/gorm":                     "tenants pkg/record pkg/compare pkg/export pkg/lookup pkg/jobs pkg/testdb migrations api", // api only to hold the handle, jobs to pass it on
	"gorm.io/driver/postgres":          "tenants",
	"github.com/redis/go-redis/v9":     "pkg/live pkg/progress tenants/login tenants/logintest api", // api only to close the client
	"github.com/coreos/go-oidc/v3":     "tenants/login",
	"github.com/a-h/templ":             "ui/control ui/part ui/plot ui/layout ui/page ui/gallery ui/htmltest api/server",
	"github.com/pressly/goose/v3":      "migrations",
	"github.com/riverqueue/river":      "pkg/jobs migrations", // migrations for its tables alone
	"github.com/caarlos0/env/v11":      "pkg/config",
	"github.com/alecthomas/kong":       "api",
	"net/http":                         "api api/server pkg/lookup tenants/login tenants/logintest ui/static ui/gallery ui/page", // ui/page for the numbers of statuses
	"net/http/httptest":                "tenants/logintest",
	"database/sql":                     "api tenants tenants/reference migrations pkg/codes pkg/compare pkg/outline pkg/publication pkg/record pkg/testdb",
	"html/template":                    "", // templ writes HTML
	"text/template":                    "",
	"unsafe":                           "",
	"math/rand":                        "",
	"github.com/gin-gonic/gin/binding": "",
}

// pure packages do no I/O and have no clock: what day it is, is an argument.
var pure = []string{"pkg/ask", "pkg/dataset", "pkg/measure", "pkg/kpi", "pkg/fault", "pkg/nhs"}

// source is one file of the product.
type source struct {
	pkg, path string
	file      *ast.File
	files     *token.FileSet
	lines     int
	generated bool
}

// product parses every file of the product: no tests, no test data, none of the nested modules, which are programs of their own.
func product(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			_, nested := os.Stat(filepath.Join(name, "go.mod"))
			hidden := strings.HasPrefix(entry.Name(), ".") && name != ".."
			if hidden || entry.Name() == "testdata" || nested == nil && name != ".." {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(name))[len("../"):]
		all = append(all, source{pkg, strings.TrimPrefix(filepath.ToSlash(name), "../"), file, files, strings.Count(string(text), "\n"), ast.IsGenerated(file)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 100 {
		t.Fatalf("only %d files found", len(all))
	}
	return all
}

func TestLayers(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range product(t) {
		may, known := layers[s.pkg]
		if !known {
			if !seen[s.pkg] {
				t.Errorf("package %s has no line in the table of layers", s.pkg)
			}
			seen[s.pkg] = true
			continue
		}
		seen[s.pkg] = true
		for _, spec := range s.file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if why := forbidden(s.pkg, may, imported); why != "" {
				t.Errorf("%s imports %s: %s", s.path, imported, why)
			}
		}
	}
	for pkg := range layers {
		if !seen[pkg] {
			t.Errorf("the table has a line for %s, which is not there", pkg)
		}
	}
}

// forbidden says why a package may not import something, and nothing when it may.
func forbidden(pkg string, may layer, imported string) string {
	for door, open := range doors {
		if (imported == door || strings.HasPrefix(imported, door+"/") && strings.Contains(door, ".")) && !slices.Contains(strings.Fields(open), pkg) {
			return "that comes in through " + open + " only"
		}
	}
	switch ours, isOurs := strings.CutPrefix(imported, module+"/"); {
	case isOurs && !slices.Contains(strings.Fields(may.ours), ours):
		return "not a layer below it"
	case !isOurs && strings.Contains(imported, "."):
		within := func(library string) bool { return imported == library || strings.HasPrefix(imported, library+"/") }
		if !slices.ContainsFunc(strings.Fields(may.libraries), within) {
			return "no library of this package"
		}
	case slices.Contains(pure, pkg) && touchesWorld(imported):
		return "the package is pure"
	}
	return ""
}

func touchesWorld(imported string) bool {
	return slices.Contains([]string{"context", "os", "io/fs", "io/ioutil", "net", "net/http", "syscall", "log", "log/slog", "database/sql", "math/rand/v2",
		"crypto/rand", "runtime", "sync"}, imported) || path.Dir(imported) == "os" || path.Dir(imported) == "net" && imported != "net/url"
}

// A pure package has no clock, and starts nothing.
func TestPurePackagesHaveNoClock(t *testing.T) {
	for _, s := range product(t) {
		if !slices.Contains(pure, s.pkg) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: starts a goroutine", s.files.Position(n.Pos()))
			case *ast.SelectorExpr:
				name, ok := n.X.(*ast.Ident)
				if ok && name.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "Tick", "Sleep", "NewTimer", "NewTicker"}, n.Sel.Name) {
					t.Errorf("%s: looks at the clock with time.%s", s.files.Position(n.Pos()), n.Sel.Name)
				}
			}
			return true
		})
	}
}
