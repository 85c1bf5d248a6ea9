package login

import (
	"encoding/json"
	"fmt"
	"time"
)

// sessionCodec writes a session as JSON. The library's own way, gob, describes and compiles the types anew for each session
// it reads, which is with every request.
type sessionCodec struct{}

// storedSession keeps numbers apart from texts, for JSON alone would give them back as floating point.
type storedSession struct {
	Deadline time.Time         `json:"deadline"`
	Texts    map[string]string `json:"texts"`
	Numbers  map[string]int64  `json:"numbers"`
}

// Encode implements scs.Codec.
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	stored := storedSession{deadline, map[string]string{}, map[string]int64{}}
	for name, value := range values {
		switch v := value.(type) {
		case string:
			stored.Texts[name] = v
		case int64:
			stored.Numbers[name] = v
		default:
			return nil, fmt.Errorf("keep the session: %s is a %T", name, value)
		}
	}
	return json.Marshal(stored)
}

// Decode implements scs.Codec.
func (sessionCodec) Decode(data []byte) (time.Time, map[string]any, error) {
	var stored storedSession
	if err := json.Unmarshal(data, &stored); err != nil {
		return time.Time{}, nil, fmt.Errorf("read the session: %w", err)
	}
	values := make(map[string]any, len(stored.Texts)+len(stored.Numbers))
	for name, text := range stored.Texts {
		values[name] = text
	}
	for name, number := range stored.Numbers {
		values[name] = number
	}
	return stored.Deadline, values, nil
}
