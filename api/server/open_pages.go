package server

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/ui/page"
)

// showAbout says what this is and whose data stands in it.
func (s *Server) showAbout(c *gin.Context) error {
	frame, err := s.frame(c, "About")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, page.AboutPage(frame))
}

func (s *Server) showAccessibility(c *gin.Context) error {
	frame, err := s.frame(c, "Accessibility statement")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, page.AccessibilityPage(frame, s.Contact))
}

func (s *Server) showPrivacy(c *gin.Context) error {
	frame, err := s.frame(c, "Privacy")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, page.PrivacyPage(frame, s.Contact))
}

// showAlive answers as long as the process does.
func (s *Server) showAlive(c *gin.Context) error {
	c.String(http.StatusOK, "alive\n")
	return nil
}

// showReady answers when the database can be asked. Redis is no condition: people go on without it.
func (s *Server) showReady(c *gin.Context) error {
	ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
	defer cancel()
	if err := s.Ready(ctx); err != nil {
		s.log(c).Warn("not ready", "error", err)
		c.String(http.StatusServiceUnavailable, "not ready\n")
		return nil
	}
	c.String(http.StatusOK, "ready\n")
	return nil
}

// showLicences names the libraries and the public data the service is built on.
func (s *Server) showLicences(c *gin.Context) error {
	frame, err := s.frame(c, "Licences")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, page.LicencesPage(frame))
}
