package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Malformed says where the JSON of a stream breaks off.
type Malformed struct {
	Line, Column int // from 1; columns count characters
	Reason       string
}

// Error says where and why, on one line.
func (m *Malformed) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", m.Line, m.Column, m.Reason)
}

// maxRecord is the most that one record may take: a limit on memory, far above what a child's record needs.
const maxRecord = 16 << 20

var errTooLong = errors.New("a record longer than 16 MiB")

// Reader reads the records of a stream one by one: JSON Lines, one object, or one array.
type Reader struct {
	text    *keeper
	decoder *json.Decoder
	array   bool
	count   int
}

// NewReader reads from a stream. It holds one record at a time.
func NewReader(in io.Reader) *Reader {
	text := &keeper{in: bufio.NewReaderSize(in, 1<<16), line: 1, column: 1}
	return &Reader{text: text, decoder: json.NewDecoder(text)}
}

// Next gives the next record, io.EOF after the last, or a *Malformed.
func (r *Reader) Next() (json.RawMessage, error) {
	if r.count == 0 && !r.array {
		if err := r.begin(); err != nil {
			return nil, r.explain(err)
		}
	}
	if r.array && !r.decoder.More() {
		return nil, r.end()
	}
	var raw json.RawMessage
	if err := r.decoder.Decode(&raw); err != nil {
		return nil, r.explain(err)
	}
	r.count++
	r.text.forget(r.decoder.InputOffset())
	return raw, nil
}

// begin finds out whether the stream is one array.
func (r *Reader) begin() error {
	first, err := r.text.peek()
	if err != nil || first != '[' {
		return err
	}
	r.array = true
	_, err = r.decoder.Token()
	r.text.forget(r.decoder.InputOffset())
	return err
}

// end makes sure that the array is closed and that nothing follows it.
func (r *Reader) end() error {
	if _, err := r.decoder.Token(); err != nil {
		return r.explain(err)
	}
	r.text.forget(r.decoder.InputOffset())
	_, err := r.decoder.Token()
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case isSyntax(err) || err == nil:
		return r.text.malformed(r.text.spaces(0), "something follows the array of records")
	}
	return r.explain(err)
}

// explain turns what the decoder found into a place. The offsets of the decoder count differently for values and for what is
// between them, so the kept text of the record in hand is looked through once more.
func (r *Reader) explain(err error) error {
	switch {
	case errors.Is(err, io.EOF) && !r.array:
		return io.EOF
	case errors.Is(err, errTooLong):
		return r.text.malformed(r.text.spaces(0), errTooLong.Error())
	case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !isSyntax(err):
		return fmt.Errorf("read records: %w", err)
	}
	at := r.text.spaces(0)
	if r.array && r.count > 0 && at < len(r.text.kept()) {
		if r.text.kept()[at] != ',' {
			return r.text.malformed(at, "expected a comma or the end of the array after a record")
		}
		at = r.text.spaces(at + 1)
	}
	var syntax *json.SyntaxError
	if found := json.Unmarshal(r.text.kept()[at:], new(json.RawMessage)); errors.As(found, &syntax) {
		reached := int(syntax.Offset) // bytes read, with the one that is wrong unless the text just ended
		if isSyntax(err) {
			reached--
		}
		return r.text.malformed(at+reached, syntax.Error())
	}
	return r.text.malformed(at, err.Error())
}

func isSyntax(err error) bool {
	var syntax *json.SyntaxError
	return errors.As(err, &syntax)
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// keeper keeps the text from the start of the record in hand on, and where in the stream that is.
type keeper struct {
	in           *bufio.Reader
	buffer       []byte
	head         int   // where the kept text starts in buffer
	forgotten    int64 // how much of the stream is before it
	line, column int   // of its first character
}

func (k *keeper) kept() []byte { return k.buffer[k.head:] }

// peek gives the first character of the stream that is not space, which it leaves to be read. A byte order mark, with which
// some systems begin a file, is no part of the JSON.
func (k *keeper) peek() (byte, error) {
	if mark, _ := k.in.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		if _, err := k.in.Discard(len(mark)); err != nil {
			return 0, err
		}
	}
	for {
		c, err := k.in.ReadByte()
		if err != nil {
			return 0, err
		}
		if !isSpace(c) {
			return c, k.in.UnreadByte()
		}
		k.count([]byte{c})
	}
}

// Read reads on and keeps what was read.
func (k *keeper) Read(p []byte) (int, error) {
	if len(k.kept()) > maxRecord {
		return 0, errTooLong
	}
	n, err := k.in.Read(p)
	if k.head > len(k.buffer)/2 {
		k.buffer = append(k.buffer[:0], k.kept()...)
		k.head = 0
	}
	k.buffer = append(k.buffer, p[:n]...)
	return n, err
}

// forget drops the text before an offset of the stream.
func (k *keeper) forget(offset int64) {
	n := int(offset - k.forgotten)
	k.count(k.kept()[:n])
	k.head += n
	k.forgotten = offset
}

// count moves line and column past a text.
func (k *keeper) count(text []byte) { k.line, k.column = k.after(text) }

func (k *keeper) after(text []byte) (line, column int) {
	if newlines := bytes.Count(text, []byte{'\n'}); newlines > 0 {
		return k.line + newlines, 1 + len([]rune(string(text[bytes.LastIndexByte(text, '\n')+1:])))
	}
	return k.line, k.column + len([]rune(string(text)))
}

// spaces gives the place in the kept text, from one on, of the first character that is not space.
func (k *keeper) spaces(from int) int {
	for from < len(k.kept()) && isSpace(k.kept()[from]) {
		from++
	}
	return from
}

func (k *keeper) malformed(at int, reason string) error {
	line, column := k.after(k.kept()[:min(at, len(k.kept()))])
	return &Malformed{line, column, reason}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }
