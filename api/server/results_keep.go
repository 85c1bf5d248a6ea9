package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/publication"
)

// keptAnswer is an answer that is the same bytes for everybody who asks, as anybody on the way may keep it. It is named by its bytes:
// the document, the page and the program that drew it are all in them.
type keptAnswer struct {
	kind, name   string // of content; of a file to save, else none
	plain, small []byte // small is compressed, where that helps
	tag          string
	at           time.Time
}

func newKept(kind, name string, body []byte) keptAnswer {
	sum := sha256.Sum256(body)
	k := keptAnswer{kind: kind, name: name, plain: body, tag: hex.EncodeToString(sum[:12]), at: time.Now()}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err == nil && w.Close() == nil && b.Len() < len(body) {
		k.small = b.Bytes()
	}
	return k
}

const htmlKind = "text/html; charset=utf-8"

// keptFor is how long a browser need not ask again, and how long a page may lack what an operator loaded since, such as outlines.
const (
	keptFor   = time.Minute
	drawnFor  = 5 * time.Minute
	mostBytes = 64 << 20 // of answers in memory: then they are drawn anew
)

// send answers with it, or says that what the asker has is still it.
func (k keptAnswer) send(c *gin.Context) {
	h, body, tag := c.Writer.Header(), k.plain, k.tag
	h.Set("Content-Type", k.kind)
	h.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(keptFor.Seconds()))+", must-revalidate")
	h.Set("Vary", "Accept-Encoding, HX-Request")
	if k.name != "" {
		h.Set("Vary", "Accept-Encoding")
		h.Set("Content-Disposition", `attachment; filename="`+k.name+`"`)
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	}
	if k.small != nil && strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body, tag = k.small, tag+"-gz"
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(body))
}

// keptAnswers are the published pages that were drawn lately, as long as what is published stays the same.
type keptAnswers struct {
	mu    sync.Mutex
	stamp string
	pages map[string]keptAnswer
	bytes int
}

// stampOf changes with anything that the public may see.
func stampOf(all []publication.Publication) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(strconv.FormatInt(p.ID, 10) + string(p.State) + strconv.FormatBool(p.Final) + " ")
	}
	return b.String()
}

func (k *keptAnswers) find(stamp, key string) (keptAnswer, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	page, found := k.pages[key]
	return page, found && k.stamp == stamp && time.Since(page.at) < drawnFor
}

func (k *keptAnswers) keep(stamp, key string, page keptAnswer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.stamp != stamp || k.bytes > mostBytes || k.pages == nil {
		k.stamp, k.pages, k.bytes = stamp, map[string]keptAnswer{}, 0
	}
	k.bytes += len(page.plain) + len(page.small)
	k.pages[key] = page
}
