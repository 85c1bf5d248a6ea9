package login

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// tokenTimes are the claims of an ID token that say when and for whom. Pointers tell absent from zero.
type tokenTimes struct {
	Audience  json.RawMessage `json:"aud"`
	Party     *string         `json:"azp"`
	Expiry    *float64        `json:"exp"`
	Issued    *float64        `json:"iat"`
	NotBefore *float64        `json:"nbf"`
	AuthTime  *float64        `json:"auth_time"`
}

// checkToken makes the checks that go-oidc leaves to its caller, with our own clock skew. It runs after the signature and
// the issuer were found good.
func checkToken(token *oidc.IDToken, client string, now time.Time) (*tokenTimes, error) {
	var claims tokenTimes
	if err := token.Claims(&claims); err != nil {
		return nil, errors.New("claims are malformed")
	}
	if token.Subject == "" || len(token.Subject) > 255 {
		return nil, errors.New("sub is missing or too long")
	}
	if err := checkAudience(claims, client); err != nil {
		return nil, err
	}
	return &claims, checkTimes(claims, now)
}

// checkAudience wants the token to be for us alone. Given as a list it must also name us as the party it was issued to.
func checkAudience(claims tokenTimes, client string) error {
	var one string
	if err := json.Unmarshal(claims.Audience, &one); err == nil {
		if one != client {
			return errors.New("aud is not ours")
		}
	} else {
		var list []string
		if err := json.Unmarshal(claims.Audience, &list); err != nil || len(list) != 1 || list[0] != client {
			return errors.New("aud is not exactly ours")
		}
		if claims.Party == nil {
			return errors.New("aud is a list and azp is missing")
		}
	}
	if claims.Party != nil && *claims.Party != client {
		return errors.New("azp is not ours")
	}
	return nil
}

func checkTimes(claims tokenTimes, now time.Time) error {
	switch {
	case claims.Expiry == nil || claims.Issued == nil:
		return errors.New("exp or iat is missing")
	case now.After(instant(claims.Expiry).Add(skew)):
		return errors.New("the token has expired")
	case now.Before(instant(claims.Issued).Add(-skew)):
		return errors.New("iat is in the future")
	case now.Sub(instant(claims.Issued)) > time.Hour:
		return errors.New("iat is long past")
	case claims.NotBefore != nil && now.Before(instant(claims.NotBefore).Add(-skew)):
		return errors.New("nbf is in the future")
	case claims.AuthTime != nil && now.Before(instant(claims.AuthTime).Add(-skew)):
		return errors.New("auth_time is in the future")
	}
	return nil
}

// checkFresh wants an authentication of the last five minutes, stated by the provider.
func checkFresh(claims *tokenTimes, now time.Time) error {
	if claims.AuthTime == nil {
		return errors.New("auth_time is missing")
	}
	if now.Sub(instant(claims.AuthTime)) > freshness {
		return errors.New("auth_time is too old")
	}
	return nil
}

func instant(seconds *float64) time.Time { return time.Unix(int64(*seconds), 0) }
