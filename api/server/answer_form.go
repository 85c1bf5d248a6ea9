package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
)

// answerForm is what a saving form carries.
type answerForm struct {
	values    []string
	removes   bool // the values are keywords to take off a text
	key       string
	version   int64
	confirmed bool
	clears    string // names the answers that the person agreed to lose by it
}

// maxValues is more than any question has options.
const maxValues = 100

func readAnswer(c *gin.Context) (answerForm, error) {
	form := c.Request.PostForm
	key, err := readKey(form.Get("key"))
	if err != nil {
		return answerForm{}, err
	}
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil || version < 0 {
		return answerForm{}, fault.New(fault.Unacceptable, "version_missing", "The form is incomplete. Load the page again.")
	}
	if code := form.Get("remove"); code != "" {
		return answerForm{values: []string{ask.Removing(code)}, removes: true, key: key, version: version}, nil
	}
	if len(form["value"]) == 0 || len(form["value"]) > maxValues {
		return answerForm{}, fault.New(fault.Unacceptable, "value_missing", "The form holds no answer. Load the page again.")
	}
	return answerForm{
		values: form["value"], key: key, version: version, confirmed: form.Get("confirmed") == "yes", clears: form.Get("clears"),
	}, nil
}

// sentKey is the idempotency key of a request; a DELETE has no form and carries it in a header.
func sentKey(c *gin.Context) string {
	if c.Request.Method == http.MethodDelete {
		return c.GetHeader("Pinktick-Key")
	}
	return c.Request.PostForm.Get("key")
}

// readKey accepts an idempotency key, a uuid.
func readKey(text string) (string, error) {
	key, err := uuid.Parse(text)
	if err != nil || len(text) != len(uuid.Nil.String()) {
		return "", fault.New(fault.Unacceptable, "key_missing", "The form is incomplete. Load the page again.")
	}
	return key.String(), nil
}
