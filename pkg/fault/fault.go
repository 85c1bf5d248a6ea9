// Package fault holds the kinds of error that people may be told about. Everything else is internal: logged, never shown.
package fault

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// Kind says what went wrong in terms a caller can act on; api/server/errors.go turns it into an HTTP status.
type Kind string

// The kinds, each with the status it becomes.
const (
	NotFound     Kind = "not_found"    // 404: absent, or another tenant's: the two are never told apart
	Forbidden    Kind = "forbidden"    // 403: the role may not do this
	SignedOut    Kind = "signed_out"   // 401: no session, or it ended
	Invalid      Kind = "invalid"      // 422: what was sent is wrong; Fields says where
	Conflict     Kind = "conflict"     // 409: somebody else answered since the page was drawn
	Closed       Kind = "closed"       // 423: the record is locked, or past its deadline, or its step is not open yet
	Gone         Kind = "gone"         // 410: the child was opted out; only the audit number is kept
	TooMany      Kind = "too_many"     // 429: slow down
	Unavailable  Kind = "unavailable"  // 503: a service we need is away; try again
	TooLarge     Kind = "too_large"    // 413: the body exceeds the limit
	Unacceptable Kind = "unacceptable" // 400: the request itself is malformed
)

// Error is a fault with words for the person. Message never holds a patient's data.
type Error struct {
	Kind    Kind
	Code    string           // a stable code from the dictionary's validation rules, such as "date_in_future"
	Message string           // one sentence in plain English
	Fields  map[string]Field // for Invalid: question key → what is wrong with it
	cause   error
}

// Field is what is wrong with one question's answer.
type Field struct{ Code, Message string }

// New makes a fault of a kind.
func New(kind Kind, code, message string) *Error {
	return &Error{Kind: kind, Code: code, Message: message}
}

// Wrap makes a fault of a kind that remembers its cause for the log.
func Wrap(kind Kind, code, message string, cause error) *Error {
	return &Error{Kind: kind, Code: code, Message: message, cause: cause}
}

// InvalidField makes an Invalid fault for one question.
func InvalidField(key, code, message string) *Error {
	return &Error{Kind: Invalid, Code: code, Message: message, Fields: map[string]Field{key: {code, message}}}
}

// Error implements error: kind, code and the names of the fields, for logs. It never includes what was typed.
func (e *Error) Error() string {
	words := string(e.Kind)
	if e.Code != "" {
		words += " " + e.Code
	}
	if len(e.Fields) > 0 {
		words += " (" + strings.Join(slices.Sorted(maps.Keys(e.Fields)), ", ") + ")"
	}
	if e.cause != nil {
		words += ": " + e.cause.Error()
	}
	return words
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// As finds the fault in an error, if there is one.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// Is tells whether err is a fault of the kind.
func Is(err error, kind Kind) bool {
	e, ok := As(err)
	return ok && e.Kind == kind
}
