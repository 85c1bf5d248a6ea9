package server

import (
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
)

// downloadOutlierFile hands a file of any record to the audit team.
func (s *Server) downloadOutlierFile(c *gin.Context) error {
	id, file, err := fileAt(c)
	if err != nil {
		return err
	}
	f, err := s.Outliers.File(c.Request.Context(), id, file)
	if err != nil {
		return err
	}
	return attach(c, f.Name, f.Kind, f.Content)
}

// downloadOwnFile hands a file of the centre's own record to its people.
func (s *Server) downloadOwnFile(c *gin.Context) error {
	id, file, err := fileAt(c)
	if err != nil {
		return err
	}
	f, err := s.Outliers.OwnFile(c.Request.Context(), id, file)
	if err != nil {
		return err
	}
	return attach(c, f.Name, f.Kind, f.Content)
}

func fileAt(c *gin.Context) (id, file int64, err error) {
	if id, err = positive(c.Param("outlier")); err != nil {
		return 0, 0, err
	}
	file, err = positive(c.Param("file"))
	return id, file, err
}

// attach sends content that somebody gave us: only ever to be saved, never shown, and nothing in it may run.
func attach(c *gin.Context, name, kind string, content []byte) error {
	c.Header("Content-Disposition", `attachment; filename="`+plainName(name)+`"; filename*=UTF-8''`+url.PathEscape(name))
	c.Header("Content-Security-Policy", "default-src 'none'; sandbox")
	c.Header("Content-Type", mime.FormatMediaType(kind, charset(kind)))
	c.Status(http.StatusOK)
	_, err := c.Writer.Write(content)
	return err
}

func charset(kind string) map[string]string {
	if strings.HasPrefix(kind, "text/") {
		return map[string]string{"charset": "utf-8"}
	}
	return nil
}

// plainName is a name for browsers that read only letters without accents.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return '_'
		}
		return r
	}, name)
}
