//go:build browser

package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
)

// exports is a store whose exports wait until a test makes them: no workers run here.
func (w *world) exports(counts *compare.Store, directory *tenants.Directory) *takeout.Store {
	w.t.Helper()
	pool, err := w.App.DB()
	if err != nil {
		w.t.Fatal(err)
	}
	w.made = &takeout.Store{DB: w.App, Now: w.store.Now, Queue: waiting{}, Records: w.store, Counts: counts, Directory: directory,
		Publications: &publication.Store{DB: pool, Counts: counts}, PublicURL: "http://audit.example"}
	return w.made
}

type waiting struct{}

func (waiting) MakeExport(context.Context, *pgx.Conn, tenants.ID, int64) error { return nil }

// A lead clinician asks for the children list. The page shows that it is being made, and by itself that it is ready; without
// script the page is looked at again. The file that comes down is the list.
func TestAnExportIsAskedForAndFetched(t *testing.T) {
	w := newWorld(t)
	w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Lead)
	b.opens("/RR813/exports")
	b.sees("Nothing has been asked for yet.")
	b.accessible("exports")
	b.presses("Make CSV", "#export-children")
	b.sees("The export is being made.")
	b.says("#exports", "Waiting")
	b.accessible("an export waits")
	if err := w.made.OfTenant().Make(tenants.Into(t.Context(), w.Leeds.Tenant), 1, true); err != nil {
		t.Fatal(err)
	}
	b.says("#exports", "Ready") // nobody pressed anything
	b.says("#exports [role=status]", "Your exports have been made.")
	b.accessible("an export is ready")
	b.onPhone()
	b.accessible("exports on a phone")
	b.onDesktop()
	folder := t.TempDir()
	call(b, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID})
	b.presses("Download CSV", "#exports")
	b.waits("the file", func() bool {
		files, _ := filepath.Glob(filepath.Join(folder, "*.csv"))
		if len(files) != 1 {
			return false
		}
		text, err := os.ReadFile(files[0])
		return err == nil && strings.Contains(string(text), "Testina") && strings.HasPrefix(filepath.Base(files[0]), "children-RR8-")
	})

	plain := w.withoutScript()
	plain.opens("/RR813/exports")
	plain.typesIn("#trust", "leeds\r")
	plain.presses("Leeds Teaching Hospitals NHS Trust", "#trusts")
	plain.clicks(`main a[href^="/auth/rr8/start"]`)
	plain.presses(w.person(w.Leeds, tenants.Editor).Name)
	plain.lands("/RR813/exports")
	plain.presses("Make a spreadsheet", "#export-data_quality")
	plain.says("#exports", "Waiting")
	if err := w.made.OfTenant().Make(tenants.Into(t.Context(), w.Leeds.Tenant), 2, true); err != nil {
		t.Fatal(err)
	}
	plain.presses("Look again", "#exports")
	plain.says("#exports", "Ready")
}
