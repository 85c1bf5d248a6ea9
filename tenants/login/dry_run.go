package login

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/pinktick/pinktick/pkg/fault"
)

// DryRun says what a set of claims would come to at a provider: each rule, matched or not, and the outcome. The claims are
// pasted, or those of a refused sign-in. Nothing is changed and nothing kept. A draft provider may be tried too.
func (s *Service) DryRun(ctx context.Context, provider string, claims []byte) (Outcome, error) {
	rows, err := s.providers.all(ctx)
	if err != nil {
		return Outcome{}, err
	}
	p, found := rows[provider]
	if !found {
		return Outcome{}, fault.New(fault.NotFound, "provider_unknown", "There is no such way to sign in.")
	}
	if len(claims) > 64<<10 {
		return Outcome{}, fault.New(fault.TooLarge, "claims_too_large", "The claims are longer than 64 kB.")
	}
	var set map[string]any
	if err := json.Unmarshal(claims, &set); err != nil || set == nil {
		return Outcome{}, fault.InvalidField("claims", "claims_not_json", "Enter the claims as one JSON object.")
	}
	outcome, err := s.evaluate(ctx, p, set)
	if err != nil {
		return Outcome{}, unavailable("load the rules", err)
	}
	return outcome, nil
}

// RefusedClaims gives the claims kept with a refused sign-in, for a dry run; they are gone after seven days.
func (s *Service) RefusedClaims(ctx context.Context, refusal int64) ([]byte, error) {
	var claims []byte
	err := s.Pool.QueryRow(ctx, `select coalesce((select claims from sign_in_refusals where id = $1 and claims_until > now()), 'null')::text::bytea`, refusal).Scan(&claims)
	if err != nil {
		return nil, fmt.Errorf("load refused claims: %w", err)
	}
	if string(claims) == "null" {
		return nil, fault.New(fault.NotFound, "claims_gone", "The claims of that sign-in are not kept any longer.")
	}
	return claims, nil
}
