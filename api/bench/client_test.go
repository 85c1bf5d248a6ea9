//go:build bench

package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"

	"github.com/google/uuid"
)

// client is one browser's connection. It writes requests by hand, since what the client costs is taken from the server it
// shares the machine with; pgbench is as lean.
type client struct {
	w       *world
	visitor visitor
	conn    net.Conn
	in      *bufio.Reader
	out     []byte
	body    bytes.Buffer

	cases    []int64 // its own, so that nobody else's answer is newer
	next     int
	versions []string
}

// dial opens a connection for somebody signed in.
func (w *world) dial(v visitor, server net.Listener) *client {
	conn, err := net.Dial("tcp", server.Addr().String())
	w.must(err)
	return &client{w: w, visitor: v, conn: conn, in: bufio.NewReaderSize(conn, 16<<10)}
}

func (c *client) close() { _ = c.conn.Close() }

// get fetches a page.
func (c *client) get(path string) []byte {
	c.out = fmt.Appendf(c.out[:0], "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n", path, c.w.listener.Addr(), c.visitor.cookie)
	return c.send()
}

// getPart asks as the page's script does.
func (c *client) getPart(path string) []byte {
	c.out = fmt.Appendf(c.out[:0], "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nHX-Request: true\r\n\r\n", path, c.w.listener.Addr(), c.visitor.cookie)
	return c.send()
}

// casePath is the address of a child's record.
func (v visitor) casePath(id int64) string {
	return "/" + v.org.ODSCode + "/cases/" + strconv.FormatInt(id, 10)
}

// save answers the question for the client's next child, each time round the other way, drawn from the version that the
// last partial carried.
func (c *client) save() {
	i := c.next % len(c.cases)
	value := answers[c.next/len(c.cases)%2]
	c.next++
	form := "value=" + value + "&key=" + uuid.NewString() + "&version=" + c.versions[i] + "&as=" + c.visitor.seal
	c.out = fmt.Appendf(c.out[:0], "POST %s/tests/%s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nHX-Request: true\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		c.visitor.casePath(c.cases[i]), question, c.w.listener.Addr(), c.visitor.cookie, len(form), form)
	c.versions[i] = versionIn(c.send())
}

// The question that is saved, and its two answers.
const question = "ct_head_performed"

var answers = []string{"yes", "no"}

func (c *client) send() []byte {
	if _, err := c.conn.Write(c.out); err != nil {
		panic(err)
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		panic(err)
	}
	c.body.Reset()
	_, err = io.Copy(&c.body, answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		panic(fmt.Sprintf("%s %v: %s", answer.Status, err, c.body.String()))
	}
	return c.body.Bytes()
}

var versionField = []byte(`name="version" value="`)

func versionIn(partial []byte) string {
	_, rest, found := bytes.Cut(partial, versionField)
	version, _, _ := bytes.Cut(rest, []byte(`"`))
	if !found {
		panic("no version in the partial")
	}
	return string(version)
}
