package config

import (
	"reflect"
	"slices"
	"strings"
)

// Variable describes a setting, for the README and for messages.
type Variable struct {
	Name    string
	Doc     string
	Default string
	Secret  bool // may be given as the content of a file, named by NAME_FILE
	Needed  []Purpose
	field   string
}

// NeededFor tells whether a command cannot do without it.
func (v Variable) NeededFor(p Purpose) bool { return slices.Contains(v.Needed, p) }

// Variables lists every setting in the order of the struct.
func Variables() []Variable {
	var all []Variable
	for i := range reflect.TypeFor[Config]().NumField() {
		field := reflect.TypeFor[Config]().Field(i)
		name := field.Tag.Get("env")
		if name == "" {
			continue
		}
		v := Variable{Name: name, Doc: field.Tag.Get("doc"), Default: field.Tag.Get("envDefault"), Secret: field.Tag.Get("secret") == "true", field: field.Name}
		for _, purpose := range strings.Fields(field.Tag.Get("need")) {
			v.Needed = append(v.Needed, Purpose(purpose))
		}
		all = append(all, v)
	}
	return all
}

// Markdown is the table of settings for the README.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| variable | needed for | default | what it is |\n|---|---|---|---|\n")
	for _, v := range Variables() {
		name := "`" + v.Name + "`"
		if v.Secret {
			name += " or `" + v.Name + "_FILE`"
		}
		needed := make([]string, len(v.Needed))
		for i, purpose := range v.Needed {
			needed[i] = string(purpose)
		}
		b.WriteString("| " + name + " | " + strings.Join(needed, ", ") + " | " + v.Default + " | " + v.Doc + " |\n")
	}
	return b.String()
}

func variableOf(field string) string {
	for _, v := range Variables() {
		if v.field == field {
			return v.Name
		}
	}
	return field
}
