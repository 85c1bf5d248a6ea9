package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// keySet holds a provider's signing keys. A token signed by a key we do not know makes us fetch them again, but at most
// every five minutes: anyone can make up key ids.
type keySet struct {
	client  *http.Client
	address string
	now     func() time.Time

	mu      sync.Mutex
	keys    []jose.JSONWebKey
	fetched time.Time // when they were last had
	tried   time.Time // when they were last asked for
}

func newKeySet(client *http.Client, address string, now func() time.Time) *keySet {
	return &keySet{client: client, address: address, now: now}
}

// VerifySignature is called by go-oidc, after it has checked that the algorithm is on our list.
func (k *keySet) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	algorithms := make([]jose.SignatureAlgorithm, len(signingAlgs))
	for i, name := range signingAlgs {
		algorithms[i] = jose.SignatureAlgorithm(name)
	}
	signed, err := jose.ParseSignedCompact(token, algorithms)
	if err != nil || len(signed.Signatures) != 1 {
		return nil, errors.New("malformed token")
	}
	header := signed.Signatures[0].Header
	keys, err := k.matching(ctx, header.KeyID)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		// A key made for one algorithm is not used with another.
		if key.Algorithm != "" && key.Algorithm != header.Algorithm {
			continue
		}
		if payload, err := signed.Verify(key.Key); err == nil {
			return payload, nil
		}
	}
	return nil, errors.New("signature not valid for any key of the provider")
}

// matching gives the keys of that id; without an id in the token, all of them.
func (k *keySet) matching(ctx context.Context, id string) ([]jose.JSONWebKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	found := k.withID(id)
	old := now.Sub(k.fetched) >= discoveryAge
	if len(found) > 0 && !old {
		return found, nil
	}
	wait := keyRefresh
	if len(k.keys) == 0 {
		wait = fetchTime // we have never had any: ask again soon
	}
	if now.Sub(k.tried) >= wait {
		k.tried = now
		if err := k.fetch(ctx, now); err != nil && len(found) == 0 {
			return nil, fmt.Errorf("fetch keys: %w", err)
		}
		found = k.withID(id)
	}
	if len(found) == 0 {
		return nil, errors.New("the key id is not one of the provider's")
	}
	return found, nil
}

func (k *keySet) fetch(ctx context.Context, now time.Time) error {
	var set struct {
		Keys []jose.JSONWebKey `json:"keys"`
	}
	if err := fetchJSON(context.WithoutCancel(ctx), k.client, k.address, "", &set); err != nil {
		return err
	}
	var usable []jose.JSONWebKey
	for _, key := range set.Keys {
		if key.Valid() && key.IsPublic() && (key.Use == "" || key.Use == "sig") {
			usable = append(usable, key)
		}
	}
	if len(usable) == 0 {
		return errors.New("the provider shows no usable key")
	}
	k.keys, k.fetched = usable, now
	return nil
}

func (k *keySet) withID(id string) []jose.JSONWebKey {
	if id == "" {
		return k.keys
	}
	var found []jose.JSONWebKey
	for _, key := range k.keys {
		if key.KeyID == id {
			found = append(found, key)
		}
	}
	return found
}
