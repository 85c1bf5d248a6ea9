package login

import "time"

// ForgetProviders makes the next request read the providers again, so that tests need not wait.
func (s *Service) ForgetProviders() {
	s.providers.mu.Lock()
	defer s.providers.mu.Unlock()
	s.providers.loaded = time.Time{}
}

// ForgetKeys makes the service fetch discovery and keys again.
func (s *Service) ForgetKeys() {
	s.providers.mu.Lock()
	defer s.providers.mu.Unlock()
	s.providers.issuers = map[string]*issuer{}
}

// ForgetRights makes the next request ask PostgreSQL.
func (s *Service) ForgetRights() {
	s.rights.mu.Lock()
	defer s.rights.mu.Unlock()
	s.rights.known = map[string]knownRights{}
}

// For tests of parts.
var (
	CheckAddress     = checkAddress
	CheckProviderURL = checkProviderURL
	NewFetchClient   = newFetchClient
	SignClient       = clientAssertion
	Overage          = overage
)

// Hash is how tokens are kept.
func Hash(secret string) string { return hash(secret) }
