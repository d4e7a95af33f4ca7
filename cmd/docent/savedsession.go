package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"docent/bot/gateway"
)

// sessionAge is how long after a stop the gateway's session is still resumed. Discord doesn't say how long it keeps one;
// a minute or two is what is seen, and a refused resume costs only a fresh identify.
const sessionAge = time.Minute

// A savedSession is the gateway's session as it stood when the bot stopped.
type savedSession struct {
	App     string          `json:"app"`
	Saved   time.Time       `json:"saved"`
	Session gateway.Session `json:"session"`
}

func sessionPath(data string) string { return filepath.Join(data, "gateway.json") }

// saveSession keeps the session for the next start, readable by its owner alone: whoever has it and the token can take
// the connection over. A session that can't be resumed isn't saved.
func saveSession(data, app string, s gateway.Session, now time.Time) error {
	if s == (gateway.Session{}) {
		return nil
	}
	body, err := json.Marshal(savedSession{app, now.UTC(), s})
	if err != nil {
		return err
	}
	if err := writeFile(sessionPath(data), body); err != nil {
		return fmt.Errorf("saving the gateway's session: %w", err)
	}
	return nil
}

// takeSession returns the session that the last run of this application left, or none if that was too long ago. The
// file is gone afterwards: a session resumed twice would bring events that were answered already.
func takeSession(data, app string, now time.Time) (gateway.Session, error) {
	body, err := os.ReadFile(sessionPath(data))
	if errors.Is(err, fs.ErrNotExist) {
		return gateway.Session{}, nil
	}
	if err == nil {
		err = os.Remove(sessionPath(data))
	}
	if err != nil {
		return gateway.Session{}, fmt.Errorf("taking the gateway's last session: %w", err)
	}
	var s savedSession
	if json.Unmarshal(body, &s) != nil || s.App != app {
		return gateway.Session{}, nil
	}
	if age := now.Sub(s.Saved); age < 0 || age > sessionAge {
		return gateway.Session{}, nil
	}
	return s.Session, nil
}

// writeFile puts the file in place whole or not at all, with mode 0600.
func writeFile(path string, body []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails, as it should, once the file is renamed
	_, err = f.Write(body)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
