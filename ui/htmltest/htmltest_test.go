package htmltest

import "testing"

const sample = `<form id="f" class="a b" method="post"><p><input type="hidden" name="key" value=""><input name="value" value="31/2/2025"></p></form><p>x</p>`

func TestSelectors(t *testing.T) {
	d := Parse(t, sample)
	for selector, want := range map[string]int{
		"p": 2, "form p": 1, "#f": 1, ".a.b": 1, ".a.c": 0, "form input[name]": 2, "input[name=value]": 1, `input[value=""]`: 1,
		"#f input[value=31/2/2025]": 1, "form[method=post] p input[type=hidden]": 1,
	} {
		if got := len(d.All(selector)); got != want {
			t.Errorf("%s: %d, want %d", selector, got, want)
		}
	}
}

func TestRulesCatchBrokenMarkup(t *testing.T) {
	for name, markup := range map[string]string{
		"inline script":      `<script>1</script>`,
		"inline style":       `<p style="color:red">x</p>`,
		"handler":            `<p onclick="x()">x</p>`,
		"hx-on":              `<p hx-on:click="x()">x</p>`,
		"trigger filter":     `<p hx-get="/x" hx-target="this" hx-swap="none" hx-sync="this:drop" hx-trigger="click[ctrlKey]">x</p>`,
		"inherited target":   `<p hx-get="/x" hx-swap="none" hx-sync="this:drop">x</p>`,
		"saving, no queue":   `<form id="f" hx-post="/x" hx-target="this" hx-swap="none"></form>`,
		"saving, wrong":      `<form id="f" hx-delete="/x" hx-target="this" hx-swap="none" hx-sync="this:drop"></form>`,
		"outside host":       `<img src="https://elsewhere.example/x.png" alt="">`,
		"id twice":           `<p id="a"></p><p id="a"></p>`,
		"label to nowhere":   `<label for="nothing">x</label>`,
		"described by ghost": `<input aria-describedby="nothing">`,
	} {
		broken := &testing.T{}
		Parse(broken, markup).Rules()
		if !broken.Failed() {
			t.Errorf("%s passed", name)
		}
	}
}
