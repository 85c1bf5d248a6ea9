// Package browser holds the tests in a real browser: headless Chromium against the whole server on PostgreSQL, Redis and the
// development sign-in provider. They run with the build tag browser.
package browser
