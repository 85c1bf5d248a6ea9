package main

import (
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	longestFile     = 300
	longestFunction = 40
	longestHandler  = 30
)

// Files and functions stay of a size that is read in one go.
func TestSizes(t *testing.T) {
	for _, s := range product(t) {
		if s.generated {
			continue
		}
		if s.lines > longestFile {
			t.Errorf("%s has %d lines, want at most %d", s.path, s.lines, longestFile)
		}
		for _, declaration := range s.file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			lines := s.files.Position(f.End()).Line - s.files.Position(f.Pos()).Line + 1
			switch {
			case lines > longestFunction:
				t.Errorf("%s: %s has %d lines, want at most %d", s.path, f.Name.Name, lines, longestFunction)
			case lines > longestHandler && s.pkg == "api/server" && takesGin(f):
				t.Errorf("%s: the handler %s has %d lines, want at most %d", s.path, f.Name.Name, lines, longestHandler)
			}
		}
	}
}

// takesGin tells whether a function is handed the request.
func takesGin(f *ast.FuncDecl) bool {
	return slices.ContainsFunc(f.Type.Params.List, func(p *ast.Field) bool {
		pointer, ok := p.Type.(*ast.StarExpr)
		if !ok {
			return false
		}
		name, ok := pointer.X.(*ast.SelectorExpr)
		return ok && name.Sel.Name == "Context"
	})
}

// Calls that have one place, or two, or none.
var calls = map[string]string{
	"gorm.Open":   "tenants",
	"AutoMigrate": "",
	"Unscoped":    "",
	// A connection lent past the guard: row security alone holds what is done on it.
	"tenants.OnConn": "pkg/jobs pkg/takeout",
}

func TestCallsThatHaveOnePlace(t *testing.T) {
	for _, s := range product(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			names := []string{selector.Sel.Name}
			if x, ok := selector.X.(*ast.Ident); ok {
				names = append(names, x.Name+"."+selector.Sel.Name)
			}
			for _, name := range names {
				if places, listed := calls[name]; listed && !slices.Contains(strings.Fields(places), s.pkg) {
					t.Errorf("%s: %s is called", s.files.Position(n.Pos()), name)
				}
			}
			return true
		})
	}
}

// Names that say nothing, and packages nobody describes.
func TestPackagesSayWhatTheyAre(t *testing.T) {
	described := map[string]bool{}
	for _, s := range product(t) {
		described[s.pkg] = described[s.pkg] || s.file.Doc != nil
		if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "models", "misc", "shared", "base"}, s.file.Name.Name) {
			t.Errorf("%s: a package is not named %s", s.path, s.file.Name.Name)
		}
	}
	for pkg, is := range described {
		if !is {
			t.Errorf("package %s has no comment", pkg)
		}
	}
}

// Every exported name of the product says its contract.
func TestExportedNamesAreDescribed(t *testing.T) {
	for _, s := range product(t) {
		if s.generated {
			continue
		}
		for _, declaration := range s.file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s has no comment", s.path, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if typed, ok := spec.(*ast.TypeSpec); ok && typed.Name.IsExported() && d.Doc == nil && typed.Doc == nil && typed.Comment == nil {
						t.Errorf("%s: type %s has no comment", s.path, typed.Name.Name)
					}
				}
			}
		}
	}
}

func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	kind := f.Recv.List[0].Type
	if pointer, ok := kind.(*ast.StarExpr); ok {
		kind = pointer.X
	}
	name, ok := kind.(*ast.Ident)
	return ok && name.IsExported()
}

// Nothing of the nested modules gets into the product's dependencies.
func TestToolsStayOutOfTheProduct(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range []string{"ory/fosite", "golangci", "helm.sh", "a-h/templ/cmd", module + "/tenants/devidp", module + "/pkg/tools"} {
		if strings.Contains(string(text), tool) {
			t.Errorf("go.mod names %s", tool)
		}
	}
}
