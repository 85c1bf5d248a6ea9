package login

import (
	"strings"
)

const (
	leastIdentity       = 3 // CIS2 identity assurance
	leastAuthentication = 2 // CIS2 authentication assurance
)

// checkShape makes the checks that belong to one kind of provider.
func checkShape(p Provider, proven identity) error {
	switch p.Kind {
	case Entra:
		return checkEntra(p, proven)
	case CIS2:
		return checkCIS2(proven)
	}
	return nil
}

// checkEntra wants the token to come from the registered directory, said twice: in tid and in the issuer.
func checkEntra(p Provider, proven identity) error {
	tid, _ := proven.Claims["tid"].(string)
	if tid == "" || tid != p.EntraTID {
		return refuse(ReasonDirectory, "tid is not the registered one")
	}
	const host = "https://login.microsoftonline.com/"
	if strings.HasPrefix(p.Issuer, host) && p.Issuer != host+tid+"/v2.0" {
		return refuse(ReasonDirectory, "tid and iss disagree")
	}
	return nil
}

// checkCIS2 wants a strong identity, a strong sign-in, and one person throughout.
func checkCIS2(proven identity) error {
	if level, ok := assurance(proven.Claims, identityLevels...); !ok || level < leastIdentity {
		return refuse(ReasonAssurance, "identity assurance is missing, unclear or below 3")
	}
	if level, ok := assurance(proven.Claims, authenticationLevels...); !ok || level < leastAuthentication {
		return refuse(ReasonAssurance, "authentication assurance is missing, unclear or below 2")
	}
	for _, name := range []string{"nhsid_useruid", "uid"} {
		if value, found := proven.Claims[name]; found && value != proven.Subject {
			return refuse(ReasonUserInfo, name+" is not sub")
		}
	}
	return nil
}

var (
	identityLevels       = []string{"id_assurance_level", "idassurancelevel"}
	authenticationLevels = []string{"authentication_assurance_level"}
)

// sameAssurance refuses levels that the ID token and the UserInfo endpoint state differently, however each spells them.
func sameAssurance(token, said map[string]any) error {
	for _, names := range [][]string{identityLevels, authenticationLevels} {
		inToken, one := assurance(token, names...)
		inInfo, two := assurance(said, names...)
		if one && two && inToken != inInfo {
			return refuse(ReasonAssurance, "the ID token and UserInfo disagree on assurance")
		}
	}
	return nil
}
