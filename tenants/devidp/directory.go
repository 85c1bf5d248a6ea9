package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
)

// Directory is what the provider knows: its issuers. It comes from one JSON file, written by the demo or by a test.
type Directory struct {
	Issuers []Issuer `json:"issuers"`
}

// Issuer is one identity provider: a trust's own, the national team's, or one shared by all trusts.
type Issuer struct {
	Key    string   `json:"key"`   // last part of the issuer's address
	Title  string   `json:"title"` // who it says it is on its sign-in page
	Client Client   `json:"client"`
	People []Person `json:"people"`
}

// Client is the relying party that an issuer knows.
type Client struct {
	ID        string   `json:"id"`
	Secret    string   `json:"secret"`
	Redirects []string `json:"redirects"` // compared as exact strings
}

// Person is one button on the sign-in page. Claims go into the ID token, UserInfo is said at the UserInfo endpoint only,
// as NHS CIS2 does.
type Person struct {
	Subject  string         `json:"sub"`
	Name     string         `json:"name"`
	Words    string         `json:"words"` // what the button says below the name, such as "editor"
	ACR      string         `json:"acr,omitempty"`
	Claims   map[string]any `json:"claims,omitempty"`
	UserInfo map[string]any `json:"userinfo,omitempty"`
}

var issuerKey = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,40}$`)

func loadDirectory(path string) (Directory, error) {
	var directory Directory
	if path == "" {
		return directory, errors.New("-people is required: a JSON file of issuers and people")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return directory, fmt.Errorf("read people: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&directory); err != nil {
		return directory, fmt.Errorf("read people from %s: %w", path, err)
	}
	return directory, directory.check()
}

func (d Directory) check() error {
	if len(d.Issuers) == 0 {
		return errors.New("people: no issuer")
	}
	seen := map[string]bool{}
	for _, issuer := range d.Issuers {
		switch {
		case !issuerKey.MatchString(issuer.Key):
			return fmt.Errorf("people: issuer key %q: small letters, digits and hyphens only", issuer.Key)
		case seen[issuer.Key]:
			return fmt.Errorf("people: issuer key %q occurs twice", issuer.Key)
		case issuer.Client.ID == "" || issuer.Client.Secret == "" || len(issuer.Client.Redirects) == 0:
			return fmt.Errorf("people: issuer %q needs a client with id, secret and redirects", issuer.Key)
		}
		seen[issuer.Key] = true
		subjects := map[string]bool{}
		for _, person := range issuer.People {
			if person.Subject == "" || subjects[person.Subject] {
				return fmt.Errorf("people: issuer %q: subject %q is empty or occurs twice", issuer.Key, person.Subject)
			}
			subjects[person.Subject] = true
		}
	}
	return nil
}
