package server

import (
	"mime"
	"net/http"
	"path"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
)

// pieceTime is how long one piece of a file may take over a slow line.
const pieceTime = 2 * time.Minute

// fileTypes by the ending of a file's name.
var fileTypes = map[string]string{
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".csv": "text/csv; charset=utf-8",
	".zip": "application/zip", ".json": "application/json",
}

// fetchExport gives out the file of an export, piece by piece, for nobody on the way to keep.
func (s *Server) fetchExport(c *gin.Context) error {
	id, err := positive(c.Param("export"))
	if err != nil {
		return err
	}
	shelf, _ := s.shelfOf(c)
	file, err := shelf.Fetch(c.Request.Context(), id)
	if err != nil {
		return err
	}
	s.log(c).Info("an export is fetched", "export", id)
	kind, known := fileTypes[path.Ext(file.Name)]
	if !known {
		kind = "application/octet-stream"
	}
	c.Header("Content-Type", kind)
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	c.Header("Content-Length", strconv.FormatInt(file.Size, 10))
	c.Status(http.StatusOK)
	return file.Send(c.Request.Context(), patient{c.Writer})
}

// patient writes with time for each piece: the server's own limit is for a page.
type patient struct{ gin.ResponseWriter }

// Write implements io.Writer.
func (p patient) Write(piece []byte) (int, error) {
	_ = http.NewResponseController(p.ResponseWriter).SetWriteDeadline(time.Now().Add(pieceTime))
	return p.ResponseWriter.Write(piece)
}
