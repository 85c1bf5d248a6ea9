package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// arguments are the settings given on the command line: loopback only, and the socket beside the data rather than in a
// system directory that may belong to somebody else.
func (s *Server) arguments(o Options) []string {
	settings := map[string]string{
		"listen_addresses":        "127.0.0.1",
		"port":                    strconv.Itoa(s.Port),
		"unix_socket_directories": "",
		"max_connections":         "200",
		"shared_buffers":          "64MB",
		"log_min_messages":        "warning",
		"timezone":                "UTC",
	}
	if s.temp && !o.Durable {
		settings["fsync"] = "off"
		settings["synchronous_commit"] = "off"
		settings["full_page_writes"] = "off"
	}
	for name, value := range o.Settings {
		settings[name] = value
	}
	arguments := []string{"-D", s.data()}
	for name, value := range settings {
		arguments = append(arguments, "-c", name+"="+value)
	}
	return arguments
}

// await tries to connect until it works, the process ends, or time is up.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.DSN("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-s.process.ended:
			return errors.New("PostgreSQL ended while starting")
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL did not come up: %w", err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// sameMajor refuses to start newer binaries on older data: PostgreSQL would refuse too, in words fewer people understand.
func sameMajor(ctx context.Context, bin, data string) error {
	have, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return fmt.Errorf("read the version of the data: %w", err)
	}
	major, err := majorVersion(ctx, bin)
	if err != nil {
		return err
	}
	if kept := strings.TrimSpace(string(have)); kept != major {
		return fmt.Errorf("the data in %s is of PostgreSQL %s but the programs in %s are PostgreSQL %s: "+
			"set PGBIN to a directory with PostgreSQL %s, or wipe the data", data, kept, bin, major, kept)
	}
	return nil
}

// tail gives the last lines of the server's log, for an error message.
func tail(path string) string {
	content, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	const most = 2000
	if len(content) > most {
		content = content[len(content)-most:]
	}
	return strings.TrimSpace(string(content))
}
