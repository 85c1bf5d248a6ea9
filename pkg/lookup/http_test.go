package lookup

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const answer = `{"status":200,"result":{"postcode":"QQ1 1AA","country":"England","longitude":-1.999,"latitude":52.597,
	"eastings":400100,"northings":300100,"codes":{"lsoa":"E01900001","lsoa21":"E01800001"}}}`

// serving is a postcode service whose answers are the handler's.
func serving(t *testing.T, handler http.HandlerFunc) *PostcodeService {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	service, err := NewPostcodeService(server.URL + "/api")
	if err != nil {
		t.Fatal(err)
	}
	return service
}

func TestPostcodeService(t *testing.T) {
	service := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/postcodes/QQ11AA" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, answer)
	})
	area, err := service.Area(t.Context(), "QQ11AA")
	if err != nil || area.Country != "ENG" || area.LSOA2011 != "E01900001" || area.LSOA2021 != "E01800001" ||
		*area.Longitude != -1.999 || *area.Latitude != 52.597 || *area.Easting != 400100 || *area.Northing != 300100 {
		t.Errorf("%+v, %v", area, err)
	}
	if _, err := service.Area(t.Context(), "QQ99ZZ"); !errors.Is(err, ErrUnknown) {
		t.Errorf("a postcode that is none: %v", err)
	}
}

func TestIndexService(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/eng/2025/E01800001":
			fmt.Fprint(w, `{"rank": 6752, "areas": 33755}`)
		case "/eng/2025/E01800002":
			fmt.Fprint(w, `{"rank": 33756, "areas": 33755}`)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	service, err := NewIndexService(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	if fifth, err := service.Quintile(t.Context(), "ENG", 2025, "E01800001"); err != nil || fifth != 2 {
		t.Errorf("%d, %v", fifth, err)
	}
	if _, err := service.Quintile(t.Context(), "ENG", 2025, "E01800002"); err == nil || errors.Is(err, ErrUnknown) {
		t.Errorf("a rank that is none: %v", err)
	}
	if _, err := service.Quintile(t.Context(), "WLS", 2019, "W01900001"); !errors.Is(err, ErrUnknown) {
		t.Errorf("an area that is not there: %v", err)
	}
}

// Whatever a service does, the answer is a passing error, and no error names the postcode.
func TestAServiceThatMisbehaves(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("somebody else was asked for %s", r.URL.Path)
	}))
	t.Cleanup(elsewhere.Close)
	for what, handler := range map[string]http.HandlerFunc{
		"an error": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "QQ11AA", http.StatusInternalServerError) },
		"too many": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusFound)
		},
		"a huge answer": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"result":"`+strings.Repeat("x", longestReply)+`"}`)
		},
		"no JSON":   func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>QQ11AA") },
		"no result": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"status":200}`) },
		"an area of nowhere": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, strings.Replace(answer, "E01900001", "../x", 1))
		},
		"off the map": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, strings.Replace(answer, "52.597", "12.597", 1))
		},
		"half a point": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, strings.Replace(answer, "-1.999", "null", 1))
		},
		"huge headers": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<20)) },
		"breaking off": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		_, err := serving(t, handler).Area(t.Context(), "QQ11AA")
		if err == nil || errors.Is(err, ErrUnknown) || errors.Is(err, ErrNone) || strings.Contains(err.Error(), "QQ") || strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A service that does not answer is given up, and after several times left alone until a while has passed.
func TestASlowServiceIsLeftAlone(t *testing.T) {
	var asked atomic.Int32
	release := make(chan struct{})
	service := serving(t, func(http.ResponseWriter, *http.Request) {
		asked.Add(1)
		<-release
	})
	t.Cleanup(func() { close(release) })
	service.client.Timeout = 10 * time.Millisecond
	for range failuresToOpen + 3 {
		if _, err := service.Area(t.Context(), "QQ11AA"); err == nil || strings.Contains(err.Error(), "QQ") {
			t.Errorf("a service that does not answer: %v", err)
		}
	}
	if n := asked.Load(); n > failuresToOpen {
		t.Errorf("it was asked %d times", n)
	}
}

func TestCircuit(t *testing.T) {
	var c circuit
	at := time.Date(2026, 11, 22, 19, 0, 0, 0, time.UTC)
	for range failuresToOpen - 1 {
		c.note(at, false)
	}
	if !c.admits(at) {
		t.Error("closed too early")
	}
	c.note(at, true)
	for range failuresToOpen {
		if !c.admits(at) {
			t.Error("one that answered was not forgiven")
		}
		c.note(at, false)
	}
	if c.admits(at.Add(leftAloneFor - 1)) {
		t.Error("asked again too early")
	}
	later := at.Add(leftAloneFor)
	if !c.admits(later) || c.admits(later) {
		t.Error("after a while exactly one is let through")
	}
	c.note(later, true)
	if !c.admits(later) {
		t.Error("its answer did not open the way again")
	}
}

func TestServicesAreHTTPSOrHere(t *testing.T) {
	for address, fine := range map[string]bool{"https://postcodes.example": true, "http://127.0.0.1:8000": true, "http://[::1]:8000": true, "http://localhost": true,
		"http://postcodes.example": false, "http://10.0.0.1": false, "ftp://127.0.0.1": false, "": false, "http://127.0.0.1.example": false} {
		if _, err := NewPostcodeService(address); (err == nil) != fine {
			t.Errorf("%s: %v", address, err)
		}
	}
}
